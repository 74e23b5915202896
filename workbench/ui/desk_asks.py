"""What shell and queue ask of the day's work; slow functions run off the GUI thread.

The workflow is imported where it is asked, so that the window opens before it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import i18n
from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.ui.jobs import Step
from workbench.ui.score_marks import Scale

if TYPE_CHECKING:
    from workbench.credit.decision import Choice, Decision
    from workbench.credit.roles import Person
    from workbench.credit.second_person import Proposal
    from workbench.credit.status import Outcome
    from workbench.scoring.strategy import Strategy
    from workbench.storage.queue import QueuePage, QueueRow
    from workbench.workflow.casework import CaseWork
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

Loaded = tuple["QueuePage", Mapping[str, int], Mapping[str, Scale], dict[int, "CaseWork"]]
"""A page of the queue, the counts of all views, every product's scale, and who works on what."""


def standing(desk: Desk) -> dict[str, Any]:
    """Counts by view, and the strategies in force."""
    from workbench.workflow import decide
    from workbench.workflow.product_strategies import products

    return {"counts": dict(decide.counts(desk)), "strategies": list(products(desk).values())}


def product_names(desk: Desk) -> dict[str, dict[str, str]]:
    """What every product is called, in both languages. Raises StrategyFaulty."""
    from workbench.workflow.product_strategies import products

    return {word: strategy.label.both() for word, strategy in products(desk).items()}


def in_force(strategy: Strategy) -> str:
    """A strategy for the status bar: its name, version and cut-offs."""
    return _(
        "{name} {version}: cut-offs {decline} / {approve}",
        name=i18n.pick(strategy.label.both()),
        version=strategy.version,
        decline=strategy.cut_off.decline,
        approve=strategy.cut_off.approve,
    )


def export(desk: Desk, file: str, step: Step) -> int:
    """Write the decisions workbook; returns the number of rows."""
    from workbench.workflow import export as exports

    return exports.take_out_decisions(desk, Path(file), step=step)


def load(desk: Desk, view: str, wish: Mapping[str, Any]) -> Loaded:
    """A page of a view, with the counts and scales that go with it."""
    from workbench.workflow import decide
    from workbench.workflow.product_strategies import products

    scales = {
        one.product: Scale(
            None,
            one.scorecard.score_least,
            one.scorecard.score_most,
            one.cut_off.decline,
            one.cut_off.approve,
        )
        for one in products(desk).values()
    }
    page, works = more(desk, view, wish)
    return page, decide.counts(desk), scales, works


def more(desk: Desk, view: str, wish: Mapping[str, Any]) -> tuple[QueuePage, dict[int, CaseWork]]:
    """A page of a view, and the work on each of its cases."""
    from workbench.workflow import casework, decide

    page = decide.queue(desk, view, **wish)
    return page, dict(casework.work_of(desk, page.rows))


def open_case(desk: Desk, application: int) -> CaseFile:
    """One case with everything known of it."""
    from workbench.workflow import decide

    return decide.case(desk, application)


def what_is_missing(desk: Desk, file: CaseFile, choice: Choice) -> str:
    """Why this choice cannot be recorded yet; "" when it can. Quick: asked on the GUI thread."""
    from workbench.workflow import decide

    return decide.what_is_missing(desk, file, choice)


def lacks(desk: Desk, file: CaseFile, choice: Choice) -> tuple[str, tuple[Person, ...]]:
    """What this choice lacks, and who could sign it where it lacks nothing but authority."""
    from workbench.workflow import second_signature

    missing = what_is_missing(desk, file, choice)
    if not missing or not second_signature.needs_second_person(desk, file, choice):
        return missing, ()
    return missing, second_signature.who_could(desk, file, choice)


def record(desk: Desk, file: CaseFile, choice: Choice) -> Decision | Proposal:
    """Record a person's decision on the case as it was seen, or propose it where a second
    person must sign."""
    from workbench.workflow import second_signature

    return second_signature.decide_or_propose(
        desk, file.application.id, choice, seen_version=file.version
    )


def withdraw(desk: Desk, application: int) -> None:
    """Take one's own proposal back."""
    from workbench.workflow import second_signature

    second_signature.withdraw(desk, application)


def reopen(desk: Desk, application: int, reason: str) -> None:
    """Put a decided case before a person again."""
    from workbench.workflow import second_signature

    second_signature.reopen(desk, application, reason)


def agree_on_all(
    desk: Desk, outcome: Outcome, rows: Sequence[QueueRow], step: Step
) -> tuple[list[Decision], WorkbenchError | None]:
    """Agree with the advice on each of these cases; what was recorded before one refused, and
    why it did."""
    from workbench.credit.decision import Choice
    from workbench.workflow import decide

    made: list[Decision] = []
    try:
        for done, listed in enumerate(rows):
            step(done, len(rows))
            number, seen = listed.application_id, listed.version
            made.append(decide.decide(desk, number, Choice(outcome), seen_version=seen))
    except WorkbenchError as refusal:
        return made, refusal
    return made, None


def take_back(desk: Desk, made: Sequence[Decision], step: Step) -> None:
    """Undo these decisions, each with its own record."""
    from workbench.workflow import decide

    for done, decision in enumerate(made):
        step(done, len(made))
        decide.undo(desk, decision)
