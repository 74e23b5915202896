"""What a reader may change about a list: which columns it shows, and how high its rows are."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from workbench.i18n import N_, _
from workbench.settings import Settings
from workbench.ui.table import TableView
from workbench.ui.window_memory import keep_words, words_kept
from workbench.ui.words import again, say, spoken

DENSITIES = (("compact", N_("Compact")), ("normal", N_("Normal")), ("roomy", N_("Roomy")))


class ListOptions(QMenu):
    """A menu of columns to show and of row heights; the height is kept in the settings."""

    def __init__(self, table: TableView, settings: Settings) -> None:
        super().__init__(table)
        self._table, self._settings = table, settings
        self._heights: QActionGroup | None = None
        for name in words_kept("queue/columns-away"):
            table.show_column(name, shown=False)
        say(self, self.setAccessibleName, N_("Columns and row height"))
        self._fill()
        again(self, self._fill)

    def _fill(self) -> None:
        self.clear()
        self.addSection(_("Columns"))
        wanted = self._table.columns_shown()
        for column in self._table.columns()[1:]:
            action = self._checkable(spoken(column.title), on=wanted[column.name])
            action.toggled.connect(partial(self._show_column, column.name))
        self.addSection(_("Row height"))
        if self._heights is not None:
            self._heights.deleteLater()  # clearing a menu leaves its groups alive
        heights = self._heights = QActionGroup(self)
        now = self._settings.text("density")
        for word, title in DENSITIES:
            action = self._checkable(_(title), on=word == now)
            heights.addAction(action)
            action.triggered.connect(partial(self._set_density, word))

    def _checkable(self, title: str, *, on: bool) -> QAction:
        action = self.addAction(title)
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _show_column(self, name: str, shown: bool) -> None:
        self._table.show_column(name, shown=shown)
        away = [column for column, wanted in self._table.columns_shown().items() if not wanted]
        keep_words("queue/columns-away", away)

    def _set_density(self, word: str, _checked: bool = False) -> None:
        self._settings.set("density", word)
        self._table.set_density(word)
