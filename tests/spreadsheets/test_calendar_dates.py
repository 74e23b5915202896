"""Dates as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.spreadsheets.calendar_dates import (
    DayOrder,
    date,
    day_order,
    from_number,
    needs_order,
)

DAY = dt.date(2020, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-31",
        "2020/1/31",
        "2020.01.31",
        "2020年1月31日",
        "20200131",
        "31/01/2020",
        "31.1.20",
        "31 Jan 2020",
        "Jan 31, 2020",
        "January 31 2020",
        "2020-01-31 13:05:00",
        "43861",
        "31-Jan-20",
        "２０２０年１月３１日",
        "2020-01-31T00:00:00Z",
    ],
)
def test_one_day_has_many_spellings(text: str) -> None:
    assert date(text).value == DAY


@pytest.mark.parametrize(
    "text", ["1987-02-31", "2026年11月31日", "31/02/1987", "13/13/2009", "19870231"]
)
def test_a_day_that_no_calendar_has_is_named(text: str) -> None:
    assert date(text).problem == "impossible_date"


@pytest.mark.parametrize("text", ["soon", "12", "2020-13", "Q3 2020", "99999999", "31 Foo 2020"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert date(text).value is None


def test_the_order_of_day_and_month_is_what_the_column_proves() -> None:
    assert day_order(["01/02/2020", "25/02/2020"]) is DayOrder.DAY_FIRST
    assert day_order(["01/02/2020", "02/25/2020"]) is DayOrder.MONTH_FIRST
    assert day_order(["01/02/2020"]) is None
    assert needs_order(["01/02/2020"])
    assert not needs_order(["2020-02-01", "05/05/2020"])


def test_the_order_decides_what_is_read() -> None:
    assert date("03/04/2011", DayOrder.DAY_FIRST).value == dt.date(2011, 4, 3)
    assert date("03/04/2011", DayOrder.MONTH_FIRST).value == dt.date(2011, 3, 4)


def test_both_day_counts_of_spreadsheets_are_known() -> None:
    assert from_number(43861).value == DAY
    assert from_number(43861 - 1462, epoch_1904=True).value == DAY


def test_a_bare_year_and_a_month_begin_on_their_first_day() -> None:
    assert date("2001").value == dt.date(2001, 1, 1)
    assert date("Mar-2018").value == dt.date(2018, 3, 1)
    assert date("202003").value == dt.date(2020, 3, 1)


def test_two_digits_of_a_year_are_read_as_excel_reads_them() -> None:
    assert date("1/2/29").value == dt.date(2029, 2, 1)
    assert date("1/2/30").value == dt.date(1930, 2, 1)


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%d %b %Y}"):
        assert date(text).value == day


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert (date(text).value is None) == bool(date(text).problem)


def test_a_year_of_two_digits_may_stand_first() -> None:
    assert day_order(["24-03-15", "90-02-03"]) is DayOrder.YEAR_FIRST
    assert date("90-02-03").value == dt.date(1990, 2, 3)
    assert date("24-03-15", DayOrder.YEAR_FIRST).value == dt.date(2024, 3, 15)
    assert date("24-03-15").value == dt.date(2015, 3, 24)
