"""Tabs in one line, with counts: the saved views of a list, the sides of a case.

tabs = Tabs((("all", N_("All rows")), ("errors", N_("Errors"))), N_("Rows shown"))
tabs.chosen.connect(self._show)        # emits the word, such as "errors"
tabs.set_counts({"all": 248, "errors": 7})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from workbench.i18n import number
from workbench.ui import theme
from workbench.ui.layouts import row
from workbench.ui.words import Text, again, say, spoken


class _Tab(QPushButton):
    """A tab that likes room beside its words, and does without where there is none."""

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), super().sizeHint().height())


class Tabs(QWidget):
    """Segmented tabs; arrows walk them. `chosen` carries the stored word of the tab."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, Text]], name: Text) -> None:
        super().__init__()
        self._titles = dict(tabs)
        self._counts: dict[str, int] = {}
        self._buttons = {word: self._button(word) for word in self._titles}
        self._group = QButtonGroup(self)
        for button in self._buttons.values():
            self._group.addButton(button)
        self.setLayout(row(*self._buttons.values(), gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        say(self, self.setAccessibleName, name)
        self._relabel()
        again(self, self._relabel)
        theme.on_change(self, self._relabel)
        next(iter(self._buttons.values())).setChecked(True)

    def current(self) -> str:
        """The word of the tab shown."""
        return next(word for word, button in self._buttons.items() if button.isChecked())

    def show_tab(self, word: str) -> None:
        """Move to a tab without telling anybody."""
        self._buttons[word].setChecked(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many things lie behind each tab."""
        self._counts = dict(counts)
        self._relabel()

    def button(self, word: str) -> QPushButton:
        """The button of one tab, for tests and tooltips."""
        return self._buttons[word]

    def _button(self, word: str) -> QPushButton:
        made = _Tab()
        made.setProperty("role", "tab")
        made.setCheckable(True)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(word))
        return made

    def _relabel(self) -> None:
        metrics = QFontMetrics(theme.font(1.0, theme.SEMIBOLD, tabular=True))
        for word, button in self._buttons.items():
            text = spoken(self._titles[word])
            if word in self._counts:
                text = f"{text}  {number(self._counts[word])}"
            button.setFont(theme.font(1.0, theme.MEDIUM, tabular=True))
            button.setText(text)
            wide = metrics.horizontalAdvance(text)
            button.setMinimumWidth(wide + 8)  # in a narrow pane the room beside the words gives way
            button.setMaximumWidth(wide + 22)
            button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        words = list(self._buttons)
        at = (words.index(self.current()) + step) % len(words)
        self._buttons[words[at]].setFocus()
        self._buttons[words[at]].click()
