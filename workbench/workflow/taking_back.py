"""Taking back: a decision for a few seconds, an import while nobody has decided its cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.credit.decision import Decision
from workbench.errors import DecisionRefused
from workbench.i18n import _
from workbench.storage import batches
from workbench.workflow import decide
from workbench.workflow.desk import Desk, now


def take_back_decision(
    desk: Desk, application: int | str, asked_at: datetime | None = None
) -> Decision:
    """Undo the decision that stands on a case, within the seconds that the settings give.

    `asked_at` is when it was asked for (now without it). The decision stays on record with the
    event that took it back. Raises DecisionRefused when none stands, the time is over, its letter
    is written, or another person made it.
    """
    file = decide.case(desk, application)
    made, seconds = file.decision, int(desk.settings.get("undo_seconds"))
    number = file.application.number
    if made is None:
        raise DecisionRefused(number=number, why=_("it is not decided."))
    if (asked_at or now()) - made.decided_at > timedelta(seconds=seconds):
        why = _(
            "A decision is undone within {seconds} seconds; later the case is reopened with a "
            "reason.",
            seconds=seconds,
        )
        raise DecisionRefused(number=number, why=why)
    decide.undo(desk, made)
    return made


def take_back(desk: Desk, batch_id: int) -> int:
    """Take a batch's cases out of the queue; returns how many.

    The same file can be imported again. Raises DecisionRefused when a case of it was decided,
    NotFound when there is no such batch; then nothing was changed.
    """
    return batches.undo_batch(desk.store, batch_id, desk.officer(), now())
