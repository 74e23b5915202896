"""The frame of a chart with two axes: round ticks, grid lines, and where a value lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from workbench.i18n import number
from workbench.ui import theme
from workbench.ui.strokes import CENTRE, LEFT, RIGHT, advance, write

Say = Callable[[float], str]
"""How a value on an axis is said: `percent`, `number`, a month."""

_SCALE = 0.85
_EDGE = 13  # pixels that every chart leaves free at the right of its frame
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_ticks(least: float, most: float, about: int = 4) -> tuple[float, ...]:
    """Round values from at or below `least` to at or above `most`: (0, 57) is 0, 20, 40, 60."""
    span = most - least
    if span <= 0:
        span = abs(most) or 1.0
    raw = span / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in _STEPS if s * power >= raw * 0.999)
    first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return tuple(round(at * step, 10) for at in range(first, max(last, first + 1) + 1))


def plain(value: float) -> str:
    """A number on an axis without more decimals than it has: 20, 2.5, 0.25."""
    places = next((p for p in range(3) if abs(value - round(value, p)) < 1e-9), 3)
    return number(Decimal(str(round(value, 4))), places=places)


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area of a chart and the span of both axes; turns values into places."""

    box: QRectF
    x_least: float
    x_most: float
    y_least: float
    y_most: float

    def x(self, value: float) -> float:
        """Where a value lies across."""
        span = self.x_most - self.x_least or 1.0
        return self.box.left() + self.box.width() * (value - self.x_least) / span

    def y(self, value: float) -> float:
        """Where a value lies in height; larger is higher."""
        span = self.y_most - self.y_least or 1.0
        return self.box.bottom() - self.box.height() * (value - self.y_least) / span

    def at(self, x: float, y: float) -> QPointF:
        """Where a pair of values lies."""
        return QPointF(self.x(x), self.y(y))


def width_of(texts: Sequence[str], scale: float = _SCALE) -> float:
    """The room the widest of these words needs."""
    return float(max((advance(text, scale) for text in texts), default=0))


def paint_heights(painter: QPainter, frame: Frame, ticks: Sequence[float], say: Say) -> None:
    """Grid lines at each height and its words at the left; the lowest line is the base."""
    for at, tick in enumerate(ticks):
        y = round(frame.y(tick)) + 0.5
        painter.setPen(QPen(theme.colour("line_strong" if at == 0 else "grid"), 1))
        painter.drawLine(QPointF(frame.box.left(), y), QPointF(frame.box.right(), y))
        box = QRectF(0, y - 8, frame.box.left() - 8, 16)
        write(painter, box, say(tick), ink="text2", scale=_SCALE, align=RIGHT)


def paint_widths(painter: QPainter, frame: Frame, ticks: Sequence[float], say: Say) -> None:
    """Words below the base line, as many as do not touch."""
    texts = [say(tick) for tick in ticks]
    need = width_of(texts) + 12
    apart = frame.box.width() / max(1, len(ticks) - 1) if len(ticks) > 1 else need
    each = max(1, math.ceil(need / max(1.0, apart)))
    for tick, text in list(zip(ticks, texts, strict=True))[::each]:
        wide = width_of([text]) + 2
        last = frame.box.right() + _EDGE - wide
        left = min(last, max(0.0, frame.x(tick) - wide / 2))  # none is cut at the edge
        box = QRectF(left, frame.box.bottom() + 6, wide, 16)
        write(painter, box, text, ink="text2", scale=_SCALE, align=CENTRE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A value across that matters, such as a cut-off, and what stands above its line."""

    at: float
    words: str


def paint_marks(painter: QPainter, frame: Frame, marks: Sequence[Mark]) -> None:
    """A dashed line at each mark; words turn to the outer side, so that two never meet."""
    ordered = sorted(marks, key=lambda mark: mark.at)
    for place, mark in enumerate(ordered):
        x = round(frame.x(mark.at)) + 0.5
        painter.setPen(_dashes("text2"))
        painter.drawLine(QPointF(x, frame.box.top() - 4), QPointF(x, frame.box.bottom()))
        wide = width_of([mark.words]) + 14
        outside = x + wide > frame.box.right() + 40
        left = outside or (place < len(ordered) / 2 and x - wide > 0)
        box = QRectF(x - wide - 4 if left else x + 4, frame.box.top() - 17, wide, 16)
        align = RIGHT if left else LEFT
        write(painter, box, mark.words, ink="text2", scale=0.88, weight=theme.SEMIBOLD, align=align)


def _dashes(ink: str) -> QPen:
    pen = QPen(theme.colour(ink), 1)
    pen.setStyle(Qt.PenStyle.DashLine)
    return pen
