"""Reject inference: used only where it comes closer to what is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.additive import Additive, fit
from workbench.scoring.develop.fine_bins import Field, FieldBins
from workbench.scoring.develop.points_card import Rows
from workbench.scoring.develop.rejects import (
    Likeness,
    RejectTrial,
    both_ways,
    likeness,
    try_rejects,
    with_inferred,
)

FIELDS = (Field("x", True), Field("z", True))


def book(rows: int, seed: int, shift: float = 0.0) -> tuple[pl.DataFrame, np.ndarray]:
    draw = np.random.default_rng(seed)
    x, z = draw.normal(shift, 1, rows), draw.normal(0, 1, rows)
    bad = (draw.uniform(size=rows) < 1 / (1 + np.exp(1.5 - x - 0.3 * z))).astype(float)
    return pl.DataFrame({"x": x, "z": z}), bad


def test_each_rejected_row_weighs_one_in_all_and_is_worse_than_it_scores() -> None:
    frame, bad = book(800, 1)
    rejected, _truth = book(200, 2, shift=1.0)
    rows = with_inferred(Rows.of(frame, bad), fit(frame, bad, FIELDS), rejected)
    added = rows.weight[800:]
    assert np.allclose(added[:200] + added[200:], 1.0)
    chance = 1 / (1 + np.exp(-fit(frame, bad, FIELDS).log_odds(rejected)))
    assert (added[:200] > chance).all()


def test_known_outcomes_of_rejected_rows_are_the_measure() -> None:
    frame, bad = book(1_000, 1)
    rejected, truth = book(400, 2, shift=1.0)
    trial = try_rejects(Rows.of(frame, bad), FIELDS, rejected, truth)
    assert trial.by_truth and trial.added == 400 and trial.rows.frame.height == 1_800
    assert 0.5 < trial.ignoring.auc < 1 and trial.ignoring.log_loss > 0


def test_without_known_outcomes_the_worst_accepted_rows_stand_in() -> None:
    frame, bad = book(1_000, 1)
    trial = try_rejects(Rows.of(frame, bad), FIELDS, book(300, 2, shift=1.0)[0])
    assert not trial.by_truth and trial.added == 300


def test_inferring_is_worth_it_only_when_closer_and_no_worse_at_ranking() -> None:
    rows = Rows.of(*book(10, 1))
    ignoring = Likeness(0.70, 0.50, -0.05)
    for inferring, worth in (
        (Likeness(0.70, 0.49, 0.0), True),
        (Likeness(0.70, 0.51, 0.0), False),
        (Likeness(0.70, 0.50, 0.0), False),
        (Likeness(0.6981, 0.49, 0.0), True),
        (Likeness(0.6979, 0.49, 0.0), False),
    ):
        assert RejectTrial(ignoring, inferring, rows, 10, by_truth=True).is_worth_it is worth


def at_odds(odds: float, other: float) -> Additive:
    """A model by which x below 1 has these odds of bad, and x from 1 on the others."""
    bins = FieldBins(Field("x", True), edges=(1.0,))
    return Additive(0.0, (bins,), {"x": (float(np.log(odds)), float(np.log(other)), 0.0)})


def test_a_rejected_row_is_bad_at_odds_a_third_higher() -> None:
    rows = Rows.of(pl.DataFrame({"x": [0.0]}), np.array([1.0]))
    more = with_inferred(rows, at_odds(1 / 3, 1.0), pl.DataFrame({"x": [0.0, 5.0]}))
    assert more.frame["x"].to_list() == [0.0, 0.0, 5.0, 0.0, 5.0]
    assert more.bad.tolist() == [1, 1, 1, 0, 0]
    chances = (0.45 / 1.45, 1.35 / 2.35)  # odds of 1/3 and of 1, times 1.35
    assert more.weight.tolist() == pytest.approx([1, *chances, *(1 - one for one in chances)])


def test_likeness_of_three_rows() -> None:
    found = likeness(
        at_odds(1 / 3, 1.0), pl.DataFrame({"x": [0.0, 5.0, 5.0]}), np.array([0, 1, 0.0])
    )
    assert found.auc == 0.75
    assert found.log_loss == pytest.approx((np.log(4 / 3) + 2 * np.log(2)) / 3)
    assert found.gap == pytest.approx((0.25 + 0.5 + 0.5) / 3 - 1 / 3)


def test_the_fifth_that_scores_worst_is_hidden_and_the_others_are_learned_from() -> None:
    frame, bad = book(1_000, 1)
    rejected, _truth = book(100, 2)
    trial = try_rejects(Rows.of(frame, bad), FIELDS, rejected)
    worst = np.argsort(-fit(frame, bad, FIELDS).log_odds(frame), kind="stable")[:200]
    seen = np.setdiff1d(np.arange(1_000), worst)
    both = both_ways(Rows.of(frame[seen], bad[seen]), FIELDS, frame[np.sort(worst)])
    found = [likeness(model, frame[worst], bad[worst]).log_loss for model in both]
    assert [trial.ignoring.log_loss, trial.inferring.log_loss] == pytest.approx(found)
    assert trial.rows.frame.height == 1_200
