"""Locked workbooks: opened with Excel's built-in word where that is enough, else by password."""

from __future__ import annotations

from pathlib import Path

import olefile

from workbench.spreadsheets.reader_child import Request
from workbench.spreadsheets.sniffing import Format, sniff
from workbench.spreadsheets.verdicts import Unreadable, Verdict

BUILT_IN = "VelvetSweatshop"
"""The word Excel itself uses when only the structure of a workbook is protected."""


def unlocked(path: Path, form: Format, request: Request) -> tuple[Path, Format]:
    """The file itself, or its decrypted copy in the request's folder, and its format.

    Raises Unreadable when it needs a password that was not given or does not fit.
    """
    if form is not Format.XLS or not _is_locked(path):
        return path, form
    for password in filter(None, (BUILT_IN, request.password)):
        opened = _decrypted(path, password, Path(request.folder))
        if opened is not None:
            return opened, sniff(opened)
    raise Unreadable(Verdict.WRONG_PASSWORD if request.password else Verdict.LOCKED)


def _is_locked(path: Path) -> bool:
    try:
        with olefile.OleFileIO(path) as file:
            names = {"/".join(entry).lower() for entry in file.listdir()}
            if "encryptedpackage" in names:
                return True
            stream = next((name for name in ("workbook", "book") if name in names), "")
            return bool(stream) and _has_lock_record(file.openstream(stream).read(8192))
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        raise Unreadable(Verdict.BROKEN) from None


def _has_lock_record(data: bytes) -> bool:
    """Whether the stream begins with a FILEPASS record (0x2F), found before the first sheet."""
    at = 0
    while at + 4 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        if code == 0x2F:
            return True
        if code == 0x0A:
            return False
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _decrypted(path: Path, password: str, folder: Path) -> Path | None:
    import msoffcrypto

    draft = folder / "unlocked"
    try:
        with path.open("rb") as stream, draft.open("wb") as out:
            office = msoffcrypto.OfficeFile(stream)
            office.load_key(password=password)
            office.decrypt(out)
        form = sniff(draft)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- the library raises anything on a wrong password
        return None
    return draft.rename(draft.with_suffix("." + form.value))
