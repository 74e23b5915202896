"""The behaviour card: points and chance of default of living accounts from six statements."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache

import polars as pl
from pydantic import Field

from workbench import paths
from workbench.scoring.points import bin_of, points_of
from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy_format import (
    Calibration,
    Derived,
    Name,
    Number,
    Part,
    Scorecard,
    Text,
)

CARD_FILE = "card.toml"
_MONEY = ("credit_limit", "balance_", "payment_")


class BehaviourCard(Part):
    """A card over account facts: its inputs, the facts made of them, bins with points, PDs."""

    id: str
    version: str
    date: date
    source: str
    inputs: tuple[Name, ...]
    label: Text
    derived: dict[Name, Derived]
    scorecard: Scorecard
    calibration: Calibration
    model_card: dict[str, str | int | Number] = Field(default_factory=dict)


@cache
def behaviour_card() -> BehaviourCard:
    """The shipped card, the latest version. Raises ValueError where its file is faulty."""
    files = sorted((paths.resources() / "behaviour").glob(f"*/{CARD_FILE}"))
    text = files[-1].read_text(encoding="utf-8")
    return BehaviourCard.model_validate(tomllib.loads(text, parse_float=Decimal))


def behaviour_points(frame: pl.DataFrame, scale: Decimal = Decimal(1)) -> pl.DataFrame:
    """`score`, `pd` (default next month) and `points_<characteristic>` of every row.

    `frame` holds the card's inputs (1 is the latest statement): credit_limit, status_1..6
    (months past due; 0 minimum paid, -1 paid in full, -2 not used), balance_1..6, payment_1..6.
    A row that lacks one has no score (null), as an account younger than six statements.
    `scale` turns its money into the card's: 4.5 for yuan.
    """
    if frame.height == 1:  # alone it would be divided another way: see the engine
        longer = frame.select(pl.all().extend_constant(None, 1))
        return behaviour_points(longer, scale).head(1)
    card = behaviour_card()
    rows = with_behaviour_facts(frame, card.derived, card.inputs, scale)
    points = [
        points_of(one, bin_of(one)).alias(f"points_{one.name}")
        for one in card.scorecard.characteristics
    ]
    shown = rows.select(points)
    base, cal = card.scorecard.base_points, card.calibration
    score = pl.sum_horizontal(pl.all(), ignore_nulls=False).cast(pl.Int64) + base
    odds = (pl.col("score") - float(cal.offset)) / float(cal.factor)
    return (
        shown.with_columns(score=score)
        .with_columns(pd=1 / (1 + odds.exp()))
        .select("score", "pd", pl.col("^points_.*$"))
    )


def with_behaviour_facts(
    frame: pl.DataFrame,
    derived: dict[str, Derived],
    inputs: tuple[str, ...],
    scale: Decimal = Decimal(1),
) -> pl.DataFrame:
    """The inputs as numbers, money scaled, with the facts made from them."""
    rows = frame.select(
        (
            pl.col(name).cast(pl.Float64) * (float(scale) if name.startswith(_MONEY) else 1.0)
            if name in frame.columns
            else pl.lit(None, pl.Float64)
        ).alias(name)
        for name in inputs
    )
    for name, entry in derived.items():
        value = read_condition(entry.formula).expression().cast(pl.Float64)
        rows = rows.with_columns(value.alias(name))
    return rows
