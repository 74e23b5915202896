"""What an applicant can carry each month, what may be lent at most, and which term binds.

All amounts inside are currency units as Float64; results are whole minor units as Int64.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import LimitTerm

REQUESTED = "requested"
AFFORDABLE = "affordable"
MILLION = 1_000_000
HIGHEST = 10**15
"""The highest millionths that are told of a ratio."""


def finite(value: pl.Expr) -> pl.Expr:
    """The value, or null where it is not a number one can compare."""
    return pl.when(value.is_finite()).then(value)


def room(strategy: Strategy) -> dict[str, pl.Expr]:
    """What is left each month, plain and stressed, and the instalment asked for at both rates.

    Needs `annuity` and `annuity_stressed`: present value of 1 a month at the offered rate.
    """
    rule = strategy.affordability
    income, existing = pl.col(rule.income), pl.col(rule.existing)
    living = pl.col(rule.living_costs) if rule.living_costs else pl.lit(0.0)
    harder = income * (1 - float(rule.stress.income_down))
    return {
        "=harder": harder,
        "=room": income * float(rule.cap) - existing,
        "=room_stressed": harder * float(rule.stress.cap) - existing,
        "=left": income - existing - living - float(rule.residual_floor),
        "=over": income - existing - living,
        "=asked": pl.col("requested_units") / pl.col("annuity"),
        "=asked_stressed": pl.col("requested_units") / pl.col("annuity_stressed"),
    }


def burden(strategy: Strategy) -> dict[str, pl.Expr]:
    """The largest instalment and loan, plain, stressed and by what is left to live on; null
    unless all of it is known.

    Income 12,000, existing 2,500, cap 50 %, 1.2 % a month, 12 months: room 3,500, largest loan
    38,899.51.
    """
    plain, stressed, left = pl.col("=room"), pl.col("=room_stressed"), pl.col("=left")
    annuity, harder = pl.col("annuity"), pl.col("annuity_stressed")
    known = (pl.col(strategy.affordability.income) > 0) & left.is_not_null() & annuity.is_not_null()
    return {
        "largest_instalment_units": pl.when(known).then(
            pl.min_horizontal(plain, left, stressed * harder / annuity)
        ),
        "largest_loan_units": pl.when(known).then(
            pl.min_horizontal(plain * annuity, left * annuity, stressed * harder)
        ),
    }


def ratios(strategy: Strategy) -> dict[str, pl.Expr]:
    """Debt service ratios (millionths) and residual income (minor units) at the request;
    `within_reason` keeps the ratios where one can read them.

    Existing 2,500 and a loan of 10,000 over 12 months at 1.2 % on an income of 12,000: 28.33 %.
    """
    rule = strategy.affordability
    income, existing = pl.col(rule.income), pl.col(rule.existing)
    return {
        "dsr_ppm": whole((existing + pl.col("=asked")) / income * MILLION),
        "dsr_stressed_ppm": whole(
            (existing + pl.col("=asked_stressed")) / pl.col("=harder") * MILLION
        ),
        "residual_income": whole((pl.col("=over") - pl.col("=asked")) * 100),
    }


def verdict(strategy: Strategy) -> pl.Expr:
    """1 when the request is affordable in every respect, 0 when not, null when not known."""
    rule = strategy.affordability
    return (
        (pl.col("dsr_ppm") <= _whole(rule.cap, MILLION))
        & (pl.col("dsr_stressed_ppm") <= _whole(rule.stress.cap, MILLION))
        & (pl.col("residual_income") >= _whole(rule.residual_floor, 100))
    ).cast(pl.Int8)


def term_units(term: LimitTerm, grade_limit: pl.Expr) -> pl.Expr:
    """One term of the limit in currency units; null when it cannot be told."""
    if term.amount is not None:
        return pl.lit(float(term.amount))
    if term.loss_budget is not None:
        return float(term.loss_budget) * MILLION / pl.col("expected_loss_ppm")
    if term.formula is not None:
        return read_condition(term.formula).expression().cast(pl.Float64)
    return grade_limit


def limit_columns(strategy: Strategy, terms: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    """`limit_<term>` in minor units, every term rounded down to the limit's step; what is
    below nothing is left to `never_negative`."""
    step = float(strategy.limit.step)
    return {
        f"limit_{name}": whole((term / step + 1e-9).floor() * step * 100)
        for name, term in terms.items()
    }


def least_known(names: list[str]) -> pl.Expr:
    """The least of some columns; null when one of them is null."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    return pl.when(known).then(pl.min_horizontal(names))


def bound_place(names: list[str]) -> pl.Expr:
    """The place in `names` of the term that made the limit; the first in a tie."""
    found = pl.lit(None, pl.UInt8)
    for place, name in reversed(list(enumerate(names))):
        made = pl.col(f"limit_{name}") == pl.col("limit")
        found = pl.when(made).then(pl.lit(place, pl.UInt8)).otherwise(found)
    return found


def bound_by(names: list[str]) -> pl.Expr:
    """The name of the term that made the limit, from its place."""
    return pl.lit(pl.Series(names, dtype=pl.String)).gather("bound")


def whole(amount: pl.Expr) -> pl.Expr:
    """The nearest whole number; null where it is not a number, or more than 64 bits hold."""
    return amount.round(0).cast(pl.Int64, strict=False)


def never_negative(names: Iterable[str]) -> dict[str, pl.Expr]:
    """Amounts in minor units, 0 where they are below it."""
    return {
        name: pl.when(pl.col(name) < 0).then(pl.lit(0, pl.Int64)).otherwise(pl.col(name))
        for name in names
    }


def within_reason(name: str) -> pl.Expr:
    """A ratio in millionths, held between -`HIGHEST` and `HIGHEST`."""
    return pl.col(name).clip(-HIGHEST, HIGHEST)


def _whole(value: object, scale: int) -> int:
    return round(float(str(value)) * scale)
