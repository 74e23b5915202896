"""A letter's pages are shown and printed from its own bytes."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from workbench.ui.letters_pages import LetterPages


@pytest.fixture(scope="session")
def two_pages():
    """An A4 page with a line of text and a black box, and an empty one."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawString(72, 742, "Your application was approved")
    canvas.rect(100, 400, 100, 50, fill=1)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return LetterPages.read(out.getvalue())


def words_of(pages):
    """All a letter says; the window may be drawing one meanwhile."""
    return "".join(pages.text(number) for number in range(len(pages)))


def test_a_page_is_drawn_to_the_pixel_where_the_file_says(two_pages):
    picture = two_pages.picture(0, 2.0)
    assert (picture.width(), picture.height()) == (1190, 1684)
    assert picture.pixelColor(300, 2 * (842 - 425)).lightness() == 0
    assert picture.pixelColor(300, 2 * (842 - 500)).lightness() == 255


def test_the_same_bytes_give_the_same_picture(two_pages):
    again = LetterPages.read(two_pages.data)
    assert again.picture(0, 1.0) == two_pages.picture(0, 1.0)


def test_words_are_found_where_they_stand(two_pages):
    (found,) = two_pages.find("APPROVED")
    assert found.page == 0
    assert 170 < found.boxes[0].left() < 230
    assert found.boxes[0].top() < 842 - 742 < found.boxes[0].bottom() + 3


def test_nothing_is_found_for_no_words_or_unknown_ones(two_pages):
    assert two_pages.find("") == ()
    assert two_pages.find("declined") == ()


def test_a_page_can_be_read_aloud(two_pages):
    assert two_pages.text(0).strip() == "Your application was approved"
    assert len(two_pages) == 2
