"""The program's mark: a score dial on the accent colour, drawn at any size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from workbench.ui import theme


def paint_mark(painter: QPainter, size: float) -> None:
    """Draw the mark into a square of `size` at the origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.25, size * 0.25)
    pen = QPen(theme.colour("on_accent"), size * 0.09)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dial = QRectF(size * 0.23, size * 0.29, size * 0.54, size * 0.54)
    painter.drawArc(dial, -10 * 16, 200 * 16)
    painter.drawLine(QPointF(size * 0.5, size * 0.57), QPointF(size * 0.64, size * 0.42))


class Mark(QWidget):
    """The mark as a widget of 28 px."""

    def __init__(self, size: int = 28) -> None:
        super().__init__()
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, self.width())
        painter.end()


def window_icon() -> QIcon:
    """The mark as the window's icon, in the usual sizes."""
    made = QIcon()
    for size in (16, 24, 32, 48, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, size)
        painter.end()
        made.addPixmap(picture)
    return made
