"""Strategies: checked, shown, tried on a table, and compared two by two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from workbench.credit.facts import dictionary
from workbench.credit.status import Outcome, outcome_word
from workbench.errors import StrategyUnknown
from workbench.i18n import Language, _, number
from workbench.scoring.check import check as faults_of
from workbench.scoring.compare import compare as compared
from workbench.scoring.engine import compile_strategy
from workbench.scoring.readable import readable
from workbench.scoring.strategy import FILE_NAME, Strategy, shipped
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.tabular import read_sheet
from workbench.workflow.bulk import named_strategy
from workbench.workflow.intake import refuse_open


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command on strategies has to say: to people, and to machines."""

    text: str
    ok: bool = True
    values: Mapping[str, object] = field(default_factory=dict)


def check(names: list[str], on: Path | None, language: Language | None) -> Answer:
    """Every fault of each strategy with its line; nothing when it may be used."""
    del on
    said: list[str] = []
    counted: dict[str, int] = {}
    for name in names:
        faults = faults_of(source_of(name))
        counted[name] = len(faults)
        said += [f"{name}: {fault.text(language)}" for fault in faults]
        if not faults:
            said.append(_("{name}: no faults.", language=language, name=name))
    return Answer("\n".join(said), not any(counted.values()), {"faults": counted})


def show(names: list[str], on: Path | None, language: Language | None) -> Answer:
    """Each strategy as a document that reads."""
    del on
    texts = [readable(named_strategy(name), language) for name in names]
    return Answer("\n\n".join(texts), values={"strategies": list(names)})


def simulate(names: list[str], on: Path | None, language: Language | None) -> Answer:
    """How each strategy would advise on a table of applicants."""
    said: list[str] = []
    counts: dict[str, dict[str, int]] = {}
    for name in names:
        advice = _advice(named_strategy(name), on)
        counts[name] = dict(sorted(Counter(advice).items()))
        words = (f"{_outcome(w, language)} {number(n)}" for w, n in counts[name].items())
        said.append(f"{name}: {', '.join(words)}")
    return Answer("\n".join(said), values={"advice": counts})


def compare(names: list[str], on: Path | None, language: Language | None) -> Answer:
    """The swap set of two strategies on one table: who moves from which advice to which."""
    if len(names) != 2:
        raise StrategyUnknown(name=" ".join(names), known=_("name two strategies to compare"))
    old, new = (named_strategy(name) for name in names)
    found = compared(old, new, _facts(old, on))
    same = found.rows - found.flipped
    said = [
        _("{n} of {total} unchanged.", language=language, n=number(same), total=number(found.rows))
    ]
    moved = {pair: n for pair, n in sorted(found.moved.items()) if pair[0] != pair[1]}
    said += [
        f"{_outcome(was, language)} → {_outcome(now, language)}: {number(n)}"
        for (was, now), n in moved.items()
    ]
    values = {
        "rows": found.rows,
        "unchanged": same,
        "moved": {f"{was}_to_{now}": n for (was, now), n in moved.items()},
        "swapped_in": len(found.swapped_in),
        "swapped_out": len(found.swapped_out),
        "mean_pd_in": found.mean_pd_in,
        "mean_pd_out": found.mean_pd_out,
    }
    return Answer("\n".join(said), values=values)


DO: Mapping[str, Callable[[list[str], Path | None, Language | None], Answer]] = {
    "check": check,
    "show": show,
    "simulate": simulate,
    "compare": compare,
}


def source_of(name: str) -> str:
    """The text of a strategy, by product or by file or folder. Raises StrategyUnknown."""
    if name in shipped():
        return shipped()[name].source_text
    place = Path(name)
    file = place / FILE_NAME if place.is_dir() else place
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise StrategyUnknown(name=name, known=", ".join(sorted(shipped()))) from fault


def _outcome(word: str, language: Language | None) -> str:
    return outcome_word(Outcome(word), language)


def _advice(strategy: Strategy, table: Path | None) -> list[str]:
    return (
        compile_strategy(strategy)
        .assess(_facts(strategy, table), explain=False)["advice"]
        .to_list()
    )


def _facts(strategy: Strategy, table: Path | None) -> pl.DataFrame:
    if table is None:
        raise StrategyUnknown(
            name=strategy.id, known=_("name a table of applicants with --on FILE")
        )
    sheet = read_sheet(table)
    matching = match(sheet, dictionary())
    refuse_open(table, matching)
    return every_row(sheet, matching, dictionary(), currency=strategy.currency)
