"""What is received and what is paid, month by month: the cash flows of a plan as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.chart_axes import round_ticks, width_of
from workbench.ui.charts import Chart, Line
from workbench.ui.strokes import CENTRE, RIGHT, bar, write


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """One month: what is repaid of the amount, what it costs, and both in words."""

    name: str
    repaid: float
    cost: float
    words: str


class FlowBars(Chart):
    """The payments of every month, the part that is cost set off in the colour of losses.

    The payout of month 0 stands in front as a broken bar: it is many payments high.
    """

    def __init__(self) -> None:
        super().__init__(N_("Payments month by month"))
        self._flows: tuple[MonthFlow, ...] = ()
        self._received, self._words = 0.0, ""
        self._legend = ("", "")
        self.setMinimumHeight(170)

    def show_flows(
        self, received: float, words: str, flows: Sequence[MonthFlow], legend: tuple[str, str]
    ) -> None:
        """`words` say what is received; `legend` names the repaid part and the cost."""
        self._received, self._words = received, words
        self._flows, self._legend = tuple(flows), legend
        self.told()

    def lines(self) -> Sequence[Line]:
        if not self._flows:
            return ()
        return [(_("Month 0"), self._words), *((one.name, one.words) for one in self._flows)]

    def line_at(self, point: QPoint) -> int:
        if not self._flows:
            return -1
        found = [
            at for at in range(len(self._flows) + 1) if self._slot(at).contains(QPointF(point))
        ]
        return found[0] if found else -1

    def place_of(self, line: int) -> QRectF | None:
        slot = self._slot(line)
        return slot.adjusted(1, 0, -1, 0) if self._flows else None

    def sizeHint(self) -> QSize:
        return QSize(420, 190)

    def paint(self, painter: QPainter) -> None:
        if not self._flows:
            return
        self._paint_ticks(painter)
        self._paint_received(painter)
        for at, one in enumerate(self._flows, start=1):
            self._paint_month(painter, self._slot(at), one)
        self._paint_months(painter)
        self._paint_legend(painter)

    def _ticks(self) -> tuple[float, ...]:
        most = max(one.repaid + one.cost for one in self._flows)
        return round_ticks(0.0, most or 1.0)

    def _box(self) -> QRectF:
        left = width_of([f"{tick:,.0f}" for tick in self._ticks()]) + 12
        return QRectF(left, 26, self.width() - left - 8, self.height() - 26 - 22)

    def _slot(self, at: int) -> QRectF:
        box = self._box()
        wide = box.width() / (len(self._flows) + 2)
        left = box.left() + (at + (0.6 if at else 0.0)) * wide
        return QRectF(left, box.top(), wide * (1.4 if at == 0 else 1.0), box.height())

    def _high(self, value: float) -> float:
        return self._box().height() * value / self._ticks()[-1]

    def _paint_ticks(self, painter: QPainter) -> None:
        box = self._box()
        for tick in self._ticks():
            y = round(box.bottom() - self._high(tick)) + 0.5
            painter.setPen(QPen(theme.colour("line_strong" if tick == 0 else "grid"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            said = QRectF(0, y - 8, box.left() - 8, 16)
            write(painter, said, f"{tick:,.0f}", ink="text3", align=RIGHT)

    def _paint_received(self, painter: QPainter) -> None:
        slot = self._slot(0).adjusted(4, 0, -4, 0)
        bar(painter, slot, theme.colour("gain"))
        painter.setPen(QPen(theme.colour("surface"), 3))
        for shift in (8.0, 14.0):  # far higher than the payments: the bar is broken
            y = slot.top() + shift
            painter.drawLine(QPointF(slot.left() - 1, y + 3), QPointF(slot.right() + 1, y - 3))

    def _paint_month(self, painter: QPainter, slot: QRectF, one: MonthFlow) -> None:
        gap = min(3.0, slot.width() * 0.12)
        base, top = self._high(one.repaid), self._high(one.cost)
        left, wide = slot.left() + gap, slot.width() - 2 * gap
        bar(painter, QRectF(left, slot.bottom() - base, wide, base), theme.colour("base"), 1.5)
        cost = QRectF(left, slot.bottom() - base - top - 1, wide, top)
        if one.cost > 0:
            bar(painter, cost, theme.colour("loss"), 1.5)

    def _paint_months(self, painter: QPainter) -> None:
        every = max(1, -(-len(self._flows) * 26 // max(1, int(self._box().width()))))
        for at in range(len(self._flows) + 1):
            if at % every == 0:
                slot = self._slot(at)
                said = QRectF(slot.center().x() - 24, slot.bottom() + 3, 48, 16)
                write(painter, said, str(at), ink="text3", align=CENTRE)

    def _paint_legend(self, painter: QPainter) -> None:
        named = ((self._words, "gain"), (self._legend[0], "base"), (self._legend[1], "loss"))
        x = self._box().left()
        for words, ink in named:
            bar(painter, QRectF(x, 7, 9, 9), theme.colour(ink), 2)
            wide = width_of([words], 0.88) + 4
            write(painter, QRectF(x + 14, 3, wide, 17), words, scale=0.88)
            x += 14 + wide + 16
