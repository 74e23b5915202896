"""The first rows of a sheet as they stand in the file, and which of them names the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.words import again, say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROW = 27
_VCENTRE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number there, and what its cells say."""

    row: int
    texts: tuple[str, ...]


class _Lines(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self.letters: Sequence[str] = ()
        self.header_row = 0

    def show_lines(self, lines: Sequence[Line], letters: Sequence[str], header_row: int) -> None:
        self.beginResetModel()
        self.lines, self.letters, self.header_row = lines, letters, header_row
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.letters)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            texts = self.lines[index.row()].texts
            return texts[index.column()] if index.column() < len(texts) else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.letters[section]
        return str(self.lines[section].row)


class _PreviewCell(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Lines)
        row = model.lines[index.row()].row
        named, above = row == model.header_row, row < model.header_row
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, theme.colour("accent_tint" if named else "surface"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        font = theme.font(0.94, theme.SEMIBOLD if named else theme.REGULAR, tabular=True)
        painter.setFont(font)
        painter.setPen(theme.colour("accent_text" if named else "text3" if above else "text"))
        words = rect.adjusted(8, 0, -8, 0)
        short = QFontMetrics(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _VCENTRE, short)
        painter.restore()


class Preview(QTableView):
    """The first rows. A double click or Enter on a row makes it the one that names the columns."""

    header_chosen = Signal(int)
    """The row, as the spreadsheet counts it, that names the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_PreviewCell(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumWidth(42)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultSectionSize(120)
        say(self, self.setAccessibleName, N_("First rows of the sheet"))
        for header, name in (
            (self.horizontalHeader(), N_("Columns")),
            (self.verticalHeader(), N_("Rows of the spreadsheet")),
        ):
            say(header, header.setAccessibleName, name)
        self.doubleClicked.connect(lambda at: self._choose(at.row()))
        self.verticalHeader().sectionClicked.connect(self._choose)
        again(self, self._tell)
        theme.on_change(self, self.viewport().update)

    def show_lines(self, lines: Sequence[Line], letters: Sequence[str], header_row: int) -> None:
        """Show these rows; `header_row` is the one that names the columns."""
        self._lines.show_lines(lines, letters, header_row)
        self._tell()
        metrics = QFontMetrics(theme.font(0.94, theme.SEMIBOLD, tabular=True))
        for section in range(len(letters)):
            texts = [line.texts[section] for line in lines if section < len(line.texts)]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            self.setColumnWidth(section, min(240, max(72, widest + 22)))

    def header_row(self) -> int:
        """The row that names the columns."""
        return self._lines.header_row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _choose(self, line: int) -> None:
        row = self._lines.lines[line].row
        if row != self._lines.header_row:
            self.header_chosen.emit(row)

    def _tell(self) -> None:
        self.setAccessibleDescription(_("Row {row} names the columns.", row=self._lines.header_row))
