"""Numbers written in Hanzi, as people write terms and rates: 十二, 三点六, 两百."""

from __future__ import annotations

from decimal import Decimal

_VALUES = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_TENS = {"十": 10, "百": 100}
DIGITS = "".join((*_VALUES, *_TENS, "点"))
"""The signs such a number is made of."""


def chinese_number(text: str) -> Decimal:
    """十二 -> 12, 二十四 -> 24, 一百二十 -> 120, 三点六 -> 3.6, 八五 (in 八五折) -> 85."""
    whole, _point, behind = text.partition("点")
    fraction = "".join(str(_VALUES[sign]) for sign in behind if sign in _VALUES)
    return Decimal(f"{_whole(whole)}.{fraction or 0}").normalize()


def _whole(text: str) -> int:
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_VALUES[sign]) for sign in text if sign in _VALUES) or 0)
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _VALUES[sign]
    return total + digit
