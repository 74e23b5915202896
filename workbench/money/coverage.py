"""What a person, an enterprise or a project can carry: service ratios, room and coverage.

A ratio whose income or debt is unknown or nought is None: not knowing is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.money.amounts import exact, round_money
from workbench.money.irr import MONTHS, present_value

NONE = Decimal(0)


@exact
def debt_service_ratio(
    income: Decimal | None,
    existing: Decimal | None,
    instalment: Decimal,
    *,
    revolving_balance: Decimal = NONE,
    revolving_share: Decimal = NONE,
) -> Decimal | None:
    """(existing instalments + share of revolving balances + new instalment) / income, monthly.

    12,000 income, 2,500 existing, 900 new -> 0.28333... None without income or existing debts.
    """
    if income is None or existing is None or income <= 0:
        return None
    return (existing + revolving_share * revolving_balance + instalment) / income


def residual_income(
    income: Decimal | None, existing: Decimal | None, instalment: Decimal, living_costs: Decimal
) -> Decimal | None:
    """What is left each month after debts and living costs; negative when it does not reach."""
    if income is None or existing is None:
        return None
    return income - existing - instalment - living_costs


@exact
def largest_instalment(
    income: Decimal | None, existing: Decimal | None, cap: Decimal, currency: str = "USD"
) -> Decimal | None:
    """The room for a new instalment, cap·income - existing, never below nought.

    12,000 income, 2,500 existing, cap 0.50 -> 3,500.
    """
    if income is None or existing is None:
        return None
    return round_money(max(cap * income - existing, NONE), currency)


@exact
def largest_loan(
    instalment: Decimal, annual_rate: Decimal, term_months: int, currency: str = "USD"
) -> Decimal:
    """The largest loan that a level instalment repays, in whole minor units: room·(1-(1+r)^-n)/r.

    3,500 a month at 1.2 % a month over 12 months -> 38,899.51.
    """
    rate = annual_rate / MONTHS
    factor = Decimal(term_months) if rate == 0 else (1 - (1 + rate) ** -term_months) / rate
    return round_money(instalment * factor, currency)


@exact
def dscr(cash_flow: Decimal | None, debt_service: Decimal | None) -> Decimal | None:
    """Debt service coverage: cash available / (principal + interest) of the same period."""
    if cash_flow is None or debt_service is None or debt_service <= 0:
        return None
    return cash_flow / debt_service


@exact
def cash_for_debt_service(ebitda: Decimal, tax: Decimal, maintenance: Decimal) -> Decimal:
    """An enterprise's cash for its debt: EBITDA - tax - maintenance investment."""
    return ebitda - tax - maintenance


@exact
def worth_today(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """The worth now of flows at the ends of periods 1, 2, ...: 100, 100, 100 at 8 % -> 257.71."""
    return present_value([NONE, *flows], rate)


@exact
def llcr(cash_flows: Sequence[Decimal], debt: Decimal, rate: Decimal) -> Decimal | None:
    """Loan life coverage: worth of the cash flows of the loan's life / debt.

    130, 140, 150 at 8 % over a debt of 257.71 -> 1.3949.
    """
    return worth_today(cash_flows, rate) / debt if debt > 0 else None


def plcr(cash_flows: Sequence[Decimal], debt: Decimal, rate: Decimal) -> Decimal | None:
    """Project life coverage: as `llcr`, over all cash flows of the project's life."""
    return llcr(cash_flows, debt, rate)


@exact
def sculpted_debt_service(cash_flows: Sequence[Decimal], target: Decimal) -> list[Decimal]:
    """The debt service that holds every period's DSCR at `target`: 130 at 1.30 -> 100."""
    return [flow / target for flow in cash_flows]


def debt_capacity(debt_service: Sequence[Decimal], rate: Decimal) -> Decimal:
    """The debt that this service repays: 100.00, 107.69, 115.38 at 8 % -> 276.52."""
    return worth_today(debt_service, rate)


def first_breach(
    cash_flows: Sequence[Decimal], debt_service: Sequence[Decimal], covenant: Decimal
) -> int | None:
    """The first period (from 1) whose DSCR is under the covenant; None when none is."""
    for period, (flow, service) in enumerate(zip(cash_flows, debt_service, strict=True), start=1):
        covered = dscr(flow, service)
        if covered is not None and covered < covenant:
            return period
    return None


@dataclass(frozen=True, slots=True)
class CycleDays:
    """Turnover days of an enterprise; payables and advances received finance the others."""

    inventory: Decimal
    receivable: Decimal
    prepaid: Decimal
    payable: Decimal
    advance: Decimal

    def total(self) -> Decimal:
        """Days for which own or borrowed money is bound: 60 + 75 + 10 - 45 - 5 = 95."""
        return self.inventory + self.receivable + self.prepaid - self.payable - self.advance


@exact
def working_capital_need(
    cycle: CycleDays, sales: Decimal, margin: Decimal, growth: Decimal
) -> Decimal | None:
    """Working capital need: sales·(1 - margin)·(1 + growth) / turns, turns = 360 / days.

    95 days, sales 50 m, margin 10 %, growth 8 % -> 12,825,000. None when no money is bound.
    (流动资金贷款需求量测算, annex of the working-capital loan measures.)
    """
    days = cycle.total()
    return sales * (1 - margin) * (1 + growth) * days / 360 if days > 0 else None


def new_working_capital_loan(
    need: Decimal, own_funds: Decimal, existing_loans: Decimal, other_sources: Decimal
) -> Decimal:
    """What is left to lend: need - own funds - existing loans - other sources, not below nought."""
    return max(need - own_funds - existing_loans - other_sources, NONE)
