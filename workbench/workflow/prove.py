"""Prove: recompute past advice from the record, and check the record itself."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.i18n import _, number, plural, sentences
from workbench.scoring.engine import compile_strategy
from workbench.scoring.explain import details
from workbench.storage import applications, assessments, lanes, server_witness, verification
from workbench.storage.assessments import StoredAssessment
from workbench.storage.open_cases import count_assessments
from workbench.storage.verification import Verification
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
    """Recompute past assessments from stored facts and the stored strategy.

    Raises NotFound for an application that is not in the store.
    """
    one = None if application is None else applications.application(desk.store, application).id
    total = count_assessments(desk.store)
    same, after, first = 0, 0, ("", "", "")
    other = 0
    while kept := assessments.assessments_of(desk.store, one, after=after):
        step(same + other, total)
        for was, again in zip(kept, _again(desk, kept), strict=True):
            if was.detail == again:
                same += 1
                continue
            other += 1
            first = first if first[0] else _difference(was, again)
        after = kept[-1].id
    step(total, total)
    return ReplayResult(same, other, *first)


def replay_words(found: ReplayResult) -> str:
    """What a replay found: how many are identical, and the first difference."""
    said = _(
        "{same} identical, {other} different.",
        same=number(found.identical),
        other=number(found.different),
    )
    if not found.different:
        return said
    first = _(
        "First difference in {number}: recorded {was}, recomputed {now}.",
        number=found.first,
        was=found.was,
        now=found.now,
    )
    return sentences(said, first)


def verify(desk: Desk, *, step: Step = no_step) -> Verification:
    """Check the journal's chain, what hangs on it, and the witnesses outside the store."""
    return verification.verify(desk.store, step)


def witness_setup() -> str:
    """The SQL that sets up a witness of the journal on a server, in a table of another role."""
    return server_witness.setup_text()


def first_faults(found: Verification, most: int = 3) -> str:
    """The first things that do not hold, a sentence each; empty when everything does."""
    told = [fault.text() for fault in found.faults[:most]]
    left = len(found.faults) - len(told)
    if left:
        told.append(plural("{n} more does not hold.", "{n} more do not hold.", left))
    return "\n".join(told)


def _again(desk: Desk, kept: tuple[StoredAssessment, ...]) -> list[str]:
    """The details anew, by strategy and day (rules begin and end), in the order of `kept`."""
    facts = applications.fact_frame(desk.store, [k.application_id for k in kept])
    place = {number: at for at, number in enumerate(facts["application_id"])}
    found: dict[int, str] = {}
    for sha256, day in dict.fromkeys((k.strategy_sha256, k.assessed_at.date()) for k in kept):
        mine = [k for k in kept if (k.strategy_sha256, k.assessed_at.date()) == (sha256, day)]
        engine = compile_strategy(strategy_by_sha(desk, sha256), on=day)
        result = details(engine.assess(facts[[place[k.application_id] for k in mine]]))
        found.update(zip((k.id for k in mine), result, strict=True))
    return [found[k.id] for k in kept]


def _difference(was: StoredAssessment, again: str) -> tuple[str, str, str]:
    return (lanes.number(was.application_id), *_first_difference(was.detail, again))


def _first_difference(was: str, now_: str) -> tuple[str, str]:
    parts = zip(was.split(","), now_.split(","), strict=False)
    return next(((a, b) for a, b in parts if a != b), (was[-40:], now_[-40:]))
