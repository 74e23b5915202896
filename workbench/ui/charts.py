"""What every chart shares: words for those who do not see it, tooltips, keys, copying.

A chart is a painted widget with a list of `lines()`, the same figures as words. They are its
description for a screen reader, its tooltip by row, what the arrows walk, and what "Copy as
table" copies. Enter, Space or a click on a line's mark emits `picked` with the line's number.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from workbench.i18n import _
from workbench.ui import theme
from workbench.ui.strokes import bar
from workbench.ui.words import Text, again, say, spoken

Line = tuple[str, ...]


class Chart(QWidget):
    """A painted chart that can also be read, heard, walked by keys and copied."""

    picked = Signal(int)
    """The number of the line whose mark was clicked, or on which Enter or Space fell."""

    def __init__(self, name: Text) -> None:
        super().__init__()
        self._name = name
        self._at = -1
        self._wanted = self.rect()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        say(self, self.setAccessibleName, name)
        again(self, self.told)
        theme.on_change(self, self.update)

    def lines(self) -> Sequence[Line]:
        """The figures as a table: one tuple of words a line."""
        return ()

    def paint(self, painter: QPainter) -> None:
        """Draw the chart, or what lies in `_wanted` of it; antialiasing is on."""

    def line_at(self, point: QPoint) -> int:
        """Which of `lines()` lies under a point; -1 for none."""
        del point
        return -1

    def place_of(self, line: int) -> QRectF | None:
        """Where the mark of a line is painted; None where a line has no mark of its own."""
        del line
        return None

    def told(self) -> None:
        """Call when the figures changed: repaints, and tells screen readers."""
        self._at = -1
        self.setAccessibleDescription("; ".join(": ".join(line) for line in self.lines()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._wanted = event.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        if self.hasFocus():
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        mark = self.place_of(self._at) if self._at >= 0 else None
        if mark is not None:
            painter.setPen(QPen(theme.colour("text"), 1.5))
            painter.drawRoundedRect(mark.adjusted(-2, -2, 2, 2), 3, 3)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            self._show_tip(self.line_at(event.pos()), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, line: int, at: QPoint) -> None:
        lines = self.lines()
        text = ": ".join(lines[line]) if 0 <= line < len(lines) else ""
        QToolTip.showText(at, text, self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.copy_menu().exec(event.globalPos())

    def copy_menu(self) -> QMenu:
        """What can be done with the figures: to be opened where it was asked for."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Copy as table") + "\tCtrl+C", self.copy_table)
        menu.addAction(_("Copy as picture") + "\tCtrl+Shift+C", self.copy_picture)
        return menu

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and line >= 0:
            self.picked.emit(line)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._at = -1
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        elif event.keyCombination().toCombined() == _COPY_PICTURE:
            self.copy_picture()
        elif step:
            self.walk(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Space} and self._at >= 0:
            self.picked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def walk(self, step: int) -> None:
        """Go to the next line (or with -1 the previous): marked, shown and read aloud."""
        count = len(self.lines())
        if not count:
            return
        first = 0 if step > 0 else count - 1
        self._at = min(count - 1, max(0, self._at + step)) if self._at >= 0 else first
        self.setAccessibleDescription(": ".join(self.lines()[self._at]))
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        mark = self.place_of(self._at)
        centre = mark.bottomRight().toPoint() if mark is not None else self.rect().center()
        self._show_tip(self._at, self.mapToGlobal(centre))
        self.update()

    def copy_table(self) -> None:
        """Put the figures on the clipboard, to paste into a spreadsheet."""
        text = "\n".join("\t".join(line) for line in self.lines())
        QGuiApplication.clipboard().setText(text)

    def copy_picture(self) -> None:
        """Put the drawing on the clipboard, without focus marks, in twice the pixels."""
        ratio = 2.0
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour("surface"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._wanted = self.rect()
        self.paint(painter)
        painter.end()
        QGuiApplication.clipboard().setPixmap(picture)


_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_COPY_PICTURE = Qt.Modifier.CTRL.value | Qt.Modifier.SHIFT.value | Qt.Key.Key_C.value


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
