"""Measures of ranking on a few rows, and folds that hold the same share of bad ones."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.scoring.develop.validation import (
    Quality,
    auc,
    auc_interval,
    folds,
    kolmogorov_smirnov,
    mean_quality,
)

SCORE = np.array([2.0, 3.0, 1.0, 2.0])
BAD = np.array([0.0, 0.0, 1.0, 1.0])


def test_ties_count_half() -> None:
    assert auc(SCORE, BAD) == 0.875  # 3 pairs of 4 right, one tied
    assert auc(-SCORE, BAD) == 0.125


def test_the_interval_of_four_rows() -> None:
    half = 1.959964 * np.sqrt(0.03125)  # both variances are 0.03125, over two rows each
    assert auc_interval(SCORE, BAD) == pytest.approx((0.875 - half, 1.0))
    assert auc_interval(-SCORE, BAD) == pytest.approx((0.0, 0.125 + half))


def test_the_interval_of_fifty_rows() -> None:
    score = np.repeat([2.0, 3.0, 1.0, 2.0, 4.0], 10)
    bad = np.repeat([0.0, 1.0], [20, 30])
    # goods below the bads: 0, 1/4, 1; bads below the goods: 1/2, 2/3
    spread = (65 / 12 / 29) / 30 + (20 / 144 / 19) / 20
    half = 1.959964 * np.sqrt(spread)
    assert auc_interval(score, bad) == pytest.approx((3.5 / 6 - half, 3.5 / 6 + half))


def test_an_interval_needs_two_of_each_kind() -> None:
    for bad in ([0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 1.0]):
        assert auc_interval(SCORE, np.array(bad)) == (0.0, 1.0)


def test_the_widest_gap_is_looked_for_where_a_score_ends() -> None:
    assert kolmogorov_smirnov(SCORE, BAD) == 0.5
    assert kolmogorov_smirnov(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 0.0])) == 1.0
    assert kolmogorov_smirnov(np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0])) == 1.0
    assert kolmogorov_smirnov(np.ones(4), BAD) == 0.0
    assert kolmogorov_smirnov(np.array([1.0, 2.0, 1.0, 2.0]), BAD) == 0.0
    assert kolmogorov_smirnov(np.array([5.0, 5.0, 1.0, 2.0]), BAD) == 1.0


def test_every_row_is_tried_once_with_its_share_of_bad_ones() -> None:
    bad = np.repeat([0.0, 1.0], [9, 6])
    parts = list(folds(bad, 3))
    assert [(len(train), len(test), bad[test].sum()) for train, test in parts] == [(10, 5, 2.0)] * 3
    assert sorted(row for _train, test in parts for row in test) == list(range(15))
    assert all(not set(train) & set(test) for train, test in parts)


def test_the_same_rows_are_dealt_to_the_same_folds_on_every_machine() -> None:
    bad = np.repeat([0.0, 1.0], [6, 4])
    assert [test.tolist() for _train, test in folds(bad, 2)] == [
        [2, 4, 5, 7, 9],
        [0, 1, 3, 6, 8],
    ]


def test_folds_are_dealt_by_one_seed_unless_another_is_named() -> None:
    dealt, same, other = (
        [test.tolist() for _train, test in folds(np.repeat([0.0, 1.0], 20), 4, **seed)]
        for seed in ({}, {"seed": 1}, {"seed": 2})
    )
    assert dealt == same != other


def test_folds_are_summed_in_rows_and_averaged_in_measures() -> None:
    one = Quality("a", 10, auc=0.7, ks=0.3, mean_pd=0.1, bad_rate=0.2, low=0.6, high=0.8)
    two = Quality("b", 30, auc=0.8, ks=0.5, mean_pd=0.3, bad_rate=0.1, low=0.7, high=1.0)
    mean = mean_quality("both", [one, two])
    assert (mean.name, mean.rows) == ("both", 40)
    found = (mean.auc, mean.ks, mean.mean_pd, mean.bad_rate, mean.low, mean.high, mean.gini)
    assert found == pytest.approx((0.75, 0.4, 0.2, 0.15, 0.65, 0.9, 0.5))
