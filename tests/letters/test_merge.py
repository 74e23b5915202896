"""One file for the printer."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
import pypdfium2

from tests.letters.cases import cn_record, us_record
from workbench.letters.merge import merge
from workbench.letters.record import Kind, LetterRecord


def merged(letters: Sequence[tuple[str, bytes]], *, duplex: bool = False) -> bytes:
    out = io.BytesIO()
    merge(letters, out, duplex=duplex)
    return out.getvalue()


def test_every_letter_has_its_bookmark_and_duplex_begins_on_a_new_sheet(
    letter: Callable[[LetterRecord], bytes],
) -> None:
    letters = [("A-1", letter(us_record(Kind.DECLINE))), ("A-2", letter(cn_record(Kind.APPROVAL)))]
    with pikepdf.open(io.BytesIO(merged(letters))) as plain:
        assert len(plain.pages) == 3
        with plain.open_outline() as outline:
            assert [item.title for item in outline.root] == ["A-1", "A-2"]
            assert outline.root[1].destination[0].objgen == plain.pages[1].obj.objgen
    with pikepdf.open(io.BytesIO(merged(letters, duplex=True))) as padded:
        assert len(padded.pages) == 4
        assert padded.pages[1].mediabox == padded.pages[0].mediabox


def test_merging_is_repeatable(letter: Callable[[LetterRecord], bytes]) -> None:
    letters = [("A-1", letter(us_record(Kind.DECLINE)))]
    assert merged(letters) == merged(letters)


def test_what_letters_share_is_written_once_and_every_page_looks_as_it_did(
    letter: Callable[[LetterRecord], bytes],
) -> None:
    one, other = letter(us_record(Kind.DECLINE)), letter(us_record(Kind.DECLINE_BY_RULE))
    files = [(f"A-{at}", one) for at in range(300)] + [("B", other)]
    book = merged(files)
    assert len(book) < 5 * (len(one) + len(other))
    with pypdfium2.PdfDocument(book) as pages, pypdfium2.PdfDocument(other) as alone:
        assert pages[300].render().to_pil() == alone[0].render().to_pil()
