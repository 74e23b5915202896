"""Scoring a table without a store: one row out per row in, in order, nothing left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from workbench.scoring.strategy import shipped_strategy
from workbench.workflow import bulk

PERSONAL = shipped_strategy("personal-loan")

Sheet = Callable[..., Path]


def test_every_row_comes_back_in_its_order(sheet: Sheet, tmp_path: Path) -> None:
    file = sheet({}, {"Annual income": "21k"}, {}, {"DTI": "60%"})
    done = bulk.score_file(file, PERSONAL, tmp_path / "out.csv")
    out = pl.read_csv(tmp_path / "out.csv")
    assert (done.rows, done.unreadable) == (4, 1)
    assert out["application_id"].to_list() == [1, 2, 3, 4]
    assert out["advice"].to_list()[:3] == ["approve", "refer", "approve"]


def test_the_score_is_the_sum_of_the_printed_points(sheet: Sheet, tmp_path: Path) -> None:
    bulk.score_file(sheet({}, {"Housing": "rent"}), PERSONAL, tmp_path / "out.csv")
    out = pl.read_csv(tmp_path / "out.csv")
    base = PERSONAL.scorecard.base_points
    points = out.select(pl.sum_horizontal(pl.col("^points_.*$"))).to_series() + base
    assert out["score"].to_list() == points.to_list()


def test_a_parquet_table_of_facts_is_streamed(tmp_path: Path) -> None:
    frame = pl.DataFrame({"amount_requested": [5000.0, 7000.0], "term_months": [36, 60]})
    frame.write_parquet(tmp_path / "in.parquet")
    done = bulk.score_file(tmp_path / "in.parquet", PERSONAL, tmp_path / "out.parquet")
    assert done.advice == {"refer": 2}
    assert pl.read_parquet(tmp_path / "out.parquet").height == 2
