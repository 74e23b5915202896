"""Scoring many rows without a store: the columns people get, and files of any length."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.strategy import Strategy


def score_table(strategy: Strategy, frame: pl.DataFrame, *, on: date | None = None) -> pl.DataFrame:
    """The columns of `workbench score`, one row per row of facts, in order.

    PD and rate are ratios, amounts currency units; `rule_failed` and `rule_not_evaluated` name
    rules, parted by spaces. The rules are those in force `on` a day.
    """
    return _table(compile_strategy(strategy, on=on), frame)


def score_parquet(
    strategy: Strategy,
    source: Path,
    out: Path,
    *,
    prepare: Callable[[pl.DataFrame], pl.DataFrame] = lambda frame: frame,
    on: date | None = None,
) -> int:
    """Score a .parquet file of facts into another, batch by batch; returns the rows written.

    Memory stays bounded, however long the file is. `prepare` turns a batch of the
    source into a fact frame.
    """
    engine = compile_strategy(strategy, on=on)

    def score(rows: pl.DataFrame) -> pl.DataFrame:
        return _table(engine, prepare(rows), threads=False)

    scan = pl.scan_parquet(source)
    head = score(scan.head(1).collect())
    scan.map_batches(score, schema=head.schema, streamable=True).sink_parquet(out)
    return int(scan.select(pl.len()).collect().item())


def _table(engine: Engine, frame: pl.DataFrame, *, threads: bool = True) -> pl.DataFrame:
    found = engine.assess(frame, explain=False, threads=threads)
    rules = [f"rule_{rule.id}" for rule in engine.rules]
    carried = ["application_id"] if "application_id" in found.columns else []
    return found.select(
        *carried,
        "score",
        (pl.col("pd_ppm") / 1e6).round(6).alias("pd"),
        "grade",
        "advice",
        "decided_by",
        (pl.col("limit") / 100).alias("limit"),
        (pl.col("annual_rate_ppm") / 1e6).round(6).alias("annual_rate"),
        (pl.col("instalment") / 100).alias("instalment"),
        pl.col("^reason_[0-9]$"),
        _named(rules, failed=True).alias("rule_failed"),
        _named(rules, failed=False).alias("rule_not_evaluated"),
        pl.col("^points_.*$"),
    )


def _named(rules: list[str], *, failed: bool) -> pl.Expr:
    """The names of the rules that failed (or could not be evaluated), parted by spaces."""
    words = [
        pl.when(pl.col(rule) == 0 if failed else pl.col(rule).is_null()).then(
            pl.lit(rule.removeprefix("rule_"))
        )
        for rule in rules
    ]
    return pl.concat_str(words, separator=" ", ignore_nulls=True) if words else pl.lit("")
