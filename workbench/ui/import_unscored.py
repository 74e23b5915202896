"""What an import left that was stopped or cut off: rows stored and not scored, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.i18n import N_, plural, sentences
from workbench.ui.import_score_step import ScoreResult
from workbench.workflow import assess, decide, under_way

if TYPE_CHECKING:
    from workbench.ui.jobs import Step
    from workbench.ui.notices import ProblemBar
    from workbench.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Unscored:
    """How many applications are stored and not scored; what stood in the way, where it is known."""

    count: int
    why: WorkbenchError | None = None


def unscored(desk: Desk, why: WorkbenchError | None = None) -> Unscored:
    """What waits in the store to be scored."""
    return Unscored(decide.counts(desk)["not_assessed"], why)


def score_rest(desk: Desk, step: Step) -> ScoreResult:
    """Score everything that is stored and waits for it."""
    scored = assess.assess_ready(desk, step=step)
    return ScoreResult("", scored.assessed, scored.advice, 0, 0, scored.used, None)


def tell_unscored(problems: ProblemBar, left: Unscored, score: Callable[[], object]) -> None:
    """Say how many wait, with the button that scores them; nothing where none does."""
    if not left.count:
        return
    waits = plural(
        "{n} application is stored and not scored yet.",
        "{n} applications are stored and not scored yet.",
        left.count,
    )
    said = [left.why.text()] if left.why is not None else []
    problems.show_text(sentences(*said, waits), [(N_("Score them"), score)])


def tell_cut_off(problems: ProblemBar, desk: Desk) -> None:
    """Say what became of an import during which the program was closed; once."""
    told = [one.text() for one in under_way.cut_off(desk)]
    if told:
        problems.show_text("\n".join(told))
