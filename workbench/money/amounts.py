"""Amounts: whole minor units, rounding half up, and Chinese capital figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import wraps
from typing import ParamSpec, TypeVar

ARITHMETIC = Context(
    prec=34, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""The context of all money arithmetic: 34 digits, half up, whatever the caller has set."""

MINOR_PLACES = {  # ISO 4217; every other currency has two
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Decimal places of the currencies that do not have two."""
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))

P = ParamSpec("P")
R = TypeVar("R")


def exact(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function in `ARITHMETIC`, so that its result never depends on the caller's context."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(ARITHMETIC):
            return function(*args, **kwargs)

    return inside


def minor_places(currency: str) -> int:
    """Decimal places of a currency by ISO 4217: USD 2, JPY 0, KWD 3."""
    return MINOR_PLACES.get(currency, 2)


@exact
def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole minor units, half up (away from zero): 2.345 USD -> 2.35."""
    return amount.quantize(_smallest(currency), rounding=ROUND_HALF_UP)


@exact
def to_minor(amount: Decimal, currency: str) -> int:
    """Whole minor units, half up: Decimal("0.30") USD -> 30."""
    return int(round_money(amount, currency).scaleb(minor_places(currency)))


@exact
def from_minor(units: int, currency: str) -> Decimal:
    """The amount of so many minor units: 30 USD -> Decimal("0.30")."""
    return Decimal(units).scaleb(-minor_places(currency))


def is_whole_minor(amount: Decimal, currency: str) -> bool:
    """Whether the amount can be paid, that is, has no fraction of a cent or fen."""
    return round_money(amount, currency) == amount


def capital_chinese(amount: Decimal) -> str:
    """A yuan amount in capital figures, as on a Chinese bill (支付结算办法, 附一).

    100000 -> 壹拾万元整, 10005 -> 壹万零伍元整, 500.30 -> 伍佰元叁角, 325.04 -> 叁佰贰拾伍元零肆分.
    """
    fen = to_minor(abs(amount), "CNY")
    yuan, rest = divmod(fen, 100)
    sign = "负" if amount < 0 and fen else ""
    if not rest:
        return f"{sign}{_whole(yuan)}元整"
    return sign + (f"{_whole(yuan)}元" if yuan else "") + _jiao_and_fen(rest, after_yuan=yuan > 0)


def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-minor_places(currency))


def _whole(number: int) -> str:
    for unit, word in _UNITS:
        if number >= unit:
            head, tail = divmod(number, unit)
            gap = "零" if 0 < tail < unit // 10 else ""
            return _whole(head) + word + gap + (_whole(tail) if tail else "")
    return _DIGITS[number]


def _jiao_and_fen(rest: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(rest, 10)
    tenths = f"{_DIGITS[jiao]}角" if jiao else "零" if after_yuan else ""
    return tenths + (f"{_DIGITS[fen]}分" if fen else "")
