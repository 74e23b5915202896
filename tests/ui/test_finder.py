"""The search field: cases by name, pages and commands by what they are called."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from workbench.workflow import decide, notify


@pytest.fixture
def search(window, qtbot, settled):
    """Type into the search field and wait for the cases."""

    def do(text):
        window.top.search.setFocus()
        if text.isascii():
            qtbot.keyClicks(window.top.search, text)
        else:  # an input method hands over whole words
            window.top.search.setText(text)
            window.finder.open()
        qtbot.wait(200)
        settled()
        return [line.title for line in window.finder.lines()]

    return do


def test_a_page_is_found_and_opened_by_enter(window, search, qtbot):
    assert search("audit") == ["Audit trail"]
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.current_page().title() == "Audit trail"
    assert not window.finder.isVisible()
    assert window.top.search.text() == ""


def test_an_applicant_is_found_by_name_and_opened(window, search, qtbot, settled):
    assert search("hadd")[0] == "Omar Haddad"
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    settled()
    settled()
    assert window.page("review").case.file.application.name() == "Omar Haddad"


def test_a_letter_is_found_by_its_number_and_shown(window, search, qtbot, settled, tmp_path):
    day = window.desk
    decide.accept_advice(day)
    notify.write_letters(day, out=tmp_path)
    last = notify.letters_written(day)[-1]
    assert search(last.number.lower()) == [last.name]
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    settled()
    shown = window.page("letters")
    assert window.current_page() is shown
    assert shown.list.current().letter_id == last.id


def test_commands_are_found_in_the_language_spoken_and_in_english(window, search):
    window.switch_language()
    assert search("深色")[0] == "切换浅色与深色"
    window.finder.leave()
    assert search("dark")[0] == "切换浅色与深色"


def test_nothing_found_is_said(window, search):
    assert search("zzzz") == []
    assert window.finder._nothing.isVisible()


def test_escape_leaves_the_list(window, search, qtbot):
    search("letters")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert not window.finder.isVisible()
    assert window.focusWidget() is window.page("review").queue.table
