"""Prove: recompute past advice from the record, and check the record itself."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from workbench.credit.facts import dictionary
from workbench.scoring.engine import compile_strategy
from workbench.scoring.explain import details
from workbench.scoring.frames import from_json
from workbench.storage import assessments
from workbench.workflow.decide import strategy_by_sha
from workbench.workflow.desk import Desk, Step, no_step


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """How many past assessments come out the same, byte by byte, and the first that does not.

    `first` is the application's number and `was`/`now` its first differing part.
    """

    identical: int
    different: int
    first: str = ""
    was: str = ""
    now: str = ""


def replay(
    desk: Desk, application: int | str | None = None, *, step: Step = no_step
) -> ReplayResult:
    """Recompute past assessments from stored facts and the stored strategy."""
    total = assessments.count(desk.store, application)
    same = other = 0
    first: tuple[str, str, str] = ("", "", "")
    for record in assessments.records(desk.store, application):
        step(same + other, total)
        again = _again(desk, record)
        for number, was, now_ in zip(record["number"], record["detail"], again, strict=True):
            if was == now_:
                same += 1
                continue
            other += 1
            first = first if first[0] else (number, *_first_difference(was, now_))
    step(total, total)
    return ReplayResult(same, other, *first)


def _again(desk: Desk, record: pl.DataFrame) -> list[str]:
    """The details anew, for a chunk of records of one strategy."""
    strategy = strategy_by_sha(desk, record["strategy_sha256"][0])
    facts = from_json(record["facts"], dictionary())
    return details(compile_strategy(strategy).assess(facts)).to_list()


def _first_difference(was: str, now_: str) -> tuple[str, str]:
    parts = zip(was.split(","), now_.split(","), strict=False)
    return next(((a, b) for a, b in parts if a != b), (was[-40:], now_[-40:]))
