"""The data key of a store: in a file that only its user can read, or in the system's keyring, as
long as no password guards it; under passwords (`key_locks`) it is known to this program alone,
once somebody signed in. A marker file says of a place that its key lies in the keyring.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from workbench.errors import KeyringRefused
from workbench.files import folder_to_disk
from workbench.i18n import N_, _

KEY_BYTES = 32
GIVES_NONE = N_("it holds no key of this store any more.")
_known: list[bytes] = []
_given: dict[str, bytes] = {}


class KeyHome(StrEnum):
    """Where the data key lies: without a password in a file or in the system's keyring."""

    FILE = "file"
    KEYRING = "keyring"
    PASSWORDS = "passwords"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A store's data key as an open store has it: its place, the folder of keys, the key."""

    store: Path
    folder: Path
    key: bytes = field(repr=False)


def key_for_new_store(store: Path, folder: Path) -> bytes:
    """The key for a store about to be made at this path, written before the store is.

    Two programs that make the same store at once get the same key: the first one's. Where a
    store stood whose key is in the keyring, that key serves the new one too, as a file's does;
    one that does not answer is left for that store's backups.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file, marker = key_file(store, folder), keyring_marker(store, folder)
    if marker.exists() and not file.exists():
        try:
            return _from_keyring(marker)
        except KeyringRefused:
            set_aside(marker)
    if not file.exists():
        import secrets  # opening a store draws no key

        write_once(file, secrets.token_bytes(KEY_BYTES).hex())
    return read(file)


def keys_to_try(store: Path, folder: Path, *, ask_keyring: bool = True) -> Iterator[bytes]:
    """Keys that may open this store: its own path's first, then the others, newest first.

    A store that was moved or copied is opened by the key it had where it was made. Keys that
    a password gave to this program come before those of other places, the keyring's last.
    Raises KeyringRefused in the end, when all were tried and the keyring withheld one.
    """
    own, marker = key_file(store, folder), keyring_marker(store, folder)
    if own.exists():
        yield read(own)
    yield from _known
    withheld: list[KeyringRefused] = []
    if ask_keyring and marker.exists():
        yield from _if_given(marker, withheld)
    yield from (read(file) for file in newest_first(folder, "*.key") if file != own)
    if ask_keyring:
        for other in newest_first(folder, "*.keyring"):
            if other != marker:
                yield from _if_given(other, withheld)
    if withheld:
        raise withheld[0]


def has_open_key(store: Path, folder: Path) -> bool:
    """Whether the key of this place lies in a file or in the keyring, without a password."""
    return key_file(store, folder).exists() or is_in_keyring(store, folder)


def is_in_keyring(store: Path, folder: Path) -> bool:
    """Whether the key of this place was put in the keyring; a file may hold it as well."""
    return keyring_marker(store, folder).exists()


def home_of(own: OpenKey) -> KeyHome:
    """Where the key of an open store lies: in a file as long as any file here holds it."""
    if any(holds(file, own.key) for file in newest_first(own.folder, "*.key")):
        return KeyHome.FILE
    if is_in_keyring(own.store, own.folder) or own.key in _given.values():
        return KeyHome.KEYRING
    return KeyHome.PASSWORDS


def is_locked(store: Path, folder: Path) -> bool:
    """Whether this store opens only with a password or the recovery code."""
    return locks_file(store, folder).exists() and not has_open_key(store, folder)


def is_from_elsewhere(store: Path, folder: Path) -> bool:
    """Whether a store was moved or copied here and may open with a password of where it was made:
    nothing of this place's lies here, though locks of others do."""
    own = has_open_key(store, folder) or locks_file(store, folder).exists()
    return not own and store.exists() and next(folder.glob("*.locks"), None) is not None


def is_one_known() -> bool:
    """Whether a password gave this program a key."""
    return bool(_known)


def locks_file(store: Path, folder: Path) -> Path:
    """Where the locks of this place's key lie, one for each person with a password."""
    return folder / f"{name_of(store)}.locks"


def forget_open_key(folder: Path, key: bytes) -> None:
    """Take the key's file away: from now on only a password opens this store."""
    remember(key)
    take_files_away(folder, key)


def take_files_away(folder: Path, key: bytes) -> None:
    """Leave no file that holds this key, also none of where the store was before it was moved,
    nor the draft of a program that was killed."""
    for file in (*newest_first(folder, "*.key"), *newest_first(folder, "*.draft")):
        if holds(file, key):
            file.unlink(missing_ok=True)


def forget_given(entry: str) -> None:
    """What the keyring gave is its no more."""
    _given.pop(entry, None)


def remember(key: bytes) -> None:
    """Keep a key for as long as this program runs."""
    if key not in _known:
        _known.insert(0, key)


def name_of(store: Path) -> str:
    """The name under which a place's key and locks lie; it tells nothing of the place."""
    return str(_sha256()(str(store.resolve()).encode()).hexdigest()[:32])


@cache
def _sha256() -> Callable[[bytes], Any]:
    """Python's own, as the standard library's `random` takes it: to load OpenSSL for one short
    name would keep the first window waiting."""
    for module in ("_sha2", "_sha256"):  # since Python 3.12, and before it
        with suppress(ImportError):
            found: Callable[[bytes], Any] = importlib.import_module(module).sha256
            return found
    return importlib.import_module("hashlib").sha256  # type: ignore[no-any-return]


def key_file(store: Path, folder: Path) -> Path:
    """Where the key of this place lies as a file."""
    return folder / f"{name_of(store)}.key"


def keyring_marker(store: Path, folder: Path) -> Path:
    """The file that says under which entry of the keyring this place's key lies."""
    return folder / f"{name_of(store)}.keyring"


def newest_first(folder: Path, pattern: str) -> list[Path]:
    """Keys or markers of every place; not the draft that a killed program left."""
    found = (file for file in folder.glob(pattern) if not file.name.startswith("."))
    return sorted(found, key=lambda file: -file.stat().st_mtime)


def set_aside(file: Path) -> None:
    """Keep a key or marker that is not this place's any more under a name of no place: what it
    opens elsewhere, such as a backup, it still opens."""
    import secrets

    file.rename(file.with_stem(secrets.token_hex(16)))


def write_once(file: Path, text: str) -> None:
    """Write a file that only its user can read, whole or not at all; one that is there counts."""
    import secrets

    draft = file.with_suffix(f".{secrets.token_hex(4)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
        folder_to_disk(file.parent)
    except FileExistsError:
        pass  # another program was first, and its key counts
    finally:
        draft.unlink()


def holds(file: Path, key: bytes) -> bool:
    """Whether this file holds this key, whatever else it may be."""
    return file.read_bytes() == key.hex().encode()


def read(file: Path) -> bytes:
    """The key in a file."""
    return bytes.fromhex(file.read_text(encoding="ascii"))


def entry_of(marker: Path) -> str:
    """The name of the keyring's entry that a marker tells of; it tells nothing of the place."""
    import json  # where a window begins no marker is read

    return str(json.loads(marker.read_text(encoding="ascii"))["entry"])


def _from_keyring(marker: Path) -> bytes:
    """The key that a marker tells of, asked for once while the program runs."""
    from workbench.storage import system_keyring

    entry = entry_of(marker)
    if entry not in _given:
        try:
            key = bytes.fromhex(system_keyring.get(entry) or "")
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise KeyringRefused(why=_(GIVES_NONE))
        _given[entry] = key
    return _given[entry]


def _if_given(marker: Path, withheld: list[KeyringRefused]) -> Iterator[bytes]:
    try:
        key = _from_keyring(marker)
    except KeyringRefused as fault:
        withheld.append(fault)
    else:
        yield key
