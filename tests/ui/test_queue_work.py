"""The queue as a place of work: skipped cases come back, views are kept, filters know who I am."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from tests.ui.conftest import bury
from workbench.ui import words
from workbench.ui.review_page import ReviewPage
from workbench.ui.saved_views import View, read_view


def _numbers(review: ReviewPage) -> list[int]:
    return [row.application_id for row in review.queue.model.rows()]


def test_a_skipped_case_leaves_the_list_and_the_next_one_opens(review, settled, qtbot) -> None:
    first, second = _numbers(review)[:2]
    review.queue.table.select_row(0)
    settled()
    qtbot.keyClick(review.queue.table, Qt.Key.Key_S)
    settled()
    settled()
    assert first not in _numbers(review)
    assert review.case.file.application.id == second
    assert review.queue.skipped.isVisible()


def test_skipped_cases_come_back_when_asked_or_when_their_time_is_over(review, settled) -> None:
    before = _numbers(review)
    for wake in (review.queue.skipped.bring_back, _time_passes(review)):
        review.queue.skip(review.queue.model.row(0))
        settled()
        assert len(_numbers(review)) == len(before) - 1
        wake()
        settled()
        assert _numbers(review) == before
    assert not review.queue.skipped.isVisible()


def _time_passes(review: ReviewPage):
    def wake() -> None:
        review.queue.skipped._until = dict.fromkeys(review.queue.skipped._until, 0.0)
        review.queue.skipped._on_due()

    return wake


def test_a_view_is_kept_and_returned_to(review, settled) -> None:
    queue = review.queue
    queue.tabs.button("all").click()
    queue.chips.add_filter(("amount_from", Decimal(10_000)))
    settled()
    shown = _numbers(review)
    queue.views.fill()
    queue.views.menu_.actions()[-1].trigger()
    queue.tabs.button("needs_review").click()
    queue.clear_filter()
    settled()
    queue.views.fill()
    named = queue.views.menu_.actions()[0]
    assert named.text() == "All · Amount ≥ 10,000"
    named.trigger()
    settled()
    assert _numbers(review) == shown
    queue.views.fill()
    assert queue.views.menu_.actions()[-1].text() == "Delete this view"


def test_a_change_of_language_leaves_no_menu_of_the_other_behind(review, qapp):
    groups = len(review.queue.chips.findChildren(QMenu))
    for language in ("zh", "en"):
        words.speak(qapp, language)
    bury()
    assert len(review.queue.chips.findChildren(QMenu)) == groups


def test_a_view_is_read_as_it_was_written() -> None:
    view = View("all", (("advice", "refer"),), "score", True)
    assert read_view(view.written()) == view
    assert read_view("nonsense") is None


def test_cases_held_by_me_are_those_of_who_sits_here(review, settled, day) -> None:
    from workbench.workflow import casework

    held = _numbers(review)[1]
    casework.take(day, held)
    review.queue.chips.add_filter(("held_by", "@mine"))
    settled()
    assert _numbers(review) == [held]
    assert review.queue.model.columns[-2].text(review.queue.model.row(0)) == day.officer()


def test_f6_goes_round_the_parts_of_the_window(review, window, settled, qtbot) -> None:
    review.queue.table.select_row(0)
    settled()
    review.queue.table.setFocus()
    visited = []
    for _step in range(4):
        window.next_pane(1)
        held = window.focusWidget()
        parts = {"rail": window.rail, "list": review.queue, "case": review.case, "top": window.top}
        visited.append(next(name for name, part in parts.items() if part.isAncestorOf(held)))
    assert visited == ["case", "top", "rail", "list"]
    window.next_pane(-1)
    assert window.rail.isAncestorOf(window.focusWidget())
