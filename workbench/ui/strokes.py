"""What painted things are made of: words at an edge, and bars with round ends."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from workbench.ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    ink: str = "text2",
    scale: float = 0.85,
    weight: QFont.Weight = theme.REGULAR,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write text into a box, shortened with "…" when it does not fit."""
    type_ = theme.font(scale, weight, tabular=True)
    painter.setFont(type_)
    painter.setPen(theme.colour(ink))
    short = QFontMetrics(type_).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, align, short)


def bar(painter: QPainter, box: QRectF, colour: QColor, radius: float = 2.5) -> None:
    """A filled bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, radius, radius)
