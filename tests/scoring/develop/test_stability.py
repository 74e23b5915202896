"""How far periods lie from the whole, on rows counted by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.fine_bins import Field, FieldBins
from workbench.scoring.develop.points_card import CardBins, PointsCard, Scaling
from workbench.scoring.develop.stability import by_period, months_of, psi

BINS = FieldBins(Field("x", True), edges=(1.0,))
CARD = PointsCard(
    500, (CardBins(BINS, (0, 20, 0), False, (0.5, 0.5, 0), (0.2, 0.1, 0)),), 487, 28.9, Scaling()
)


def test_psi_of_five_shares() -> None:
    assert psi(np.full(5, 20.0), np.array([30.0, 25, 20, 15, 10])) == pytest.approx(
        0.1354, abs=5e-5
    )


def test_an_empty_bin_counts_as_a_twentieth_of_a_hundredth() -> None:
    found = psi(np.array([1.0, 1.0]), np.array([1.0, 0.0]))
    assert found == pytest.approx(0.5 * np.log(2) - 0.4995 * np.log(0.001))


def test_each_period_is_held_against_all_rows() -> None:
    frame = pl.DataFrame({"x": [0.0, 0.0, 0.0, 2.0, 0.0, 2.0, 2.0, 2.0]})
    bad = np.array([1.0, 0, 0, 0, 0, 0, 1, 1])
    first, second = by_period(CARD, frame, bad, ["a"] * 4 + ["b"] * 4)
    assert (first.name, first.rows, first.bad_rate) == ("a", 4, 0.25)
    assert (second.name, second.rows, second.bad_rate) == ("b", 4, 0.5)
    moved = 0.25 * np.log(1.5) - 0.25 * np.log(0.5)  # 75 % and 25 % against halves
    for period in (first, second):
        assert period.score == pytest.approx(moved)
        assert period.by_characteristic == {"x": pytest.approx(moved)}


def test_the_score_is_compared_by_its_tenths() -> None:
    bins = FieldBins(Field("x", True), edges=tuple(float(n) for n in range(1, 40)))
    points = (*range(40), 0)
    whole = CardBins(bins, points, False, (1 / 40,) * 40 + (0.0,), (0.1,) * 41)
    card = PointsCard(500, (whole,), 487, 28.9, Scaling())
    frame = pl.DataFrame({"x": [float(n) for n in range(40)]})
    period = by_period(card, frame, np.zeros(40), ["a"] * 4 + ["b"] * 36)[0]
    assert period.score == pytest.approx(psi(np.full(10, 4.0), np.array([4.0] + [0.0] * 9)))


def test_three_years_of_months_are_shown() -> None:
    frame = pl.DataFrame({"x": [0.0, 2.0] * 37})
    names = [f"m{n // 2:02d}" for n in range(74)]
    found = by_period(CARD, frame, np.zeros(74), names)
    assert [period.name for period in found] == [f"m{n:02d}" for n in range(36)]


def test_a_date_is_its_month_a_number_its_year_and_words_are_themselves() -> None:
    said = pl.Series([" 2007-03-31", "2007.0", "2008", "Q1 2007", "20070331", None])
    assert months_of(said) == ["2007-03", "2007", "2008", "Q1 2007", "20070331", ""]
