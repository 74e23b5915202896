"""The check-and-fix grid's model: reads cells lazily, keeps nothing, hands every edit on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from workbench.credit.facts import dictionary
from workbench.errors import Problem
from workbench.i18n import _
from workbench.ui.import_cells import Findings, Mark, SheetCells, SheetColumn, mark_of
from workbench.ui.import_fixes import Cell

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
MARK = Role.UserRole + 1
NUMERIC = Role.UserRole + 2
HEADER = Role.UserRole + 3
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PLAIN = re.compile(r"\d{4,}(\.\d+)?")
"""A number without marks, as Excel stores it: amounts are shown with thousands marks."""


class GridModel(QAbstractTableModel):
    """The rows of one tab. A row of the model is a place in `lines`, a column a matched column."""

    edited = Signal(object)
    """Cell -> the text the officer typed (None: what the file says again)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: SheetCells | None = None
        self._lines: Sequence[int] = ()  # always rising
        self._findings = Findings()
        self._fixes: Mapping[Cell, str] = {}
        self._marked: frozenset[str] = frozenset()

    @property
    def cells(self) -> SheetCells | None:
        """The sheet shown."""
        return self._cells

    def show_rows(
        self,
        cells: SheetCells | None,
        lines: Sequence[int],
        found: Findings,
        fixes: Mapping[Cell, str],
    ) -> None:
        """Show these lines of a sheet, with what was found and what was put right."""
        self.beginResetModel()
        self._cells, self._lines = cells, lines
        self._findings, self._fixes = found, fixes
        self._marked = frozenset(cell[2] for cell in found.marks)
        self.endResetModel()

    def show_findings(self, found: Findings, fixes: Mapping[Cell, str]) -> None:
        """The same rows after another check."""
        self._findings, self._fixes = found, fixes
        self._marked = frozenset(cell[2] for cell in found.marks)
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def column(self, section: int) -> SheetColumn:
        """The matched column behind a section."""
        assert self._cells is not None
        return self._cells.columns[section]

    def cell(self, index: Index) -> Cell:
        """The cell behind an index."""
        assert self._cells is not None
        return self._cells.cell(self._lines[index.row()], index.column())

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands in this tab; not a valid index where it does not."""
        if self._cells is None:
            return QModelIndex()
        column = next((n for n, c in enumerate(self._cells.columns) if c.fact == cell[2]), 0)
        line = self._cells.lines.get((cell[0], cell[1]), -1)
        row = bisect_left(self._lines, line)
        found = row < len(self._lines) and self._lines[row] == line
        return self.index(row, column) if found else QModelIndex()

    def problem(self, index: Index) -> Problem | None:
        """What is wrong with a cell, or None. What is wrong with a whole row stands in its
        first cell."""
        sheet, row, fact = self.cell(index)
        found = self._findings.marks.get((sheet, row, fact))
        if found is None and index.column() == 0:
            return self._findings.marks.get((sheet, row, ""))
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._cells is None else len(self._cells.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        asked: Mapping[int, Callable[[Index], Any]] = {
            Role.DisplayRole: self._shown,
            Role.EditRole: self._text,
            Role.TextAlignmentRole: self._alignment,
            Role.ToolTipRole: self._explained,
            Role.AccessibleDescriptionRole: self._explained,
            MARK: self._mark,
            NUMERIC: lambda at: self.column(at.column()).numeric,
        }
        answer = asked.get(role)
        return answer(index) if answer else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or value == self._text(index):
            return False
        self.edited.emit({self.cell(index): str(value)})
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if self._cells is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._row_header(section, role)
        column = self._cells.columns[section]
        if role == Role.DisplayRole:
            return dictionary()[column.fact].text()
        if role == HEADER:
            return column.header
        if role == MARK:
            return Mark.WARNING if column.fact in self._marked else None
        return None

    def _row_header(self, section: int, role: int) -> Any:
        if role == Role.DisplayRole and section < len(self._lines):
            assert self._cells is not None
            return str(self._cells.rows[self._lines[section]])
        return None

    def _alignment(self, index: Index) -> Any:
        return _RIGHT if self.column(index.column()).numeric else None

    def _shown(self, index: Index) -> str:
        text = self._text(index)
        if self.column(index.column()).money and _PLAIN.fullmatch(text):
            whole, point, part = text.partition(".")
            return f"{int(whole):,}{point}{part}"
        return text

    def _text(self, index: Index) -> str:
        assert self._cells is not None
        line = self._lines[index.row()]
        fixed = self._fixes.get(self._cells.cell(line, index.column()))
        return self._cells.text(line, index.column()) if fixed is None else fixed

    def _mark(self, index: Index) -> Mark | None:
        problem = self.problem(index)
        if problem is not None and (mark := mark_of(problem)) is not None:
            return mark
        return Mark.FIXED if self.cell(index) in self._fixes else None

    def _explained(self, index: Index) -> str:
        problem = self.problem(index)
        if problem is not None:
            return problem.text()
        assert self._cells is not None
        if self.cell(index) in self._fixes:
            was = self._cells.text(self._lines[index.row()], index.column())
            return _("The file says “{value}”.", value=was)
        return ""
