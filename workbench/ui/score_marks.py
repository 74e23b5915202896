"""A score in a list: its number, and where it lies between the cut-offs."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from workbench.ui import theme
from workbench.ui.strokes import LEFT, bar, write


class Scale(NamedTuple):
    """A score with the scale it lies on: least and most possible, and the two cut-offs."""

    score: int | None
    least: int
    most: int
    decline: int
    approve: int

    def band(self) -> str:
        """The token of the band the score falls into."""
        if self.score is None:
            return "neutral"
        if self.score >= self.approve:
            return "gain"
        return "middle" if self.score >= self.decline else "loss"

    def share(self, score: int) -> float:
        """Where a score lies between least (0) and most (1)."""
        span = max(1, self.most - self.least)
        return min(1.0, max(0.0, (score - self.least) / span))


def paint_number(painter: QPainter, box: QRectF, score: int | None) -> None:
    """A table cell with the score alone, as long as its scale is not known."""
    said = str(score) if score is not None else "–"
    write(painter, box, said, ink="text", scale=1.0, weight=theme.MEDIUM, align=LEFT)


def paint_score(painter: QPainter, box: QRectF, scale: Scale) -> None:
    """A table cell: the score, and a bar with a tick at each cut-off."""
    paint_number(painter, box, scale.score)
    left = box.x() + theme.grown(36)
    width, y = box.right() - left, box.center().y() - 3
    bar(painter, QRectF(left, y, width, 6), theme.colour("neutral_bg"), 3)
    if scale.score is not None:
        filled = max(6.0, width * scale.share(scale.score))
        bar(painter, QRectF(left, y, filled, 6), theme.colour(scale.band()), 3)
    painter.setPen(QPen(theme.colour("text3"), 1))
    for cut in (scale.decline, scale.approve):
        x = round(left + width * scale.share(cut)) + 0.5
        painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 9))
