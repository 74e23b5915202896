"""Choosing a fact from the dictionary by typing a part of its name, in either language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from workbench.credit.facts import Fact, Family, dictionary
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.case_sides import FAMILY_WORDS
from workbench.ui.fields import LONGEST_SEARCH
from workbench.ui.layouts import column
from workbench.ui.words import say

_FACT = Qt.ItemDataRole.UserRole


def answers_to(fact: Fact, typed: str) -> bool:
    """Whether a fact is meant by what was typed: part of a label, a synonym or its name."""
    asked = typed.casefold().strip()
    known = (*fact.label.values(), *fact.synonyms, fact.name, fact.name.replace("_", " "))
    return all(any(word in name.casefold() for name in known) for word in asked.split())


class FactPicker(QFrame):
    """A small window under a cell: a search field over all facts, grouped by family."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self._taken: frozenset[str] = frozenset()
        self._picked: Callable[[str | None], object] | None = None
        self.search = QLineEdit()
        self.search.setMaxLength(LONGEST_SEARCH)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        say(self.search, self.search.setPlaceholderText, N_("Find a fact"))
        say(self.search, self.search.setAccessibleName, N_("Find a fact"))
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setStyleSheet("QListWidget::item { padding: 4px 8px; }")
        self.list.itemClicked.connect(self._pick)
        say(self.list, self.list.setAccessibleName, N_("Facts of an application"))
        self.setLayout(column(self.search, self.list, margins=(8, 8, 8, 8), gap=6))
        self.setFixedSize(theme.grown(340), 380)

    def ask(
        self,
        at: QPoint,
        fact: str | None,
        taken: frozenset[str],
        picked: Callable[[str | None], object],
    ) -> None:
        """Open at a point of the screen; `picked` is told the fact, or None for "ignore"."""
        self._picked, self._taken = picked, taken
        self.search.clear()
        self._fill("")
        for row in range(self.list.count()):
            if self.list.item(row).data(_FACT) == fact and fact:
                self.list.setCurrentRow(row)
        self.move(at)
        self.show()
        self.search.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self.list.currentItem()) is not None:
                self._pick(item)
            return True
        return False

    def _fill(self, typed: str) -> None:
        self.list.clear()
        if not typed:
            self._add(_("Ignore this column"), None)
        for family in Family:
            found = [f for f in dictionary() if f.family is family and answers_to(f, typed)]
            if found:
                self._add_heading(_(FAMILY_WORDS[family]))
            for fact in found:
                used = _("{fact} (already matched)", fact=fact.text())
                self._add(used if fact.name in self._taken else fact.text(), fact.name)
        self._walk(0)

    def _add(self, text: str, fact: str | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_FACT, fact or "")
        self.list.addItem(item)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font(0.88, theme.SEMIBOLD))
        item.setForeground(theme.colour("text3"))
        self.list.addItem(item)

    def _walk(self, step: int) -> None:
        rows = [
            row
            for row in range(self.list.count())
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable
        ]
        if not rows:
            return
        now = self.list.currentRow()
        at = rows.index(now) + step if now in rows else 0
        self.list.setCurrentRow(rows[max(0, min(at, len(rows) - 1))])

    def _pick(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsSelectable:
            return
        fact = str(item.data(_FACT)) or None
        self.hide()
        if self._picked is not None:
            self._picked(fact)
