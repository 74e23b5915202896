"""Finding the rate at which what is received equals what is paid."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

PRECISION = Decimal("1e-15")
_LEAST = Decimal("-0.99")
_MOST = Decimal(1_000_000)
_DOWN = Decimal("0.1")
_UP = 4


class NoRate(ValueError):
    """The flows have no rate: what is paid never meets what is received."""


def root_of_falling(balance: Callable[[Decimal], Decimal], guess: Decimal) -> Decimal:
    """The rate per period at which a falling `balance` is nought, to fifteen places.

    Brackets the rate between -99 % and a million-fold, then closes in by regula falsi with the
    Illinois correction: an end that stays twice counts half. Raises NoRate when there is none.
    """
    low, high = _bracket(balance, guess)
    at_low, at_high = balance(low), balance(high)
    before, moved = low, ""
    while True:
        rate = (low * at_high - high * at_low) / (at_high - at_low)
        here = balance(rate)
        if here == 0 or abs(rate - before) < PRECISION:
            return rate
        if here > 0:
            low, at_low = rate, here
            at_high /= 2 if moved == "low" else 1
            moved = "low"
        else:
            high, at_high = rate, here
            at_low /= 2 if moved == "high" else 1
            moved = "high"
        before = rate


def _bracket(balance: Callable[[Decimal], Decimal], guess: Decimal) -> tuple[Decimal, Decimal]:
    low, high = Decimal(0), guess
    while balance(low) < 0:
        if low == _LEAST:
            raise NoRate("Less is paid back than any rate explains.")
        low = max(_LEAST, low - _DOWN)
    while balance(high) > 0:
        if high > _MOST:
            raise NoRate("More is paid back than any rate explains.")
        high *= _UP
    return low, high
