"""Keep: backups that were proved before they count, and the way back."""

from __future__ import annotations

from pathlib import Path

from workbench import paths
from workbench.settings import Settings
from workbench.storage import backup as backups
from workbench.workflow.desk import Desk, now


def backup(desk: Desk, file: Path) -> None:
    """A copy of the store that was opened and checked before it counts.

    Raises FileNotWritable, StoreFull or StoreUnreadable; an older copy then stays.
    """
    backups.backup(desk.store, file, actor=desk.officer(), at=now())


def restore(file: Path, place: str | Path | None = None) -> Path:
    """Bring a checked backup back as the store; what it replaces is kept beside it."""
    target = Path(place) if place else paths.default_store()
    backups.restore(file, target, actor=Settings().officer(), at=now())
    return target
