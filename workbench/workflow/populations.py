"""Keeping the population a card was made from, so that the book can be held against it."""

from __future__ import annotations

from pathlib import Path

from workbench import paths
from workbench.credit.facts import dictionary
from workbench.files import replacing
from workbench.portfolio.population import (
    Population,
    population_of,
    population_text,
    read_population,
)
from workbench.scoring.engine import compile_strategy
from workbench.scoring.strategy import Strategy
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.tabular import read_sheet
from workbench.workflow.bulk import named_strategy
from workbench.workflow.intake import refuse_open

_FOLDER = "populations"


def development_population(strategy: Strategy) -> Population | None:
    """The population kept for this version: the lender's own, else the shipped one."""
    name = f"{strategy.id}-{strategy.version}.toml"
    for folder in (paths.settings_folder(), paths.resources()):
        file = folder / _FOLDER / name
        if file.is_file():
            return read_population(file.read_text(encoding="utf-8"))
    return None


def write_population(
    data: Path, strategy_name: str, out: Path | None = None, *, called: str = ""
) -> tuple[int, Path]:
    """Score a table of applicants and keep how they are spread; gives rows and the file.

    Without `out` it is kept where the portfolio looks for it. `called` says what the applicants
    are, in the lender's own words. Raises StrategyUnknown, FileNotReadable or FileNotWritable.
    """
    strategy = named_strategy(strategy_name)
    sheet = read_sheet(data)
    matching = match(sheet, dictionary())
    refuse_open(data, matching)
    facts = every_row(sheet, matching, dictionary(), currency=strategy.currency)
    scored = compile_strategy(strategy).assess(facts)
    words = called or data.stem
    kept = population_of(scored, strategy, {"en": words, "zh": words})
    file = out or paths.settings_folder() / _FOLDER / f"{strategy.id}-{strategy.version}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as draft:
        draft.write_text(population_text(kept), encoding="utf-8")
    return kept.rows, file
