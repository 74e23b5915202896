"""Named bars: one to the right for each thing, or two from a middle line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from workbench.ui import theme
from workbench.ui.chart_axes import width_of
from workbench.ui.charts import Chart, Line
from workbench.ui.strokes import LEFT, RIGHT, bar, write
from workbench.ui.words import Text

_ROW, _BAR = 30, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is, the words at its end, and its ink.

    `limit` is where a tick stands on it; None draws none.
    """

    name: str
    value: float
    words: str
    ink: str = "base"
    limit: float | None = None


class Bars(Chart):
    """Bars from one line to the right, names at the left, figures at their ends."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these, in this order."""
        self._bars = tuple(bars)
        self.setFixedHeight(_ROW * len(bars) + 4)
        self.updateGeometry()
        self.told()

    def lines(self) -> Sequence[Line]:
        return [(one.name, one.words) for one in self._bars]

    def line_at(self, point: QPoint) -> int:
        at = (point.y() - 2) // _ROW
        return at if 0 <= at < len(self._bars) else -1

    def place_of(self, line: int) -> QRectF | None:
        return self._box(line)

    def sizeHint(self) -> QSize:
        return QSize(360, self.height())

    def paint(self, painter: QPainter) -> None:
        for at, one in enumerate(self._bars):
            y = 2 + at * _ROW
            name = QRectF(4, y, self._left() - 12, _ROW)
            write(painter, name, one.name, ink="text", scale=0.94, align=LEFT)
            box = self._box(at)
            if one.value > 0:  # nothing is no bar, however short
                bar(painter, box, theme.colour(one.ink))
            if one.limit is not None:
                self._paint_limit(painter, box, one.limit)
            words = QRectF(box.right() + 8, y, self.width() - box.right() - 8, _ROW)
            write(painter, words, one.words, scale=0.94, weight=theme.MEDIUM, align=LEFT)

    def _paint_limit(self, painter: QPainter, box: QRectF, limit: float) -> None:
        x = self._left() + self._room() * limit / self._most()
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.drawLine(QPointF(x, box.top() - 4), QPointF(x, box.bottom() + 4))

    def _left(self) -> float:
        wide = width_of([one.name for one in self._bars], 0.94) + 20
        return float(min(wide, self.width() * 0.62))

    def _room(self) -> float:
        words = width_of([one.words for one in self._bars], 0.94) + 16
        return float(max(24.0, self.width() - self._left() - words))

    def _most(self) -> float:
        return max([one.value for one in self._bars] + [one.limit or 0 for one in self._bars]) or 1

    def _box(self, at: int) -> QRectF:
        long = self._room() * max(0.0, self._bars[at].value) / self._most()
        return QRectF(self._left(), 2 + at * _ROW + (_ROW - _BAR) / 2, max(2.0, long), _BAR)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars from the middle line: what they stand for, and both values with their words."""

    name: str
    left: float
    right: float
    left_words: str
    right_words: str


class PairedBars(Chart):
    """Two directions side by side, such as low-side and high-side overrides by officer."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._pairs: tuple[Pair, ...] = ()
        self._heads = ("", "")
        self._inks = ("override", "base")

    def show_pairs(
        self,
        pairs: Sequence[Pair],
        heads: tuple[str, str],
        inks: tuple[str, str] = ("override", "base"),
    ) -> None:
        """`heads` name the two directions, left and right."""
        self._pairs, self._heads, self._inks = tuple(pairs), heads, inks
        self.setFixedHeight(_ROW * (len(pairs) + 1) + 4)
        self.updateGeometry()
        self.told()

    def lines(self) -> Sequence[Line]:
        left, right = self._heads
        return [
            (one.name, f"{left} {one.left_words}", f"{right} {one.right_words}")
            for one in self._pairs
        ]

    def line_at(self, point: QPoint) -> int:
        at = (point.y() - 2) // _ROW - 1
        return at if 0 <= at < len(self._pairs) else -1

    def place_of(self, line: int) -> QRectF | None:
        left, right = self._boxes(line)
        return left.united(right)

    def sizeHint(self) -> QSize:
        return QSize(360, self.height())

    def paint(self, painter: QPainter) -> None:
        middle, wide = self._middle(), self.width()
        heads = (QRectF(0, 2, middle - 8, 22), QRectF(middle + 8, 2, wide - middle - 8, 22))
        for box, words, align in zip(heads, self._heads, (RIGHT, LEFT), strict=True):
            write(painter, box, words, scale=0.9, weight=theme.SEMIBOLD, align=align)
        for at, one in enumerate(self._pairs):
            self._paint_pair(painter, at, one)
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawLine(QPointF(middle, 26), QPointF(middle, self.height()))

    def _paint_pair(self, painter: QPainter, at: int, one: Pair) -> None:
        left, right = self._boxes(at)
        y = left.center().y() - _ROW / 2
        end = left.left() - 68 if one.left_words else self._middle() - 12
        name = QRectF(4, y, max(end, self._names()) - 8, _ROW)
        write(painter, name, one.name, ink="text", scale=0.94, align=LEFT)
        for box, ink in zip((left, right), self._inks, strict=True):
            if box.width() > 0:
                bar(painter, box, theme.colour(ink))
        before = QRectF(left.left() - 60, y, 52, _ROW)
        after = QRectF(right.right() + 8, y, 52, _ROW)
        write(painter, before, one.left_words, scale=0.94, weight=theme.MEDIUM, align=RIGHT)
        write(painter, after, one.right_words, scale=0.94, weight=theme.MEDIUM, align=LEFT)

    def _names(self) -> float:
        wide = width_of([one.name for one in self._pairs], 0.94) + 16
        return float(min(wide, self.width() * 0.35))

    def _middle(self) -> float:
        return self._names() + (self.width() - self._names()) / 2

    def _boxes(self, at: int) -> tuple[QRectF, QRectF]:
        one, middle = self._pairs[at], self._middle()
        most = max(max(pair.left, pair.right) for pair in self._pairs) or 1
        room = max(20.0, (self.width() - self._names()) / 2 - 64)
        y = 2 + (at + 1) * _ROW + (_ROW - _BAR) / 2
        long_left, long_right = room * one.left / most, room * one.right / most
        return (
            QRectF(middle - 1 - long_left, y, long_left, _BAR),
            QRectF(middle + 1, y, long_right, _BAR),
        )
