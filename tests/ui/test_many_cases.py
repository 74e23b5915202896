"""Several cases at once: what agrees is recorded, what would be an override is left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.ui import queue_list
from workbench.ui.chips import Chip
from workbench.ui.many_cases import that_agree
from workbench.workflow import decide


@pytest.fixture
def two_at_once(review, settled, monkeypatch):
    """The queue reads two cases at a time, and no more before it is asked."""
    monkeypatch.setattr(queue_list, "_PAGE", 2)
    review.queue.model.wanted.disconnect()
    review.queue.model.show_rows(())
    review.queue.load()
    settled()
    return review.queue


def _numbers(queue):
    return [row.application_id for row in queue.model.rows()]


def test_selecting_several_shows_what_could_be_done(review, settled):
    review.queue.table.selectAll()
    settled()
    assert review.case.many.isVisible()
    assert len(that_agree(review.queue.table.selected(), Outcome.APPROVE)) >= 2


def test_only_those_that_agree_are_recorded_and_all_can_be_taken_back(review, day, settled):
    review.queue.table.selectAll()
    rows = that_agree(review.queue.table.selected(), Outcome.APPROVE)
    review.case.many.asked.emit(Outcome.APPROVE, rows)
    settled()
    assert decide.counts(day)["approved"] == len(rows)
    assert decide.counts(day)["overridden"] == 0
    review.undo.take_back()
    settled()
    assert decide.counts(day)["needs_review"] == 5


def test_a_filter_chip_narrows_the_list_and_comes_off_again(review, settled):
    chips = review.queue.chips
    chips.add_filter(("advice", "refer"))
    settled()
    assert {row.advice for row in review.queue.model.rows()} == {"refer"}
    chips.chips()[0].click()
    settled()
    assert review.queue.model.rowCount() == 5


def test_where_one_refuses_what_was_recorded_can_be_taken_back(review, day, settled):
    review.queue.table.selectAll()
    rows = that_agree(review.queue.table.selected(), Outcome.APPROVE)
    seen = decide.case(day, rows[1].application_id).version
    decide.decide(day, rows[1].application_id, Choice(Outcome.REFER), seen_version=seen)
    review.case.many.asked.emit(Outcome.APPROVE, rows)
    settled()
    settled()
    assert review.undo.said.text() == "1 decision recorded"
    assert "was changed by" in review.problems.said.text()
    assert review.undo.isVisible() and review.problems.isVisible()


def test_ctrl_a_takes_all_of_the_view_also_what_was_not_read_yet(two_at_once, settled, qtbot):
    assert len(_numbers(two_at_once)) == 2
    qtbot.keyClick(two_at_once.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(two_at_once.table.selected()) == 2
    settled()
    assert len(two_at_once.table.selected()) == len(set(_numbers(two_at_once))) == 5


def test_who_goes_on_to_one_case_meanwhile_keeps_it_alone(two_at_once, settled):
    two_at_once.table.selectAll()
    two_at_once.table.select_row(1)
    settled()
    assert len(two_at_once.table.selected()) == 1
    assert len(_numbers(two_at_once)) == 5


def test_more_than_can_be_taken_at_once_is_said(two_at_once, review, settled, monkeypatch):
    monkeypatch.setattr(queue_list, "_MOST_TAKEN", 4)
    two_at_once.table.selectAll()
    settled()
    assert len(two_at_once.table.selected()) == 4
    said = [each.text() for each in review.case.many.findChildren(QLabel)]
    assert "1 more case of this view is not selected." in said


def test_a_case_that_is_skipped_further_down_lists_none_twice(review, qtbot, monkeypatch):
    numbers = _numbers(review.queue)
    monkeypatch.setattr(queue_list, "_PAGE", 2)
    review.queue.skipped.skip(numbers[3])
    review.queue.model.show_rows(())
    review.queue.load()
    listed = [*numbers[:3], numbers[4]]
    qtbot.waitUntil(lambda: _numbers(review.queue) == listed, timeout=20_000)
    assert review.queue.model.total() == 4


def test_a_case_without_advice_is_not_counted_as_referred(review, settled):
    rows = list(review.queue.model.rows())
    review.case.show_many([*rows[:2], rows[2]._replace(advice=None)])
    said = [chip.accessibleName() for chip in review.case.many.findChildren(Chip)]
    assert "Not scored" in said
