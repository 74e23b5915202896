"""The score in pictures: where it lies between the cut-offs, and how its points add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from workbench.i18n import MINUS, N_, _
from workbench.ui import theme
from workbench.ui.charts import Chart, Line
from workbench.ui.score_marks import Scale
from workbench.ui.strokes import CENTRE, LEFT, RIGHT, advance, bar, cut_to, write


def signed(points: int) -> str:
    """+62, −41, 0: points with their sign and a real minus."""
    return f"{points:+d}".replace("-", MINUS) if points else "0"


class Gauge(Chart):
    """Half a circle from the least to the most possible score, with both cut-offs marked."""

    def __init__(self) -> None:
        super().__init__(N_("Score"))
        self._scale: Scale | None = None
        self.setFixedSize(theme.grown(172), theme.grown(116))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_score(self, scale: Scale) -> None:
        """Show this score on its scale."""
        self._scale = scale
        self.told()

    def lines(self) -> Sequence[Line]:
        scale = self._scale
        if scale is None:
            return ()
        return (
            (_("Score"), str(scale.score) if scale.score is not None else _("not scored")),
            (_("Declined below"), str(scale.decline)),
            (_("Approved from"), str(scale.approve)),
            (_("Range"), f"{scale.least}–{scale.most}"),
        )

    def line_at(self, point: QPoint) -> int:
        del point
        return 0 if self._scale else -1

    def paint(self, painter: QPainter) -> None:
        scale = self._scale
        if scale is None:
            return
        radius = float(theme.grown(64))
        middle = QPointF(self.width() / 2, self.height() - theme.grown(20))
        self._paint_bands(painter, scale, radius, middle)
        if scale.score is not None:
            self._paint_hand(painter, math.pi * (1 - scale.share(scale.score)), radius, middle)
        self._paint_numbers(painter, scale, radius, middle)

    def _paint_bands(self, painter: QPainter, scale: Scale, radius: float, middle: QPointF) -> None:
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        bands = (
            (scale.least, scale.decline, "loss"),
            (scale.decline, scale.approve, "middle"),
            (scale.approve, scale.most, "gain"),
        )
        for low, high, token in bands:
            start = 180 - 180 * scale.share(low) - (0 if low == scale.least else 1)
            end = 180 - 180 * scale.share(high) + (0 if high == scale.most else 1)
            full = theme.colour(token)
            shade = full if scale.band() == token else theme.mixed(token, 0.32)
            painter.setPen(QPen(shade, 12, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(box, round(start * 16), round(min(0, end - start) * 16))

    def _paint_hand(self, painter: QPainter, angle: float, radius: float, middle: QPointF) -> None:
        across = QPointF(math.cos(angle), -math.sin(angle))
        near, far = middle + across * (radius - 10), middle + across * (radius + 6)
        for token, width in (("surface", 7), ("text", 3)):
            pen = QPen(theme.colour(token), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(near, far)

    @staticmethod
    def _cut_place(share: float, radius: float, middle: QPointF, side: int) -> QPointF:
        angle = math.pi * (1 - share)
        x = middle.x() + (radius + theme.grown(20)) * math.cos(angle) + side * theme.grown(9)
        return QPointF(x, middle.y() - (radius + theme.grown(19)) * math.sin(angle))

    def _paint_numbers(
        self, painter: QPainter, scale: Scale, radius: float, middle: QPointF
    ) -> None:
        places = [
            self._cut_place(scale.share(cut), radius, middle, side)
            for cut, side in ((scale.decline, -1), (scale.approve, 1))
        ]
        wide, high = theme.grown(36), theme.grown(16)
        apart = max(0.0, wide * 0.75 - (places[1].x() - places[0].x())) / 2
        for cut, place, side in zip((scale.decline, scale.approve), places, (-1, 1), strict=True):
            x = min(self.width() - wide * 0.42, max(wide * 0.42, place.x() + side * apart))
            box = QRectF(x - wide / 2, max(0.0, place.y() - high * 0.56), wide, high)
            write(painter, box, str(cut), weight=theme.MEDIUM, align=CENTRE)
        for value, x in ((scale.least, -radius), (scale.most, radius)):
            box = QRectF(middle.x() + x - wide / 2, middle.y() + 4, wide, high - 2)
            write(painter, box, str(value), ink="text3", scale=0.82, align=CENTRE)
        tall = theme.grown(46)
        box = QRectF(middle.x() - radius, middle.y() - tall + 2, 2 * radius, tall)
        said = str(scale.score) if scale.score is not None else "–"
        low = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        write(painter, box, said, ink="text", scale=2.5, weight=theme.SEMIBOLD, align=low)


_Looks = tuple[str, QFont.Weight, str]
"""Ink and weight of a label, and the ink of its number."""


@dataclass(frozen=True, slots=True)
class PointStep:
    """One bar of the waterfall: what was asked, the answer, and the points it gave."""

    label: str
    points: int
    answer: str = ""

    def words(self) -> str:
        """Question and answer in one."""
        if not self.answer:
            return self.label
        return _("{name}: {answer}", name=self.label, answer=self.answer)


class Waterfall(Chart):
    """How points add up to the score: from the starting points, largest effect first."""

    def __init__(self) -> None:
        super().__init__(N_("How the score was built"))
        self._row, self._top = theme.grown(18), theme.grown(17)
        self._start = PointStep("", 0)
        self._steps: tuple[PointStep, ...] = ()
        self._scale = Scale(None, 0, 1, 0, 1)

    def show_points(self, start: PointStep, steps: Sequence[PointStep], scale: Scale) -> None:
        """`start.points` and the steps' points add up to `scale.score`."""
        self._start, self._scale = start, scale
        self._steps = tuple(sorted(steps, key=lambda step: -abs(step.points)))
        self.setFixedHeight(self._top + self._row * (len(self._steps) + 2) + 2)
        self.told()

    def lines(self) -> Sequence[Line]:
        steps = tuple((step.words(), signed(step.points)) for step in self._steps)
        end = (_("Score"), str(self._scale.score))
        return ((self._start.label, str(self._start.points)), *steps, end)

    def line_at(self, point: QPoint) -> int:
        at = (point.y() - self._top) // self._row
        return at if 0 <= at < len(self.lines()) else -1

    def sizeHint(self) -> QSize:
        return QSize(480, self.height())

    def paint(self, painter: QPainter) -> None:
        if self._scale.score is None:
            return
        self._measure()
        self._paint_cut_offs(painter)
        self._paint_total(painter, 0, self._start.label, self._start.points, "base")
        running = self._start.points
        for at, step in enumerate(self._steps, start=1):
            self._paint_step(painter, at, step, running)
            running += step.points
        self._paint_total(painter, len(self._steps) + 1, _("Score"), running, "text2")

    def _measure(self) -> None:
        heights = [self._start.points]
        for step in self._steps:
            heights.append(heights[-1] + step.points)
        low = min(*heights, self._scale.decline)
        high = max(*heights, self._scale.approve)
        room = max(12, (high - low) * 0.14)
        self._low, self._high = low - room, high + room * 0.4
        self._left = self._label_width()
        self._right = self.width() - theme.grown(46)

    def _label_width(self) -> int:
        """Just under half, and more where a question needs it, as long as bars can be told."""
        longest = max((advance(step.words(), 0.96) for step in self._steps), default=0)
        return int(min(max(self.width() * 0.49, longest + 10), self.width() * 0.6))

    def _x(self, score: float) -> float:
        span = max(1.0, self._high - self._low)
        return self._left + 10 + (self._right - self._left - 10) * (score - self._low) / span

    def _paint_cut_offs(self, painter: QPainter) -> None:
        ends = [self._x(cut) for cut in (self._scale.decline, self._scale.approve)]
        apart = max(0.0, theme.grown(30) - (ends[1] - ends[0])) / 2
        for cut, ink, side in (
            (self._scale.decline, "decline", -1),
            (self._scale.approve, "approve", 1),
        ):
            x = round(self._x(cut)) + 0.5
            painter.setPen(QPen(theme.colour("line_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, self._top), QPointF(x, self.height()))
            box = QRectF(x - 30 + side * apart, 0, 60, self._top - 2)
            write(painter, box, str(cut), ink=ink, scale=0.84, weight=theme.MEDIUM, align=CENTRE)

    def _paint_total(self, painter: QPainter, at: int, label: str, score: int, ink: str) -> None:
        y = self._top + at * self._row
        box = QRectF(
            self._x(self._low), y + (self._row - 11) / 2, self._x(score) - self._x(self._low), 11
        )
        bar(painter, box, theme.colour(ink))
        painter.setPen(QPen(theme.colour("surface"), 2))
        for shift in (9.0, 13.0):  # the axis does not start at zero: the bar is broken
            x = box.left() + shift
            painter.drawLine(QPointF(x - 2, box.bottom() + 1), QPointF(x + 2, box.top() - 1))
        self._words(painter, y, label, str(score), ("text", theme.SEMIBOLD, "text"))
        if at == 0:
            self._link(painter, y, score)

    def _paint_step(self, painter: QPainter, at: int, step: PointStep, running: int) -> None:
        y = self._top + at * self._row
        ends = sorted((self._x(running), self._x(running + step.points)))
        box = QRectF(ends[0], y + (self._row - 11) / 2, max(2.0, ends[1] - ends[0]), 11)
        bar(painter, box, theme.colour("gain" if step.points >= 0 else "loss"))
        ink = "approve" if step.points > 0 else "decline" if step.points < 0 else "text2"
        label = step.words()
        if step.answer:
            label = shortened(step, self._left)
        self._words(painter, y, label, signed(step.points), ("text2", theme.REGULAR, ink))
        self._link(painter, y, running + step.points)

    def _link(self, painter: QPainter, y: float, score: float) -> None:
        x = self._x(score)
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawLine(QPointF(x, y + self._row - 4), QPointF(x, y + self._row + 4))

    def _words(self, painter: QPainter, y: float, label: str, value: str, looks: _Looks) -> None:
        ink, weight, value_ink = looks
        strong = weight if weight is theme.SEMIBOLD else theme.MEDIUM
        left = QRectF(0, y, self._left, self._row)
        write(painter, left, label, ink=ink, scale=0.96, weight=weight, align=LEFT)
        right = QRectF(self._right, y, self.width() - self._right, self._row)
        write(painter, right, value, ink=value_ink, scale=0.96, weight=strong, align=RIGHT)


def shortened(step: PointStep, width: int) -> str:
    """Question and answer within a width: a long question gives way, never the answer."""
    room = width - advance(PointStep("", 0, step.answer).words(), 0.96)
    short = cut_to(step.label, 0.96, theme.REGULAR, room)
    return PointStep(short, 0, step.answer).words()
