"""When the legal cap binds: the smaller amount or shorter term whose price stays within it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import polars as pl

from workbench.credit.assessment import LEGAL_CAP
from workbench.credit.status import Component, Outcome
from workbench.scoring.strategy import Strategy

SHARES = tuple(range(100, 4, -5))
"""The parts of the requested amount that are tried, in percent."""

_AT_ONCE = 262_144
_ROW, _PLACE, _SHARE, _MONTHS = "=row", "=place", "=share", "=months"
_PRICED = ("annual_rate_ppm", "expected_loss_ppm", "capital_charge_ppm", "raroc_ppm", "instalment")
Assess = Callable[[pl.DataFrame], pl.DataFrame]


def within_cap(
    strategy: Strategy, frame: pl.DataFrame, found: pl.DataFrame, assess: Assess
) -> pl.DataFrame:
    """The results `found` for `frame`, with a counter-offer wherever one keeps to the legal cap.

    A row that is declined for its price alone is asked for anew, with less of its amount and at
    shorter terms: the smallest cut of the amount first, then the longest term. The first that
    `assess` approves on its own merits is offered, at its own price; without one the decline
    stands. The score and what else was found of the request stay.
    """
    bound = found.with_row_index(_ROW).filter(
        pl.col("advice") == Outcome.DECLINE.value,
        pl.col("decided_by") == Component.CAP.value,
        pl.col("reason_1") == strategy.price.cap_reason,
        pl.col("requested_amount").is_not_null(),
        pl.col("requested_term_months").is_not_null(),
    )[_ROW]
    if bound.is_empty():
        return found
    ways = _ways(strategy)
    size = max(1, _AT_ONCE // ways.height)
    return _offered(
        found,
        pl.concat(
            _approved(strategy, frame[rows].with_columns(rows), ways, assess)
            for rows in _in_parts(bound, size)
        ),
    )


def _ways(strategy: Strategy) -> pl.DataFrame:
    """Every part of the amount at every term, in the order of trying; no months: as asked."""
    request = strategy.request
    usual = request.terms or tuple(range(12, request.term_most + 1, 12))
    months = [None, *sorted((m for m in usual if m >= request.term_least), reverse=True)]
    _as_it_is, *tried = product(SHARES, months)
    schema = {_SHARE: pl.Int64, _MONTHS: pl.Int64}
    return pl.DataFrame(tried, schema=schema, orient="row").with_row_index(_PLACE)


def _approved(
    strategy: Strategy, rows: pl.DataFrame, ways: pl.DataFrame, assess: Assess
) -> pl.DataFrame:
    """The first approved way of each row, as its row of results."""
    step, least = (
        round(float(amount) * 100)
        for amount in (strategy.limit.step, strategy.request.amount_least)
    )
    asked, months = pl.col("amount_requested"), pl.col(_MONTHS)
    less = asked * pl.col(_SHARE) // 100 // step * step
    tried = (
        rows.join(ways, how="cross")
        .filter(months.is_null() | (months < pl.col("term_months")))
        .with_columns(
            pl.when(pl.col(_SHARE) < 100).then(less).otherwise(asked).alias("amount_requested"),
            pl.coalesce(months, "term_months").alias("term_months"),
        )
        .filter(pl.col("amount_requested") >= least)
    )
    made = assess(tried.drop(_ROW, _PLACE, _SHARE, _MONTHS))
    return (
        made.with_columns(tried[_ROW], tried[_PLACE])
        .filter(pl.col("advice") == Outcome.APPROVE.value)
        .sort(_ROW, _PLACE)
        .unique(_ROW, keep="first", maintain_order=True)
    )


def _offered(found: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    told = {
        **{name: pl.col(name) for name in _PRICED},
        "advice": pl.lit(Outcome.COUNTER_OFFER.value),
        "limit": pl.col("requested_amount"),
        "limit_bound_by": pl.lit(LEGAL_CAP),
        "offered_amount": pl.col("requested_amount"),
        "offered_term_months": pl.col("requested_term_months"),
    }
    new = offers.select(_ROW, *(value.alias(f"={name}") for name, value in told.items()))
    return (
        found.with_row_index(_ROW)
        .join(new, on=_ROW, how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"={name}", name).alias(name) for name in told)
        .select(found.columns)
    )


def _in_parts(bound: pl.Series, size: int) -> Iterator[pl.Series]:
    for start in range(0, bound.len(), size):
        yield bound.slice(start, size)
