"""The mirror while an override is written: past ones like it, how they ended, the own rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastOverride:
    """An override that was decided; `ended` is "stands", "late" (in arrears now) or "reopened".

    `amount` is in the product's currency, `dsr` a ratio, either None where it is not known.
    """

    number: str
    product: str
    direction: str
    reason: str
    officer: str
    score: int | None
    amount: float | None
    dsr: float | None
    decided_at: datetime
    ended: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """What an officer sees: the nearest past overrides, and the own rate without and with this.

    `overrides` of `decided` are one's own so far.
    """

    similar: tuple[PastOverride, ...]
    overrides: int
    decided: int

    @property
    def rate(self) -> float | None:
        """One's own rate without this one: 2 of 40 is 0.05."""
        return self.overrides / self.decided if self.decided else None

    @property
    def rate_with_it(self) -> float:
        """One's own rate with this one: 3 of 41 is 0.073."""
        return (self.overrides + 1) / (self.decided + 1)


def most_similar(
    this: PastOverride, past: Sequence[PastOverride], count: int = 10
) -> tuple[PastOverride, ...]:
    """The past overrides of the same product and direction nearest to this one, nearest first.

    Twenty points of score, a doubled amount, ten points of debt service and another coded
    reason weigh alike.
    """
    alike = [
        one
        for one in past
        if (one.product, one.direction) == (this.product, this.direction)
        and one.number != this.number
    ]
    return tuple(sorted(alike, key=lambda one: (_distance(this, one), one.number))[:count])


def _distance(this: PastOverride, other: PastOverride) -> float:
    return (
        _apart(this.score, other.score, 20)
        + _apart(_log2(this.amount), _log2(other.amount), 1)
        + _apart(this.dsr, other.dsr, 0.10)
        + (0 if this.reason == other.reason else 1)
    )


def _apart(one: float | None, other: float | None, unit: float) -> float:
    """How many units two values lie apart; one that is not known counts as one unit."""
    if one is None or other is None:
        return 1.0
    return abs(one - other) / unit


def _log2(amount: float | None) -> float | None:
    return math.log2(amount) if amount and amount > 0 else None
