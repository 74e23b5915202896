"""An additive model: the sum of its effects, centred on its rows, never too many bins."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.additive import Additive, bins_each, fit, fit_with_made
from workbench.scoring.develop.fine_bins import Field, FieldBins
from workbench.scoring.develop.made_facts import MadeFact
from workbench.scoring.develop.penalised import Held

LOOSE = Held(steps=0.0, apart=0.0)


def test_log_odds_are_the_intercept_and_one_effect_a_field() -> None:
    words = FieldBins(Field("job", False), groups=(("a",), ("b",)))
    number = FieldBins(Field("x_sum_y", True), edges=(3.0,))
    effects = {"job": (0.1, -0.1, 0.5), "x_sum_y": (1.0, -1.0, 2.0)}
    model = Additive(-2.0, (words, number), effects, (MadeFact("sum", "x", "y"),))
    frame = pl.DataFrame({"job": ["a", "b", "c"], "x": [1.0, 2.0, 1.0], "y": [1.0, 1.0, None]})
    assert model.log_odds(frame).tolist() == pytest.approx([-0.9, -3.1, 0.5])


def test_bins_are_shared_among_the_columns() -> None:
    assert [bins_each(count) for count in (0, 1, 5, 299, 300, 400)] == [1500, 1500, 300, 5, 5, 5]


def test_without_a_field_all_rows_have_the_bad_rate() -> None:
    frame, bad = pl.DataFrame({"x": [1.0] * 4}), np.array([1.0, 0.0, 0.0, 0.0])
    assert fit(frame, bad, []).intercept == pytest.approx(-np.log(3), abs=1e-3)


def test_effects_are_the_odds_of_the_bins_and_their_mean_over_the_rows_is_nought() -> None:
    frame = pl.DataFrame({"job": ["a"] * 300 + ["b"] * 100})
    bad = np.repeat([1.0, 0.0, 1.0, 0.0], [30, 270, 50, 50])
    model = fit(frame, bad, [Field("job", False)], held=LOOSE)
    first, second, missing = model.effects["job"]
    assert second - first == pytest.approx(np.log(9), abs=0.01)
    assert 300 * first + 100 * second == pytest.approx(0, abs=1e-9)
    assert model.intercept == pytest.approx(-0.75 * np.log(9), abs=0.01)
    assert missing == pytest.approx(0.75 * np.log(9) - np.log(9) / 2, abs=0.01)  # of no bin


def test_a_row_may_weigh_as_three() -> None:
    frame = pl.DataFrame({"job": ["a", "a", "b", "b"] * 30})
    bad = np.tile([1.0, 0.0, 1.0, 0.0], 30)
    weight = np.tile([1.0, 3.0, 3.0, 1.0], 30)
    first, second, _missing = fit(frame, bad, [Field("job", False)], weight, LOOSE).effects["job"]
    assert second - first == pytest.approx(2 * np.log(3), abs=0.01)


@pytest.mark.parametrize("direction", ["rising", "falling", "any"])
def test_bins_against_the_declared_direction_are_given_one_effect(direction: str) -> None:
    frame = pl.DataFrame({"x": np.repeat([0.0, 1.0, 2.0], 200)})
    bad = np.repeat([1.0, 0.0, 1.0, 0.0, 1.0, 0.0], [40, 160, 100, 100, 20, 180])
    low, middle, high, _missing = fit(
        frame, bad, [Field("x", True, direction)], held=LOOSE
    ).effects["x"]
    tied = {"rising": (low, middle), "falling": (middle, high)}.get(direction)
    assert (middle - low > 0.5) is (direction != "rising")
    assert (middle - high > 0.5) is (direction != "falling")
    if tied:
        assert tied[0] == pytest.approx(tied[1], abs=0.02)


def test_at_most_four_facts_are_made() -> None:
    draw = np.random.default_rng(4)
    frame = pl.DataFrame({name: draw.normal(size=800).round(2) for name in "abcd"})
    a, b, c, d = (frame[name].to_numpy() > 0 for name in "abcd")
    alike = np.sum([a == b, c == d, a == c, b == d, a == d], axis=0)
    bad = (draw.uniform(size=800) < 1 / (1 + np.exp(7.5 - 3.0 * alike))).astype(float)
    model = fit_with_made(frame, bad, [Field(name, True) for name in "abcd"])
    assert len(model.made) == 4


def alike_or_not(rows: int, even: float, odd: float) -> tuple[pl.DataFrame, np.ndarray]:
    """Two columns of 1, 2 and 3; where they are alike, so many more of the even and of the odd
    rows than three tenths are bad."""
    row = np.arange(rows)
    a, b = row // 2 % 3, row // 6 % 3
    rate = 0.3 + np.where(row % 2 == 0, even, odd) * (a == b)
    turn = (row // 18 * 7 % 20 + 0.5) / 20
    return pl.DataFrame({"a": 1.0 + a, "b": 1.0 + b}), (turn < rate).astype(float)


@pytest.mark.parametrize(
    ("rows", "even", "odd", "made"),
    [
        (720, 0.15, 0.15, False),
        (720, 0.2, 0.2, True),
        (720, 0.4, 0.0, False),
        (1080, 0.4, 0.0, True),
    ],
)
def test_a_fact_that_is_not_sure_must_tell_more_on_both_halves(
    rows: int, even: float, odd: float, *, made: bool
) -> None:
    model = fit_with_made(*alike_or_not(rows, even, odd), [Field("a", True), Field("b", True)])
    assert [fact.how for fact in model.made] == ["difference"] * made
