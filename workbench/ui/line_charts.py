"""Lines over an axis, with their names at their ends, and the small line within a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

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
from workbench.ui.strokes import LEFT, write
from workbench.ui.words import Text

Point = tuple[float, float | None]
"""Across and up; None leaves a gap: what is not known is not drawn."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, its points from left to right, its ink, and whether it is dashed.

    `dots` marks every point (for few points, such as the bands of a calibration).
    """

    name: str
    points: tuple[Point, ...]
    ink: str = "accent"
    dashed: bool = False
    dots: bool = False

    def known(self) -> list[tuple[float, float]]:
        """The points that are known."""
        return [(x, y) for x, y in self.points if y is not None]


class Lines(Chart):
    """Straight lines between known points, named at their right end; nothing is smoothed."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._series: tuple[Series, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._say_x: Say = plain
        self._say_y: Say = plain
        self._x_ticks: tuple[float, ...] = ()
        self._span: tuple[float | None, float | None] = (0.0, None)
        self.setMinimumHeight(160)

    def show_series(
        self,
        series: Sequence[Series],
        marks: Sequence[Mark] = (),
        *,
        say_x: Say = plain,
        say_y: Say = plain,
        x_ticks: Sequence[float] = (),
        span: tuple[float | None, float | None] = (0.0, None),
    ) -> None:
        """`span` is the least and most of the height, None where the figures decide;
        `x_ticks` are where words stand below (round values without)."""
        self._series, self._marks = tuple(series), tuple(marks)
        self._say_x, self._say_y, self._span = say_x, say_y, span
        self._x_ticks = tuple(x_ticks)
        self.told()

    def lines(self) -> Sequence[Line]:
        values = [dict(one.points) for one in self._series]
        made = []
        for x in self._across():
            said = [
                f"{one.name} {self._say_y(y)}"
                for one, points in zip(self._series, values, strict=True)
                if (y := points.get(x)) is not None
            ]
            made.append((self._say_x(x), ", ".join(said) or "–"))
        return made

    def line_at(self, point: QPoint) -> int:
        frame, across = self._frame(), self._across()
        if not across or not frame.box.adjusted(-8, -8, 8, 8).contains(QPointF(point)):
            return -1
        return min(range(len(across)), key=lambda at: abs(frame.x(across[at]) - point.x()))

    def place_of(self, line: int) -> QRectF | None:
        frame, x = self._frame(), self._across()[line]
        heights = [y for one in self._series for at, y in one.known() if at == x]
        if not heights:
            return None
        top, bottom = frame.y(max(heights)), frame.y(min(heights))
        return QRectF(frame.x(x) - 3, top - 3, 6, bottom - top + 6)

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def paint(self, painter: QPainter) -> None:
        across = self._across()
        if not across:
            return
        frame = self._frame()
        paint_heights(painter, frame, self._y_ticks(), self._say_y)
        paint_widths(painter, frame, self._ticks_across(), self._say_x)
        for one in self._series:
            _paint_line(painter, frame, one)
        paint_marks(painter, frame, self._marks)
        self._paint_names(painter, frame)

    def _across(self) -> list[float]:
        return sorted({x for one in self._series for x, _y in one.points})

    def _ticks_across(self) -> tuple[float, ...]:
        across = self._across()
        if self._x_ticks:
            return self._x_ticks
        inside = round_ticks(across[0], across[-1], 5)
        return tuple(tick for tick in inside if across[0] <= tick <= across[-1])

    def _y_ticks(self) -> tuple[float, ...]:
        heights = [y for one in self._series for _x, y in one.known()] or [0.0, 1.0]
        least, most = self._span
        return round_ticks(
            min(heights) if least is None else least, max(heights) if most is None else most
        )

    def _frame(self) -> Frame:
        ticks, across = self._y_ticks(), self._across() or [0.0, 1.0]
        left = width_of([self._say_y(tick) for tick in ticks]) + 14
        names = width_of([one.name for one in self._series], 0.92) + 16
        right = min(names, self.width() * 0.3)
        top = 22.0 if self._marks else 10.0
        box = QRectF(left, top, self.width() - left - right - 6, self.height() - top - 24)
        return Frame(box, across[0], across[-1], ticks[0], ticks[-1])

    def _paint_names(self, painter: QPainter, frame: Frame) -> None:
        """Each name at the end of its line, pushed apart where two would meet."""
        ends = sorted(
            ((frame.y(one.known()[-1][1]), one) for one in self._series if one.known()),
            key=lambda pair: pair[0],
        )
        free = -1e9
        for y, one in ends:
            place = min(max(y - 8, free), self.height() - 16.0)
            free = place + 16
            left = frame.box.right() + 8
            box = QRectF(left, place, self.width() - left, 16)
            ink = {"accent": "accent_text", "base": "text2"}.get(one.ink, "text")
            write(painter, box, one.name, ink=ink, scale=0.92, weight=theme.MEDIUM, align=LEFT)


def _paint_line(painter: QPainter, frame: Frame, one: Series) -> None:
    pen = QPen(theme.colour(one.ink), 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if one.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setWidthF(1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for known, run in groupby(one.points, key=lambda point: point[1] is not None):
        places = [frame.at(x, y) for x, y in run if y is not None]
        painter.setPen(pen)
        if known:
            painter.drawPolyline(QPolygonF(places))
        if known and (one.dots or len(places) == 1):
            painter.setPen(QPen(theme.colour("surface"), 1.5))
            painter.setBrush(theme.colour(one.ink))
            for place in places:
                painter.drawEllipse(place, 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_sparkline(
    painter: QPainter, box: QRectF, values: Sequence[float | None], ink: str = "accent"
) -> None:
    """A small line without axes, its last known point as a dot; for cells and tiles."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if not known:
        return
    low, high = min(v for _at, v in known), max(v for _at, v in known)
    inner = box.adjusted(1, 3, -4, -3)
    room = Frame(inner, 0, max(1, len(values) - 1), low, high)
    if low == high:
        room = Frame(inner, 0, max(1, len(values) - 1), low - 1, high + 1)
    one = Series("", tuple((float(at), value) for at, value in enumerate(values)), ink)
    painter.save()
    _paint_thin(painter, room, one)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ink))
    painter.drawEllipse(room.at(*known[-1]), 2.5, 2.5)
    painter.restore()


def _paint_thin(painter: QPainter, frame: Frame, one: Series) -> None:
    painter.setPen(QPen(theme.colour(one.ink), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for known, run in groupby(one.points, key=lambda point: point[1] is not None):
        if known:
            painter.drawPolyline(QPolygonF([frame.at(x, y) for x, y in run if y is not None]))


class Sparkline(Chart):
    """A small line for a tile: its last values, without axes."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._values: tuple[float | None, ...] = ()
        self._names: tuple[str, ...] = ()
        self._say: Say = plain
        self._ink = "accent"
        self.setFixedHeight(28)

    def show_values(
        self,
        values: Sequence[float | None],
        names: Sequence[str] = (),
        *,
        say: Say = plain,
        ink: str = "accent",
    ) -> None:
        """Values from old to new, and the name of each (its month)."""
        self._values, self._say, self._ink = tuple(values), say, ink
        self._names = tuple(names) or tuple(str(at + 1) for at in range(len(values)))
        self.told()

    def lines(self) -> Sequence[Line]:
        return [
            (name, "–" if value is None else self._say(value))
            for name, value in zip(self._names, self._values, strict=True)
        ]

    def line_at(self, point: QPoint) -> int:
        if not self._values:
            return -1
        share = point.x() / max(1, self.width())
        return min(len(self._values) - 1, max(0, int(share * len(self._values))))

    def sizeHint(self) -> QSize:
        return QSize(96, 28)

    def paint(self, painter: QPainter) -> None:
        paint_sparkline(painter, QRectF(self.rect()), self._values, self._ink)
