"""What if: change any fact, amount or term of one applicant, and see everything again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from workbench.credit.facts import Kind, Value, dictionary
from workbench.scoring.engine import Engine
from workbench.scoring.frames import FACT_TYPES

Changes = Mapping[str, Value]
Result = Mapping[str, int | str | bool | None]


def one_row(facts: Mapping[str, Value]) -> pl.DataFrame:
    """One applicant's facts (money in currency units) as a fact frame of one row."""
    return rows_of([facts])


def rows_of(people: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Applicants' facts (money in currency units) as a fact frame, one row each, in order."""
    known = dictionary()
    named = sorted({name for person in people for name in person if name in known})
    return pl.DataFrame(
        [
            pl.Series(
                name,
                [_stored(person.get(name), known[name].kind) for person in people],
                dtype=FACT_TYPES[known[name].kind],
            )
            for name in named
        ]
    )


def what_if(engine: Engine, facts: Mapping[str, Value], changes: Changes) -> Result:
    """The engine's row for an applicant with some facts changed; None takes a fact away."""
    return try_all(engine, facts, [changes])[0]


def try_all(
    engine: Engine, facts: Mapping[str, Value], many: Sequence[Changes], *, explain: bool = True
) -> list[Result]:
    """The engine's rows for one applicant under each of several changes, in one pass."""
    if not many:
        return []
    frame = rows_of([{**facts, **changes} for changes in many])
    return list(engine.assess(frame, explain=explain).to_dicts())


def advised(engine: Engine, facts: Mapping[str, Value], many: Sequence[Changes]) -> list[str]:
    """The advice for one applicant under each of several changes, and nothing else."""
    if not many:
        return []
    frame = rows_of([{**facts, **changes} for changes in many])
    return engine.assess(frame, explain=False)["advice"].to_list()


def _stored(value: Value, kind: Kind) -> int | float | str | bool | date | None:
    if value is None or isinstance(value, bool | str | date):
        return value
    if kind is Kind.MONEY:
        return int((Decimal(value) * 100).to_integral_value())
    return int(value) if kind is Kind.COUNT else float(value)
