"""What every chart shares: words for those who do not see it, tooltips, copying.

A chart is a painted widget with a list of `lines()`, the same figures as words. They are its
description for a screen reader, its tooltip by row, and what "Copy as table" copies.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from workbench.i18n import _
from workbench.ui import theme
from workbench.ui.words import Text, say, spoken

Line = tuple[str, ...]
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Chart(QWidget):
    """A painted chart that can also be read, heard and copied."""

    def __init__(self, name: Text) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        say(self, self.setAccessibleName, name)
        theme.on_change(self, self.update)

    def lines(self) -> Sequence[Line]:
        """The figures as a table: one tuple of words a line."""
        return ()

    def paint(self, painter: QPainter) -> None:
        """Draw the chart; antialiasing is on."""

    def line_at(self, point: QPoint) -> int:
        """Which of `lines()` lies under a point; -1 for none."""
        del point
        return -1

    def told(self) -> None:
        """Call when the figures changed: repaints, and tells screen readers."""
        self.setAccessibleDescription("; ".join(": ".join(line) for line in self.lines()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            at = self.line_at(event.pos())
            text = ": ".join(self.lines()[at]) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(_("Copy as table"), self.copy_table)
        menu.addAction(_("Copy as picture"), self.copy_picture)
        menu.exec(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.keyCombination().toCombined() == (Qt.Modifier.CTRL.value | Qt.Key.Key_C.value):
            self.copy_table()
            return
        super().keyPressEvent(event)

    def copy_table(self) -> None:
        """Put the figures on the clipboard, to paste into a spreadsheet."""
        text = "\n".join("\t".join(line) for line in self.lines())
        QGuiApplication.clipboard().setText(text)

    def copy_picture(self) -> None:
        """Put the drawing on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.grab())


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


class Meter(Chart):
    """A value against its limit: how full, with the limit as a tick (and a harder one, faint)."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._value: float | None = None
        self._limit, self._limit_words, self._words = 1.0, "", ""
        self.setFixedHeight(14)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_value(
        self, value: float | None, limit: float, *, words: str, limit_words: str
    ) -> None:
        """`value` and `limit` on the same scale; both also as the words a reader hears."""
        self._value, self._limit = value, limit
        self._words, self._limit_words = words, limit_words
        self.told()

    def lines(self) -> Sequence[Line]:
        return ((spoken(self._name), self._words), (_("Limit"), self._limit_words))

    def line_at(self, point: QPoint) -> int:
        del point
        return 0

    def paint(self, painter: QPainter) -> None:
        width = self.width()
        most = max(self._limit * 1.5, (self._value or 0) * 1.05, 0.0001)
        bar(painter, QRectF(0, 4, width, 6), theme.colour("neutral_bg"), 3)
        if self._value is not None and self._value > 0:
            ink = "accent" if self._value <= self._limit else "loss"
            share = min(1.0, self._value / most)
            bar(painter, QRectF(0, 4, max(6.0, width * share), 6), theme.colour(ink), 3)
        at = width * self._limit / most
        bar(painter, QRectF(at - 0.75, 0, 1.5, 14), theme.colour("text"), 0)
