"""Posting: written letters leave the house, sorted, listed, and noted as mailed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from workbench.errors import LetterHeldBack
from workbench.files import write_whole
from workbench.i18n import _
from workbench.storage import letters_kept, letters_sent
from workbench.storage.applications import fact_frame
from workbench.storage.letters_kept import MAILED, KeptLetter
from workbench.workflow.desk import Desk, now

MANIFEST = "manifest.csv"
_AT_A_TIME = 500
_HEADER = (
    "letter",
    "application",
    "kind",
    "language",
    "pages",
    "sheets",
    "sha256",
    "made_at",
    "due_on",
    "mailed_at",
)


def in_postal_order(desk: Desk, letters: Sequence[KeptLetter]) -> list[KeptLetter]:
    """The letters as the post wants them: by postcode, those without one last, then by number."""
    ids = sorted({letter.application_id for letter in letters})
    code: dict[int, str | None] = {}
    for begin in range(0, len(ids), _AT_A_TIME):
        facts = fact_frame(desk.store, ids[begin : begin + _AT_A_TIME])
        if "postcode" in facts.columns:
            code |= dict(zip(facts["application_id"], facts["postcode"], strict=True))
    if not code:
        return list(letters)

    def place(letter: KeptLetter) -> tuple[bool, str, str]:
        known = code.get(letter.application_id) or ""
        return not known, known, letter.number

    return sorted(letters, key=place)


def write_manifest(letters: Iterable[KeptLetter], folder: Path, *, duplex: bool = False) -> Path:
    """A list of letters beside their files, without names: what was made, and its sha256."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_HEADER)
    rows.writerows(_row(letter, duplex=duplex) for letter in letters)
    file = folder / MANIFEST
    write_whole(file, text.getvalue().encode("utf-8"))
    return file


def sheets(letter: KeptLetter, *, duplex: bool) -> int:
    """How many sheets of paper a letter takes, printed on one side or on both."""
    return -(-letter.pages // 2) if duplex else letter.pages


def mark_sent(
    desk: Desk, letter_ids: Sequence[int], *, sent_by: str = MAILED, on: date | None = None
) -> int:
    """Note that letters left the house, today or on a day before; returns how many.

    Raises LetterHeldBack for a day before a letter was written, or after today.
    """
    moment = now()
    sent_at = moment if on is None or on == moment.date() else datetime.combine(on, time(12), UTC)
    for letter_id in letter_ids:
        kept = letters_kept.letter(desk.store, letter_id)
        if not kept.made_at.date() <= sent_at.date() <= moment.date():
            raise LetterHeldBack(
                number=kept.number,
                findings=_(
                    "The day it left ({day}) lies before it was written, or after today. "
                    "Choose another day.",
                    day=sent_at.date().isoformat(),
                ),
            )
    letters_sent.mark_sent(
        desk.store, letter_ids, actor=desk.officer(), sent_at=sent_at, sent_by=sent_by, at=moment
    )
    return len(letter_ids)


def _row(letter: KeptLetter, *, duplex: bool) -> tuple[object, ...]:
    mailed = letter.mailed_at.isoformat() if letter.mailed_at else ""
    return (
        letter.number,
        letter.application,
        letter.kind,
        letter.language,
        letter.pages,
        sheets(letter, duplex=duplex),
        letter.sha256,
        letter.made_at.isoformat(),
        letter.due_on or "",
        mailed,
    )
