"""What the tests of letters share: a letter's text as a reader extracts it."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import LetterRecord
from workbench.letters.typeset import write


@pytest.fixture(scope="session")
def packs() -> dict[str, Pack]:
    """The shipped packs."""
    return {name: load_pack(name) for name in ("us", "cn")}


def text_of(file: bytes) -> str:
    """All text of a PDF, blanks and line ends taken out so that lines do not matter."""
    with pypdfium2.PdfDocument(file) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return "".join("".join(pages).split())


@pytest.fixture
def letter(packs: dict[str, Pack]) -> Callable[[LetterRecord], bytes]:
    """Writes the letter of a record that must have nothing against it."""

    def written(record: LetterRecord) -> bytes:
        made = write(record, packs["us" if record.currency == "USD" else "cn"])
        assert made.findings == ()
        assert made.data is not None
        return made.data

    return written
