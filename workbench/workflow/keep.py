"""Keep: backups that were proved before they count, thinned with age, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbench import paths
from workbench.i18n import _
from workbench.settings import Settings
from workbench.storage import backup as backups
from workbench.workflow import people
from workbench.workflow.desk import Desk, now

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"workbench-([0-9a-f]{8})-(\d{8}-\d{6})\.db")
_DUE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the folder of backups: when it was made (UTC) and its size in bytes."""

    file: Path
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Thinning:
    """How many backups stay: the newest of each of so many days, weeks and months."""

    days: int
    weeks: int
    months: int


def backup(desk: Desk, file: Path) -> None:
    """A copy of the store that was opened and checked before it counts.

    Raises FileNotWritable, StoreFull or StoreUnreadable; an older copy then stays.
    """
    backups.backup(desk.store, file, actor=desk.officer(), at=now())


def backup_now(desk: Desk) -> BackupFile:
    """A backup into the folder of backups, under a name of its own; older ones are thinned.

    The folder is thinned only after the new copy was proved. Raises what `backup` raises.
    """
    at = now()
    file = backup_folder(desk.settings) / f"workbench-{desk.store.uuid[:8]}-{at:{_STAMP}}.db"
    backup(desk, file)
    for old in _superseded(kept_backups(desk), _thinning(desk.settings)):
        old.file.unlink(missing_ok=True)
    return BackupFile(file, at, file.stat().st_size)


def backup_if_due(desk: Desk) -> BackupFile | None:
    """The day's backup, where the settings ask for one and the newest is older than a day."""
    if not desk.settings.get("daily_backup") or not desk.store.is_file:
        return None
    kept = kept_backups(desk)
    if kept and now() - kept[0].at < _DUE:
        return None
    return backup_now(desk)


def kept_backups(desk: Desk) -> tuple[BackupFile, ...]:
    """This store's backups in the folder of backups, newest first."""
    found = []
    for file in backup_folder(desk.settings).glob("workbench-*.db"):
        named = _NAME.fullmatch(file.name)
        if named and desk.store.uuid.startswith(named[1]):
            at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC)
            found.append(BackupFile(file, at, file.stat().st_size))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def backup_folder(settings: Settings) -> Path:
    """Where backups are laid: the folder that is set, or one beside the user's own store."""
    chosen = settings.text("backup_folder")
    return Path(chosen) if chosen else paths.data_folder() / "backups"


def restore(
    file: Path, place: str | Path | None = None, *, actor: str = "", agreed_by: str = ""
) -> Path:
    """Bring a checked backup back as the store; what it replaces is kept beside it.

    `actor` is who does it, `agreed_by` who agreed: in a store that knows its people they are
    those whom `people.who_restores` named.
    """
    target = Path(place) if place else paths.default_store()
    by = actor or Settings().officer()
    backups.restore(file, target, actor=by, agreed_by=agreed_by, at=now())
    return target


def restore_onto(desk: Desk, file: Path, second: tuple[str, str] = ("", "")) -> str:
    """Bring a backup back as the store that is open here; returns where the old state is kept.

    `second` is the name and the password of who agrees. Raises NotAllowed, SignInRefused,
    FileNotReadable, StoreUnreadable, StoreLocked or StoreFull; then nothing was changed.
    """
    people.refuse_unless_allowed(desk, "store_restored")
    agreed_by = people.who_agrees(desk, *second)
    place = Path(desk.store.label)
    made = backups.restore(file, place, actor=desk.officer(), agreed_by=agreed_by, at=now())
    return str(made or "")


def older_copy_words() -> str:
    """What is said when a store was opened that is older than what is known of it."""
    return _(
        "This store is older than what was recorded on this computer: an older copy lies in its "
        "place. Verify the record on the page Audit trail, and bring the newest backup back."
    )


def thinned(moments: Iterable[datetime], keep: Thinning) -> frozenset[datetime]:
    """The moments whose backups stay: the newest of each of the last days, weeks and months.

    Counted are days (weeks, months) that have a backup, so that a desk left alone for a month
    loses nothing. The newest of all always stays.
    """
    newest_first = sorted(moments, reverse=True)
    periods: Sequence[tuple[int, Callable[[datetime], object]]] = (
        (max(1, keep.days), lambda at: at.date()),
        (keep.weeks, lambda at: at.isocalendar()[:2]),
        (keep.months, lambda at: (at.year, at.month)),
    )
    stay: set[datetime] = set()
    for count, period in periods:
        newest_of: dict[object, datetime] = {}
        for at in newest_first:
            newest_of.setdefault(period(at), at)
        stay.update(list(newest_of.values())[:count])
    return frozenset(stay)


def _superseded(kept: Sequence[BackupFile], keep: Thinning) -> tuple[BackupFile, ...]:
    stay = thinned((one.at for one in kept), keep)
    return tuple(one for one in kept if one.at not in stay)


def _thinning(settings: Settings) -> Thinning:
    days, weeks, months = (
        int(settings.get(f"backup_{period}")) for period in ("days", "weeks", "months")
    )
    return Thinning(days, weeks, months)
