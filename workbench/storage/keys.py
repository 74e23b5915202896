"""The data key of a store: in a file that only its user can read, as long as no password guards
it; under passwords (`key_locks`) it is known to this program alone, once somebody signed in.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

KEY_BYTES = 32
_known: list[bytes] = []


def key_for_new_store(store: Path, folder: Path) -> bytes:
    """The key for a store about to be made at this path, written before the store is.

    Two programs that make the same store at once get the same key: the first one's.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _key_file(store, folder)
    if not file.exists():
        import secrets  # opening a store draws no key

        _write_once(file, secrets.token_bytes(KEY_BYTES).hex())
    return _read(file)


def keys_to_try(store: Path, folder: Path) -> Iterator[bytes]:
    """Keys that may open this store: its own path's first, then the others, newest first.

    A store that was moved or copied is opened by the key it had where it was made. Keys that
    a password gave to this program come before those of other places.
    """
    own = _key_file(store, folder)
    if own.exists():
        yield _read(own)
    yield from _known
    others = sorted(folder.glob("*.key"), key=lambda file: -file.stat().st_mtime)
    for file in others:
        if file != own:
            yield _read(file)


def has_open_key(store: Path, folder: Path) -> bool:
    """Whether the key of this place lies in a file, without a password."""
    return _key_file(store, folder).exists()


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


def forget_open_key(store: Path, folder: Path, key: bytes) -> None:
    """Take the key's file away: from now on only a password opens this store."""
    remember(key)
    _key_file(store, folder).unlink(missing_ok=True)


def remember(key: bytes) -> None:
    """Keep a key for as long as this program runs."""
    if key not in _known:
        _known.insert(0, key)


def name_of(store: Path) -> str:
    """The name under which a place's key and locks lie; it tells nothing of the place."""
    return hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:32]


def _key_file(store: Path, folder: Path) -> Path:
    return folder / f"{name_of(store)}.key"


def _write_once(file: Path, text: str) -> None:
    import secrets

    draft = file.with_suffix(f".{secrets.token_hex(4)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another program was first, and its key counts
    finally:
        draft.unlink()


def _read(file: Path) -> bytes:
    return bytes.fromhex(file.read_text(encoding="ascii"))
