"""Signing in, locking, and the second person's screen, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.workflow.people_at_work import PASSWORDS, a_person
from workbench.credit import passwords
from workbench.credit.status import Outcome
from workbench.ui import file_boxes
from workbench.ui.letters_call import LetterCall
from workbench.ui.people_dialogs import AgreeDialog, PersonAnswer, PersonDialog
from workbench.ui.people_page import PeoplePage
from workbench.workflow import decide, keep, people


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    kept = passwords.password_rules()
    cheap = passwords.Argon2id(1, 64, 1)
    quick = passwords.PasswordRules(kept.least, kept.most, (0, 0, 60), kept.blocked, cheap)
    for file in ("people_secrets", "people_sessions", "key_locks"):
        monkeypatch.setattr(f"workbench.storage.{file}.password_rules", lambda: quick)


@pytest.fixture
def staffed(window, day, settled):
    """The window of a store with people; the officer sits there."""
    people.add_person(day, a_person("ada", "administrator"), PASSWORDS["ada"])
    for name, role in (("omar", "officer"), ("eva", "manager")):
        people.add_person(day, a_person(name, role), PASSWORDS[name])
    people.sign_in(day, "omar", PASSWORDS["omar"])
    window.refresh_counts()
    settled()
    return window


def of_a_new_session(desk, name):
    """The same desk as if the program had been started again."""
    from workbench.workflow.desk import Seat

    desk.seat.signed, desk.seat.session = None, Seat().session
    people.sign_in(desk, name, PASSWORDS[name])


def opened(review, settled, name):
    rows = review.queue.model.rows()
    review.queue.table.select_row([row.name for row in rows].index(name))
    settled()
    return review.case


def proposed(review, qtbot, settled):
    """Omar Haddad's decline is proposed to be approved."""
    case = opened(review, settled, "Omar Haddad")
    review.choose(Outcome.APPROVE)
    form = case.form
    form.reason.setCurrentIndex(form.reason.findData("SAVINGS"))
    form.justification.setPlainText("Savings of 84,000 held for fourteen months; papers attached.")
    form.extras.what.setText("Savings")
    form.extras.value.setText("84,000")
    qtbot.waitUntil(form.record.isEnabled, timeout=20_000)
    return form


def test_the_window_shows_who_sits_here(staffed):
    assert staffed.desk.officer() == "Omar"
    assert staffed.rail._officer._name.text() == "Omar"


def test_a_store_without_people_says_so_where_they_would_be_listed(window, settled):
    window.go("people")
    settled()
    page = window.page("people")
    assert page.blank.isVisible() and not page.table.isVisible()
    assert page.blank.title.text() == "Nobody was added yet"


def test_the_form_proposes_where_authority_lacks_and_names_who_could_sign(
    staffed, review, qtbot, settled
):
    form = proposed(review, qtbot, settled)
    assert form.record.text() == "Propose to a second person"
    assert "Could sign here: Eva." in form.missing.text()
    form.record.click()
    settled()
    case = review._desk
    rows = decide.queue(case, "second_signature").rows
    assert [row.name for row in rows] == ["Omar Haddad"]


def test_the_proposer_sees_who_it_waits_for_and_can_withdraw(staffed, review, qtbot, settled):
    proposed(review, qtbot, settled).record.click()
    settled()
    review.open_at("A-000005")
    settled()
    bar = review.case.proposal
    qtbot.waitUntil(bar.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: "signature of: Eva" in bar.missing.text(), timeout=20_000)
    assert bar.withdraw.isVisible()
    assert not bar.approve.isVisible()
    bar.withdraw.click()
    settled()
    assert decide.case(review._desk, 5).proposal is None


def test_the_second_person_signs_and_the_case_is_decided(staffed, review, qtbot, settled):
    proposed(review, qtbot, settled).record.click()
    settled()
    of_a_new_session(staffed.desk, "eva")
    review.open_at("A-000005")
    settled()
    bar = review.case.proposal
    qtbot.waitUntil(lambda: bar.isVisible() and bar.approve.isEnabled(), timeout=20_000)
    assert not bar.back.isEnabled()
    bar.remark.setText("Papers seen.")
    assert bar.back.isEnabled()
    bar.approve.click()
    settled()
    made = decide.case(staffed.desk, 5).decision
    assert (made.officer, made.second_person) == ("Omar", "Eva")


def test_switching_the_user_does_not_sign(staffed, review, qtbot, settled):
    proposed(review, qtbot, settled).record.click()
    settled()
    people.sign_in(staffed.desk, "eva", PASSWORDS["eva"])
    review.open_at("A-000005")
    settled()
    bar = review.case.proposal
    qtbot.waitUntil(lambda: "signed in during this session" in bar.missing.text(), timeout=20_000)
    assert not bar.approve.isEnabled()


def test_a_decided_case_is_reopened_with_a_reason(staffed, review, settled):
    opened(review, settled, "Amelia Hart")
    review.choose(Outcome.APPROVE)
    settled()
    review.open_at("A-000001")
    settled()
    review.case.standing.reopen.click()
    form = review.case.form
    assert not form.record.isEnabled()
    form.reason.setText("New pay slips arrived.")
    form.record.click()
    settled()
    assert decide.case(review._desk, 1).decision is None
    assert "case_reopened" in {e.event for e in decide.case(review._desk, 1).history}


def test_a_key_anywhere_in_the_window_puts_the_lock_off(staffed):
    idle = staffed.keeper._idle
    idle.start(5_000)
    QTest.keyClick(staffed.windowHandle(), Qt.Key.Key_Shift)
    assert idle.interval() == 10 * 60_000  # minutes as set, from now


def test_the_locked_window_opens_with_the_password_only(staffed, settled):
    staffed.keeper.lock()
    screen = staffed.keeper.screen
    assert screen.is_locked()
    screen.form.password.setText("not the right words")
    screen.form.press.click()
    settled()
    assert screen.is_locked()
    assert "not right" in screen.form.said.text()
    screen.form.password.setText(PASSWORDS["omar"])
    screen.form.press.click()
    settled()
    assert not screen.is_locked()


def switched(window, settled, name):
    window.keeper.lock()
    form = window.keeper.screen.form
    form.name.setCurrentIndex(form.name.findText(name.capitalize()))
    form.password.setText(PASSWORDS[name])
    form.press.click()
    settled()


def test_a_form_half_written_waits_for_who_wrote_it(staffed, review, qtbot, settled):
    said = proposed(review, qtbot, settled).justification.toPlainText()
    switched(staffed, settled, "eva")
    assert review.case.form is None and review.case.file is not None
    switched(staffed, settled, "omar")
    qtbot.waitUntil(lambda: review.case.form is not None, timeout=20_000)
    assert review.case.form.justification.toPlainText() == said


def test_a_note_half_written_waits_for_who_wrote_it(staffed, review, settled):
    case = opened(review, settled, "Omar Haddad")
    case.go_to_side("work")
    settled()
    case.work.text.setText("Called, no answer")
    switched(staffed, settled, "eva")
    assert case.work.text.text() == ""
    switched(staffed, settled, "omar")
    assert case.work.text.text() == "Called, no answer"


def test_another_user_signs_in_at_the_locked_window(staffed, settled):
    switched(staffed, settled, "eva")
    assert staffed.desk.officer() == "Eva"
    assert staffed.rail._officer._name.text() == "Eva"


def test_a_window_without_people_is_never_locked(window):
    window.keeper.lock()
    assert not window.keeper.screen.is_locked()


def test_the_page_of_people_says_how_the_store_is_guarded(window, day, settled):
    window.go("people")
    settled()
    page = window.page("people")
    assert isinstance(page, PeoplePage)
    assert "No password guards the store" in page._guard_said.text()
    people.add_person(day, a_person("ada", "administrator"), PASSWORDS["ada"])
    page.refresh()
    settled()
    assert "protected by people's passwords" in page._guard_said.text()
    assert [one.person.name for one in page.model.rows()] == ["ada"]


def test_a_paper_is_attached_while_the_window_goes_on(review, settled, tmp_path):
    case = opened(review, settled, "Omar Haddad")
    review.choose(Outcome.APPROVE)
    paper, extras = tmp_path / "statement.pdf", case.form.extras
    paper.write_bytes(b"%PDF-1.7 made up")
    extras.keep(paper)
    assert not extras.attach.isEnabled()
    settled()
    assert extras.said.text() == "Attached: statement.pdf"
    assert case.form.choice().factors[0].evidence == 1
    extras.keep(tmp_path / "gone.pdf")
    settled()
    assert "it cannot be opened" in extras.said.text()
    said = extras.said
    assert said.property("ink") == "decline"
    assert said.isVisible() and said.height() >= said.heightForWidth(said.width())


def test_a_person_who_was_refused_is_not_typed_anew(staffed, settled, monkeypatch):
    page = staffed.page("people")
    staffed.go("people")
    of_a_new_session(staffed.desk, "ada")
    settled()
    asked = []

    def ask(_over, _roles, _person=None, said=None):
        asked.append(said)
        return typed if len(asked) == 1 else None

    typed = PersonAnswer("kim", "Kim Doe", "", "North", "officer", "", "short")
    monkeypatch.setattr(PersonDialog, "ask", ask)
    page.add.click()
    settled()
    settled()
    assert page.problems.isVisible()
    assert "password" in page.problems.said.text()
    again = [one for one in page.problems.findChildren(QPushButton) if one.text() == "Go on there"]
    again[0].click()
    assert asked == [None, typed]
    shown = PersonDialog(page, page._roles(), None, typed)
    assert (shown.shown_name.text(), shown.password.text()) == ("Kim Doe", "")
    shown.deleteLater()


def test_a_second_person_agrees_before_a_backup_is_brought_back(
    staffed, settled, monkeypatch, tmp_path
):
    staffed.go("audit")
    staffed.page("audit").open_at("backups")
    settled()
    backups = staffed.page("audit").backups
    of_a_new_session(staffed.desk, "eva")
    file = tmp_path / "kept.db"
    keep.backup(staffed.desk, file)
    asked = []
    monkeypatch.setattr(file_boxes, "ask_backup", lambda _over: str(file))
    monkeypatch.setattr(
        AgreeDialog,
        "ask",
        lambda _over, could: asked.append(could) or (could[0].name, PASSWORDS["ada"]),
    )
    backups.back.click()
    settled()
    assert [one.name for one in asked[0]] == ["ada"]
    assert "The backup is the store again" in backups.problems.said.text()


def test_the_agreeing_person_is_asked_by_name_and_password(window, qtbot):
    dialog = AgreeDialog(window, [a_person("ada", "administrator")])
    qtbot.addWidget(dialog)
    assert not dialog.record.isEnabled()
    dialog.password.setText("a secret")
    assert (dialog.record.isEnabled(), dialog.person.currentText()) == (True, "Ada")


def test_nothing_below_a_locked_window_takes_a_key(staffed, settled, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(file_boxes, "ask_workbook_to_write", lambda _over: asked.append(1))
    staffed.activateWindow()
    before = staffed.page("review").queue.table
    before.setFocus()
    staffed.lock()
    form = staffed.keeper.screen.form
    for key in (Qt.Key.Key_K, Qt.Key.Key_E):
        qtbot.keyClick(staffed, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(form.password, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(staffed.focusWidget(), "hart")
    assert (asked, staffed.finder.isVisible(), form.password.text()) == ([], False, "hart")
    for _press in range(5):
        qtbot.keyClick(staffed.focusWidget(), Qt.Key.Key_Tab)
        assert form.isAncestorOf(staffed.focusWidget())
    form.entered.emit("Omar", PASSWORDS["omar"])
    settled()
    assert staffed.focusWidget() is before and before.isEnabled()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen plugin, on every dialog
def test_no_dialog_stays_open_above_a_locked_window(staffed, settled, qtbot):
    box = LetterCall(staffed, staffed.desk, staffed.jobs, "A-000001")
    box.open()
    qtbot.waitUntil(box.isVisible, timeout=20_000)
    staffed.keeper.lock_alone()
    settled()
    assert staffed.keeper.screen.is_locked() and not box.isVisible()


def test_no_menu_stays_open_above_a_locked_window(staffed, settled):
    staffed.go("review")
    menu = staffed.page("review").queue.options.menu()
    menu.popup(staffed.mapToGlobal(staffed.rect().center()))
    staffed.lock()
    assert not menu.isVisible()


def test_every_window_is_locked_at_once(staffed, settled):
    further = staffed.open_another()
    settled()
    staffed.lock()
    assert staffed.keeper.screen.is_locked() and further.keeper.screen.is_locked()
    further.close()
