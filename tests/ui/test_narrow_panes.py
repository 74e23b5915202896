"""In a narrow pane room gives way before words do."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.ui.tabs import Tabs

VIEWS = (("open", "Needs review"), ("all", "All"), ("done", "Overridden"))


def _shown(qtbot, width):
    pane = QWidget()
    qtbot.addWidget(pane)
    tabs = Tabs(VIEWS, "Views")
    tabs.set_counts({"open": 454, "all": 485, "done": 1})
    layout = QHBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(tabs)
    layout.addStretch(1)
    pane.resize(width, 40)
    pane.show()
    return pane, [tabs.button(word) for word, _title in VIEWS]


def test_tabs_give_their_room_and_never_their_words(qtbot):
    _pane, tabs = _shown(qtbot, 800)
    wide = [tab.width() for tab in tabs]
    _other, narrow = _shown(qtbot, sum(wide) - 24)
    assert sum(tab.width() for tab in narrow) < sum(wide)
    for tab in narrow:
        assert tab.width() >= tab.fontMetrics().horizontalAdvance(tab.text())
    for left, right in pairwise(narrow):
        assert left.geometry().right() < right.geometry().left()
