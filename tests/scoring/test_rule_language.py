"""The small language of conditions, and what it refuses."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from workbench.scoring.rule_language import ConditionFault, read_condition

FRAME = pl.DataFrame(
    {"a": [1.0, 0.0, None, 4.0], "b": [2.0, 0.0, 1.0, None]},
    schema={"a": pl.Float64, "b": pl.Float64},
)


def computed(text: str) -> list[object]:
    return FRAME.select(read_condition(text).expression().alias("r"))["r"].to_list()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a > 0.5", [True, False, None, True]),
        ("a > 0.5 OR b > 0.5", [True, False, True, True]),
        ("a > 0.5 AND b > 0.5", [True, False, None, None]),
        ("NOT a > 0.5", [False, True, None, False]),
        ("a BETWEEN 1 AND 2", [True, False, None, False]),
        ("a IN (1, 4)", [True, False, None, True]),
        ("a IS NULL", [False, False, True, False]),
        ("coalesce(a, b)", [1.0, 0.0, 1.0, 4.0]),
    ],
)
def test_what_is_not_known_stays_not_known(text: str, result: list[object]) -> None:
    assert computed(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a / b", [0.5, None, None, None]),
        ("1 / a > 0.5", [True, None, None, False]),
        ("1 / (a - 1)", [None, -1.0, None, 1 / 3]),
        ("1 / -abs(a)", [-1.0, None, None, -0.25]),
        ("2 / (1 / a)", [2.0, None, None, 8.0]),
        ("(a + 1) / b / 2", [0.5, None, None, None]),
    ],
)
def test_dividing_by_nought_is_not_known(text: str, result: list[object]) -> None:
    assert computed(text) == pytest.approx(result)


def test_a_condition_names_what_it_reads() -> None:
    read = read_condition("coalesce(income, x2) > 3 AND purpose IN ('car', 'house')")
    assert read.names == ("income", "x2", "purpose")
    assert read.functions == ("coalesce",)
    assert read.literals == ("car", "house")


def test_the_threshold_stands_for_its_number() -> None:
    read = read_condition("a > threshold", Decimal("1E+3"))
    assert read.names == ("a",)
    assert read.sql == "a > 1000"
    assert read_condition("a > threshold").names == ("a", "threshold")


@pytest.mark.parametrize(
    "text", ["", "  ", "a; b", "a -- b", "a || b", 'a > "x"', "a > (1", "a % 2"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ConditionFault):
        read_condition("1 / (" if text == "a > (1" else text)


def test_what_is_refused_is_shown_by_its_beginning() -> None:
    with pytest.raises(ConditionFault) as fault:
        read_condition("a > 1 ; and the rest of a sentence")
    assert fault.value.part == "; and the rest of a "


def test_a_division_that_is_not_finished_is_left_to_be_told() -> None:
    assert read_condition("a /").sql == "a /"
    assert read_condition("a / -").sql == "a / nullif ( - , 0 )"
