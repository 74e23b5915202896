import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.portfolio.population import Population, population_text, read_population
from workbench.portfolio.population_stability import (
    bin_shift,
    in_bins,
    points_moved,
    psi,
    score_shift,
    tenths,
)
from workbench.portfolio.thresholds import Level

COUNTS = st.lists(st.integers(1, 500), min_size=2, max_size=12)


def test_the_vector_of_the_reference_for_psi():
    assert round(psi([20] * 5, [30, 25, 20, 15, 10]), 4) == 0.1354


def test_the_vector_of_the_reference_for_points_moved():
    moved = points_moved([20] * 5, [12, 15, 20, 23, 30], [115, 107, 98, 91, 72])
    assert round(moved, 2) == -4.62


@settings(max_examples=60)
@given(COUNTS)
def test_a_population_has_not_moved_from_itself(counts):
    assert psi(counts, [3 * n for n in counts]) == pytest.approx(0)
    assert psi(counts, counts[::-1]) >= -1e-12


@settings(max_examples=60)
@given(st.dictionaries(st.integers(300, 900), st.integers(1, 50), min_size=1, max_size=80))
def test_tenths_hold_every_case_and_rise(counts):
    edges = tenths(counts)
    assert list(edges) == sorted(set(edges)) and len(edges) <= 9
    assert sum(in_bins(counts, edges)) == sum(counts.values())


def test_tenths_of_an_even_population_hold_a_tenth_each():
    counts = dict.fromkeys(range(500, 600), 1)
    assert in_bins(counts, tenths(counts)) == [10.0] * 10


def test_an_empty_bin_counts_as_nearly_nobody_and_is_named():
    shift = bin_shift("x", ["a", "b"], [50, 50], pl.Series("bin", [0] * 100), [5, -5])
    assert shift.empty == 1 and shift.level is Level.RED
    assert shift.points == 5.0


def test_too_few_cases_give_no_figure():
    shift = bin_shift("x", ["a", "b"], [50, 50], pl.Series("bin", [0] * 29), [5, -5])
    assert (shift.psi, shift.points, shift.level) == (None, None, Level.UNKNOWN)


def test_scores_are_held_against_the_tenths_of_the_population():
    population = Population("p", "1", 100, {"en": "x"}, dict.fromkeys(range(500, 600), 1.0), {})
    same = score_shift(population, pl.Series("score", list(range(500, 600)) * 2, pl.Int32))
    moved = score_shift(population, pl.Series("score", [590] * 100, pl.Int32))
    assert same.psi == pytest.approx(0) and same.level is Level.GREEN
    assert moved.level is Level.RED and moved.empty == 9


def test_a_population_comes_back_from_its_file():
    kept = Population(
        "p", "1.0", 3, {"en": "x", "zh": "某"}, {500: 1.0, 510: 2.0}, {"a": (1.0, 2.0)}
    )
    assert read_population(population_text(kept)) == kept


def test_many_points_moved_weigh_even_where_the_distribution_is_stable():
    numbers = pl.Series("bin", [0] * 45 + [1] * 55)
    mild = bin_shift("x", ["a", "b"], [50, 50], numbers, [1, -1])
    heavy = bin_shift("x", ["a", "b"], [50, 50], numbers, [100, -100])
    assert (mild.level, heavy.level) == (Level.GREEN, Level.RED)
    assert mild.psi == heavy.psi
