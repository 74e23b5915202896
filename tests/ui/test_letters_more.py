"""Letters beyond the day's: called for, corrected, handed over, signed, checked, listed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from tests.letters.test_signing import PASSWORD, made_key
from tests.ui.test_shell import _nameless as nameless
from workbench.errors import StoreLocked
from workbench.letters.record import Kind
from workbench.ui.letters_call import LetterCall
from workbench.ui.letters_course import Lists
from workbench.ui.letters_page import HELD, WRITTEN
from workbench.workflow import called_letters, decide, letter_register, notify
from workbench.workflow.called_letters import Call


@pytest.fixture
def page(window, day, settled):
    decide.accept_advice(day)
    notify.write_letters(day)
    window.go("letters")
    settled()
    made = window.page("letters")
    made.tabs.button(WRITTEN).click()
    settled()
    return made


def test_a_request_for_papers_is_previewed_and_written(window, day, jobs, settled):
    window.go("letters")
    settled()
    page = window.page("letters")
    dialog = LetterCall(page, day, jobs, "A-000001")
    dialog.needed.setPlainText("Pay slips of the last three months")
    dialog._later.timeout.emit()
    settled()
    assert dialog.write.isEnabled()
    assert nameless(dialog) == []
    page.more.write_called(dialog.application(), dialog.call())
    settled()
    assert page.told.text().startswith("Letter IN-")
    page.tabs.button(WRITTEN).click()
    assert page.list.lines()[0].word() == "Incomplete"


def test_what_keeps_a_letter_from_being_written_is_shown_in_its_place(page, day, jobs, settled):
    dialog = LetterCall(page, day, jobs, "A-000001")
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.OFFER_LAPSED.value))
    settled()
    assert not dialog.write.isEnabled()
    assert "holds until" in dialog.blank.text.text()


def test_a_letter_is_corrected_and_says_so(page, day, settled):
    old = page.list.current().reference
    page.more.corrected.trigger()
    settled()
    assert old in page.told.text()
    assert letter_register.register(day)[-1].letter.replaces == old


def test_letters_are_noted_as_handed_over(page, settled):
    page.more.handed.trigger()
    settled()
    assert page.list.current().sent_by == "handed_over"
    assert "handed over" in page.list.current().detail()


def test_a_signed_copy_is_authentic(page, settled, tmp_path):
    key, _certificate = made_key(tmp_path, "Harborview Sample Bank")
    page.more.sign(key, PASSWORD, tmp_path / "signed")
    settled()
    page.more.check(next((tmp_path / "signed").glob("*.pdf")))
    settled()
    assert "Signed by Harborview Sample Bank" in page.told.text()
    page.more.sign(key, "another", tmp_path / "signed")
    settled()
    assert not page.problems.isHidden()


def test_an_altered_and_an_unknown_file_are_told_apart(page, day, settled, tmp_path):
    kept = notify.letters_written(day)[0]
    file = tmp_path / "letter.pdf"
    file.write_bytes(notify.letter_file(day, kept.id)[:-2] + b"x\n")
    page.more.check(file)
    settled()
    assert "Altered" in page.told.text()
    file.write_bytes(b"no letter at all")
    page.more.check(file)
    settled()
    assert "Unknown" in page.told.text()


def test_the_register_is_a_table(page, settled, tmp_path):
    page.more.write_register(tmp_path / "register.csv")
    settled()
    rows = (tmp_path / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + len(page.list.lines())


def test_only_what_was_held_back_is_tried_again(page, settled):
    page.tabs.button(HELD).click()
    settled()
    page.course.lists = Lists(held=page.course.lists.written[:1])
    page.course.listed.emit(page.course.lists)
    assert page.write_all.text() == "Try the 1 held back again"


def test_a_letter_that_was_called_for_and_not_kept_is_tried_again_as_it_was_typed(
    window, review, settled, monkeypatch
):
    call = Call(Kind.INCOMPLETE, needed=("Pay slips of the last three months",))
    monkeypatch.setattr(LetterCall, "ask", lambda *_asked: ("A-000001", call))
    review.queue.table.select_row(0)
    settled()
    review.case.go_to_side("letter")
    asked, write = [], called_letters.write_called

    def once_refused(*given):
        asked.append(given[-1])
        if len(asked) == 1:
            raise StoreLocked(file="store.db")
        return write(*given)

    monkeypatch.setattr(called_letters, "write_called", once_refused)
    review.case.letter.another.click()
    settled()
    assert review.problems.isVisible()
    press = {one.text(): one for one in review.problems.findChildren(QPushButton)}
    press["Try again"].click()
    settled()
    assert asked == [call, call] and not review.problems.isVisible()
    assert review.case.letter._blank.title.text().startswith("Letter IN-")
