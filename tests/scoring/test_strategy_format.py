"""The bounds of the format itself: what a table of a strategy may hold, and what it may not."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tests.scoring.conftest import SMALL
from workbench.scoring.strategy import Strategy, parse_strategy

FIRST = ("scorecard", "characteristics", 0)
ONLY = tomllib.loads(SMALL, parse_float=Decimal)["scorecard"]["characteristics"][:1]


def with_value(path: tuple[str | int, ...], value: object) -> Strategy:
    """The small strategy with one value set, read as a file is."""
    tree: Any = tomllib.loads(SMALL, parse_float=Decimal)
    table = tree
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value
    return Strategy.model_validate(tree)


@pytest.mark.parametrize(
    ("path", "within", "beyond"),
    [
        ((*FIRST, "bins", 0, "points"), 10_000, 10_001),
        ((*FIRST, "bins", 0, "points"), -10_000, -10_001),
        ((*FIRST, "bins"), [{"points": 1}], []),
        (("scorecard", "characteristics"), ONLY, []),
        (("request", "term_least"), 1, 0),
        (("request", "term_most"), 480, 481),
        (("calibration", "factor"), Decimal("0.5"), 0),
        (("calibration", "horizon_months"), 1, 0),
        (("reasons", "near_band"), 1, 0),
        (("reasons", "most"), 1, 0),
        (("reasons", "most"), 4, 5),
        (("rules", 0, "source"), "P", ""),
        (("grades", 0, "name"), "A", ""),
        (("label", "en"), "S", ""),
        (("label", "zh"), "小", ""),
        (("rules", 0, "threshold"), 12, True),
        (("rules", 0, "threshold"), Decimal("1.5"), "12"),
        (("rules", 0, "passes_when"), "income > 1", 3),
        (("rules", 0, "id"), "a_1", "1a"),
    ],
)
def test_a_value_may_go_as_far_as_its_bound(
    path: tuple[str | int, ...], within: object, beyond: object
) -> None:
    with_value(path, within)
    with pytest.raises(ValidationError):
        with_value(path, beyond)


def test_nothing_is_added_to_the_format_and_nothing_changed_afterwards() -> None:
    with pytest.raises(ValidationError):
        with_value(("request", "surplus"), 1)
    strategy = parse_strategy(SMALL)
    with pytest.raises(ValidationError):
        strategy.request.term_least = 3


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ('passes_when = "income >= threshold"', "income >= 1000"),
        ('fails_when = "income < threshold"', "NOT (income < 1000)"),
    ],
)
def test_a_condition_is_shown_with_its_number(condition: str, told: str) -> None:
    text = SMALL.replace('passes_when = "income >= threshold"', condition)
    assert parse_strategy(text).rules[0].condition == told
