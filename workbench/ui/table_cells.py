"""How the rows of a table are painted, by what their columns declare; and what a tip tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import QStyledItemDelegate

from workbench.ui import theme
from workbench.ui.cell_words import paint_words, tell_whole
from workbench.ui.table_header import GAP

Index = QModelIndex | QPersistentModelIndex


def paint_rows(view: Any, painter: QPainter, wanted: QRegion, lit: int) -> None:
    """Paint what is `wanted` of a table: quiet grid, clear selection, no frames; the row `lit`
    lies under the mouse.

    Row by row and without Qt's own way through the delegate, which asks ten things of each cell.
    """
    painter.fillRect(wanted.boundingRect(), theme.colour("surface"))
    rows = tuple(_rows(view, wanted))
    for at, box in rows:
        _ground(view, painter, at, box, lit=at == lit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    model, columns = view.model(), tuple(_columns(view))
    for at, box in rows:
        row = model.row(at)
        for column, left, width in columns:
            cell = QRectF(left, box.y(), width, box.height())
            if column.paint is not None:
                column.paint(painter, cell, row)
            else:
                _paint_text(painter, cell, column, row)


def _rows(view: Any, wanted: QRegion) -> Iterator[tuple[int, QRect]]:
    """The rows of which something is wanted, each with its place."""
    around, header = wanted.boundingRect(), view.horizontalHeader()
    first, last = view.rowAt(around.top()), view.rowAt(around.bottom())
    if first >= 0:
        for at in range(first, (last if last >= 0 else view.model().rowCount() - 1) + 1):
            top, high = view.rowViewportPosition(at), view.rowHeight(at)
            box = QRect(-header.offset(), top, header.length(), high)
            if wanted.intersects(box):
                yield at, box


def _columns(view: Any) -> Iterator[tuple[Any, int, int]]:
    """Each column that is shown, with the left and the width of what is written in it."""
    for at, column in enumerate(view.model().columns):
        if not view.isColumnHidden(at):
            indent = GAP + (0 if at else 6)
            left, width = view.columnViewportPosition(at), view.columnWidth(at)
            yield column, left + indent, width - indent - GAP


def _ground(view: Any, painter: QPainter, at: int, box: QRect, *, lit: bool) -> None:
    selected = view.selectionModel().isSelected(view.model().index(at, 0))
    if selected or lit:
        painter.fillRect(box, theme.colour("select" if selected else "hover"))
    painter.setPen(QPen(theme.colour("grid"), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    if selected:
        painter.fillRect(box.adjusted(0, 0, 3 - box.width(), 0), theme.colour("accent"))
    if view.hasFocus() and view.currentIndex().row() == at:
        painter.setPen(QPen(theme.colour("accent"), 1))
        painter.drawLine(box.topLeft(), box.topRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())


def _paint_text(painter: QPainter, box: QRectF, column: Any, row: Any) -> None:
    strong = column.strong(row) if callable(column.strong) else column.strong
    ink = column.ink(row) if callable(column.ink) else column.ink
    paint_words(painter, box, column.text(row), ink=ink, strong=strong, right=column.right)


class Tips(QStyledItemDelegate):
    """Tells the whole of a text that is shortened and has no tip of its own."""

    def helpEvent(self, event: Any, view: Any, option: Any, index: Index) -> bool:
        if index.isValid():
            column = view.model().columns[index.column()]
            text = "" if column.tip else column.text(view.model().row(index.row()))
            if tell_whole(event, view, text, option.rect.width() - 2 * GAP):
                return True
        return bool(super().helpEvent(event, view, option, index))
