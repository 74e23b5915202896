"""Step 3 of an import: the rows as they will be taken in, and what keeps some of them waiting."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import tool
from workbench.ui.import_cells import Findings, SheetCells, Shown, lines_of
from workbench.ui.import_fixes import Cell
from workbench.ui.import_grid import Grid
from workbench.ui.import_problem_cards import ProblemCards
from workbench.ui.import_problems import cell_of
from workbench.ui.layouts import column, pane, row
from workbench.ui.tabs import Tabs

SIDE = 360


class CheckStep(QWidget):
    """The grid with its four tabs, and the problems beside it. It shows; it does not check.

    `edited` carries cell -> text (None: as in the file); undo and redo are asked for.
    """

    edited = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cells: SheetCells | None = None
        self._found = Findings()
        self._fixes: Mapping[Cell, str] = {}
        self.grid = Grid()
        self.cards = ProblemCards()
        self.tabs = Tabs(
            (
                (Shown.ALL, N_("All rows")),
                (Shown.ERRORS, N_("Errors")),
                (Shown.WARNINGS, N_("Warnings")),
                (Shown.FIXED, N_("Fixed")),
            ),
            N_("Rows shown"),
        )
        self.undo = tool("undo", N_("Undo"), self.undo_wanted.emit, keys="Ctrl+Z")
        self.redo = tool("redo", N_("Redo"), self.redo_wanted.emit, keys="Ctrl+Shift+Z")
        self.setLayout(self._lay_out())
        self._connect()

    def show_sheet(self, cells: SheetCells, found: Findings, fixes: Mapping[Cell, str]) -> None:
        """Another sheet, or the same one matched anew."""
        self._cells, self._found, self._fixes = cells, found, fixes
        self.tabs.show_tab(Shown.ALL)
        self._show_tab()
        self.grid.fit_columns()
        self._count()
        self.cards.show_problems(found.book)

    def show_findings(self, found: Findings, fixes: Mapping[Cell, str]) -> None:
        """The same rows after another check: the tab keeps its rows until it is chosen again."""
        self._found, self._fixes = found, fixes
        self.grid.cells.show_findings(found, fixes)
        self._count()
        self.cards.show_problems(found.book)

    def show_history(self, *, can_undo: bool, can_redo: bool) -> None:
        """Whether there is a stroke to take back or to do again."""
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def go_to(self, problem: Problem) -> None:
        """Bring the cell of a problem into view, on all rows if this tab does not show it."""
        cell = cell_of(problem) or (problem.place.sheet, problem.place.row or 0, "")
        if not self.grid.go_to(cell) and self.tabs.current() != Shown.ALL:
            self.tabs.show_tab(Shown.ALL)
            self._show_tab()
            self.grid.go_to(cell)
        self.grid.setFocus()

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _tab: self._show_tab())
        self.grid.cells.edited.connect(self.edited)
        self.cards.fixed.connect(self.edited)
        self.cards.reached.connect(self.go_to)
        self.grid.selectionModel().currentChanged.connect(self._on_current)
        for keys, act in (
            ("Ctrl+Z", self.undo_wanted.emit),
            ("Ctrl+Shift+Z", self.redo_wanted.emit),
            ("Ctrl+Y", self.redo_wanted.emit),
            ("F8", lambda: self.cards.step(1)),
            ("Shift+F8", lambda: self.cards.step(-1)),
            ("Ctrl+.", lambda: self.cards.step(1)),
            ("Ctrl+Shift+.", lambda: self.cards.step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> QHBoxLayout:
        top = row(self.tabs, None, self.undo, self.redo, margins=(10, 8, 10, 8), gap=4)
        left = pane(column(top, self.grid, gap=0), "surface")
        right = pane(column(self.cards, gap=0), "side")
        right.setFixedWidth(theme.grown(SIDE))
        layout = row(left, right, gap=0)
        layout.setStretch(0, 1)
        return layout

    def _show_tab(self) -> None:
        if self._cells is None:
            return
        rows = {
            Shown.ERRORS: self._found.error_rows,
            Shown.WARNINGS: self._found.warning_rows,
            Shown.FIXED: frozenset((sheet, row) for sheet, row, _fact in self._fixes),
        }
        tab = Shown(self.tabs.current())
        lines = range(len(self._cells)) if tab is Shown.ALL else lines_of(self._cells, rows[tab])
        self.grid.cells.show_rows(self._cells, lines, self._found, self._fixes)

    def _count(self) -> None:
        fixed = {(sheet, row) for sheet, row, _fact in self._fixes}
        self.tabs.set_counts(
            {
                Shown.ALL: len(self._cells) if self._cells is not None else 0,
                Shown.ERRORS: len(self._found.error_rows),
                Shown.WARNINGS: len(self._found.warning_rows),
                Shown.FIXED: len(fixed),
            }
        )

    def _on_current(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid() and (problem := self.grid.cells.problem(index)) is not None:
            self.cards.show_current(problem)
