"""A distribution as bars: counts per class, with cut-offs, and beside it how it was before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from workbench.i18n import _, percent
from workbench.ui import theme
from workbench.ui.chart_axes import (
    Frame,
    Mark,
    Say,
    paint_heights,
    paint_marks,
    paint_widths,
    plain,
    round_ticks,
    width_of,
)
from workbench.ui.charts import Chart, Line
from workbench.ui.strokes import CENTRE, bar, write
from workbench.ui.words import Text

BANDS = ("loss", "middle", "gain")
"""The inks of what lies below the first cut-off, between the two, and from the second on."""


def classes(values: Sequence[float], least: float, most: float, step: float) -> list[int]:
    """How many values fall into each class of this width; what lies outside joins the ends."""
    counts = [0] * max(1, round((most - least) / step))
    for value in values:
        counts[min(len(counts) - 1, max(0, int((value - least) // step)))] += 1
    return counts


class Histogram(Chart):
    """Bars over equal or unequal classes, coloured by the band between the cut-offs."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._edges: tuple[float, ...] = ()
        self._counts: tuple[float, ...] = ()
        self._before: tuple[float, ...] = ()
        self._before_words = ""
        self._cuts: tuple[Mark, ...] = ()
        self._say: Say = plain
        self._say_height: Say = plain
        self.setMinimumHeight(160)

    def show_counts(
        self,
        edges: Sequence[float],
        counts: Sequence[float],
        cuts: Sequence[Mark] = (),
        *,
        before: Sequence[float] = (),
        before_words: str = "",
        say: Say = plain,
        say_height: Say = plain,
    ) -> None:
        """`edges` are one more than `counts`; `before` draws another distribution over the
        same classes as an outline, named by `before_words` ("last batch", "now in force")."""
        assert len(edges) == len(counts) + 1, "one edge more than classes"
        self._edges, self._counts = tuple(edges), tuple(counts)
        self._before, self._before_words = tuple(before), before_words
        self._cuts, self._say, self._say_height = tuple(cuts), say, say_height
        self.told()

    def lines(self) -> Sequence[Line]:
        total = sum(self._counts) or 1
        made = []
        for at, count in enumerate(self._counts):
            span = f"{self._say(self._edges[at])}–{self._say(self._edges[at + 1])}"
            said = self._say_height(count)
            line = [span, said]
            if self._say_height is plain:
                line = [span, _("{n}, {share} of all", n=said, share=percent(count / total))]
            if self._before:
                line.append(f"{self._before_words} {self._say_height(self._before[at])}")
            made.append(tuple(line))
        return made

    def line_at(self, point: QPoint) -> int:
        frame = self._frame()
        for at, (low, high) in enumerate(pairwise(self._edges)):
            if frame.x(low) <= point.x() < frame.x(high) and point.y() <= frame.box.bottom():
                return at
        return -1

    def place_of(self, line: int) -> QRectF | None:
        return self._bar_box(self._frame(), line, self._counts[line])

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def paint(self, painter: QPainter) -> None:
        if not self._counts:
            return
        frame = self._frame()
        paint_heights(painter, frame, self._ticks(), self._say_height)
        for at, count in enumerate(self._counts):
            if count > 0:
                bar(painter, self._bar_box(frame, at, count), theme.colour(self._ink(at)))
        self._paint_before(painter, frame)
        paint_widths(painter, frame, self._edges, self._say)
        paint_marks(painter, frame, self._cuts)
        if self._before:
            self._paint_key(painter, frame)

    def _ink(self, at: int) -> str:
        if not self._cuts:
            return "accent" if self._before else "base"
        middle = (self._edges[at] + self._edges[at + 1]) / 2
        above = sum(middle >= cut.at for cut in self._cuts)
        return BANDS[above] if len(self._cuts) > 1 else ("loss", "gain")[above]

    def _ticks(self) -> tuple[float, ...]:
        return round_ticks(0, max([*self._counts, *self._before, 1]), 3)

    def _frame(self) -> Frame:
        ticks = self._ticks()
        left = width_of([self._say_height(tick) for tick in ticks]) + 14
        top = 8.0 + 16 * bool(self._cuts) + 16 * bool(self._before)
        box = QRectF(left, top, self.width() - left - 14, self.height() - top - 24)
        edges = self._edges or (0.0, 1.0)
        return Frame(box, edges[0], edges[-1], 0, ticks[-1])

    def _bar_box(self, frame: Frame, at: int, count: float) -> QRectF:
        left, right = frame.x(self._edges[at]), frame.x(self._edges[at + 1])
        gap = 1.5 if right - left > 6 else 0.5
        top = min(frame.y(count), frame.box.bottom() - 1.5)
        return QRectF(left + gap, top, max(1.0, right - left - 2 * gap), frame.box.bottom() - top)

    def _paint_before(self, painter: QPainter, frame: Frame) -> None:
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at, count in enumerate(self._before):
            box = self._bar_box(frame, at, count)
            painter.drawLine(box.topLeft(), box.topRight())

    def _paint_key(self, painter: QPainter, frame: Frame) -> None:
        wide = width_of([self._before_words], 0.88) + 12
        box = QRectF(frame.box.right() - wide, 0, wide, 15)
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.drawLine(QPointF(box.left() - 18, 8), QPointF(box.left() - 4, 8))
        write(painter, box, self._before_words, scale=0.88, align=CENTRE)
