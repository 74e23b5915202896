"""The versions of strategies there are: proposed, in force and past, one under another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, _, pick
from workbench.ui import theme
from workbench.ui.labels import Elided, label, shown
from workbench.ui.layouts import clear, column, row, scrolled
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy

STATE_WORDS = {
    "in_force": (N_("In force"), "approve"),
    "proposed": (N_("Waits for a second person"), "refer"),
    "past": (N_("Past version"), "text3"),
}
"""What is said of a strategy's state, and in which ink."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A version on the shelf: its state, and who proposed it when (nobody, if it shipped)."""

    strategy: Strategy
    state: str = "in_force"
    by: str = ""
    at: datetime | None = None

    @property
    def sha256(self) -> str:
        """What names it."""
        return self.strategy.sha256

    def name(self) -> str:
        """ "Personal loan 1.0"."""
        return f"{pick(self.strategy.label.both())} {self.strategy.version}"


class _Entry(QPushButton):
    """One strategy: its name, version and state."""

    def __init__(self, shelved: Shelved) -> None:
        super().__init__()
        self.setProperty("role", "shelf")
        self.setCheckable(True)
        words, ink = STATE_WORDS[shelved.state]
        name = Elided(shelved.name())
        name.setFont(theme.font(1.0, theme.MEDIUM))
        state = label(words, ink=ink, scale=0.9)
        by = shown(shelved.by, ink="text3", scale=0.9)
        self.setLayout(column(name, row(state, by, None, gap=8), margins=(10, 6, 8, 6), gap=0))
        say(self, self.setAccessibleName, lambda: f"{shelved.name()}, {_(words)}")


class Shelf(QWidget):
    """The list. `chosen` carries the Shelved."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._entries: dict[str, _Entry] = {}
        self._shelved: tuple[Shelved, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._rows.setContentsMargins(0, 0, 0, 0)
        title = label(N_("Strategies"), ink="text3", scale=0.85, weight=theme.SEMIBOLD)
        title.setContentsMargins(10, 0, 0, 0)
        layout = column(title, scrolled(self._rows), margins=(8, 14, 8, 8), gap=6)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        say(self, self.setAccessibleName, N_("Strategies"))

    def show_strategies(self, shelved: Sequence[Shelved], chosen: str = "") -> None:
        """Show these, with the one of digest `chosen` (or the first) marked; tells nobody."""
        for entry in self._entries.values():
            self._group.removeButton(entry)
        clear(self._rows)
        self._shelved, self._entries = tuple(shelved), {}
        for one in self._shelved:
            entry = _Entry(one)
            entry.clicked.connect(partial(self._on_clicked, one))
            self._group.addButton(entry)
            self._entries[one.sha256] = entry
            self._rows.addWidget(entry)
        self._rows.addStretch(1)
        self.mark(chosen if chosen in self._entries else next(iter(self._entries), ""))

    def mark(self, sha256: str) -> None:
        """Mark one without telling."""
        if sha256 in self._entries:
            self._entries[sha256].setChecked(True)

    def current(self) -> Shelved | None:
        """The strategy marked."""
        for one in self._shelved:
            if self._entries[one.sha256].isChecked():
                return one
        return None

    def entry(self, sha256: str) -> QPushButton:
        """The button of a strategy."""
        return self._entries[sha256]

    def _on_clicked(self, one: Shelved, _checked: bool = False) -> None:
        self.chosen.emit(one)
