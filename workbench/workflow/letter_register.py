"""The register: every letter with its number, its clocks and what became of it, as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.files import write_whole
from workbench.letters.record import Kind
from workbench.storage import letters_kept
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow.desk import Desk, now

_COLUMNS = (
    "letter",
    "application",
    "kind",
    "language",
    "pages",
    "made_on",
    "due_on",
    "sent_on",
    "sent_by",
    "keep_until",
    "replaces",
    "replaced_by",
    "sha256",
    "pack",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the register; `replaced_by` is the number of its correction."""

    letter: KeptLetter
    replaced_by: str = ""

    def overdue(self, today: date) -> bool:
        """Whether it should have left the house by now, and has not."""
        due = self.letter.due_on
        waits = self.letter.mailed_at is None and not self.replaced_by
        return waits and due is not None and due < today

    def sent_late(self) -> bool:
        """Whether it left the house after the last day to tell the applicant."""
        sent, due = self.letter.mailed_at, self.letter.due_on
        return sent is not None and due is not None and sent.date() > due


def register(
    desk: Desk, *, kind: Kind | None = None, unsent: bool = False, overdue: bool = False
) -> tuple[Entry, ...]:
    """The register, oldest first: all of it, or one kind, or what has not left the house."""
    kept = letters_kept.letters(desk.store)
    later = {one.replaces: one.number for one in kept if one.replaces}
    entries = (Entry(one, later.get(one.number, "")) for one in kept)
    today = now().date()
    return tuple(
        entry
        for entry in entries
        if (kind is None or entry.letter.kind == kind.value)
        and (not unsent or entry.letter.mailed_at is None)
        and (not overdue or entry.overdue(today))
    )


def letters_numbered(desk: Desk, numbers: Sequence[str]) -> list[KeptLetter]:
    """The letters with these numbers. Raises NotFound, naming the first that is not there."""
    return [letters_kept.letter_numbered(desk.store, number) for number in numbers]


def write_register(entries: Iterable[Entry], file: Path) -> int:
    """The register as CSV, without names; gives how many letters are in it."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    count = 0
    for entry in entries:
        rows.writerow(_row(entry))
        count += 1
    write_whole(file, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
    return count


def _row(entry: Entry) -> tuple[object, ...]:
    letter = entry.letter
    return (
        letter.number,
        letter.application,
        letter.kind,
        letter.language,
        letter.pages,
        letter.made_at.date().isoformat(),
        letter.due_on or "",
        letter.mailed_at.date().isoformat() if letter.mailed_at else "",
        letter.sent_by,
        letter.keep_until or "",
        letter.replaces,
        entry.replaced_by,
        letter.sha256,
        letter.pack,
    )
