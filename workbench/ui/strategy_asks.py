"""What the Strategy page asks of the day's work; slow functions run off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.ui.strategy_shelf import Shelved

if TYPE_CHECKING:
    from workbench.scoring.score_tables import ScoreRow
    from workbench.scoring.strategy import Strategy
    from workbench.storage.batches import Batch
    from workbench.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Standing:
    """The strategies there are, and the batches they can be tried on, newest first."""

    shelved: tuple[Shelved, ...]
    batches: tuple[Batch, ...]


def standing(desk: Desk) -> Standing:
    """Every strategy that can be read, and every batch that was not undone."""
    from workbench.storage import batches
    from workbench.workflow import intake

    shelved = tuple(Shelved(strategy) for strategy in intake.products())
    found = [one for one in batches.batches(desk.store) if not one.undone]
    return Standing(shelved, tuple(sorted(found, key=lambda one: -one.id)))


def scores(strategy: Strategy) -> tuple[ScoreRow, ...]:
    """What every score of its card means."""
    from workbench.scoring.score_tables import score_rows

    return score_rows(strategy)
