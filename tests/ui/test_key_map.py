"""Keys are the user's: changed in one place, followed everywhere, and never deaf to typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from workbench.settings import Settings
from workbench.ui import key_map
from workbench.ui.shortcut_sheet import lines
from workbench.workflow import decide


@pytest.fixture
def editor(window, settled):
    """The keys on the settings page of that window."""
    window.go("settings")
    settled()
    return window.page("settings").keys


def _press(qtbot, field, key, modifier=Qt.KeyboardModifier.NoModifier):
    field.click()
    qtbot.keyClick(field, key, modifier)


def test_no_two_deeds_come_with_the_same_keys():
    both = [(d.word, k) for d in key_map.DEEDS for k in d.keys if key_map.taken_by(d.word, k)]
    assert both == []


def test_every_deed_of_the_queue_and_the_window_is_bound(window, review, settled):
    review.queue.table.select_row(0)
    settled()
    bound = {call.args[0].word for _owner, call in key_map._bound.living()}
    assert {deed.word for deed in key_map.DEEDS} <= bound


def test_other_keys_approve_from_then_on(editor, review, day, settled, qtbot):
    _press(qtbot, editor.fields["approve"], Qt.Key.Key_G)
    review.window().go("review")
    settled()
    names = [row.name for row in review.queue.model.rows()]
    review.queue.table.select_row(names.index("Amelia Hart"))
    settled()
    qtbot.keyClick(review.queue.table, Qt.Key.Key_A)
    settled()
    assert decide.counts(day)["approved"] == 0
    qtbot.keyClick(review.queue.table, Qt.Key.Key_G)
    settled()
    assert decide.counts(day)["approved"] == 1


def test_the_new_key_stands_on_the_button_and_on_the_sheet(editor, review, settled, qtbot):
    _press(qtbot, editor.fields["approve"], Qt.Key.Key_G)
    approve = next(iter(review.case.bar.buttons.values()))
    assert approve.accessibleName() == "Approve, G"
    assert ((("G",),), "Approve") in lines(key_map.QUEUE)


def test_keys_that_are_taken_are_named_and_nothing_changes(editor, qtbot):
    _press(qtbot, editor.fields["approve"], Qt.Key.Key_D)
    assert editor.said.text() == "D does “Decline” already. Give that other keys first."
    assert key_map.keys_of("approve") == ("A",)


def test_a_letter_alone_is_refused_where_one_types(editor, qtbot):
    _press(qtbot, editor.fields["export"], Qt.Key.Key_X)
    assert "Combine it with Ctrl or Alt" in editor.said.text()
    _press(qtbot, editor.fields["export"], Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert key_map.keys_of("export") == ("Alt+X",)


def test_changed_keys_are_there_at_the_next_start_and_go_back(editor, day, qtbot):
    _press(qtbot, editor.fields["approve"], Qt.Key.Key_G)
    key_map.use(Settings(day.settings.file))
    assert key_map.keys_of("approve") == ("G",)
    editor.all_back.click()
    assert key_map.keys_of("approve") == ("A",)
    assert Settings(day.settings.file).text("keys") == ""


def test_delete_leaves_a_deed_without_keys_and_escape_leaves_it_as_it_was(editor, qtbot):
    _press(qtbot, editor.fields["skip"], Qt.Key.Key_Delete)
    assert key_map.keys_of("skip") == ()
    _press(qtbot, editor.fields["refer"], Qt.Key.Key_Escape)
    assert key_map.keys_of("refer") == ("R",)
    key_map.reset(editor._settings)


def test_settings_nobody_can_read_leave_the_keys_as_they_came(window, day):
    day.settings.set("keys", '{"approve": 3, "nobody": ["X"]}')
    key_map.use(day.settings)
    assert key_map.keys_of("approve") == ("A",)


@pytest.mark.parametrize(
    ("keys", "caps"),
    [("Ctrl+K", ("Ctrl", "K")), ("Ctrl++", ("Ctrl", "+")), ("?", ("?",)), ("+", ("+",))],
)
def test_keys_are_drawn_as_caps(keys, caps):
    assert key_map.caps(keys) == caps


def test_a_letter_in_a_drop_down_list_decides_nothing(review, day, settled, qtbot):
    review.queue.table.select_row(0)
    settled()
    review.case.go_to_side("work")
    settled()
    review.case.work.kind.setFocus()
    qtbot.keyClick(review.case.work.kind, Qt.Key.Key_D)
    settled()
    assert review.case.form is None
    assert decide.counts(day)["declined"] == 0


def test_n_writes_a_note_and_l_shows_the_letter(review, settled, qtbot):
    review.queue.table.select_row(0)
    settled()
    qtbot.keyClick(review.queue.table, Qt.Key.Key_L)
    settled()
    assert review.case.tabs.current() == "letter"
    qtbot.keyClick(review.queue.table, Qt.Key.Key_N)
    settled()
    assert review.case.tabs.current() == "work"
    assert review.window().focusWidget() is review.case.work.text


def test_shift_j_takes_the_next_case_too(review, settled, qtbot):
    review.queue.table.select_row(0)
    settled()
    qtbot.keyClick(review.queue.table, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(review.queue.table, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(review.queue.table, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert len(review.queue.table.selected()) == 3


def test_a_letter_that_no_entry_begins_with_leaves_the_list_as_it_is(window, qtbot):
    listed = QComboBox(window)
    listed.addItems(["Choose", "Debts", "Income", "Debtor"])
    key_map._look_for("l", listed)
    assert listed.currentText() == "Choose"
    key_map._look_for("d", listed)
    key_map._look_for("d", listed)
    assert listed.currentText() == "Debtor"


def test_a_letter_without_an_entry_does_not_come_back_as_its_own_key(review, settled, qtbot, qapp):
    review.queue.table.select_row(0)
    settled()
    listed = QComboBox(review)
    listed.addItems(["Choose"])
    listed.show()
    listed.setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is listed, timeout=20_000)
    qtbot.keyClick(listed, Qt.Key.Key_L)
    assert listed.currentText() == "Choose"
