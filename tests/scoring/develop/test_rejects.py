"""Reject inference: used only where it comes closer to what is known."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.fine_bins import Field
from workbench.scoring.develop.points_card import Rows
from workbench.scoring.develop.rejects import Likeness, RejectTrial, try_rejects, with_inferred

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
        (Likeness(0.69, 0.49, 0.0), False),
    ):
        assert RejectTrial(ignoring, inferring, rows, 10, by_truth=True).is_worth_it is worth
