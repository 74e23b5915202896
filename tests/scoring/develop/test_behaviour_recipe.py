"""The behaviour card made again, from accounts of which only the latest status tells."""

from __future__ import annotations

import tomllib

import numpy as np
import polars as pl
import pytest

from workbench import paths
from workbench.scoring.behaviour import CARD_FILE
from workbench.scoring.develop.behaviour_recipe import develop_behaviour

ROWS = 240
STATUS = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")


def accounts() -> pl.DataFrame:
    row = np.arange(ROWS)
    late = np.select([row % 6 < 4, row % 6 < 5], [0, 1], 2)
    return pl.DataFrame(
        {
            "LIMIT_BAL": [100_000] * ROWS,
            **{name: late if name == "PAY_0" else [0] * ROWS for name in STATUS},
            **{f"BILL_AMT{n}": [0] * ROWS for n in range(1, 7)},
            **{f"PAY_AMT{n}": [0] * ROWS for n in range(1, 7)},
            "default.payment.next.month": (row // 6 % 10 < 1 + 3 * late).astype(int),
        }
    )


def test_the_behaviour_card_is_made_and_tried_on_five_folds() -> None:
    file = max((paths.resources() / "behaviour").glob(f"*/{CARD_FILE}"))
    made = develop_behaviour(accounts(), file.read_text(encoding="utf-8"))
    names = [quality.name for quality in made.qualities]
    folds = [f"fold {n} of 5" for n in range(1, 6)]
    assert names == [*folds, "five folds, mean", "all rows, as fitted"]
    assert made.qualities[-1].rows == made.qualities[-2].rows == ROWS
    read = tomllib.loads(made.text)
    assert read["calibration"]["horizon_months"] == 1
    first = read["scorecard"]["characteristics"][0]
    assert (first["name"], first["reason"], first["direction"]) == ("status_1", "OURS", "falling")
    assert first["label"]["en"] == "Status at the latest statement"
    points = [one["points"] for one in first["bins"]]
    assert points == sorted(points, reverse=True)
    assert [(one.get("from"), one.get("below")) for one in first["bins"]] == [
        (None, 1),
        (1, 2),
        (2, None),
    ]
    assert first["mean_all"] == pytest.approx(np.dot(points, (4, 1, 1)) / 6, abs=1e-3)
    assert first["mean_near"] == points[0]  # the others lie more than 15 points below
