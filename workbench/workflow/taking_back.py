"""Taking back: a whole import is undone while nobody has decided any of its cases."""

from __future__ import annotations

from workbench.storage import batches
from workbench.workflow.desk import Desk, now


def take_back(desk: Desk, batch_id: int) -> int:
    """Take a batch's cases out of the queue; returns how many.

    The same file can be imported again. Raises DecisionRefused when a case of it was decided,
    NotFound when there is no such batch; then nothing was changed.
    """
    return batches.undo_batch(desk.store, batch_id, desk.officer(), now())
