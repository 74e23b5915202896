"""What an applicant can carry each month, what may be lent at most, and which term binds.

All amounts inside are currency units as Float64; results are whole minor units as Int64.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import LimitTerm

REQUESTED = "requested"
AFFORDABLE = "affordable"
MILLION = 1_000_000


def finite(value: pl.Expr) -> pl.Expr:
    """The value, or null where it is not a number one can compare."""
    return pl.when(value.is_finite()).then(value)


def burden(strategy: Strategy) -> dict[str, pl.Expr]:
    """The month's room and the largest loan, plain, stressed and by what is left to live on.

    Needs `annuity` and `annuity_stressed`: present value of 1 a month at the offered rate.
    Income 12,000, existing 2,500, cap 50 %, 1.2 % a month, 12 months: room 3,500, largest loan
    38,899.51.
    """
    rule = strategy.affordability
    income, existing = pl.col(rule.income), pl.col(rule.existing)
    harder = income * (1 - float(rule.stress.income_down))
    living = pl.col(rule.living_costs) if rule.living_costs else pl.lit(0.0)
    room = income * float(rule.cap) - existing
    room_stressed = harder * float(rule.stress.cap) - existing
    left = income - existing - living - float(rule.residual_floor)
    positive = pl.when(income > 0)
    return {
        "largest_instalment_units": positive.then(
            _least(room, left, room_stressed * pl.col("annuity_stressed") / pl.col("annuity"))
        ),
        "largest_loan_units": positive.then(
            _least(
                room * pl.col("annuity"),
                left * pl.col("annuity"),
                room_stressed * pl.col("annuity_stressed"),
            )
        ),
    }


def ratios(strategy: Strategy) -> dict[str, pl.Expr]:
    """Debt service ratios (millionths) and residual income (minor units) at the request.

    Existing 2,500 and a loan of 10,000 over 12 months at 1.2 % on an income of 12,000: 28.33 %.
    """
    rule = strategy.affordability
    income, existing = pl.col(rule.income), pl.col(rule.existing)
    living = pl.col(rule.living_costs) if rule.living_costs else pl.lit(0.0)
    asked = pl.col("requested_units")
    instalment = asked / pl.col("annuity")
    stressed = asked / pl.col("annuity_stressed")
    harder = income * (1 - float(rule.stress.income_down))
    return {
        "dsr_ppm": _ppm((existing + instalment) / income),
        "dsr_stressed_ppm": _ppm((existing + stressed) / harder),
        "residual_income": _minor(income - existing - living - instalment),
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
        return finite(float(term.loss_budget) * MILLION / pl.col("expected_loss_ppm"))
    if term.formula is not None:
        return finite(read_condition(term.formula).expression().cast(pl.Float64))
    return grade_limit


def limit_columns(strategy: Strategy, terms: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    """`limit_<term>` in minor units, every term rounded down to the limit's step."""
    step = float(strategy.limit.step)
    return {
        f"limit_{name}": ((finite(term).clip(0.0) / step + 1e-9).floor() * step * 100)
        .round(0)
        .cast(pl.Int64)
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


def _least(*terms: pl.Expr) -> pl.Expr:
    """The least term; null when one is not known."""
    return pl.when(pl.all_horizontal(t.is_not_null() for t in terms)).then(pl.min_horizontal(terms))


def _ppm(ratio: pl.Expr) -> pl.Expr:
    held = finite(ratio)
    return (held.clip(-1e9, 1e9) * MILLION).round(0).cast(pl.Int64)


def _minor(amount: pl.Expr) -> pl.Expr:
    return (finite(amount) * 100).round(0).cast(pl.Int64)


def _whole(value: object, scale: int) -> int:
    return round(float(str(value)) * scale)
