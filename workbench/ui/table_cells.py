"""How the cells of a table are painted: by what their columns declare."""

from __future__ import annotations

from typing import Any

from PySide6 import QtWidgets  # QStyle is dear to load, and the first rows need none
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from workbench.ui import theme
from workbench.ui.cell_words import paint_words, tell_whole
from workbench.ui.table_header import GAP

Index = QModelIndex | QPersistentModelIndex


class Cells(QStyledItemDelegate):
    """Paints cells from their column's declaration: quiet grid, clear selection, no frames.

    The view says before it is painted what holds for all of them: what is `chosen`, the row that
    is `framed` because the keyboard is on it (-1 for none), and whether the mouse is over any.
    """

    chosen: QItemSelectionModel
    framed, hovered = -1, False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: Any = index.model()
        column, row = model.columns[index.column()], model.row(index.row())
        painter.save()
        self._ground(painter, option, index)
        box = QRectF(option.rect).adjusted(GAP + (0 if index.column() else 6), 0, -GAP, 0)
        if column.paint is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            column.paint(painter, box, row)
        else:
            _paint_text(painter, box, column, row)
        painter.restore()

    def helpEvent(self, event: Any, view: Any, option: Any, index: Index) -> bool:
        """Tell the whole of a text that is shortened and has no tooltip of its own."""
        if index.isValid():
            column = view.model().columns[index.column()]
            text = "" if column.tip else column.text(view.model().row(index.row()))
            if tell_whole(event, view, text, option.rect.width() - 2 * GAP):
                return True
        return bool(super().helpEvent(event, view, option, index))

    def _ground(self, painter: QPainter, option: Any, index: Index) -> None:
        box = option.rect
        selected = self.chosen.isSelected(index)
        lit = self.hovered and option.state & QtWidgets.QStyle.StateFlag.State_MouseOver
        token = "select" if selected else "hover" if lit else "surface"
        painter.fillRect(box, theme.colour(token))
        painter.setPen(QPen(theme.colour("grid"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if selected and index.column() == 0:
            painter.fillRect(box.adjusted(0, 0, 3 - box.width(), 0), theme.colour("accent"))
        if index.row() == self.framed:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.drawLine(box.bottomLeft(), box.bottomRight())


def _paint_text(painter: QPainter, box: QRectF, column: Any, row: Any) -> None:
    strong = column.strong(row) if callable(column.strong) else column.strong
    ink = column.ink(row) if callable(column.ink) else column.ink
    paint_words(painter, box, column.text(row), ink=ink, strong=strong, right=column.right)
