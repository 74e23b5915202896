"""Fee terms as they are advertised, and the plans of other lenders they are compared with.

`resources/true_cost.toml` holds what a sentence leaves open, lines of orientation and the plans,
each with its date and source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Self

from workbench import paths
from workbench.money.amounts import exact, is_whole_minor, round_money
from workbench.money.fee_sentences import Value
from workbench.money.revolving import MinimumRule
from workbench.money.schedules import Method
from workbench.money.settlement import FeesOnSettling
from workbench.money.true_cost import DAYS_A_YEAR, NONE, FeePlan

MONTHS_A_YEAR = 12
_DAILY, _MONTHLY, _YEARLY = "interest_daily", "interest_monthly", "interest_yearly"


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What is promised; None is what is not said. Rates are shares.

    Amounts are `fee_fixed` (once), `fee_each` (each month), `instalment`, `repaid_in_all` (with
    the amount itself) and `paid_out`, what of the amount is really received. `settling_charge`
    is a share of the principal that is left.
    """

    amount: Decimal | None = None
    months: int | None = None
    interest_daily: Decimal | None = None
    interest_monthly: Decimal | None = None
    interest_yearly: Decimal | None = None
    fee_per_period: Decimal | None = None
    fee_in_all: Decimal | None = None
    fee_up_front: Decimal | None = None
    fee_fixed: Decimal | None = None
    fee_each: Decimal | None = None
    repaid_in_all: Decimal | None = None
    paid_out: Decimal | None = None
    with_first_instalment: bool = False
    discount: Decimal | None = None
    free_months: int | None = None
    instalment: Decimal | None = None
    method: Method | None = None
    settled_after: int | None = None
    settling: FeesOnSettling | None = None
    settling_charge: Decimal | None = None

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> Self:
        """The terms of a sentence's values, or of values a person corrected."""
        read: dict[str, Any] = dict(values)
        if "method" in read:
            read["method"] = Method(read["method"])
        if "settling" in read:
            read["settling"] = FeesOnSettling(read["settling"])
        if "with_first_instalment" in read:
            read["with_first_instalment"] = read["with_first_instalment"] == "yes"
        return cls(**read)

    def names_a_cost(self) -> bool:
        """Whether anything is said of what the credit costs."""
        costs = (_DAILY, _MONTHLY, _YEARLY, "fee_per_period", "fee_in_all", "fee_up_front")
        amounts = ("fee_fixed", "fee_each", "repaid_in_all", "paid_out", "instalment")
        return any(getattr(self, name) is not None for name in (*costs, *amounts))

    @exact
    def yearly_interest(self) -> Decimal:
        """The simple yearly rate on what is owed: 0.05 % a day -> 18.25 %, 1 % a month -> 12 %."""
        daily = (self.interest_daily or NONE) * DAYS_A_YEAR
        return (
            daily + (self.interest_monthly or NONE) * MONTHS_A_YEAR + (self.interest_yearly or NONE)
        )

    @exact
    def plan(self, amount: Decimal, months: int, currency: str) -> FeePlan:
        """The plan these terms make of an amount over so many months.

        Raises ValueError for an amount that is not positive whole minor units.
        """
        if amount <= 0 or not is_whole_minor(amount, currency):
            raise ValueError(f"A loan is a positive amount in whole minor units, not {amount}.")
        fixed, each = (
            round_money(fee or NONE, currency) / amount for fee in (self.fee_fixed, self.fee_each)
        )
        in_all, up_front = self.fee_in_all or NONE, self.fee_up_front or NONE
        if self.repaid_in_all is not None:
            in_all = max(self.repaid_in_all - amount, NONE) / amount
        if self.paid_out is not None:
            up_front = max(amount - self.paid_out, NONE) / amount
        return FeePlan(
            amount=amount,
            months=months,
            fee_per_period=(self.fee_per_period or NONE) + each,
            fee_in_all=in_all,
            fee_up_front=up_front + fixed,
            with_first_instalment=self.with_first_instalment,
            discount=self.discount or NONE,
            currency=currency,
            yearly_interest=self.yearly_interest(),
            method=self.method or Method.EQUAL_PAYMENT,
            free_months=min(self.free_months or 0, months),
            instalment=self.instalment,
        )


Words = Mapping[str, str]
"""A text in both languages: {"en": ..., "zh": ...}."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a yearly cost is reckoned on: its stored word, its name, and what it means."""

    word: str
    label: Words
    what: Words


@dataclass(frozen=True, slots=True)
class Line:
    """A yearly cost for orientation; it forbids nothing."""

    name: Words
    most: Decimal
    basis: str
    currency: str
    as_of: date
    source: Words


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """What another lender asks for the same, as publicly quoted on `as_of`.

    `by_months` is the fee in all by the number of instalments, where there is a table.
    """

    id: str
    name: Words
    currency: str
    terms: FeeTerms
    by_months: Mapping[int, Decimal]
    months_most: int | None
    interest_free_days: int | None
    as_of: date
    source: Words

    def terms_over(self, months: int) -> FeeTerms | None:
        """The terms over so many months; None when the plan is not offered over them."""
        if self.months_most is not None and months > self.months_most:
            return None
        if not self.by_months:
            return self.terms
        fee = self.by_months.get(months)
        return None if fee is None else replace(self.terms, fee_in_all=fee)

    def offered_over(self) -> tuple[int, ...]:
        """The numbers of instalments of the fee table; empty without one."""
        return tuple(sorted(self.by_months))


@dataclass(frozen=True, slots=True)
class MinimumTerms:
    """How a revolving account is paid at the least, and what is left bears a day."""

    rule: MinimumRule
    interest_daily: Decimal
    days_a_month: int
    as_of: date
    source: Words


@dataclass(frozen=True, slots=True)
class CostFile:
    """The whole data file."""

    version: str
    date: date
    amount: Decimal
    months: int
    bases: tuple[Basis, ...]
    lines: tuple[Line, ...]
    plans: tuple[OtherPlan, ...]
    minimum: MinimumTerms


@cache
def cost_file() -> CostFile:
    """`resources/true_cost.toml`, read once."""
    text = (paths.resources() / "true_cost.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text, parse_float=Decimal)
    return CostFile(
        version=told["version"],
        date=told["date"],
        amount=Decimal(told["usual"]["amount"]),
        months=told["usual"]["months"],
        bases=tuple(Basis(word, **entry) for word, entry in told["bases"].items()),
        lines=tuple(Line(**entry) for entry in told["lines"]),
        plans=tuple(_plan(entry) for entry in told["plans"]),
        minimum=_minimum(told["minimum"]),
    )


def _plan(entry: Mapping[str, Any]) -> OtherPlan:
    known = {name: entry[name] for name in ("id", "name", "currency", "as_of", "source")}
    table = entry.get("fee_in_all")
    by_months = table if isinstance(table, Mapping) else {}
    costs = (_DAILY, _MONTHLY, _YEARLY, "fee_per_period", "fee_in_all", "fee_up_front", "method")
    said = {name: entry[name] for name in costs if name in entry and entry[name] is not by_months}
    return OtherPlan(
        **known,
        terms=FeeTerms.of(said),
        by_months={int(months): fee for months, fee in by_months.items()},
        months_most=entry.get("months_most"),
        interest_free_days=entry.get("interest_free_days"),
    )


def _minimum(entry: Mapping[str, Any]) -> MinimumTerms:
    rule = MinimumRule(entry["share"], Decimal(entry["floor"]), entry["floor_with_interest"])
    return MinimumTerms(
        rule, entry["interest_daily"], entry["days_a_month"], entry["as_of"], entry["source"]
    )
