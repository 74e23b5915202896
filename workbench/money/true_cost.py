"""The true yearly cost of any fee sentence: up front, per period, in all, by the day.

A fee sentence becomes the cash flows of months 0, 1, 2, ... (received positive, paid
negative); the flows have their rate by every basis, and each basis its verdict on a cap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.money.amounts import exact, round_money
from workbench.money.irr import MONTHS, annual_compound, annual_simple, irr_monthly
from workbench.money.schedules import Method, repayment_schedule
from workbench.money.settlement import FeesOnSettling, fees_on_settling

NONE = Decimal(0)
DAYS_A_YEAR = 365
_ANY_DAY = date(2025, 1, 1)  # months count as twelfths of a year, whichever they are


@dataclass(frozen=True, slots=True)
class FeePlan:
    """An amount in equal monthly instalments with its fees, as it is advertised.

    Rates are shares of the amount: `fee_per_period` 0.0072 each month, `fee_in_all` 0.088 over
    the whole plan (spread evenly, or with the first instalment), `fee_up_front` kept back when
    the money is paid out. `discount` is the share of all fees that is waived, and the first
    `free_months` bear neither fee nor interest. `yearly_interest` (simple, on what is still
    owed) comes on top, by `method`; where only the `instalment` is named, it is all there is to
    pay each month besides the fees.
    """

    amount: Decimal
    months: int
    fee_per_period: Decimal = NONE
    fee_in_all: Decimal = NONE
    fee_up_front: Decimal = NONE
    with_first_instalment: bool = False
    discount: Decimal = NONE
    currency: str = "CNY"
    yearly_interest: Decimal = NONE
    method: Method = Method.EQUAL_PAYMENT
    free_months: int = 0
    instalment: Decimal | None = None

    @exact
    def fees(self) -> list[Decimal]:
        """The fee at the payout (month 0) and with each instalment, in whole minor units."""
        charged = self.amount * (1 - self.discount)
        each = self._rounded(charged * self.fee_per_period)
        in_all = self._rounded(charged * self.fee_in_all)
        at_once = [in_all, *[NONE] * (self.months - 1)]
        parts = at_once if self.with_first_instalment else self._spread(in_all)
        monthly = self._charged(each + part for part in parts)
        return [self._rounded(charged * self.fee_up_front), *monthly]

    @exact
    def principal_parts(self) -> list[Decimal]:
        """The part of the amount in each instalment; the last one absorbs the residue."""
        return [part for part, _interest in self._repaid()]

    @exact
    def interest_parts(self) -> list[Decimal]:
        """The interest in each instalment; 10,000 at 18.25 % over 12 months: 152.08 first."""
        return self._charged(interest for _part, interest in self._repaid())

    @exact
    def flows(self) -> list[Decimal]:
        """What is received in month 0, and paid in the months after it."""
        kept_back, *fees = self.fees()
        if self.instalment is not None:
            return [self.amount - kept_back, *(-(self.instalment + fee) for fee in fees)]
        parts = zip(self.principal_parts(), self.interest_parts(), fees, strict=True)
        return [self.amount - kept_back, *(-sum(each, NONE) for each in parts)]

    @exact
    def flows_settled(self, after: int, regime: FeesOnSettling) -> list[Decimal]:
        """The flows when the plan is settled with the instalment of month `after`.

        Not for a plan that names its instalment alone: what is owed in between, it does not say.
        """
        flows, fees = self.flows()[: after + 1], self.fees()
        total, paid = sum(fees, NONE), sum(fees[: after + 1], NONE)
        still = self._rounded(fees_on_settling(total, paid, after, self.months, regime))
        flows[after] -= sum(self.principal_parts()[after:], NONE) + still
        return flows

    def _repaid(self) -> list[tuple[Decimal, Decimal]]:
        """Principal and interest of each month, before anything is free."""
        if not self.yearly_interest:
            return [(part, NONE) for part in self._spread(self.amount)]
        plan = repayment_schedule(
            self.amount,
            self.yearly_interest,
            self.months,
            method=self.method,
            disbursed_on=_ANY_DAY,
            currency=self.currency,
        )
        rows = [(row.principal, row.interest) for row in plan.instalments]
        return [*[(NONE, NONE)] * (self.months - len(rows)), *rows]

    def _charged(self, parts: Iterable[Decimal]) -> list[Decimal]:
        """Monthly charges without those of the free months."""
        return [NONE if at < self.free_months else part for at, part in enumerate(parts)]

    def _spread(self, total: Decimal) -> list[Decimal]:
        part = self._rounded(total / self.months)
        return [*[part] * (self.months - 1), total - part * (self.months - 1)]

    def _rounded(self, amount: Decimal) -> Decimal:
        return round_money(amount, self.currency)


@dataclass(frozen=True, slots=True)
class TrueCost:
    """What credit costs: in money, and by the year on each basis (ratios).

    `flat` sets the cost against the first amount, as advertisements do; `simple` is the
    monthly IRR x 12 (nominal, 单利); `effective` compounds it (复利).
    """

    cost: Decimal
    flat: Decimal
    simple: Decimal
    effective: Decimal

    def by_basis(self) -> Mapping[str, Decimal]:
        """The yearly cost by the stored word of each basis."""
        return {"flat": self.flat, "irr_simple": self.simple, "irr_compound": self.effective}

    def within(self, cap: Decimal) -> Mapping[str, bool]:
        """The verdict on a cap, basis by basis."""
        return {basis: rate <= cap for basis, rate in self.by_basis().items()}


@exact
def true_cost(flows: Sequence[Decimal]) -> TrueCost:
    """The cost of monthly flows, received first (positive), then paid (negative).

    12,000 in 12 instalments with 0.60 % a period: flat 7.20 %, simple 13.0342 %, effective
    13.8418 %.
    """
    monthly = irr_monthly(flows)
    cost = -sum(flows, NONE)
    return TrueCost(
        cost=cost,
        flat=cost / flows[0] * MONTHS / (len(flows) - 1),
        simple=annual_simple(monthly),
        effective=annual_compound(monthly),
    )


@exact
def yearly_of_daily(daily_rate: Decimal) -> tuple[Decimal, Decimal]:
    """A daily rate by the year, simple and effective with monthly rest.

    0.06 % -> 21.9 % and 24.238 %.
    """
    simple = daily_rate * DAYS_A_YEAR
    return simple, annual_compound(simple / MONTHS)


@exact
def daily_under_cap(cap: Decimal) -> tuple[Decimal, Decimal]:
    """The daily rate that just meets a yearly cap, simple and effective with monthly rest.

    24 % -> 0.06575 % and 0.05947 %.
    """
    monthly = (1 + cap) ** (Decimal(1) / MONTHS) - 1
    return cap / DAYS_A_YEAR, monthly * MONTHS / DAYS_A_YEAR
