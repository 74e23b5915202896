"""Finding the rate at which what is received equals what is paid."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

PRECISION = Decimal("1e-15")
_LEAST = Decimal("-0.99")
_MOST = Decimal(1_000_000)
_STEPS = 300


class NoRate(ValueError):  # noqa: N818 -- named for what is the case
    """The flows have no rate: what is paid never meets what is received."""


def root_of_falling(balance: Callable[[Decimal], Decimal], guess: Decimal) -> Decimal:
    """The rate per period at which a falling `balance` is nought, to fifteen places.

    Widens a bracket around `guess` between -99 % and a million-fold, then closes it by
    regula falsi with the Illinois correction. Raises NoRate when there is no such rate.
    """
    low, high = _bracket(balance, guess)
    at_low, at_high = balance(low), balance(high)
    side = 0
    for _ in range(_STEPS):
        if at_low == at_high:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        at_middle = balance(middle)
        if at_middle == 0 or high - low < PRECISION:
            return middle
        if at_middle > 0:
            step, low, at_low = middle - low, middle, at_middle
            at_high = at_high / 2 if side > 0 else at_high
            side = 1
        else:
            step, high, at_high = high - middle, middle, at_middle
            at_low = at_low / 2 if side < 0 else at_low
            side = -1
        if step < PRECISION:
            return middle
    return (low + high) / 2


def _bracket(balance: Callable[[Decimal], Decimal], guess: Decimal) -> tuple[Decimal, Decimal]:
    low, high = guess / 2, guess * 2
    while balance(low) < 0:
        if low <= _LEAST:
            raise NoRate("Less is paid back than any rate explains.")
        low = max(_LEAST, low - Decimal("0.1"))
    while balance(high) > 0:
        if high >= _MOST:
            raise NoRate("More is paid back than any rate explains.")
        high = high * 4
    return low, high
