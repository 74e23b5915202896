"""The work on a case in the window: holding, notes, and a colleague on the same case."""

from __future__ import annotations

from workbench.errors import StoreLocked
from workbench.ui.others import others_words
from workbench.workflow import casework
from workbench.workflow.desk import Desk


def side_of(review, settled):
    review.queue.table.select_row(0)
    settled()
    review.case.tabs.button("work").click()
    settled()
    return review.case.work, review.case.file.application.id


def test_a_note_and_a_missing_paper_are_kept_and_settled(window, review, settled):
    side, number = side_of(review, settled)
    side.text.setText("Called the employer.")
    side.add.click()
    settled()
    side.kind.setCurrentIndex(side.kind.findData("paper"))
    side.text.setText("Pay slip of October")
    side.add.click()
    settled()
    kept = casework.notes(review._desk, number)
    assert [(one.kind, one.text) for one in kept] == [
        ("note", "Called the employer."),
        ("paper", "Pay slip of October"),
    ]
    side._settle(kept[1].id)
    settled()
    assert casework.standing(review._desk, number).papers_missing == 0


def test_a_case_is_taken_and_released(window, review, settled):
    side, number = side_of(review, settled)
    side._do("take")
    settled()
    assert casework.standing(review._desk, number).mine
    side._do("release")
    settled()
    assert casework.standing(review._desk, number).held_by == ""


def test_two_people_on_one_case_see_it(window, review, settled):
    _side, number = side_of(review, settled)
    colleague = Desk(review._desk.store, review._desk.settings, "Eva")
    casework.take(colleague, number)
    review.case.others.look()
    settled()
    assert review.case.others.isVisible()
    assert review.case.others.said.text() == "Eva works on this case."


def test_a_change_by_a_colleague_is_told_while_the_case_is_shown(window, review, settled):
    from workbench.credit.decision import Choice
    from workbench.credit.status import Outcome
    from workbench.workflow import decide

    _side, number = side_of(review, settled)
    colleague = Desk(review._desk.store, review._desk.settings, "Eva")
    seen = decide.case(colleague, number).version
    decide.decide(colleague, number, Choice(Outcome.REFER), seen_version=seen)
    review.case.others.look()
    settled()
    assert "Eva changed this case meanwhile" in review.case.others.said.text()


def test_nothing_is_said_where_nobody_else_is_and_something_when_it_is_gone(day):
    assert others_words(casework.standing(day, 1).version, casework.standing(day, 1)) == ""
    assert others_words(1, None) == "This case left the queue."


def _refuse(*_asked, **_named):
    raise StoreLocked(file="store.db")


def test_a_note_that_was_not_kept_still_stands_there(review, settled, monkeypatch):
    side, _number = side_of(review, settled)
    monkeypatch.setattr(casework, "add_note", _refuse)
    side.text.setText("Called the employer.")
    side.add.click()
    settled()
    assert (side.text.text(), side.add.isEnabled()) == ("Called the employer.", True)
    assert side.problems.isVisible()
    review.queue.table.select_row(1)
    settled()
    assert not side.problems.isVisible()


def test_a_note_half_written_stays_with_its_own_case(review, settled):
    side, _number = side_of(review, settled)
    side.text.setText("Called the")
    review.queue.table.select_row(1)
    settled()
    assert side.text.text() == ""
    review.queue.table.select_row(0)
    settled()
    assert side.text.text() == "Called the"
