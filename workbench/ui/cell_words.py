"""What a cell of a table says: words are shortened to their room, figures written smaller."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.ui import theme
from workbench.ui.strokes import LEFT, RIGHT, advance, cut_to

_LEAST = 0.6  # of the usual size; 12 digits stand in the room of eight


def paint_words(
    painter: QPainter, box: QRectF, text: str, *, ink: str, strong: bool, right: bool
) -> None:
    """Write a cell's text; what stands at the right is a figure."""
    type_ = fitting(text, box.width(), strong=strong) if right else _type(1.0, strong=strong)
    if not right:
        text = cut_to(text, 1.0, _weight(strong=strong), int(box.width()))
    painter.setFont(type_)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, RIGHT if right else LEFT, text)


def fitting(figure: str, room: float, *, strong: bool = False) -> QFont:
    """The largest type in which a figure is read whole."""
    wide = advance(figure, 1.0, _weight(strong=strong))
    scale = 1.0 if wide <= room else max(_LEAST, int(20 * room / wide) / 20)
    return _type(scale, strong=strong)


def tell_whole(event: QHelpEvent, view: QWidget, text: str, room: float) -> bool:
    """Show all of a text as a tooltip where it is shortened; False where it is read whole."""
    asked = event.type() == QEvent.Type.ToolTip
    if not asked or advance(text, 1.0, _weight(strong=True)) <= room:
        return False
    QToolTip.showText(event.globalPos(), text, view)
    return True


def _type(scale: float, *, strong: bool) -> QFont:
    return theme.font(scale, _weight(strong=strong), tabular=True)


def _weight(*, strong: bool) -> QFont.Weight:
    return theme.MEDIUM if strong else theme.REGULAR
