"""Limit and rate actions: what the product's rules propose for each account, and what it brings.

Tightening may be done by rule; loosening always waits for a person. What is not known fires
no rule, so that not knowing never loosens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from workbench.accounts.account import AccountState, ActionKind
from workbench.accounts.ledger import ID
from workbench.accounts.product import RATE_UNIT, ActionRule, Product
from workbench.money.amounts import to_minor
from workbench.money.periods import add_months

FACTS = (
    "dpd", "worst_dpd_12m", "months_late_6m", "months_current", "months_minimum_only_6m",
    "utilisation", "payment_ratio", "months_on_book", "pd", "score", "active_lenders",
    "enquiries_3m", "debt_service_ratio",
)  # fmt: skip
"""What a rule may read; a fact that a frame lacks counts as not known."""

_LIMITS = (ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE)
_RATES = (ActionKind.RATE_RISE, ActionKind.RATE_CUT)
_NO_LONGER = {
    ActionKind.SUSPENSION: (AccountState.ACTIVE, AccountState.FROZEN),
    ActionKind.FREEZE: (AccountState.ACTIVE,),
    ActionKind.REINSTATEMENT: (AccountState.FROZEN, AccountState.SUSPENDED),
}
"""The states in which an action has anything to do; every other one needs an active account."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules propose: one row for every account, `kind` "hold" where nothing is.

    account_id, kind, rule, old_limit, new_limit (minor units), old_rate, new_rate
    (hundred-millionths a day), exposure_change, loss_change (minor units).
    """

    rows: pl.DataFrame
    rules: Mapping[str, ActionRule]


def propose(
    accounts: pl.DataFrame,
    product: Product,
    on: date,
    thresholds: Mapping[str, Decimal] | None = None,
) -> Proposed:
    """What the product's rules propose on a day; `thresholds` tries others, by rule.

    `accounts`: account_id, state, balance, credit_limit (minor units), rate, restructured,
    last_change_on, and FACTS. Of several rules that fire the first in the file counts.
    """
    absent = [pl.lit(None, pl.Float64).alias(n) for n in FACTS if n not in accounts.columns]
    frame = accounts.with_columns(absent)
    rules = product.policy.in_force(on)
    tried = thresholds or {}
    chosen, limit, rate = pl.lit(None, pl.String), pl.col("credit_limit"), pl.col("rate")
    for rule in reversed(rules):
        fires = rule.read(tried.get(rule.id)).expression().fill_null(value=False)
        fires &= _may(rule, product, on)
        chosen = pl.when(fires).then(pl.lit(rule.id)).otherwise(chosen)
        limit = pl.when(fires).then(_new_limit(rule, product)).otherwise(limit)
        rate = pl.when(fires).then(_new_rate(rule, product)).otherwise(rate)
    back = _comes_back(product)
    chosen = pl.when(back).then(pl.lit("reinstate")).otherwise(chosen)
    limit = pl.when(back).then("credit_limit").otherwise(limit)
    kinds = {rule.id: rule.kind.value for rule in rules} | {
        "reinstate": ActionKind.REINSTATEMENT.value
    }
    found = frame.with_columns(
        chosen.alias("rule"), limit.alias("new_limit"), rate.alias("new_rate")
    ).with_columns(
        pl.col("rule").replace_strict(kinds, default=ActionKind.HOLD.value).alias("kind")
    )
    return Proposed(with_consequences(found, product), {rule.id: rule for rule in rules})


def _may(rule: ActionRule, product: Product, on: date) -> pl.Expr:
    """Whether an action may be proposed: by state, cooling-off, and that it changes anything."""
    states = _NO_LONGER.get(rule.kind, (AccountState.ACTIVE,))
    may = pl.col("state").is_in([state.value for state in states])
    if rule.kind in _LIMITS + _RATES:
        since = add_months(on, -product.policy.cooling_off_months)
        may &= pl.col("last_change_on").fill_null(date.min) <= since
    if rule.kind is ActionKind.LIMIT_INCREASE:
        may &= ~pl.col("restructured") & (_new_limit(rule, product) > pl.col("credit_limit"))
    if rule.kind is ActionKind.LIMIT_DECREASE:
        may &= _new_limit(rule, product) < pl.col("credit_limit")
    if rule.kind in _RATES:
        may &= _new_rate(rule, product) != pl.col("rate")
    return may


def _comes_back(product: Product) -> pl.Expr:
    states = [state.value for state in _NO_LONGER[ActionKind.REINSTATEMENT]]
    passed = product.policy.reinstate.expression().fill_null(value=False)
    return pl.col("state").is_in(states) & passed


def _new_limit(rule: ActionRule, product: Product) -> pl.Expr:
    """The limit a rule sets, in whole steps: not below balance and floor, not over the most."""
    limit, balance = pl.col("credit_limit"), pl.col("balance").clip(0)
    step = to_minor(product.limit_step, product.currency)
    if rule.kind is ActionKind.LIMIT_INCREASE and rule.raise_by is not None:
        most = to_minor(product.limit_most, product.currency)
        raised = (limit.cast(pl.Float64) * float(1 + rule.raise_by)).floor().cast(pl.Int64)
        return pl.max_horizontal(pl.min_horizontal(raised // step * step, pl.lit(most)), limit)
    if rule.kind is ActionKind.LIMIT_DECREASE and rule.to_utilised is not None:
        least = to_minor(product.policy.floor, product.currency)
        kept = (balance.cast(pl.Float64) * float(rule.to_utilised)).ceil().cast(pl.Int64)
        whole = (pl.max_horizontal(kept, balance) + step - 1) // step * step
        return pl.max_horizontal(whole, pl.lit(least))
    return limit


def _new_rate(rule: ActionRule, product: Product) -> pl.Expr:
    """The daily rate a rule sets, within what the contract allows."""
    if rule.rate_by is None:
        return pl.col("rate")
    least, most = (int(each * RATE_UNIT) for each in (product.daily_least, product.daily_most))
    return (pl.col("rate") + int(rule.rate_by * RATE_UNIT)).clip(least, most)


def with_consequences(frame: pl.DataFrame, product: Product) -> pl.DataFrame:
    """Adds what is expected: exposure at default and expected loss, after less before.

    Exposure is the balance and the undrawn part times the product's factor; where drawing
    stops, the balance alone. Loss is that times the chance and the loss given default.
    """
    factor, lgd = float(product.undrawn_factor), float(product.given_default)
    balance = pl.col("balance").clip(0).cast(pl.Float64)
    stops = pl.col("kind").is_in([ActionKind.SUSPENSION.value, ActionKind.FREEZE.value])
    starts = pl.col("kind") == ActionKind.REINSTATEMENT.value
    undrawn_before = (pl.col("credit_limit") - balance).clip(0)
    undrawn_after = (pl.col("new_limit") - balance).clip(0)
    stopped = pl.col("state") != AccountState.ACTIVE.value
    before = pl.when(stopped).then(0.0).otherwise(undrawn_before * factor)
    after = pl.when(stops | (stopped & ~starts)).then(0.0).otherwise(undrawn_after * factor)
    change = after - before
    chance = pl.col("pd").fill_null(0.0).cast(pl.Float64)
    return frame.select(
        ID,
        "kind",
        "rule",
        pl.col("credit_limit").alias("old_limit"),
        "new_limit",
        pl.col("rate").alias("old_rate"),
        "new_rate",
        change.round().cast(pl.Int64).alias("exposure_change"),
        (change * chance * lgd).round().cast(pl.Int64).alias("loss_change"),
        "pd",
        "score",
        "dpd",
        "utilisation",
        "balance",
        "state",
    )
