"""The share of each protected group that passes, with n and interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from tests.scoring.develop.conftest import developed
from workbench.scoring.develop.fairness_screen import Group, screen_groups, wilson


def screened(
    column: str, values: Sequence[object], *, bad: list[float] | None = None
) -> list[Group]:
    """Rows in the order of their scores, from the lowest; the first three tenths do not pass."""
    rows = len(values)
    frame = pl.DataFrame({column: values, "income": [0.0] * rows, "job": ["clerk"] * rows})
    return screen_groups(developed(frame, bad or [0.0] * rows, unseen=range(rows)))


def test_the_interval_of_a_share() -> None:
    assert wilson(0.7, 10) == pytest.approx((0.3968, 0.8922), abs=5e-5)
    assert wilson(0.0, 30)[0] == pytest.approx(0.0)
    assert wilson(0.0, 30)[1] == pytest.approx(0.1135, abs=5e-5)  # z² / (n + z²)


def test_each_group_is_held_against_the_largest() -> None:
    rows = ["f"] * 20 + ["m"] * 40 + ["f"] * 40
    many, few = screened("Gender", rows, bad=[1.0] * 40 + [0.0] * 60)
    assert (few.column, few.group, few.rows, few.passes) == ("Gender", "m", 40, 0.75)
    assert (many.group, many.rows, many.passes, many.ratio) == ("f", 60, 2 / 3, 1.0)
    assert few.ratio == pytest.approx(1.125)
    assert (few.bad_rate, many.bad_rate) == (0.5, 1 / 3)
    assert (few.low, few.high) == pytest.approx(wilson(0.75, 40))


def test_a_group_needs_thirty_rows_and_a_column_two_groups() -> None:
    assert [g.group for g in screened("sex", ["a"] * 30 + ["b"] * 30 + ["c"] * 29)] == ["a", "b"]
    assert screened("sex", ["a"] * 60 + ["c"] * 29) == []
    assert screened("sex", ["a"] * 30 + [None] * 60) == []
    assert screened("colour", ["a"] * 30 + ["b"] * 30) == []


def test_twelve_groups_are_shown() -> None:
    groups = screened("nationality", [f"g{n:02d}" for n in range(13) for _row in range(30)])
    assert [one.group for one in groups] == [f"g{n:02d}" for n in range(12)]


def test_where_none_of_the_largest_group_passes_there_is_no_ratio() -> None:
    largest, other = screened("sex", ["a"] * 30 + ["b"] * 30 + [None] * 200)
    assert (largest.passes, other.passes) == (0.0, 0.0) and np.isnan(other.ratio)


def test_ages_are_shown_in_bands_and_few_codes_as_they_are() -> None:
    ages = [float(age) for age in (24, 25, 39, 40, 61, 62, 18, 30, 31, 32, 50, 51, 70)]
    bands = screened("age", [*ages, None] * 30)
    assert [(one.group, one.rows) for one in bands] == [
        ("25\u201339", 150),
        ("40\u201361", 120),
        ("< 25", 60),
        ("\u2265 62", 60),
    ]
    codes = screened("age", [float(n % 12) for n in range(12 * 30)])
    assert [one.group for one in codes] == sorted(str(n) for n in range(12))


def test_rows_that_no_fold_scored_are_scored_by_the_card() -> None:
    frame = pl.DataFrame(
        {"sex": ["a", "b"] * 30, "income": [0.0, 3000.0] * 30, "job": ["clerk"] * 60}
    )
    seen = [float("nan")] * 58 + [0.0, 0.0]
    first, second = screen_groups(developed(frame, [0.0] * 60, unseen=seen))
    assert (first.passes, second.passes) == (29 / 30, 29 / 30)  # 515 and 535 pass, two noughts not
