"""Every policy rule of a case on one line each: passed or not, its words, the value it read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QToolTip

from workbench.i18n import N_
from workbench.ui import icons
from workbench.ui.chart_axes import width_of
from workbench.ui.charts import Chart, Line
from workbench.ui.strokes import LEFT, RIGHT, write

_ROW, _ICON, _INDENT = 20, 15, 23


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its verdict with icon and ink, its words, what it read, and all about it."""

    verdict: str
    icon: str
    ink: str
    name: str
    read: str
    tip: str


class RuleLines(Chart):
    """Painted in one piece: a case has twenty rules, and the next one opens at a key."""

    def __init__(self) -> None:
        super().__init__(N_("Policy rules"))
        self._rules: tuple[RuleLine, ...] = ()

    def show_rules(self, rules: Sequence[RuleLine]) -> None:
        """Show these, in this order."""
        self._rules = tuple(rules)
        self.setFixedHeight(_ROW * len(rules))
        self.told()

    def lines(self) -> Sequence[Line]:
        return [(one.name, one.verdict, one.read) for one in self._rules]

    def line_at(self, point: QPoint) -> int:
        at = point.y() // _ROW
        return at if 0 <= at < len(self._rules) else -1

    def place_of(self, line: int) -> QRectF | None:
        return QRectF(2, line * _ROW + 2, self.width() - 4, _ROW - 4)

    def sizeHint(self) -> QSize:
        return QSize(360, self.height())

    def _show_tip(self, line: int, at: QPoint) -> None:
        QToolTip.showText(at, self._rules[line].tip if 0 <= line < len(self._rules) else "", self)

    def paint(self, painter: QPainter) -> None:
        first, last = self._wanted.top() // _ROW, self._wanted.bottom() // _ROW
        for at, rule in enumerate(self._rules[first : last + 1], start=first):
            y = at * _ROW
            picture = icons.pixmap(rule.icon, _ICON, rule.ink, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(0, y + (_ROW - _ICON) / 2), picture)
            room = self.width() - _INDENT
            read = min(width_of([rule.read], 0.9) + 2, room * 0.45)
            name = QRectF(_INDENT, y, room - read - 8, _ROW)
            write(painter, name, rule.name, ink="text", scale=0.96, align=LEFT)
            value = QRectF(self.width() - read, y, read, _ROW)
            write(painter, value, rule.read, scale=0.9, align=RIGHT)
