"""The order in which reasons are named, and those that are not."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.scoring.conftest import SMALL
from tests.scoring.test_worked_numbers import STRONG, WEAK, assessed

FACTORS = {"UTIL": 20, "INQ": 15, "DTI": 35, "EMP": 10}
"""Per reason the points that the weak applicant has."""


def reasons(row: dict[str, object]) -> list[object]:
    return [row[f"reason_{n}"] for n in range(1, 5)]


def with_means(below: dict[str, int]) -> str:
    """The strategy with the weak applicant so many points below the mean of each factor."""
    parts = SMALL.split("mean_all = ")
    told = zip(below.items(), parts[1:], strict=True)
    means = (
        f"{FACTORS[code] + points}\n{part.partition(chr(10))[2]}" for (code, points), part in told
    )
    return "mean_all = ".join([parts[0], *means])


@pytest.mark.parametrize("order", [*permutations((5, 10, 20, 40))], ids=str)
def test_the_factor_furthest_below_is_named_first(order: tuple[int, ...]) -> None:
    below = dict(zip(FACTORS, order, strict=True))
    found = reasons(assessed(with_means(below), WEAK))
    assert found == sorted(below, key=lambda code: -below[code])


@pytest.mark.parametrize("order", [(5, 0, -1, 7), (-3, 9, 0, -2), (0, 0, 3, 0)], ids=str)
def test_a_factor_that_is_not_below_is_not_named(order: tuple[int, ...]) -> None:
    below = dict(zip(FACTORS, order, strict=True))
    told = sorted((code for code in below if below[code] > 0), key=lambda code: -below[code])
    found = reasons(assessed(with_means(below), WEAK))
    assert found == [*told, *([None] * (4 - len(told)))]


def test_a_term_of_the_limit_that_is_just_what_was_asked_for_is_no_reason() -> None:
    text = SMALL.replace("amount = 200000", "amount = 5000")
    facts = STRONG | {"amount_requested": 5_000, "own_exposure": 35_100}
    row = assessed(text, facts)
    assert (row["advice"], row["decided_by"]) == ("decline", "cap")
    assert reasons(row) == ["INCM", None, None, None]
    more = assessed(text, facts | {"amount_requested": 5_100})
    assert reasons(more) == ["INCM", "MAXP", None, None]
