"""What people type, understood."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.spreadsheets import values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12000", "12000"),
        ("12,000.50", "12000.50"),
        ("$1,234", "1234"),
        ("￥12，000", "12000"),
        ("1.2万", "12000"),
        ("3.5 万元", "35000"),
        ("1.5亿", "150000000"),
        ("（300）", "-300"),
        ("64,000 USD", "64000"),
        ("12 000", "12000"),
        ("１２３４５", "12345"),
        ("1,20,000", "120000"),
        ("5000元/月", "5000"),
        ("3.2e4", "32000"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: str) -> None:
    assert values.amount(text).value == Decimal(value)


def test_a_k_is_no_amount_but_the_right_one_is_offered() -> None:
    reading = values.amount("21k")
    assert (reading.value, reading.problem, reading.fix) == (None, "not_a_number", "21,000")


def test_a_letter_in_a_number_is_offered_as_the_digit_it_looks_like() -> None:
    assert values.amount("12O00").fix == "12,000"


@pytest.mark.parametrize(
    "text", ["20000-25000", "about 5", "twelve", "1,2,3", "12.3.4", "e", "--5"]
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert values.amount(text).value is None
    assert values.amount(text).problem == "not_a_number"


@pytest.mark.parametrize("text", ["n/a", "N/A", "-", "不详", "未知", "null", "——"])
def test_words_for_nothing_are_read_as_missing(text: str) -> None:
    assert values.amount(text) == values.MISSING
    assert values.span(text, "years") == values.MISSING


def test_the_decimal_mark_is_that_of_the_whole_column() -> None:
    assert values.decimal_mark(["12,5", "1.234,56"]) == ","
    assert values.decimal_mark(["1,234", "12.5"]) == "."
    assert values.amount("1.234,56", ",").value == Decimal("1234.56")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("10+ years", 10),
        ("< 1 year", 0),
        ("不足1年", 0),
        ("半年", "0.5"),
        ("3年6个月", "3.5"),
        ("18 months", "1.5"),
        ("5", 5),
        ("5年以上", 5),
        ("1 yr", 1),
        ("over 3 years", 3),
    ],
)
def test_time_spans_are_read_in_years(text: str, years: object) -> None:
    assert values.span(text, "years").value == Decimal(str(years))


@pytest.mark.parametrize(
    ("text", "months"), [(" 36 months", 36), ("36期", 36), ("3年", 36), ("24", 24)]
)
def test_terms_are_read_in_months(text: str, months: int) -> None:
    assert values.count(text, "months").value == months


def test_half_a_person_is_no_count() -> None:
    assert values.count("2.5").problem == "not_whole"
    assert values.count("3+").fix == "3"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("18%", "0.18"),
        ("83.70%", "0.837"),
        ("１２％", "0.12"),
        ("0.3", "0.3"),
        ("百分之五", None),
        ("5‰", "0.005"),
    ],
)
def test_shares_are_read_with_and_without_their_sign(text: str, share: str | None) -> None:
    assert values.ratio(text).value == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", True),
        ("是", True),
        ("有", True),
        ("N", False),
        ("否", False),
        ("无", False),
        ("0", False),
        ("1.0", True),
    ],
)
def test_yes_and_no_are_read_in_both_languages(text: str, answer: bool) -> None:
    assert values.yes_no(text).value is answer


def test_two_is_neither_yes_nor_no() -> None:
    assert values.yes_no("2").problem == "not_yes_no"


def test_free_text_keeps_no_control_characters() -> None:
    assert values.free_text("Anna\x00\n  Berg\u200b ").value == "Anna Berg"


@settings(max_examples=150, deadline=None)
@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
def test_every_written_amount_is_read_back(value: Decimal) -> None:
    assert values.amount(values.written(value)).value == value
    assert values.amount(f"${value:,.2f}").value == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    for reading in (
        values.amount(text),
        values.amount(text, ","),
        values.ratio(text),
        values.yes_no(text),
        values.span(text, "years"),
        values.count(text, "months"),
        values.free_text(text),
    ):
        assert (reading.value is None) == bool(reading.problem)
