"""Repayment schedules, exact to the cent: what falls due when, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from workbench.money.amounts import exact, is_whole_minor, round_money
from workbench.money.periods import DayCount, due_dates, series_day

NONE = Decimal(0)


class Method(StrEnum):
    """How a loan is repaid. The value is the stored word."""

    EQUAL_PAYMENT = "equal_payment"  # 等额本息
    EQUAL_PRINCIPAL = "equal_principal"  # 等额本金
    INTEREST_FIRST = "interest_first"  # 先息后本
    BULLET = "bullet"  # 一次性还本付息: one payment at the end


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment: `payment` is principal + interest + fee; `balance` is what is left then."""

    number: int
    due_on: date
    days: int
    principal: Decimal
    interest: Decimal
    fee: Decimal
    payment: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments of a loan. The principal parts add up to the loan exactly."""

    principal: Decimal
    currency: str
    method: Method
    day_count: DayCount
    disbursed_on: date
    instalments: tuple[Instalment, ...]
    total_interest: Decimal
    total_fees: Decimal
    total_of_payments: Decimal

    @property
    def instalment(self) -> Decimal:
        """The first payment: the regular one where payments are level."""
        return self.instalments[0].payment

    @property
    def last_instalment(self) -> Decimal:
        """The last payment, which absorbs what rounding left over."""
        return self.instalments[-1].payment

    @property
    def largest_instalment(self) -> Decimal:
        """The largest regular payment: the last one counts only where it is the only one."""
        return max(each.payment for each in self.instalments[:-1] or self.instalments)


@exact
def level_payment(principal: Decimal, rate: Decimal, periods: int) -> Decimal:
    """The level payment before rounding, P·r/(1−(1+r)^−n), `rate` per period.

    10,000 at 1 % over 12 -> 888.4878...
    """
    if rate == 0:
        return principal / periods
    return principal * rate / (1 - (1 + rate) ** -periods)


@exact
def repayment_schedule(
    principal: Decimal,
    annual_rate: Decimal,
    term_months: int,
    *,
    method: Method | str,
    disbursed_on: date,
    first_due_on: date | None = None,
    day_count: DayCount | str = DayCount.THIRTY_360,
    currency: str = "USD",
    fee_per_period: Decimal = NONE,
    interest_only_months: int = 0,
) -> Schedule:
    """The monthly schedule of a loan at a nominal yearly rate (a ratio: 0.119 is 11.9 %).

    Every instalment is rounded half up to minor units and the last one absorbs the residue.
    For the first `interest_only_months` only interest falls due (先息后本, later amortising);
    a bullet has none of them.
    A first period so long that its interest exceeds the level payment is paid in full.
    10,000 at 0.04 % a day (0.146 a year, actual/365) from 15 Jan 2025 over 12 months:
    900.41 a month, 900.42 at last, interest 804.93. Raises ValueError when the principal is
    not positive whole minor units, the rate negative, or the term not longer than the
    interest-only months.
    """
    _check(principal, annual_rate, currency)
    if not 0 <= interest_only_months < term_months:
        raise ValueError(
            f"No month to repay in: {term_months}, {interest_only_months} of them free."
        )
    method, day_count = Method(method), DayCount(day_count)
    dues = due_dates(disbursed_on, term_months, first_due_on)
    if method is Method.BULLET:
        dues, interest_only_months = dues[-1:], 0
    days = _days([disbursed_on, *dues], day_count)
    rates = [annual_rate * day_count.share_of_year(count) for count in days]
    first, later = rates[:interest_only_months], rates[interest_only_months:]
    parts = [(NONE, round_money(principal * rate, currency)) for rate in first]
    parts += _parts(principal, later, method, currency)
    rows = tuple(_rows(principal, list(zip(dues, days, parts, strict=True)), fee_per_period))
    return Schedule(
        principal=principal,
        currency=currency,
        method=method,
        day_count=day_count,
        disbursed_on=disbursed_on,
        instalments=rows,
        total_interest=sum((row.interest for row in rows), NONE),
        total_fees=sum((row.fee for row in rows), NONE),
        total_of_payments=sum((row.payment for row in rows), NONE),
    )


def _check(principal: Decimal, annual_rate: Decimal, currency: str) -> None:
    if principal <= 0 or not is_whole_minor(principal, currency):
        raise ValueError(f"A loan is a positive amount in whole minor units, not {principal}.")
    if annual_rate < 0:
        raise ValueError(f"A rate is not negative: {annual_rate}.")


def _days(dates: Sequence[date], day_count: DayCount) -> list[int]:
    day = series_day(dates[1:])
    return [day_count.days(first, later, day) for first, later in pairwise(dates)]


def _parts(
    principal: Decimal, rates: Sequence[Decimal], method: Method, currency: str
) -> list[tuple[Decimal, Decimal]]:
    """Principal and interest of each instalment, rounded; the last repays what is left."""
    aim = _aim(principal, rates, method, currency)
    balance, parts = principal, []
    for number, rate in enumerate(rates, start=1):
        interest = round_money(balance * rate, currency)
        repaid = aim - interest if method is Method.EQUAL_PAYMENT else aim
        part = balance if number == len(rates) else min(max(repaid, NONE), balance)
        parts.append((part, interest))
        balance -= part
    return parts


def _aim(principal: Decimal, rates: Sequence[Decimal], method: Method, currency: str) -> Decimal:
    """What each instalment aims at: the level payment, or the principal part alone."""
    if method is Method.EQUAL_PAYMENT:
        return round_money(principal / sum(_discounts(rates), NONE), currency)
    if method is Method.EQUAL_PRINCIPAL:
        return round_money(principal / len(rates), currency)
    return NONE


def _discounts(rates: Sequence[Decimal]) -> Iterator[Decimal]:
    """What one unit paid at the end of each period is worth at the start of the first."""
    worth = Decimal(1)
    for rate in rates:
        worth /= 1 + rate
        yield worth


def _rows(
    principal: Decimal,
    parts: Sequence[tuple[date, int, tuple[Decimal, Decimal]]],
    fee: Decimal,
) -> Iterator[Instalment]:
    balance = principal
    for number, (due_on, days, (part, interest)) in enumerate(parts, start=1):
        balance -= part
        yield Instalment(
            number=number,
            due_on=due_on,
            days=days,
            principal=part,
            interest=interest,
            fee=fee,
            payment=part + interest + fee,
            balance=balance,
        )
