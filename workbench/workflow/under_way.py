"""Imports under way: what was being stored when the program was cut off, said at the next start.

The rows of an import go into the store in one transaction, all or none. A note outside the
store lives as long as that transaction is under way; one that is found later tells of a cut.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.files import is_running, write_whole
from workbench.i18n import N_, Language, _, number
from workbench.storage import batches
from workbench.workflow.desk import Desk

_FOLDER = "imports-under-way"
_ours: set[str] = set()
_STORED = N_(
    "The program was closed while {file} was being imported. All of its {rows} rows are in the "
    "store as one batch; nothing was lost."
)
_NOT_STORED = N_(
    "The program was closed while {file} was being imported. None of its {rows} rows are in the "
    "store. Import the file again."
)


@dataclass(frozen=True, slots=True)
class CutOff:
    """An import that was cut off: its file's name, its rows, and its batch (None: not stored)."""

    file: str
    rows: int
    batch_id: int | None

    def text(self, language: Language | None = None) -> str:
        """The sentence the user reads: whole or nothing, and what to do."""
        sentence = _NOT_STORED if self.batch_id is None else _STORED
        rows = number(self.rows, language=language)
        return _(sentence, language=language, file=self.file, rows=rows)


@contextmanager
def noted(desk: Desk, *, file: str, sha256: str, rows: int, at: datetime) -> Iterator[None]:
    """Keep a note of an import while its rows are being stored."""
    note = _folder(desk) / f"{desk.store.uuid}-{os.getpid()}-{sha256[:16]}.json"
    said = {"file": file, "sha256": sha256, "rows": rows, "at": at.isoformat()}
    write_whole(note, json.dumps(said, ensure_ascii=False).encode())
    _ours.add(note.name)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        _ours.discard(note.name)


def is_cut_off(desk: Desk) -> bool:
    """Whether an import into this store was cut off and nobody was told yet."""
    return any(True for _note in _left_over(desk))


def cut_off(desk: Desk) -> tuple[CutOff, ...]:
    """The imports into this store that were cut off; each is told once."""
    found = []
    for note in list(_left_over(desk)):
        try:
            said = json.loads(note.read_text(encoding="utf-8"))
            at = datetime.fromisoformat(said["at"])
            batch = batches.batch_of(desk.store, said["sha256"], at)
            found.append(CutOff(said["file"], said["rows"], batch))
        except (ValueError, KeyError, TypeError, OSError):
            continue  # a note that was cut off itself: its import had not begun
        finally:
            note.unlink(missing_ok=True)
    return tuple(found)


def _left_over(desk: Desk) -> Iterator[Path]:
    for note in _folder(desk).glob(f"{desk.store.uuid}-*.json"):
        owner = note.name.split("-")[1]
        mine = owner == str(os.getpid()) and note.name not in _ours
        if mine or (owner.isdigit() and not is_running(int(owner))):
            yield note


def _folder(desk: Desk) -> Path:
    return desk.settings.file.parent / _FOLDER
