"""Behaviour: what an account's last statements say of it, and the score they give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from workbench.accounts.ledger import ID
from workbench.accounts.product import Product
from workbench.scoring.behaviour import behaviour_points

STATEMENTS = 6
"""How many statements the behaviour card reads, the latest first."""

NOT_USED, PAID_IN_FULL, CARRIED_ON = -2, -1, 0
OFFSET, FACTOR = 487.1229, 28.8539
"""The scale on which scores are blended: 600 is 50:1, 20 points double the odds."""

DAYS_A_MONTH = 30
MONTHS = {
    ID: pl.Int64, "month": pl.Date, "credit_limit": pl.Int64, "opening": pl.Int64,
    "drawn": pl.Int64, "paid": pl.Int64, "closing": pl.Int64, "dpd": pl.Int64,
    "minimum_only": pl.Boolean, "interest_new": pl.Int64, "fees_new": pl.Int64,
}  # fmt: skip
"""What is read of closed months, in minor units: one row an account and month, in order."""


def behaviour_inputs(months: pl.DataFrame) -> pl.DataFrame:
    """What the behaviour card reads of each account: credit_limit, status_k, balance_k,
    payment_k in currency units, k from 1 (the latest statement) to 6; null where none is.

    A status is the months past due, 0 where the balance is carried on, -1 where it was paid
    in full, -2 where the account was not used.
    """
    recent = _numbered(months).filter(pl.col("back") <= STATEMENTS)
    owed_before = pl.col("opening")
    unused = (pl.col("closing") <= 0) & (pl.col("drawn") == 0) & (owed_before <= 0)
    late = (pl.col("dpd") + DAYS_A_MONTH - 1) // DAYS_A_MONTH
    recent = recent.with_columns(
        pl.when(pl.col("dpd") > 0)
        .then(late)
        .when(unused)
        .then(NOT_USED)
        .when(pl.col("paid") >= owed_before)
        .then(PAID_IN_FULL)
        .otherwise(CARRIED_ON)
        .alias("status")
    )
    wide = {
        "status": pl.col("status").cast(pl.Float64),
        "balance": pl.col("closing").cast(pl.Float64) / 100,
        "payment": pl.col("paid").cast(pl.Float64) / 100,
    }
    latest = pl.col("credit_limit").filter(pl.col("back") == 1).first().cast(pl.Float64) / 100
    return recent.group_by(ID, maintain_order=True).agg(
        latest.alias("credit_limit"),
        *(
            value.filter(pl.col("back") == k).first().alias(f"{name}_{k}")
            for name, value in wide.items()
            for k in range(1, STATEMENTS + 1)
        ),
    )


def card_points(inputs: pl.DataFrame, scale: Decimal) -> pl.DataFrame:
    """`score`, `pd` and points_<characteristic> of the behaviour card, row by row.

    `scale` turns the inputs' money into the card's.
    """
    return behaviour_points(inputs.drop(ID), scale)


def habits(months: pl.DataFrame) -> pl.DataFrame:
    """What rules read of each account's closed months.

    dpd, worst_dpd_12m, months_late_6m, months_current (statements in a row without anything
    past due, the latest first), months_minimum_only_6m, balance, credit_limit (minor units),
    utilisation, payment_ratio (paid over what was owed before, over six months), and over
    eighteen months interest_and_fees_18m against principal_repaid_18m.
    """
    table = _numbered(months)
    half, year = pl.col("back") <= STATEMENTS, pl.col("back") <= 2 * STATEMENTS
    last = pl.col("back") == 1
    first_late = pl.col("back").filter(pl.col("dpd") > 0).min()
    long = pl.col("back") <= 3 * STATEMENTS
    charges = (pl.col("interest_new") + pl.col("fees_new")).filter(long).sum()
    owed = pl.col("opening").clip(0).filter(half).sum()
    found = table.group_by(ID, maintain_order=True).agg(
        pl.col("dpd").filter(last).first(),
        pl.col("dpd").filter(year).max().alias("worst_dpd_12m"),
        (pl.col("dpd").filter(half) > 0).sum().cast(pl.Int64).alias("months_late_6m"),
        (first_late.fill_null(pl.len() + 1) - 1).cast(pl.Int64).alias("months_current"),
        pl.col("minimum_only").filter(half).sum().cast(pl.Int64).alias("months_minimum_only_6m"),
        pl.col("closing").filter(last).first().alias("balance"),
        pl.col("credit_limit").filter(last).first(),
        (pl.col("paid").filter(half).sum() / owed).alias("payment_ratio"),
        charges.alias("interest_and_fees_18m"),
        (pl.col("paid").filter(long).sum() - charges).clip(0).alias("principal_repaid_18m"),
    )
    ratio = pl.col("balance").clip(0) / pl.col("credit_limit")
    return found.with_columns(
        pl.when(pl.col("credit_limit") > 0).then(ratio).alias("utilisation"),
        pl.when(pl.col("payment_ratio").is_finite()).then("payment_ratio").alias("payment_ratio"),
    )


def _numbered(months: pl.DataFrame) -> pl.DataFrame:
    """Each account's months counted back from its latest, which is 1."""
    ordered = months.sort(ID, "month", descending=[False, True])
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over(ID).alias("back"))


def score_of_pd(pd: float) -> int:
    """A chance of default on the blending scale: 1.9608 % -> 600."""
    bounded = min(max(pd, 1e-6), 1 - 1e-6)
    return round(OFFSET - FACTOR * math.log(bounded / (1 - bounded)))


def blended(
    behaviour: pl.Expr, application: pl.Expr, months_on_book: pl.Expr, product: Product
) -> pl.Expr:
    """The score by which an account is watched: behaviour counts more the longer it lasts.

    To three months on book the application score alone, from eighteen the behaviour score
    alone; where one of them is not known, the other. Weights are the product's.
    """
    weight = pl.lit(0.0)
    for months, share in product.weights:
        weight = pl.when(months_on_book >= months).then(float(share)).otherwise(weight)
    mixed = weight * behaviour + (1 - weight) * application
    return pl.coalesce(mixed, behaviour, application).round().cast(pl.Int64)


def pd_of_score(score: pl.Expr) -> pl.Expr:
    """The chance of default that a score on the blending scale stands for."""
    return 1 / (1 + ((score.cast(pl.Float64) - OFFSET) / FACTOR).exp())


def weight_shown(product: Product, months_on_book: int) -> Mapping[str, Decimal]:
    """The shares of both scores, as people are told them."""
    behaviour = product.behaviour_weight(months_on_book)
    return {"behaviour": behaviour, "application": 1 - behaviour}
