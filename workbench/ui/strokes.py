"""What painted things are made of: words at an edge, and bars with round ends."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from workbench.ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_THOUSAND = 1000  # pixels at the usual size of type: tells one size of type from another


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
    painter.setFont(theme.font(scale, weight, tabular=True))
    painter.setPen(theme.colour(ink))
    painter.drawText(box, align, cut_to(text, scale, weight, int(box.width()) + 1))


def cut_to(text: str, scale: float, weight: QFont.Weight, room: int) -> str:
    """A text in a room of so many pixels, shortened with "…" when it does not fit."""
    return _cut_to(text, scale, weight, room, theme.grown(_THOUSAND))


def advance(text: str, scale: float, weight: QFont.Weight = theme.REGULAR) -> int:
    """How wide a text with even figures is, in pixels."""
    return _advance(text, scale, weight, theme.grown(_THOUSAND))


@lru_cache(maxsize=8192)
def _cut_to(text: str, scale: float, weight: QFont.Weight, room: int, _grown: int) -> str:
    """Kept, as what is painted is much the same from case to case; anew in another type."""
    metrics = QFontMetrics(theme.font(scale, weight, tabular=True))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=8192)
def _advance(text: str, scale: float, weight: QFont.Weight, _grown: int) -> int:
    return QFontMetrics(theme.font(scale, weight, tabular=True)).horizontalAdvance(text)


def bar(painter: QPainter, box: QRectF, colour: QColor, radius: float = 2.5) -> None:
    """A filled bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, radius, radius)
