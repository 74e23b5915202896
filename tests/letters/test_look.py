"""Where things stand on the page."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.letters.cases import cn_record, us_record
from workbench.i18n import Language
from workbench.letters.look import WINDOWS, look_of
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import Kind, LetterRecord
from workbench.letters.typeset import write


def found(file: bytes, text: str) -> tuple[float, float, float, float]:
    """The box of a text on the first page: left, top, right, bottom, from the top left corner."""
    with pypdfium2.PdfDocument(file) as pdf:
        page, height = pdf[0], pdf[0].get_height()
        words = page.get_textpage()
        place = words.search(text).get_next()
        assert place is not None
        boxes = [words.get_charbox(place[0] + at) for at in range(place[1])]
    return (
        min(box[0] for box in boxes),
        height - max(box[3] for box in boxes),
        max(box[2] for box in boxes),
        height - min(box[1] for box in boxes),
    )


def written(record: LetterRecord, pack: Pack) -> bytes:
    made = write(record, pack)
    assert made.findings == ()
    return made.data or b""


@pytest.mark.parametrize(
    ("window", "size"),
    [("US-10", "letter"), ("US-10-double", "letter"), ("DIN-B", "a4"), ("DIN-A", "a4")],
)
def test_the_address_shows_in_the_envelopes_window(window: str, size: str) -> None:
    pack = load_pack("us", f'[page]\nwindow = "{window}"\nsize = "{size}"')
    record = us_record(Kind.DECLINE)
    file, place = written(record, pack), WINDOWS[window]
    for line in (record.addressee.name, *record.addressee.lines):
        left, top, right, bottom = found(file, line)
        assert place.left - 1 <= left < right <= place.left + place.width
        assert place.top - 1 <= top < bottom <= place.top + place.height + 1
    assert found(file, "Notice of action taken")[1] >= place.body - 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_nothing_leaves_the_page_or_its_margins(kind: Kind, language: Language) -> None:
    for record, name in ((us_record(kind, language), "us"), (cn_record(kind, language), "cn")):
        pack = load_pack(name)
        if kind not in pack.kinds:
            continue
        look = look_of(pack, language)
        with pypdfium2.PdfDocument(written(record, pack)) as pdf:
            for page in pdf:
                words = page.get_textpage()
                for at in range(words.count_rects()):
                    left, low, right, high = words.get_rect(at)
                    assert look.left - 8 <= left
                    assert right <= look.width - look.right + 8  # a mark may hang over the edge
                    assert low >= 24
                    assert high <= look.height - 24


def test_no_two_lines_of_a_letter_overlap() -> None:
    with pypdfium2.PdfDocument(written(us_record(Kind.DECLINE), load_pack("us"))) as pdf:
        words = pdf[0].get_textpage()
        boxes = [words.get_rect(at) for at in range(words.count_rects())]
    for at, (left, low, right, high) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across = min(right, other[2]) - max(left, other[0])
            down = min(high, other[3]) - max(low, other[1])
            assert across <= 1 or down <= 2.5
