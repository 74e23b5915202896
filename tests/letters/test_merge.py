"""One file for the printer."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

from tests.letters.cases import cn_record, us_record
from workbench.letters.merge import merge
from workbench.letters.record import Kind, LetterRecord


def test_every_letter_has_its_bookmark_and_duplex_begins_on_a_new_sheet(
    letter: Callable[[LetterRecord], bytes],
) -> None:
    letters = [("A-1", letter(us_record(Kind.DECLINE))), ("A-2", letter(cn_record(Kind.APPROVAL)))]
    with pikepdf.open(io.BytesIO(merge(letters))) as plain:
        assert len(plain.pages) == 3
        with plain.open_outline() as outline:
            assert [item.title for item in outline.root] == ["A-1", "A-2"]
    with pikepdf.open(io.BytesIO(merge(letters, duplex=True))) as padded:
        assert len(padded.pages) == 4
        assert padded.pages[1].mediabox == padded.pages[0].mediabox


def test_merging_is_repeatable(letter: Callable[[LetterRecord], bytes]) -> None:
    letters = [("A-1", letter(us_record(Kind.DECLINE)))]
    assert merge(letters) == merge(letters)
