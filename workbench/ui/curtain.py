"""The first thing seen: the window's own outline, while the store is being opened behind it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.ui import theme
from workbench.ui.brand import paint_mark
from workbench.ui.window_memory import window_memory

_RAIL, _TOP, _FOOT = 208, 54, 27


class Curtain(QWidget):
    """Rail, top bar and status bar without words, in the place of the window to come."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Credit Workbench")
        kept = window_memory().value("geometry")
        if kept is None or not self.restoreGeometry(kept):
            self.resize(1440, 900)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide, high = self.width(), self.height()
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.fillRect(QRect(0, 0, _RAIL, high), theme.colour("rail"))
        painter.fillRect(QRect(_RAIL, 0, wide - _RAIL, _TOP), theme.colour("surface"))
        painter.fillRect(QRect(_RAIL, high - _FOOT, wide - _RAIL, _FOOT), theme.colour("rail"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(QPoint(_RAIL, 0), QPoint(_RAIL, high))
        painter.drawLine(QPoint(_RAIL, _TOP), QPoint(wide, _TOP))
        painter.translate(14, 13)
        paint_mark(painter, 28)
        painter.end()
