"""From an amount, a rate and a term to the terms of an offer, with their true yearly cost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from workbench.credit.terms import Terms
from workbench.money.apr import Unit, UnitPeriod, apr_regulation_z
from workbench.money.irr import MONTHS, annual_compound, annual_simple, irr_monthly
from workbench.money.schedules import Schedule, repayment_schedule

NOMINAL_MONTHLY = "nominal_monthly"
"""The basis of `annual_rate`: a nominal yearly rate, charged monthly (30/360)."""

REGULATION_Z = "regulation_z"
IRR_SIMPLE = "irr_simple"
IRR_COMPOUND = "irr_compound"
_SIMPLE = ("nominal", NOMINAL_MONTHLY, IRR_SIMPLE, REGULATION_Z)
_COMPOUND = ("compound", IRR_COMPOUND)
_RATE_PLACES = Decimal("0.000001")


def make_terms(
    amount: Decimal,
    annual_rate: Decimal,
    term_months: int,
    *,
    currency: str,
    method: str,
    fee: Decimal = Decimal(0),
    disbursed_on: date,
    valid_days: int,
    apr_basis: str,
) -> Terms:
    """The terms of an offer. `fee` is prepaid: it lowers what the applicant receives.

    `apr_basis` is "regulation_z" (US), "irr_simple" or "irr_compound" (PRC); the simple and
    the compound yearly cost are kept in any case. Yearly costs are rounded to six places.
    12,000 at 11.90 % over 36 months with a fee of 240 -> instalment 398.00, APR 13.31 %.
    Raises ValueError for a fee that is negative or eats up the loan, an unknown basis, or
    what `repayment_schedule` refuses.
    """
    if not 0 <= fee < amount:
        raise ValueError(f"A fee lies between nought and the loan: {fee}.")
    schedule = repayment_schedule(
        amount, annual_rate, term_months, method=method, disbursed_on=disbursed_on,
        currency=currency,
    )  # fmt: skip
    monthly = irr_monthly(_monthly_flows(schedule, amount - fee, term_months))
    simple, compound = annual_simple(monthly), annual_compound(monthly)
    return Terms(
        amount=amount,
        currency=currency,
        term_months=term_months,
        annual_rate=annual_rate,
        rate_basis=NOMINAL_MONTHLY,
        repayment_method=schedule.method,
        instalment=schedule.instalment,
        last_instalment=schedule.last_instalment,
        fee=fee,
        total_interest=schedule.total_interest,
        total_of_payments=schedule.total_of_payments,
        amount_financed=amount - fee,
        finance_charge=schedule.total_of_payments - (amount - fee),
        apr=_rounded(_apr(apr_basis, schedule, amount - fee, simple, compound)),
        apr_basis=apr_basis,
        annual_cost_compound=_rounded(compound),
        first_due_on=schedule.instalments[0].due_on,
        valid_until=disbursed_on + timedelta(days=valid_days),
        annual_cost_simple=_rounded(simple),
    )


def terms_schedule(terms: Terms, disbursed_on: date) -> Schedule:
    """The repayment schedule of the terms, were the money paid out on that day."""
    return repayment_schedule(
        terms.amount,
        terms.annual_rate,
        terms.term_months,
        method=terms.repayment_method,
        disbursed_on=disbursed_on,
        currency=terms.currency,
    )


def yearly_cost(terms: Terms, basis: str) -> Decimal:
    """The yearly cost by the basis of a legal cap: "nominal" or "compound", or an APR basis.

    A fee counts. Without one the cost is the offered rate itself, so that rounding instalments
    to cents never lifts an offer over its cap. Raises ValueError for an unknown basis.
    """
    if basis not in _SIMPLE + _COMPOUND:
        raise ValueError(f"There is no yearly cost by the basis {basis!r}.")
    if not terms.fee:
        rate = terms.annual_rate
        return annual_compound(rate / MONTHS) if basis in _COMPOUND else rate
    simple = terms.apr if terms.annual_cost_simple is None else terms.annual_cost_simple
    return terms.annual_cost_compound if basis in _COMPOUND else simple


def _monthly_flows(schedule: Schedule, received: Decimal, term_months: int) -> list[Decimal]:
    """What the applicant receives and pays, month by month from the day of payout."""
    payments = [-row.payment for row in schedule.instalments]
    waiting = [Decimal(0)] * (term_months - len(payments))
    return [received, *waiting, *payments]


def _apr(
    basis: str, schedule: Schedule, received: Decimal, simple: Decimal, compound: Decimal
) -> Decimal:
    if basis == IRR_SIMPLE:
        return simple
    if basis == IRR_COMPOUND:
        return compound
    if basis != REGULATION_Z:
        raise ValueError(f"There is no yearly cost by the basis {basis!r}.")
    payments = [(row.due_on, row.payment) for row in schedule.instalments]
    unit = UnitPeriod(Unit.MONTH) if len(payments) > 1 else None
    return apr_regulation_z([(schedule.disbursed_on, received)], payments, unit)


def _rounded(rate: Decimal) -> Decimal:
    return rate.quantize(_RATE_PLACES)
