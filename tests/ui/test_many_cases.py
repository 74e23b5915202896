"""Several cases at once: what agrees is recorded, what would be an override is left out."""

from __future__ import annotations

from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.ui.many_cases import that_agree
from workbench.workflow import decide


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
