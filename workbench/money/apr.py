"""The annual percentage rate by the actuarial method of Regulation Z, Appendix J.

Equation (b)(8): the advances and the payments, each divided by (1 + f·i)(1 + i)^t, are equal;
t counts whole unit-periods since the first advance and f the fraction left; APR = w·i.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from workbench.money.amounts import exact
from workbench.money.periods import DAYS_A_MONTH, add_months, months_and_days, series_day
from workbench.money.solving import root_of_falling

Flow = tuple[date, Decimal]
"""A day and an amount."""

DAYS_A_YEAR = 365
_GUESS = Decimal("0.01")
_HALF_MONTH = 15


class Unit(StrEnum):
    """The kinds of unit-period."""

    DAY = "day"
    WEEK = "week"
    SEMIMONTH = "semimonth"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """The interval that occurs most often: `UnitPeriod(Unit.MONTH, 3)` is a quarter."""

    unit: Unit
    count: int = 1

    def per_year(self) -> Decimal:
        """Unit-periods a year, w: 52 weeks, 24 semimonths, 12 months, 365 days."""
        whole = {Unit.DAY: 365, Unit.WEEK: 52, Unit.SEMIMONTH: 24, Unit.MONTH: 12, Unit.YEAR: 1}
        return Decimal(whole[self.unit]) / self.count

    def between(self, first: date, later: date, on_day: int | None = None) -> tuple[int, Decimal]:
        """Whole unit-periods and the fraction left, by (b)(5); months counted from `later`."""
        if self.unit in (Unit.DAY, Unit.WEEK):
            size = self.count * (7 if self.unit is Unit.WEEK else 1)
            return _split((later - first).days, size)
        months, odd = months_and_days(first, later, on_day)
        if self.unit is Unit.YEAR:
            return _years(first, later, months, odd)
        size = _HALF_MONTH if self.unit is Unit.SEMIMONTH else DAYS_A_MONTH * self.count
        return _split(DAYS_A_MONTH * months + odd, size)


@exact
def apr_regulation_z(
    advances: Sequence[Flow],
    payments: Sequence[Flow],
    unit_period: UnitPeriod | None = None,
) -> Decimal:
    """The APR as a ratio (0.0969 is 9.69 %), nominal, by the unit-period named or found.

    Appendix J (c)(1)(i): $5,000 on 10 Jan 1978, 24 x $230.00 monthly from 10 Feb -> 9.69 %.
    Raises NoRate when the payments cannot repay the advances at any rate.
    """
    unit = unit_period or unit_period_of(advances, payments)
    start = min(when for when, _ in advances)
    on_day = series_day(when for when, _ in payments)
    flows = [(*unit.between(start, when, on_day), amount) for when, amount in payments]
    flows += [(*unit.between(start, when), -amount) for when, amount in advances]
    return unit.per_year() * root_of_falling(lambda rate: _worth(flows, rate), _GUESS)


def unit_period_of(advances: Sequence[Flow], payments: Sequence[Flow]) -> UnitPeriod:
    """The most frequent interval between payments, the shorter when two are as frequent (b)(4).

    One advance and one payment: the term itself, at most a year. Name the unit-period
    yourself where the intervals follow no standard one.
    """
    dates = sorted({when for when, _ in payments})
    if len(dates) == 1:
        return _single(min(when for when, _ in advances), dates[0])
    on_day = series_day(dates)
    found = Counter(_interval(first, later, on_day) for first, later in pairwise(dates))
    return max(found, key=lambda unit: (found[unit], unit.per_year()))


def _interval(first: date, later: date, on_day: int | None) -> UnitPeriod:
    months, odd = months_and_days(first, later, on_day)
    days = (later - first).days
    if months and not odd:
        return UnitPeriod(Unit.YEAR) if months >= 12 else UnitPeriod(Unit.MONTH, months)
    if days % 7 == 0:
        return UnitPeriod(Unit.WEEK, days // 7)
    if first.day != later.day and 13 <= days <= 17:
        return UnitPeriod(Unit.SEMIMONTH)
    return UnitPeriod(Unit.DAY, min(days, DAYS_A_YEAR))


def _single(first: date, later: date) -> UnitPeriod:
    """The term of a single payment: a year at most, whole months, or days (b)(5)(v)-(vii)."""
    months, odd = months_and_days(first, later)
    if months >= 12:
        return UnitPeriod(Unit.YEAR)
    if odd:
        return UnitPeriod(Unit.DAY, (later - first).days)
    return UnitPeriod(Unit.MONTH, months)


def _split(days: int, size: int) -> tuple[int, Decimal]:
    whole, odd = divmod(days, size)
    return whole, Decimal(odd) / size


def _years(first: date, later: date, months: int, odd: int) -> tuple[int, Decimal]:
    years, rest = divmod(months, 12)
    if not odd:
        return years, Decimal(rest) / 12
    return years, Decimal((add_months(later, -12 * years) - first).days) / DAYS_A_YEAR


def _worth(flows: Sequence[tuple[int, Decimal, Decimal]], rate: Decimal) -> Decimal:
    """The worth of all flows at the time of the last one, carried from each to the next."""
    growth, worth, here = 1 + rate, Decimal(0), flows[0][0]
    for whole, fraction, amount in flows:
        if whole != here:
            worth /= growth ** (here - whole)
            here = whole
        worth += amount / (1 + fraction * rate) if fraction else amount
    return worth
