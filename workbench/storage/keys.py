"""The key of a store that has no password: a file that only its user can read."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

KEY_BYTES = 32


def key_for_new_store(store: Path, folder: Path) -> bytes:
    """The key for a store about to be made at this path, written before the store is.

    Two programs that make the same store at once get the same key: the first one's.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _key_file(store, folder)
    if not file.exists():
        _write_once(file, secrets.token_bytes(KEY_BYTES).hex())
    return _read(file)


def keys_to_try(store: Path, folder: Path) -> Iterator[bytes]:
    """Keys that may open this store: its own path's first, then the others, newest first.

    A store that was moved or copied is opened by the key it had where it was made.
    """
    own = _key_file(store, folder)
    others = sorted(folder.glob("*.key"), key=lambda file: -file.stat().st_mtime)
    for file in [own] * own.exists() + [file for file in others if file != own]:
        yield _read(file)


def _key_file(store: Path, folder: Path) -> Path:
    name = hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:32]
    return folder / f"{name}.key"


def _write_once(file: Path, text: str) -> None:
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
