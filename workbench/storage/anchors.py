"""The journal's head, kept outside the store: what finds a cut-off or rewritten journal.

One line per journal entry, "seq hash", is appended to a file of the user's own. The store may be
ahead of it (a crash between commit and line), never behind it, except after a restore that
both the journal and a line "seq hash restored" tell of.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import tables
from workbench.storage.journal import Head, restores

_LINE = re.compile(r"(\d+) ([0-9a-f]{64})( restored)?")
_TAIL = 4096  # bytes: some fifty lines


class Anchors:
    """The file of anchors of one store."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, heads: Sequence[Head], *, restored: bool = False) -> None:
        """Append one anchor per entry; the first of a restore says so.

        A disk that does not take them loses the anchors, not the step; only a restore needs
        its own, and raises OSError without it.
        """
        marks = [" restored" if restored and n == 0 else "" for n in range(len(heads))]
        lines = [f"{h.seq} {h.hash}{mark}" for h, mark in zip(heads, marks, strict=True)]
        text = "\n".join(["", *lines, ""])  # a line that was torn before stays its own
        with nullcontext() if restored else suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, text.encode("ascii"))
                if restored:
                    os.fsync(handle)
            finally:
                os.close(handle)

    def read(self, restores: Mapping[int, str]) -> dict[int, str]:
        """Every anchor that still binds: seq -> hash.

        `restores` are the journal's own restore events (seq -> hash): only such an event
        releases the anchors from its seq on.
        """
        binding: dict[int, str] = {}
        for seq, digest, restored in self._lines():
            if restored:
                if restores.get(seq) != digest:
                    continue  # a restore that was announced and did not come about
                binding = {at: known for at, known in binding.items() if at < seq}
            binding.setdefault(seq, digest)
        return binding

    def is_ahead_of(self, connection: Connection) -> bool:
        """Whether the last anchor names an entry that the journal does not hold: an older copy
        lies in the store's place. Only the file's end is read, as long as nothing is amiss."""
        last = self._last()
        if last is None or _holds(connection, *last):
            return False
        binding = self.read(restores(connection))
        newest = max(binding, default=0)
        return bool(newest) and not _holds(connection, newest, binding[newest])

    def _last(self) -> tuple[int, str] | None:
        if not self.file.exists():
            return None
        with self.file.open("rb") as stream:
            stream.seek(-min(self.file.stat().st_size, _TAIL), os.SEEK_END)
            lines = stream.read().decode("ascii", "replace").split("\n")
        found = [m for line in lines if (m := _LINE.fullmatch(line))]
        return (int(found[-1][1]), found[-1][2]) if found else None

    def _lines(self) -> list[tuple[int, str, bool]]:
        if not self.file.exists():
            return []
        found = (
            _LINE.fullmatch(line) for line in self.file.read_text("ascii", "replace").split("\n")
        )
        return [(int(m[1]), m[2], bool(m[3])) for m in found if m]


def _holds(connection: Connection, seq: int, digest: str) -> bool:
    query = sa.select(tables.journal.c.hash).where(tables.journal.c.seq == seq)
    return connection.execute(query).scalar() == digest
