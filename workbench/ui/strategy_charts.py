"""A strategy in pictures: the points of one characteristic, and the scale with its grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from workbench.i18n import _, number
from workbench.ui import theme
from workbench.ui.chart_axes import width_of
from workbench.ui.charts import Chart, Line
from workbench.ui.histogram import BANDS
from workbench.ui.score_charts import signed
from workbench.ui.strokes import CENTRE, LEFT, RIGHT, bar, write
from workbench.ui.words import Text

_ROW, _BAR = 22, 10


class PointsTable(Chart):
    """Every class of a characteristic with its points: bars from a common zero."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._rows: tuple[tuple[str, int], ...] = ()
        self._most = 1

    def show_points(self, rows: Sequence[tuple[str, int]], most: int) -> None:
        """`rows` are a class's words and its points; `most` is the card's largest effect, so
        that bars of all characteristics can be compared."""
        self._rows, self._most = tuple(rows), max(1, most)
        self.setFixedHeight(_ROW * len(rows) + 2)
        self.told()

    def lines(self) -> Sequence[Line]:
        return [(said, signed(points)) for said, points in self._rows]

    def line_at(self, point: QPoint) -> int:
        at = point.y() // _ROW
        return at if 0 <= at < len(self._rows) else -1

    def place_of(self, line: int) -> QRectF | None:
        return QRectF(2, line * _ROW + 2, self.width() - 4, _ROW - 4)

    def sizeHint(self) -> QSize:
        return QSize(360, self.height())

    def paint(self, painter: QPainter) -> None:
        zero = self._zero()
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, self.height()))
        for at, (said, points) in enumerate(self._rows):
            y = at * _ROW
            write(painter, QRectF(0, y, self._names() - 10, _ROW), said, scale=0.94, align=LEFT)
            long = self._half() * abs(points) / self._most
            left = zero + 1 if points >= 0 else zero - 1 - long
            if points:
                box = QRectF(left, y + (_ROW - _BAR) / 2, max(2.0, long), _BAR)
                bar(painter, box, theme.colour("gain" if points > 0 else "loss"))
            ink = "approve" if points > 0 else "decline" if points < 0 else "text2"
            value = QRectF(self.width() - 40, y, 38, _ROW)
            write(painter, value, signed(points), ink=ink, scale=0.94, align=RIGHT)

    def _names(self) -> float:
        wide = width_of([said for said, _points in self._rows], 0.94) + 16
        return float(min(wide, self.width() * 0.6))

    def _half(self) -> float:
        return max(10.0, (self.width() - 44 - self._names()) / 2)

    def _zero(self) -> float:
        return self._names() + self._half()


@dataclass(frozen=True, slots=True)
class GradeBand:
    """One grade: its name, the score it begins at, and what is told of it."""

    name: str
    score: int
    words: str


class ScoreScale(Chart):
    """The whole scale from least to most: bands between the cut-offs, grades below."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self._ends = (0, 1)
        self._cuts = (0, 1)
        self._grades: tuple[GradeBand, ...] = ()
        self.setFixedHeight(74)

    def show_scale(
        self, ends: tuple[int, int], cuts: tuple[int, int], grades: Sequence[GradeBand]
    ) -> None:
        """`ends` are the least and most possible score, `cuts` the decline and approve ones."""
        self._ends, self._cuts = ends, cuts
        inside = [g for g in grades if g.score <= ends[1]]
        self._grades = tuple(sorted(inside, key=lambda grade: grade.score))
        self.told()

    def lines(self) -> Sequence[Line]:
        cuts = (
            (_("Declined below"), number(self._cuts[0])),
            (_("Approved from"), number(self._cuts[1])),
        )
        return (*cuts, *((grade.name, grade.words) for grade in self._grades))

    def line_at(self, point: QPoint) -> int:
        for at in range(2, len(self.lines())):
            if self._grade_box(at - 2).contains(QPointF(point)):
                return at
        return -1

    def place_of(self, line: int) -> QRectF | None:
        if line >= 2:
            return self._grade_box(line - 2)
        x = self._x(self._cuts[line])
        return QRectF(x - 4, 18, 8, 20)

    def sizeHint(self) -> QSize:
        return QSize(480, 74)

    def paint(self, painter: QPainter) -> None:
        edges = (self._ends[0], *self._cuts, self._ends[1])
        for token, low, high in zip(BANDS, edges[:-1], edges[1:], strict=True):
            left, right = self._x(low), self._x(high)
            box = QRectF(left + 0.5, 22, max(2.0, right - left - 1), 12)
            bar(painter, box, theme.colour(token), 3)
        self._paint_cuts(painter)
        for at, grade in enumerate(self._grades):
            box = self._grade_box(at)
            painter.setPen(QPen(theme.colour("line_strong"), 1))
            painter.drawLine(QPointF(box.left(), 38), QPointF(box.left(), 56))
            write(painter, box, grade.name, weight=theme.SEMIBOLD, align=CENTRE)
        for value, align in ((self._ends[0], LEFT), (self._ends[1], RIGHT)):
            box = QRectF(0, 57, self.width(), 15)
            write(painter, box, number(value), ink="text3", align=align)

    def _paint_cuts(self, painter: QPainter) -> None:
        for cut, align, shift in ((self._cuts[0], RIGHT, -124), (self._cuts[1], LEFT, 4)):
            x = self._x(cut)
            painter.setPen(QPen(theme.colour("text"), 1.5))
            painter.drawLine(QPointF(x, 17), QPointF(x, 37))
            ink = "decline" if align is RIGHT else "approve"
            box = QRectF(x + shift, 0, 120, 16)
            said = _("Decline < {n}", n=cut) if align is RIGHT else _("Approve ≥ {n}", n=cut)
            write(painter, box, said, ink=ink, scale=0.9, weight=theme.SEMIBOLD, align=align)

    def _x(self, score: int) -> float:
        least, most = self._ends
        return self.width() * min(1.0, max(0.0, (score - least) / max(1, most - least)))

    def _grade_box(self, at: int) -> QRectF:
        left = self._x(self._grades[at].score)
        last = at + 1 == len(self._grades)
        right = self.width() if last else self._x(self._grades[at + 1].score)
        return QRectF(left, 38, max(1.0, right - left), 18)
