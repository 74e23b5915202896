"""Every dialog has names for its controls and room for its words, in both languages."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from tests.ui.fitting import misfits
from tests.ui.test_shell import _nameless
from workbench.credit.second_person import Word
from workbench.errors import KeyringSilent, StoreUnreadable
from workbench.ui import case_file_dialogs, words
from workbench.ui.case_file_dialogs import OpenedDialog, PassphraseDialog
from workbench.ui.crash_page import CrashPage
from workbench.ui.import_own_fact import OwnFactBox
from workbench.ui.log_sheet import LogSheet
from workbench.ui.people_dialogs import AgreeDialog, PasswordDialog, PersonDialog
from workbench.ui.recovery_sheet import RecoverySheet
from workbench.ui.shortcut_sheet import ShortcutSheet
from workbench.ui.sign_in_window import SignInWindow
from workbench.ui.way_out import WayOut

DIALOGS = {
    "crash": lambda over: CrashPage("what happened", None, over),
    "log": LogSheet,
    "recovery code": lambda over: RecoverySheet(over, "ABCDE-FGHJK-LMNPQ-RSTUV"),
    "keyboard": ShortcutSheet,
    "passphrase": PassphraseDialog,
    "own fact": lambda over: OwnFactBox("客户经理", over),
    "password": lambda over: PasswordDialog(over, own=True),
    "person": lambda over: PersonDialog(over, (("officer", "Officer"),), None),
    "sign in": lambda _over: SignInWindow(lambda *_: None, lambda *_: None, None),
    "agreement": lambda over: AgreeDialog(over, ()),
    "way out": lambda _over: WayOut(StoreUnreadable(file="day.db", why="it is damaged.")),
    "keyring": lambda _over: WayOut(KeyringSilent(file="day.db", why="it is locked.")),
}


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen plugin, on every dialog
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_named_and_has_room(qapp, qtbot, name, language):
    words.speak(qapp, language)
    over = QWidget()
    qtbot.addWidget(over)
    dialog = DIALOGS[name](over)
    if dialog.parent() is None:
        qtbot.addWidget(dialog)
    dialog.show()
    assert _nameless(dialog) == []
    assert misfits(dialog) == []
    assert dialog.windowTitle()


def test_no_word_of_qts_own_file_dialog_is_left_in_english(qapp, qtbot):
    words.speak(qapp, "zh")
    dialog = QFileDialog(None, "选择")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    said += [button.text() for button in dialog.findChildren(QPushButton)]
    assert not [text for text in said if re.search("[A-Za-z]{2}", text)]


def test_switching_the_language_to_and_fro_keeps_no_words_of_before(qapp):
    def kept() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(qapp.findChildren(QTranslator))

    words.speak(qapp, "zh")
    before = kept()
    for _n in range(3):
        words.speak(qapp, "en")
        words.speak(qapp, "zh")
    assert kept() == before > 0


def test_a_form_begins_in_its_first_field_and_ends_with_its_buttons(qapp, qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    form = PasswordDialog(over, own=True)
    form.show()
    assert form.focusWidget() is form.old
    reached, at = [form.old], form.old
    while at is not form.record:
        at = at.nextInFocusChain()
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.append(at)
    assert reached == [form.old, form.new, form.again, form._cancel, form.record]


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("name", sorted({*DIALOGS, "case file"} - {"sign in"}))
def test_enter_in_a_field_throws_nothing_away_and_escape_leaves(qtbot, name, monkeypatch):
    monkeypatch.setattr("workbench.ui.case_file_dialogs._content", lambda _opened: QWidget())
    over, ended = QWidget(), []
    qtbot.addWidget(over)
    dialog = (DIALOGS | {"case file": _case_file})[name](over)
    if dialog.parent() is None:
        qtbot.addWidget(dialog)
    dialog.rejected.connect(lambda: ended.append("left"))
    dialog.show()
    fields = [each for each in dialog.findChildren(QLineEdit) if each.isVisible()]
    for field in fields:
        field.setText("what was typed, at some length")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert ended == []
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert ended == ["left"]


def _case_file(over):
    return OpenedDialog(over, _opened_case(), "")


def _opened_case():
    sender = SimpleNamespace(shown_name="Eva")
    return SimpleNamespace(name="Amelia", number="A-1", sender=sender)


def test_an_answer_without_a_place_for_its_file_stands_to_be_given_still(qtbot, monkeypatch):
    over, seen, started = QWidget(), [], []
    qtbot.addWidget(over)

    def press(dialog):
        seen.append(dialog.remark.text())
        dialog.remark.setText("the payslip is of another year")
        dialog._end(Word.RETURNED)
        return 1

    places = iter(["", "answer.casefile"])
    room = "workbench.ui.case_file_dialogs"
    monkeypatch.setattr(f"{room}._content", lambda _opened: QWidget())
    monkeypatch.setattr(OpenedDialog, "exec", press)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (next(places), ""))
    monkeypatch.setattr(f"{room}._start", lambda *given: started.append(given))
    monkeypatch.setattr("workbench.workflow.casefile.what_speaks_against", lambda *_both: "")
    case_file_dialogs._ask_answer(over, None, None, _opened_case(), ("came.casefile", "words"))
    assert seen == ["", "the payslip is of another year"]
    assert len(started) == 1
