"""Reviewing: one key agrees, disagreeing asks why, everything can be taken back."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.errors import StoreLocked
from workbench.ui import desk_asks
from workbench.ui.advice_side import AdviceSide
from workbench.ui.reopen_form import ReopenForm
from workbench.ui.score_charts import Waterfall
from workbench.workflow import decide


@pytest.fixture
def open_case(review, settled):
    """Open the case of an applicant by name."""

    def do(name):
        at = [row.name for row in review.queue.model.rows()].index(name)
        review.queue.table.select_row(at)
        settled()
        return review.case.file

    return do


def _decided(desk, name):
    rows = decide.queue(desk, "all").rows
    return next(row.outcome for row in rows if row.name == name)


def test_every_case_that_waits_is_listed_with_its_advice(review):
    shown = {row.name: row.advice for row in review.queue.model.rows()}
    assert len(shown) == 5
    assert shown["Amelia Hart"] == "approve"
    assert shown["刘子墨"] == "decline"
    assert shown["Priya Nair"] == "refer"


def test_one_key_records_what_the_engine_advises(review, open_case, day, settled, qtbot):
    open_case("Amelia Hart")
    review.queue.table.setFocus()
    qtbot.keyClick(review.queue.table, Qt.Key.Key_A)
    settled()
    assert _decided(day, "Amelia Hart") == "approve"
    assert review.undo.isVisible()
    assert "Amelia Hart" in review.undo.said.text()


class _Paints(QObject):
    """Counts how often a part of the window is painted."""

    def __init__(self, part):
        super().__init__(part)
        self.count = 0
        part.installEventFilter(self)

    def eventFilter(self, _part, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_case_is_painted_once_not_between_two_steps_of_its_layout(review, open_case):
    open_case("Amelia Hart")
    QApplication.processEvents()
    paints = _Paints(review.case.findChild(Waterfall))
    for name in ("刘子墨", "Priya Nair", "Tom Becker", "Omar Haddad"):
        paints.count = 0
        open_case(name)
        for _turn in range(20):
            QApplication.processEvents()
        assert paints.count == 1, name


def test_the_next_case_opens_by_itself(review, open_case, settled):
    open_case("Tom Becker")
    names = [row.name for row in review.queue.model.rows()]
    expected = names[names.index("Tom Becker") + 1]
    review.choose(Outcome.APPROVE)
    settled()
    settled()
    assert review.case.file.application.name() == expected


def test_a_decision_is_taken_back_while_the_bar_is_shown(review, open_case, day, settled):
    open_case("Amelia Hart")
    review.choose(Outcome.APPROVE)
    settled()
    review.undo.take_back()
    settled()
    assert day.settings.get("undo_seconds")
    assert decide.counts(day)["needs_review"] == 5


def test_deciding_against_the_advice_asks_for_reason_and_justification(
    review, open_case, day, settled
):
    open_case("Amelia Hart")
    review.choose(Outcome.DECLINE)
    form = review.case.form
    assert form is not None
    settled()
    assert form.missing.text() and not form.record.isEnabled()
    form.reason.setCurrentIndex(1)
    form.justification.setPlainText(
        "The employer's letter names another start date than the sheet does."
    )
    next(iter(form.letter_reasons.values())).setChecked(True)
    form._check()
    settled()
    assert form.missing.text() == ""
    form.record.click()
    settled()
    assert _decided(day, "Amelia Hart") == "decline"
    assert decide.counts(day)["overridden"] == 1


@pytest.fixture
def refer(review, open_case):
    """Opens the form in which Tom Becker's case is referred."""

    def do():
        open_case("Tom Becker")
        review.choose(Outcome.REFER)
        return review.case.form

    return do


def test_a_form_sent_at_once_is_recorded_when_it_is_known_to_lack_nothing(refer, day, settled):
    form = refer()
    form.note.setText("Bo Reyes knows the employer.")
    assert not form.record.isEnabled()
    form._record()
    settled()
    assert decide.counts(day)["referred"] == 1


def test_a_form_that_cannot_be_checked_says_why_and_records_nothing(
    refer, day, settled, monkeypatch, qtbot
):
    def refuse(*_asked):
        raise StoreLocked(file="store.db")

    monkeypatch.setattr(desk_asks, "lacks", refuse)
    form = refer()
    settled()
    qtbot.keyClick(form.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert form.missing.text() == StoreLocked(file="store.db").text()
    assert not form.record.isEnabled() and not decide.counts(day)["referred"]


def test_a_failed_hard_rule_cannot_be_approved(review, open_case, day, settled):
    open_case("刘子墨")
    review.choose(Outcome.APPROVE)
    settled()
    assert not review.case.form.record.isEnabled()
    assert "nobody can set it aside" in review.case.form.missing.text()


@pytest.mark.parametrize("outcome", [Outcome.DECLINE, Outcome.COUNTER_OFFER, Outcome.REFER])
def test_no_word_of_a_form_is_left_without_a_place(review, open_case, outcome):
    """It would be kept for the next change of language as long as the program runs."""
    open_case("Amelia Hart")
    before = set(QApplication.topLevelWidgets())
    review.choose(outcome)
    assert review.case.form is not None
    new = set(QApplication.topLevelWidgets()) - before
    assert [word.text() for word in new if isinstance(word, QLabel)] == []


def test_letter_keys_are_only_typed_while_a_field_has_the_keyboard(
    review, open_case, day, settled, qtbot
):
    open_case("Amelia Hart")
    review.queue.filter.setFocus()
    qtbot.keyClicks(review.queue.filter, "ada")
    qtbot.wait(200)
    settled()
    assert review.queue.filter.text() == "ada"
    assert _decided(day, "Amelia Hart") is None


def test_letter_keys_can_be_switched_off(review, open_case, day, settled, qtbot):
    day.settings.set("letter_keys", False)
    open_case("Amelia Hart")
    qtbot.keyClick(review.queue.table, Qt.Key.Key_A)
    settled()
    assert _decided(day, "Amelia Hart") is None


def test_a_counter_offer_shows_what_it_would_cost(review, open_case):
    open_case("Amelia Hart")
    review.choose(Outcome.COUNTER_OFFER)
    form = review.case.form
    form.amount.setText("6,000")
    form.term.setValue(24)
    form._check()
    assert "a month" in form.terms.said.text()
    form.amount.setText("six")
    form._check()
    assert "a month" not in form.terms.said.text()


def test_a_referred_case_waits_in_its_own_view(review, open_case, day, settled):
    open_case("Priya Nair")
    review.choose(Outcome.REFER)
    settled()
    assert decide.counts(day)["referred"] == 1
    review.open_at("referred")
    settled()
    assert [row.name for row in review.queue.model.rows()] == ["Priya Nair"]


def test_the_filter_finds_a_name_and_says_when_nothing_fits(review, settled, qtbot):
    review.queue.filter.setText("nair")
    qtbot.waitUntil(lambda: review.queue.model.rowCount() == 1, timeout=20_000)
    review.queue.filter.setText("nobody")
    qtbot.waitUntil(lambda: review.queue.model.rowCount() == 0, timeout=20_000)
    settled()
    assert review.queue.blank.isVisible()
    assert review.queue.clear.isVisible()


def test_sorting_asks_the_store(review, settled):
    review.queue.table.sorted_by.emit("amount", False)
    settled()
    amounts = [row.amount for row in review.queue.model.rows()]
    assert amounts == sorted(amounts)


def _said(side):
    return [label.text() for label in side.findChildren(QLabel) if label.isVisibleTo(side)]


def test_the_next_case_is_shown_as_if_no_other_had_been_before_it(review, open_case, qtbot):
    names = [row.name for row in review.queue.model.rows()]
    for name in [*names, *reversed(names)]:
        file = open_case(name)
        fresh = AdviceSide()
        qtbot.addWidget(fresh)
        fresh.show_case(file)
        assert _said(review.case.advice) == _said(fresh), name


def test_a_case_without_an_assessment_says_so_and_shows_no_figure(review, open_case):
    file = open_case("Amelia Hart")
    review.case.advice.show_case(dataclasses.replace(file, assessment=None))
    assert _said(review.case.advice) == ["Not assessed yet. Assess the batch on the Import page."]


def test_every_fact_is_shown_in_words_with_the_cell_it_came_from(review, open_case):
    open_case("Amelia Hart")
    review.case.tabs.button("application").click()
    texts = [label.text() for label in review.case.facts.findChildren(type(review.undo.said))]
    assert "$10,000" in texts
    assert "B2" in texts


def test_a_form_is_laid_out_while_nothing_is_missing_in_it_yet(review, open_case):
    open_case("Priya Nair")
    review.choose(Outcome.DECLINE)
    form = review.case.form
    form.missing.clear()
    form._make_room()
    assert form.missing.minimumHeight() == 0


def test_a_list_that_cannot_be_read_says_so_and_is_read_again(review, settled, monkeypatch):
    def refuse(*_asked):
        raise StoreLocked(file="store.db")

    with monkeypatch.context() as patched:
        patched.setattr(desk_asks, "load", refuse)
        review.queue.model.show_rows((), 0)
        review.queue.load()
        settled()
    assert review.queue.blank.isVisible() and not review.queue.wait.is_begun()
    assert review.queue.blank.title.text() == "The list was not read"
    press = {one.text(): one for one in review.problems.findChildren(QPushButton)}
    press["Try again"].click()
    settled()
    assert review.queue.model.rowCount() == 5
    assert not review.problems.isVisible()


def test_a_form_half_filled_in_waits_for_its_case(review, settled):
    review.queue.table.select_row(0)
    settled()
    review.choose(Outcome.DECLINE)
    review.case.form.justification.setPlainText("The employer has closed")
    review.queue.table.select_row(1)
    settled()
    assert review.case.form is None
    review.queue.table.select_row(0)
    settled()
    assert review.case.form.justification.toPlainText() == "The employer has closed"
    review.case.form.left.emit()
    settled()
    assert review.case.form is None


def test_escape_from_a_form_brings_the_keyboard_back_to_the_list(review, settled, qtbot):
    review.queue.table.select_row(0)
    settled()
    review.case.open_form(Outcome.DECLINE)
    qtbot.waitUntil(review.case.form.isVisible, timeout=20_000)
    qtbot.keyClick(review.window().focusWidget(), Qt.Key.Key_Escape)
    settled()
    assert review.case.form is None
    assert review.window().focusWidget() is review.queue.table


def test_reopening_says_what_it_lacks_and_is_left_by_escape(qtbot):
    form, left = ReopenForm(), []
    qtbot.addWidget(form)
    form.left.connect(lambda: left.append(form))
    form.show()
    assert form.missing.isVisible() and not form.record.isEnabled()
    form.reason.setText("New pay slip")
    assert not form.missing.isVisible() and form.record.isEnabled()
    qtbot.keyClick(form.reason, Qt.Key.Key_Escape)
    assert left == [form]


def test_escape_clears_the_filter_and_then_goes_back_to_the_list(review, settled, qtbot):
    field = review.queue.filter
    field.setFocus()
    qtbot.keyClicks(field, "hart")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), review.window().focusWidget()) == ("", field)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert review.window().focusWidget() is review.queue.table
    settled()


def test_undo_pressed_as_a_button_gives_the_keyboard_back_to_the_list(review, settled):
    review.queue.table.select_row(0)
    settled()
    review.choose(Outcome.APPROVE)
    settled()
    settled()
    review.undo.undo.setFocus()
    review.undo.undo.click()
    settled()
    settled()
    assert review.window().focusWidget() is review.queue.table


def test_a_case_decided_elsewhere_is_shown_as_it_is_when_the_list_is_read_again(
    review, day, settled
):
    review.queue.table.select_row(0)
    settled()
    seen = review.case.file
    choice = Choice(seen.assessment.advice)
    decide.decide(day, seen.application.id, choice, seen_version=seen.version)
    review.open_at("all")
    settled()
    settled()
    assert review.case.file.application.id == seen.application.id
    assert review.case.file.decision is not None and not review.case.standing.isHidden()
