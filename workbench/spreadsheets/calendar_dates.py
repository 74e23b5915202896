"""Dates as people write them: 2020-01-31, 31/1/20, 2020年1月31日, Jan-2020, 20200131, 43861."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import StrEnum

from workbench.spreadsheets.values import MISSING, Reading, is_missing_word, plain


class DayOrder(StrEnum):
    """In which order a column writes day and month; year first: 90-02-03 is 3 February 1990."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年\s]\s*(\d{1,2})(?:[-/.月\s]\s*(\d{1,2})日?|月)?$")
_SHORT = re.compile(r"^(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_NAMED = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[-\s./]*)?([a-z]{3,9})\.?[-\s./,]*"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s,]+)?(\d{4}|\d{2})$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[T\s]+\d{1,2}:\d{2}(:\d+(\.\d+)?)?\s*(am|pm|z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_LAST_DAY = 31
_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_OLDEST_SERIAL, _NEWEST_SERIAL = 366, 80_000


def date(text: str, order: DayOrder = DayOrder.DAY_FIRST, *, epoch_1904: bool = False) -> Reading:
    """The day a text names; "impossible_date" for one that no calendar has (31 Feb 1987).

    A bare year is 1 January, a month its first day. A bare number is a day's serial number,
    counted from 1899-12-30 or, in old Macintosh workbooks, from 1904-01-01.
    """
    said = _CLOCK.sub("", plain(text)).strip()
    if is_missing_word(said):
        return MISSING
    compact = _COMPACT.match(said)
    if compact:
        return _day(*(int(part) for part in compact.groups()))
    if re.fullmatch(r"\d{1,6}(\.\d+)?", said):
        return from_number(float(said), epoch_1904=epoch_1904)
    year_first = _YEAR_FIRST.match(said)
    if year_first:
        return _day(int(year_first[1]), int(year_first[2]), int(year_first[3] or 1))
    short = _SHORT.match(said)
    return _short(short, order) if short else _named(said)


def _short(match: re.Match[str], order: DayOrder) -> Reading:
    if _is_year_first(match) or (order is DayOrder.YEAR_FIRST and len(match[3]) == 2):
        return _day(_year(match[1]), int(match[2]), int(match[3]))
    return _ordered(int(match[1]), int(match[2]), _year(match[3]), order)


def _is_year_first(short: re.Match[str]) -> bool:
    return int(short[1]) > _LAST_DAY and len(short[3]) == 2


def _ordered(first: int, second: int, year: int, order: DayOrder) -> Reading:
    if first > 12 or (order is DayOrder.DAY_FIRST and second <= 12):
        return _day(year, second, first)
    return _day(year, first, second)


def _named(said: str) -> Reading:
    match = _NAMED.match(said)
    month = _MONTHS.get(match[2][:3].lower()) if match else None
    if match is None or month is None:
        return Reading(problem="not_a_date")
    return _day(_year(match[4]), month, int(match[1] or match[3] or 1))


def _year(text: str) -> int:
    """Two digits as Excel reads them: 00-29 are this century, 30-99 the last."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 30 else 1900)


def _day(year: int, month: int, day: int) -> Reading:
    try:
        return Reading(dt.date(year, month, day))
    except ValueError:
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and 1 <= year <= 9999 else 0
        return Reading(problem="impossible_date" if last or month > 12 else "not_a_date")


def from_number(value: float, *, epoch_1904: bool = False) -> Reading:
    """The day behind a bare number: a year, 20200131, 202001 or a serial number."""
    whole = int(value)
    if value == whole and 1900 <= whole <= 2100:
        return Reading(dt.date(whole, 1, 1))
    if value == whole and 19_000_101 <= whole <= 21_001_231:
        return _day(whole // 10_000, whole // 100 % 100, whole % 100)
    if value == whole and 190_001 <= whole <= 210_012:
        return _day(whole // 100, whole % 100, 1)
    if _OLDEST_SERIAL <= whole <= _NEWEST_SERIAL:
        return Reading(_EPOCHS[epoch_1904] + dt.timedelta(days=whole))
    return Reading(problem="not_a_date")


def day_order(texts: list[str]) -> DayOrder | None:
    """The order of day and month that a column's texts prove; None when none of them does."""
    votes = {DayOrder.DAY_FIRST: 0, DayOrder.MONTH_FIRST: 0}
    for text in texts:
        match = _SHORT.match(_CLOCK.sub("", plain(text)).strip())
        if match and _is_year_first(match):
            return DayOrder.YEAR_FIRST
        if match and int(match[1]) > 12:
            votes[DayOrder.DAY_FIRST] += 1
        elif match and int(match[2]) > 12:
            votes[DayOrder.MONTH_FIRST] += 1
    if votes[DayOrder.DAY_FIRST] == votes[DayOrder.MONTH_FIRST]:
        return None
    return max(votes, key=lambda order: votes[order])


def needs_order(texts: list[str]) -> bool:
    """Whether any text is a short date whose day and month could be swapped."""
    return any(
        match and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]
        for match in (_SHORT.match(_CLOCK.sub("", plain(text)).strip()) for text in texts)
    )
