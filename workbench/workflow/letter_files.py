"""Letters as files: named by the lender's pattern, one by one or as one file for the printer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from workbench.errors import NotFound
from workbench.files import make_folder, replacing, write_whole
from workbench.i18n import _, number, plural
from workbench.letters.cover_sheet import CoverLine, cover_sheet
from workbench.letters.merge import merge
from workbench.letters.record import KIND_WORDS, Kind
from workbench.storage import letters_kept
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow import posting
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.lender_packs import PACKS, pack_today

_FIELD = re.compile(r"\{(\w+)\}")
_NOT_IN_NAMES = '/\\:*?"<>|'
_LONGEST = 120


def lay_out(
    desk: Desk,
    out: Path,
    *,
    batch: int | None = None,
    letters: Sequence[int] | None = None,
    pattern: str | None = None,
    step: Step = no_step,
) -> int:
    """Put the kept letters' very bytes into a folder; those that lie there are left alone.

    Files are named by the pattern given or the lender's own, by default the letter's number and
    never a person.
    Returns how many there are.
    """
    make_folder(out)
    kept = _chosen(desk, batch, letters)
    named = pattern or desk.settings.text("letter_file_name")
    for done, letter in enumerate(kept):
        step(done, len(kept))
        file = out / f"{file_name(letter, named)}.pdf"
        if not file.exists():
            write_whole(file, letters_kept.letter_bytes(desk.store, letter.id))
    step(len(kept), len(kept))
    return len(kept)


def file_name(letter: KeptLetter, pattern: str = "{number}") -> str:
    """A letter's file name by a pattern of {number}, {application}, {kind}, {date}, {language}.

    What no file system takes becomes a hyphen; without {number} it is added, so that no two
    letters share a name.
    """
    known = {
        "number": letter.number,
        "application": letter.application,
        "kind": letter.kind,
        "date": letter.made_at.date().isoformat(),
        "language": letter.language,
    }
    chosen = pattern if "{number}" in pattern else f"{pattern}-{{number}}"
    said = _FIELD.sub(lambda found: known.get(found[1], ""), chosen).strip(" .-")
    plain = "".join("-" if sign in _NOT_IN_NAMES or ord(sign) < 32 else sign for sign in said)
    return plain[-_LONGEST:]


def merge_letters(
    desk: Desk,
    file: Path,
    *,
    batch: int | None = None,
    letters: Sequence[int] | None = None,
    duplex: bool = False,
    cover: bool = False,
    step: Step = no_step,
) -> int:
    """One file for the printer, in postal order, a bookmark per letter; how many are in it.

    `duplex` begins every letter on a fresh sheet; `cover` puts a list of the batch on top.
    Stopped midway it leaves no file. Raises NotFound when there is no letter.
    """
    kept = posting.in_postal_order(desk, _chosen(desk, batch, letters))
    if not kept:
        raise NotFound(kind=_("letter"), name="")
    with replacing(file) as draft, draft.open("wb") as out:
        if cover:
            first = [(_("Letters of this batch"), write_cover(desk, kept, duplex=duplex))]
        merge(chain(first if cover else (), _files(desk, kept, step)), out, duplex=duplex)
    step(len(kept), len(kept))
    return len(kept)


def write_cover(desk: Desk, letters: Sequence[KeptLetter], *, duplex: bool = False) -> bytes:
    """The sheet that lies on top of a batch, in the language of the window."""
    today = now().date()
    pages = sum(letter.pages for letter in letters)
    sheets = sum(posting.sheets(letter, duplex=duplex) for letter in letters)
    told = (
        _("Made on {day} by {officer}", day=today.isoformat(), officer=desk.officer()),
        " · ".join(
            (
                plural("{n} letter", "{n} letters", len(letters)),
                _("{pages} pages on {sheets} sheets", pages=number(pages), sheets=number(sheets)),
                _("printed on both sides") if duplex else _("printed on one side"),
            )
        ),
    )
    lines = [
        CoverLine(
            letter.number,
            _(KIND_WORDS[Kind(letter.kind)]),
            letter.pages,
            posting.sheets(letter, duplex=duplex),
            letter.due_on.isoformat() if letter.due_on else "",
        )
        for letter in letters
    ]
    return cover_sheet(_("Letters of this batch"), told, lines, _size_of(desk))


def _files(desk: Desk, kept: Sequence[KeptLetter], step: Step) -> Iterator[tuple[str, bytes]]:
    for done, letter in enumerate(kept):
        step(done, len(kept))
        yield letter.number, letters_kept.letter_bytes(desk.store, letter.id)


def _chosen(desk: Desk, batch: int | None, letters: Sequence[int] | None) -> list[KeptLetter]:
    wanted = None if letters is None else set(letters)
    kept = letters_kept.letters(desk.store, batch=batch)
    return [letter for letter in kept if wanted is None or letter.id in wanted]


def _size_of(desk: Desk) -> str:
    """The sheet of the lender's pack; of the United States' where each product has its own."""
    chosen = desk.settings.text("letter_pack")
    return pack_today(desk, chosen if chosen in PACKS else PACKS[0]).page.size
