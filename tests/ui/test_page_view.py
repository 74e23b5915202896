"""The pages of a letter on the desk: in view first, exact, zoomed by keys."""

from __future__ import annotations

from io import BytesIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from reportlab.pdfgen.canvas import Canvas

from workbench.ui.letters_pages import LetterPages
from workbench.ui.page_view import PageView


@pytest.fixture
def view(qtbot, jobs, settled):
    view = PageView(jobs)
    qtbot.addWidget(view)
    view.resize(640, 700)
    view.show()
    yield view
    settled()


@pytest.fixture(scope="session")
def three_pages():
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for word in ("first", "second", "third"):
        canvas.drawString(72, 742, word)
        canvas.showPage()
    canvas.save()
    return LetterPages.read(out.getvalue())


def test_the_page_in_view_is_the_letter_itself(view, three_pages, qtbot):
    view.show_pages(three_pages)
    qtbot.waitUntil(lambda: view.picture_of(0) is not None)
    shown = view.picture_of(0)
    assert shown == three_pages.picture(0, round(view.zoom * 96 / 72, 6))
    assert shown.width() == view.page_rect(0).width()


def test_pages_out_of_view_are_not_drawn(view, three_pages, qtbot):
    view.show_pages(three_pages)
    qtbot.waitUntil(lambda: view.picture_of(0) is not None)
    assert view.picture_of(2) is None


def test_the_width_of_the_desk_is_the_width_of_the_page(view, three_pages):
    view.show_pages(three_pages)
    view.resize(500, 700)
    narrow = view.page_rect(0).width()
    view.resize(700, 700)
    assert view.page_rect(0).width() > narrow
    assert view.page_rect(0).right() < view.viewport().width()


def test_the_fitted_width_is_the_same_with_and_without_the_scroll_bar(view, three_pages, qtbot):
    bar = view.verticalScrollBar()
    view.show_pages(three_pages)
    qtbot.waitUntil(bar.isVisible)
    with_bar = view.zoom
    view.show_pages(LetterPages(three_pages.data, three_pages.sizes[:1]))
    view.resize(640, 1600)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert view.zoom == with_bar


def test_control_and_plus_zoom_in_and_control_and_nought_fits_again(view, three_pages, qtbot):
    view.show_pages(three_pages)
    fitted = view.zoom
    with qtbot.waitSignal(view.zoomed):
        qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > fitted
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(fitted)


def test_page_down_turns_to_the_next_page(view, three_pages, qtbot):
    view.show_pages(three_pages)
    with qtbot.waitSignal(
        view.page_reached, check_params_cb=lambda page, pages: (page, pages) == (2, 3)
    ):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)


def test_words_searched_for_are_brought_into_view(view, three_pages, qtbot):
    view.show_pages(three_pages)
    view.show_found(three_pages.find("third"))
    assert view.page_rect(2).intersects(view.viewport().rect())


def test_an_empty_desk_shows_no_page(view):
    view.show_pages(None)
    assert view.pages is None
    assert not view.grab().isNull()


def test_a_screen_reader_is_given_the_words_of_the_page_in_view(view, three_pages, settled):
    view.show_pages(three_pages)
    settled()
    assert view.accessibleDescription() == "Page 1 of 3\nfirst"
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    settled()
    assert view.accessibleDescription() == "Page 3 of 3\nthird"


def test_what_a_page_says_is_copied_by_key(view, three_pages, settled, qtbot):
    view.show_pages(three_pages)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert QGuiApplication.clipboard().text().strip() == "first"
