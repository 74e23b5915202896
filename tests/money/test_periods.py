from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.periods import (
    DayCount,
    add_months,
    due_dates,
    months_and_days,
    series_day,
)

SOME_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_a_month_after_the_thirty_first_is_the_months_last_day():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)
    assert add_months(date(2026, 2, 28), 1, day=31) == date(2026, 3, 31)


def test_months_are_counted_back_from_the_later_date():
    assert months_and_days(date(1978, 2, 10), date(1978, 4, 1)) == (1, 19)
    assert months_and_days(date(1978, 5, 23), date(1978, 10, 1)) == (4, 9)
    assert months_and_days(date(2026, 1, 10), date(2026, 2, 10)) == (1, 0)
    assert months_and_days(date(2026, 1, 10), date(2026, 1, 10)) == (0, 0)


def test_a_month_end_stands_for_the_day_of_its_series():
    assert months_and_days(date(2026, 1, 31), date(2026, 2, 28)) == (0, 28)
    assert months_and_days(date(2026, 1, 31), date(2026, 2, 28), 31) == (1, 0)
    assert months_and_days(date(2026, 1, 30), date(2026, 2, 28), 30) == (1, 0)
    assert months_and_days(date(2026, 1, 20), date(2026, 2, 27), 31) == (1, 7)


def test_a_series_has_a_day_when_every_date_keeps_to_it():
    assert series_day([date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]) == 31
    assert series_day([date(2026, 1, 15), date(2026, 2, 15)]) == 15
    assert series_day([date(2026, 1, 1), date(2026, 1, 16)]) is None
    assert series_day([date(2026, 1, 31), date(2026, 2, 27)]) is None


def test_due_dates_keep_to_the_day_the_money_went_out():
    assert due_dates(date(2026, 12, 31), 3) == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31),
    ]  # fmt: skip
    assert due_dates(date(2026, 12, 5), 2, date(2027, 1, 20)) == [
        date(2027, 1, 20), date(2027, 2, 20),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "days", "year"),
    [("30/360", 49, 360), ("actual/365", 50, 365), ("actual/360", 50, 360)],
)
def test_each_day_count_counts_its_own_way(count, days, year):
    counted = DayCount(count)
    assert counted.days(date(2026, 2, 10), date(2026, 4, 1)) == days
    assert counted.days_a_year == year
    assert counted.share_of_year(year) == 1


@given(SOME_DAY, st.integers(0, 120))
def test_months_added_are_months_counted(start, months):
    later = add_months(start, months)
    assert months_and_days(start, later, start.day) == (months, 0)


@given(SOME_DAY, SOME_DAY)
def test_months_and_odd_days_fill_the_time_between(one, other):
    first, later = sorted((one, other))
    months, odd = months_and_days(first, later)
    assert months >= 0
    assert 0 <= odd <= 31
