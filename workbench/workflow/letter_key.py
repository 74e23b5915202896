"""The lender's own secret, by which a letter's verification code is made and checked."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from workbench import paths
from workbench.workflow.desk import Desk

_BYTES = 32


def letter_key(desk: Desk) -> bytes:
    """The secret of this store's letters, readable by this user alone; made when first asked."""
    file = paths.settings_folder() / "letters" / f"{desk.store.uuid}.key"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        _write_once(file)
    return bytes.fromhex(file.read_text(encoding="ascii"))


def _write_once(file: Path) -> None:
    """Of two programs that ask at once, both get the first one's secret."""
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # the other program was first, and its secret counts
    finally:
        draft.unlink()
