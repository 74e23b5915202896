"""Keeping the population a card was made from, so that the book can be held against it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from workbench import paths
from workbench.credit.facts import dictionary
from workbench.errors import FileNotReadable, StrategyUnknown
from workbench.files import replacing
from workbench.i18n import _
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
_HEAD = (
    "# The applicants a card was made from: cases by score, and in each bin of each "
    "characteristic.\n"
)


def development_population(strategy: Strategy) -> Population | None:
    """The population kept for this version: the lender's own, else the shipped one."""
    name = f"{strategy.id}-{strategy.version}.toml"
    for folder in (paths.settings_folder(), paths.resources()):
        file = folder / _FOLDER / name
        if file.is_file():
            return read_population(file.read_text(encoding="utf-8"))
    return None


def write_shipped_population(data: Path, product: str, out: Path | None = None) -> tuple[int, Path]:
    """The population of a shipped card from its public data file, as the program ships it,
    beside that file unless `out` names another place.

    The same data and card give the same bytes. Raises StrategyUnknown, FileNotReadable or
    FileNotWritable.
    """
    from workbench.scoring.develop.recipes import RECIPES

    if product not in RECIPES:
        raise StrategyUnknown(name=product, known=", ".join(RECIPES))
    strategy = named_strategy(product)
    try:
        facts = RECIPES[product].read(data)[0]
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise FileNotReadable(file=data.name, why=_("it cannot be read.")) from fault
    out = out or data.with_name(f"{product}-population.toml")
    scored = compile_strategy(strategy).assess(facts)
    return _kept(population_of(scored, strategy, strategy.calibration.sample.both()), out)


def write_population(
    data: Path, strategy: Strategy, out: Path | None = None, *, called: str = ""
) -> tuple[int, Path]:
    """Score a table of applicants and keep how they are spread; gives rows and the file.

    Without `out` it is kept where the portfolio looks for it. `called` says what the applicants
    are, in the lender's own words. Raises FileNotReadable or FileNotWritable.
    """
    sheet = read_sheet(data)
    matching = match(sheet, dictionary())
    refuse_open(data, matching)
    facts = every_row(sheet, matching, dictionary(), currency=strategy.currency)
    scored = compile_strategy(strategy).assess(facts)
    words = called or data.stem
    file = out or paths.settings_folder() / _FOLDER / f"{strategy.id}-{strategy.version}.toml"
    return _kept(population_of(scored, strategy, {"en": words, "zh": words}), file)


def _kept(population: Population, file: Path) -> tuple[int, Path]:
    with replacing(file) as draft:
        draft.write_text(_HEAD + population_text(population), encoding="utf-8")
    return population.rows, file
