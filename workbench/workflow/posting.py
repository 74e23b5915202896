"""Posting: written letters leave the house, sorted, listed, and noted as mailed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.files import write_whole
from workbench.storage import letters_kept
from workbench.storage.applications import fact_frame
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow.desk import Desk, now

MANIFEST = "manifest.csv"
_HEADER = ("letter", "application", "kind", "language", "pages", "sha256", "made_at", "mailed_at")


def in_postal_order(desk: Desk, letters: Sequence[KeptLetter]) -> list[KeptLetter]:
    """The letters as the post wants them: by postcode, those without one last, then by number."""
    ids = sorted({letter.application_id for letter in letters})
    facts = fact_frame(desk.store, ids)
    if "postcode" not in facts.columns:
        return list(letters)
    code = dict(zip(facts["application_id"], facts["postcode"], strict=True))

    def place(letter: KeptLetter) -> tuple[bool, str, str]:
        known = code.get(letter.application_id) or ""
        return not known, known, letter.number

    return sorted(letters, key=place)


def write_manifest(letters: Iterable[KeptLetter], folder: Path) -> Path:
    """A list of letters beside their files, without names: what was made, and its sha256."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_HEADER)
    rows.writerows(_row(letter) for letter in letters)
    file = folder / MANIFEST
    write_whole(file, text.getvalue().encode("utf-8"))
    return file


def mark_mailed(desk: Desk, letter_ids: Sequence[int]) -> int:
    """Note that letters were handed to the post; returns how many."""
    letters_kept.mark_mailed(desk.store, letter_ids, actor=desk.officer(), at=now())
    return len(letter_ids)


def _row(letter: KeptLetter) -> tuple[object, ...]:
    mailed = letter.mailed_at.isoformat() if letter.mailed_at else ""
    return (
        letter.number,
        letter.application,
        letter.kind,
        letter.language,
        letter.pages,
        letter.sha256,
        letter.made_at.isoformat(),
        mailed,
    )
