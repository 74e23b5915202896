"""Months and days between dates: due dates, day counts, and counting back from the later date."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

DAYS_A_MONTH = 30


class DayCount(StrEnum):
    """How the days of an interest period are counted, and over how many days a year has."""

    THIRTY_360 = "30/360"
    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"

    @property
    def days_a_year(self) -> int:
        """The days over which a yearly rate is spread."""
        return 365 if self is DayCount.ACTUAL_365 else 360

    def days(self, first: date, later: date, series_day: int | None = None) -> int:
        """The days from `first` to `later`; by 30/360 whole months count 30 each."""
        if self is not DayCount.THIRTY_360:
            return (later - first).days
        months, odd = months_and_days(first, later, series_day)
        return DAYS_A_MONTH * months + odd

    def share_of_year(self, days: int) -> Decimal:
        """The part of a yearly rate that so many days cost: 30 days by 30/360 -> 1/12."""
        return Decimal(days) / self.days_a_year


def last_day(of: date) -> int:
    """The last day of the month: 28 to 31."""
    return calendar.monthrange(of.year, of.month)[1]


def add_months(start: date, months: int, day: int | None = None) -> date:
    """So many months on (or back), on `day` or the month's last: 31 Jan + 1 -> 28 Feb."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day or start.day, calendar.monthrange(year, month)[1]))


def months_and_days(first: date, later: date, series_day: int | None = None) -> tuple[int, int]:
    """Whole months counted back from `later`, and the odd days left (Appendix J (b)(5)(i)).

    10 Feb to 1 Apr is one month (1 Mar) and 19 days. `series_day` is the day on which a
    series falls due: with 31, a month end stands for the 31st and 31 Jan to 28 Feb is a month.
    """
    day = series_day if series_day and later.day == last_day(later) else later.day
    months = (later.year - first.year) * 12 + later.month - first.month
    if add_months(later, -months, day) < first:
        months -= 1
    return months, (add_months(later, -months, day) - first).days


def series_day(dates: Iterable[date]) -> int | None:
    """The day of the month on which all the dates fall (month ends included), if there is one."""
    known = list(dates)
    day = max(when.day for when in known)
    return day if all(when.day == min(day, last_day(when)) for when in known) else None


def due_dates(disbursed_on: date, count: int, first_due_on: date | None = None) -> list[date]:
    """Monthly due dates; the first a month after the money went out unless it is named."""
    if first_due_on is None:
        return [add_months(disbursed_on, n) for n in range(1, count + 1)]
    return [add_months(first_due_on, n) for n in range(count)]
