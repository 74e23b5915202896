"""A slider beside a figure: the range that makes sense for it, by mouse or by arrow keys."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider

from workbench.credit.facts import Fact, Kind, Value
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.scoring.strategy_format import Request

_STEPS = 100
_WHOLE = frozenset({Kind.COUNT, Kind.DURATION, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Span:
    """From least to most in equal steps; the last step may be shorter."""

    least: Decimal
    most: Decimal
    step: Decimal

    def places(self) -> int:
        """The position of `most`, counted from 0 at `least`."""
        return math.ceil((self.most - self.least) / self.step)

    def value_at(self, place: int) -> Decimal:
        """(1,000 to 50,000 by 500) at place 3 is 2,500."""
        return min(self.most, self.least + self.step * place)

    def place_of(self, value: Decimal) -> int:
        """The nearest place to a value; the ends for what lies outside."""
        inside = min(self.most, max(self.least, value))
        return round((inside - self.least) / self.step)


def span_of(fact: Fact, value: Value, request: Request | None) -> Span | None:
    """What the product may be asked for, or from nothing to twice what was given; None for facts
    without a figure."""
    if request is not None and fact.name == "amount_requested":
        return _money(request.amount_least, request.amount_most)
    if request is not None and fact.name == "term_months":
        return Span(Decimal(request.term_least), Decimal(request.term_most), Decimal(1))
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    twice = 2 * Decimal(value)
    if fact.kind is Kind.RATIO:
        return Span(Decimal(0), max(Decimal(1), twice), Decimal("0.01"))
    if fact.kind in _WHOLE:
        return Span(Decimal(0), max(Decimal(10), twice), Decimal(1))
    return _money(Decimal(0), twice) if fact.kind is Kind.MONEY and twice > 0 else None


def _money(least: Decimal, most: Decimal) -> Span:
    """About a hundred steps of 1, 2 or 5 times a power of ten."""
    wanted = (most - least) / _STEPS
    power = Decimal(10) ** wanted.adjusted()
    return Span(least, most, next(n * power for n in (1, 2, 5, 10) if n * power >= wanted))


class FactSlider(QSlider):
    """`slid` carries the value it was moved to by hand; `follow` moves it without telling."""

    slid = Signal(object)

    def __init__(self, fact: Fact) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._span = Span(Decimal(0), Decimal(1), Decimal(1))
        self.setMinimumHeight(24)  # the handle is higher than the groove the style measures
        self.setAccessibleName(_("{fact}, slider", fact=fact.text()))
        self.valueChanged.connect(lambda place: self.slid.emit(self._span.value_at(place)))

    def show_span(self, span: Span, value: Value) -> None:
        """Range over another span and stand where a value lies, without telling."""
        self._span = span
        self.blockSignals(True)
        self.setRange(0, span.places())
        self.setPageStep(max(1, span.places() // 10))
        self.setValue(0)
        self.blockSignals(False)
        self.follow(value)

    def follow(self, value: Value) -> None:
        """Stand where this value lies; what is no figure moves nothing."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            self.blockSignals(True)
            self.setValue(self._span.place_of(Decimal(value)))
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; a figure is not changed by passing over it
