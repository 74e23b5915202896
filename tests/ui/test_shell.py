"""The window: two languages and two themes at once, every control named, counts told."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from workbench.ui import theme
from workbench.ui.places import PLACES

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox)


def _nameless(widget: QWidget) -> list[str]:
    found = []
    for child in widget.findChildren(QWidget):
        if isinstance(child, CONTROLS) and not child.objectName().startswith("qt_"):
            spoken = QAccessible.queryAccessibleInterface(child)
            if not spoken.text(QAccessible.Text.Name):
                found.append(f"{type(child).__name__} in {type(child.parent()).__name__}")
    return found


@pytest.mark.parametrize("word", [place.word for place in PLACES])
def test_every_control_has_a_spoken_name(window, settled, word):
    window.go(word)
    settled()
    assert _nameless(window) == []


def test_the_language_is_switched_at_once_everywhere(window, settled):
    window.switch_language()
    settled()
    assert window.windowTitle() == "信贷决策工作台"
    assert window.rail.entry("review").text().strip() == "待审队列"
    assert window.page("review").title() == "待审队列"
    assert window.desk.settings.text("language") == "zh"
    window.switch_language()
    assert window.rail.entry("review").text().strip() == "Review queue"


def test_the_theme_is_switched_at_once(window):
    window.switch_theme()
    assert theme.is_dark()
    assert window.rail.palette().window().color() == theme.colour("rail")
    window.switch_theme()
    assert not theme.is_dark()


def test_a_page_out_of_sight_is_dressed_by_and_by_or_the_moment_it_is_shown(window, qtbot):
    shown, left = window.page("help"), window.page("review")
    window.go("review")
    window.go("help")
    window.switch_theme()
    assert left.styleSheet() != shown.styleSheet()
    window.go("review")
    assert left.styleSheet() == shown.styleSheet()
    window.switch_theme()
    assert left.styleSheet() != shown.styleSheet()
    qtbot.waitUntil(lambda: left.styleSheet() == shown.styleSheet(), timeout=20_000)


def test_a_problem_of_the_window_itself_is_seen_until_it_is_closed(window):
    window.problems.show_text("The disk is full.")
    assert window.problems.isVisible()
    window.problems.hide()
    assert not window._notice.isVisible()


def test_the_rail_gives_way_in_a_narrow_window(window):
    window.resize(1440, 900)
    wide = window.rail.width()
    window.resize(1180, 720)
    assert window.rail.width() < wide


def test_rail_and_status_bar_say_how_many_wait(window, settled):
    settled()
    assert "5" in window.rail.entry("review").accessibleName()
    assert "5 need review" in window.status._facts.text()


def test_a_setting_is_kept_and_seen_at_once(window, settled):
    window.go("settings")
    field = window.page("settings").fields["theme"]
    field.setCurrentIndex(field.findData("dark"))
    assert theme.is_dark()
    assert window.desk.settings.text("theme") == "dark"


def test_every_page_begins_with_the_keyboard_on_something_that_takes_it(window, settled):
    window.activateWindow()
    for word in ("people", "settings", "about", "help", "audit"):
        window.go(word)
        settled()
        settled()
        held = window.focusWidget()
        assert held is not window.page(word) and held.isVisible(), word
