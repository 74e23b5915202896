"""Backups: a copy counts only after it was opened and proved; a restore is itself an event."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.errors import (
    FileNotReadable,
    FileNotWritable,
    RestoreRefused,
    StoreFull,
    StoreUnreadable,
)
from workbench.files import refuse_device
from workbench.i18n import N_, _
from workbench.storage import people_kept, people_sessions
from workbench.storage.store import Step, Store
from workbench.storage.verification import CUT_OFF, Verification, verify

SERVER = N_("a server's store is copied with the server's own tools, such as pg_dump.")
UNSOUND = N_("what it holds is not as it was recorded.")
NOT_TAKEN = N_("the disk or the folder does not take it.")
SAME_FILE = N_("it is the store itself.")


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A proved copy: its file, how many journal entries it holds, and its size in bytes."""

    file: Path
    events: int
    size: int


def backup(store: Store, file: Path, *, actor: str, at: datetime | None = None) -> BackupMade:
    """Write a copy of an open store that was opened, checked and compared before it counts.

    The copy is encrypted with the store's own key. What lay at `file` before stays until the
    copy is proved. Raises FileNotWritable, StoreFull or StoreUnreadable.
    """
    if not store.is_file:
        raise StoreUnreadable(file=store.label, why=_(SERVER))
    refuse_device(file)
    if file.exists() and file.samefile(store.label):
        raise FileNotWritable(file=str(file), why=_(SAME_FILE))
    with store.writing(actor, at) as step:
        told = step.record("backup_made", "store", {"entries": step.head.seq + 1})
    with _draft(file) as draft:
        try:
            store.copy_to(draft)
        except StoreFull as fault:  # named by the copy's own name, which nobody gave
            raise StoreFull(file=file) from fault
        events = _prove(store, draft, told)
        draft.replace(file)
    return BackupMade(file, events, file.stat().st_size)


def restore(
    file: Path,
    place: Path,
    *,
    actor: str,
    agreed_by: str = "",
    key_folder: Path | None = None,
    at: datetime | None = None,
) -> Path | None:
    """Bring a backup back as the store at `place`; returns where the replaced state was kept.

    The backup is proved first, and the restore written into its journal, which releases the
    witnesses of what came after the backup. Then all pages go over in one transaction; the
    state they replace is kept beside the store. Raises FileNotReadable, StoreUnreadable,
    StoreLocked or StoreFull; then `place` is as it was. `agreed_by` is the second person, whose
    password was asked for; RestoreRefused where the backup's own people do not know them as one
    who may agree.
    """
    by = (actor, agreed_by)
    if not file.exists():
        why = _("There is no such file here. Check its name and folder.")
        raise FileNotReadable(file=str(file), why=why)
    with Store.open(file, create=False, key_folder=key_folder) as source, _draft(place) as draft:
        _refuse_unsound(source, verify(source))
        _refuse_alone(source, by)
        if not (place.exists() and place.stat().st_size):
            _announced(source, draft, by, at).close()
            draft.replace(place)
            return None
        with Store.open(place, key_folder=key_folder) as replaced:
            kept = backup(replaced, _free_name(place), actor=actor, at=at).file
            with _announced(source, draft, by, at, replaced) as restored:
                restored.copy_to(place, like=replaced)
        return kept


def _announced(
    source: Store,
    draft: Path,
    by: tuple[str, str],
    at: datetime | None,
    replaced: Store | None = None,
) -> Store:
    """A copy of the backup whose journal tells of its own restore, open.

    People keep the passwords they had in the store that is replaced: the data key lies under
    those, so that the ones of then would open nothing.
    """
    source.copy_to(draft)
    restored = source.twin(draft)
    changed = people_sessions.changed_passwords(restored, replaced) if replaced else ()
    actor, agreed_by = by
    with restored.writing(actor, at) as step:
        step.restores = True
        entries = step.head.seq
        second = _second(step, restored, agreed_by) if agreed_by else {}
        step.record("store_restored", "store", {"entries": entries, **second})
        for person, locked in changed:
            with step.acting(person.shown_name):
                people_sessions.keep_password(step, person, locked)
    return restored


def _second(step: Step, restored: Store, name: str) -> dict[str, str]:
    """Keep that the second person gave their password, in a session of their own."""
    session = uuid.uuid4().hex
    with step.acting(name):
        people_sessions.keep_sign_in(
            step, people_kept.person(restored, name), session, by_password=True
        )
    return {"agreed_by": name, "session": session}


def _prove(store: Store, draft: Path, told: int) -> int:
    """Open the copy, check every page and the whole record; returns its journal entries."""
    with store.twin(draft) as copy:
        found = verify(copy)
        if copy.damaged_pages() or not found.ok or found.events < told:
            raise StoreUnreadable(file=str(draft), why=_(UNSOUND))
    return found.events


def _refuse_unsound(source: Store, found: Verification) -> None:
    """A backup ends earlier than the witnesses do; anything else that is off refuses it."""
    off = [fault for fault in found.faults if fault.sentence != CUT_OFF]
    if off or source.damaged_pages():
        raise StoreUnreadable(file=source.label, why=_(UNSOUND))


def _refuse_alone(source: Store, by: tuple[str, str]) -> None:
    """The people of the backup count as well: its own fences ask for one of them."""
    actor, agreed_by = by
    could = [one.shown_name for one in people_kept.who_agrees_to_restore(source, actor)]
    if could and agreed_by not in could:
        who = ", ".join(could)
        why = _(
            "when it was made, other people could agree to it. One of them does: {who}.", who=who
        )
        raise RestoreRefused(why=why)


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """A name in the same folder to write under; nothing of it stays when something fails."""
    draft = file.with_name(f".{file.name}.draft")
    leftovers = [draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm"))]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for left in leftovers:
            left.unlink(missing_ok=True)
        yield draft
    except OSError as fault:
        raise FileNotWritable(file=str(file), why=_(NOT_TAKEN)) from fault
    finally:
        with suppress(OSError):
            for left in leftovers:
                left.unlink(missing_ok=True)


def _free_name(place: Path) -> Path:
    """The first free "store.before-restore-1.db" beside the store."""
    names = (
        place.with_name(f"{place.stem}.before-restore-{n}{place.suffix}")
        for n in itertools.count(1)
    )
    return next(name for name in names if not name.exists())
