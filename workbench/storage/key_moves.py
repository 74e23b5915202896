"""The way of a store's key from its file into the operating system's keyring, and back.

The key is taken away from where it lay only once it was read again where it goes: at any moment
one of the two opens the store. A recovery code opens it should the keyring be lost.
"""

from __future__ import annotations

import errno
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from workbench.errors import KeyNotMoved, KeyringRefused, KeyringSilent
from workbench.files import sweep, write_whole
from workbench.i18n import N_, _
from workbench.storage import key_locks, keys, people_secrets, system_keyring
from workbench.storage.keys import KeyHome, OpenKey
from workbench.storage.store import Store

NOT_WRITTEN = N_(
    "a file in the folder of keys, beside the settings, cannot be written or taken away."
)
LOST = N_("the keyring did not give back what was put in.")
WRONG_CODE = N_("the recovery code is not the one that was printed last.")
_ABOUT = "data key for the recovery code beside the keyring"


def into_keyring(store: Store, *, actor: str, at: datetime | None = None) -> str:
    """Move a store's key into the keyring; returns the recovery code, to be printed.

    Raises KeyNotMoved; then it lies in its file as before.
    """
    own = store.open_key()
    with _told(store):
        code = _into_keyring_too(own)
    _record(store, KeyHome.KEYRING.value, actor, at)
    with _told(store):
        keys.take_files_away(own.folder, own.key)
    return code


def into_file(store: Store, *, actor: str, at: datetime | None = None) -> str:
    """Move a store's key into its file, also when the keyring is lost; returns the name of the
    entry that the keyring did not let go of, "" when it did. Raises KeyNotMoved.
    """
    own = store.open_key()
    marker = _marker(own)
    if store.key_home() is KeyHome.FILE and not marker.exists():
        return ""
    with _told(store):
        _into_file_too(own)
    _record(store, KeyHome.FILE.value, actor, at)
    with _told(store):
        try:
            _leave_keyring(own)
        except KeyringRefused:
            return _forget_keyring(marker) if marker.exists() else ""
    return ""


def out_of_keyring(store: Store) -> None:
    """Before a password guards the key: the keyring keeps nothing of it. Raises KeyNotMoved."""
    own = store.open_key()
    in_both = store.is_file and keys.is_in_keyring(own.store, own.folder)
    if in_both or store.key_home() is KeyHome.KEYRING:
        with _told(store):
            _into_file_too(own)
            _leave_keyring(own)


def new_code(store: Store, *, actor: str, at: datetime | None = None) -> str:
    """A fresh recovery code for the safe; the one before opens the store no longer."""
    own = store.open_key()
    marker, in_keyring = _marker(own), store.key_home() is KeyHome.KEYRING
    if in_keyring and not marker.exists():  # a store that was moved; an entry of its own
        return into_keyring(store, actor=actor, at=at)
    _record(store, "recovery_code", actor, at)
    return _mark(own, keys.entry_of(marker)) if in_keyring else store.new_recovery_code()


def open_with_code(store: Path, folder: Path, code: str) -> None:
    """Find a store's key by its recovery code, for this program alone. Raises KeyringSilent."""
    own = keys.keyring_marker(store, folder)
    others = [marker for marker in keys.newest_first(folder, "*.keyring") if marker != own]
    for marker in [own] * own.exists() + others:
        locked = str(json.loads(marker.read_text("ascii"))["recovery"])
        key = people_secrets.unlock(locked, key_locks.plain(code), _ABOUT)
        if key is not None:
            keys.remember(key)
            return
    raise KeyringSilent(file=str(store), why=_(WRONG_CODE))


@contextmanager
def _told(store: Store) -> Iterator[None]:
    """What keeps a key from being moved, in words. Raises KeyNotMoved."""
    try:
        yield
    except KeyringRefused as fault:
        raise KeyNotMoved(file=store.label, **fault.values) from fault
    except OSError as fault:
        raise KeyNotMoved(file=store.label, why=_(NOT_WRITTEN)) from fault


def _into_keyring_too(own: OpenKey) -> str:
    """Raises KeyringRefused; then the keyring holds nothing that it did not hold before."""
    marker = _marker(own)
    entry = keys.entry_of(marker) if marker.exists() else secrets.token_hex(16)
    if system_keyring.get(entry) not in (None, own.key.hex()):  # another store's of this place
        keys.set_aside(marker)
        entry = secrets.token_hex(16)
    _into_file_too(own)
    code = _mark(own, entry)
    try:
        system_keyring.put(entry, own.key.hex())
        if system_keyring.get(entry) != own.key.hex():
            raise KeyringRefused(why=_(LOST))
    except KeyringRefused:
        with suppress(KeyringRefused):
            _leave_keyring(own)
        raise
    return code


def _into_file_too(own: OpenKey) -> None:
    """The key into the file of its place, where it counts before the keyring."""
    file = keys.key_file(own.store, own.folder)
    if file.exists() and not keys.holds(file, own.key):
        keys.set_aside(file)
    keys.write_once(file, own.key.hex())
    if not keys.holds(file, own.key):
        raise OSError(errno.EIO, "The file does not hold what was written.")


def _leave_keyring(own: OpenKey) -> None:
    """Nothing of the key stays in the keyring, also nothing of where the store was before it was
    moved. Markers go last: as long as the keyring may hold the key, they say so.
    """
    for marker in keys.newest_first(own.folder, "*.keyring"):
        entry = keys.entry_of(marker)
        held = system_keyring.get(entry)
        if held == own.key.hex():
            system_keyring.remove(entry)
            keys.forget_given(entry)
            marker.unlink()
        elif marker == _marker(own):
            if held is None:
                marker.unlink()
            else:
                keys.set_aside(marker)  # another store's that stood in this place


def _forget_keyring(marker: Path) -> str:
    """Go by the file alone; returns the name of the entry that the keyring still holds."""
    entry = keys.entry_of(marker)
    keys.forget_given(entry)
    marker.unlink()
    return system_keyring.shown(entry)


def _marker(own: OpenKey) -> Path:
    return keys.keyring_marker(own.store, own.folder)


def _record(store: Store, kept: str, actor: str, at: datetime | None) -> None:
    with store.writing(actor, at) as step:
        step.record("key_changed", "store", {"kept": kept})


def _mark(own: OpenKey, entry: str) -> str:
    """Say that the key lies under this entry, and under which code besides."""
    marker, code = _marker(own), key_locks.fresh_code()
    sweep(own.folder)
    locked = people_secrets.lock(own.key, key_locks.plain(code), _ABOUT)
    write_whole(marker, json.dumps({"entry": entry, "recovery": locked}).encode("ascii"))
    marker.chmod(0o600)
    return code
