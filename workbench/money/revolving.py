"""Revolving credit: statement dates, interest-free days, minimum payment and interest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from workbench.money.amounts import exact, round_money
from workbench.money.periods import add_months

NONE = Decimal(0)
_MONTHS_AT_MOST = 1200


@dataclass(frozen=True, slots=True)
class Cycle:
    """The day of the month on which statements are made and the day on which they are due."""

    statement_day: int
    due_day: int

    def statement_on(self, bought_on: date) -> date:
        """The statement that carries a purchase: the next one after the day of purchase."""
        here = add_months(bought_on.replace(day=1), 0, self.statement_day)
        return here if here > bought_on else add_months(here, 1, self.statement_day)

    def due_on(self, statement_on: date) -> date:
        """The day on which a statement is due: the next due day after it."""
        here = add_months(statement_on.replace(day=1), 0, self.due_day)
        return here if here > statement_on else add_months(here, 1, self.due_day)

    def interest_free_days(self, bought_on: date) -> int:
        """Days from a purchase to the day its statement is due.

        Statement on the 1st, due on the 10th: bought on 1 January -> 40 (41 counting both
        ends), bought on 31 January -> 10.
        """
        return (self.due_on(self.statement_on(bought_on)) - bought_on).days


@dataclass(frozen=True, slots=True)
class Statement:
    """What moved in one statement period; all amounts are positive."""

    opening: Decimal
    purchases: Decimal = NONE
    refunds: Decimal = NONE
    payments: Decimal = NONE
    instalment_due: Decimal = NONE
    interest: Decimal = NONE
    fees: Decimal = NONE

    def closing(self) -> Decimal:
        """What is owed at the end; negative is a credit balance."""
        charged = self.purchases + self.instalment_due + self.interest + self.fees
        return self.opening + charged - self.refunds - self.payments


def after_refund(unpaid: Decimal, refund: Decimal) -> tuple[Decimal, Decimal]:
    """What is left of an unpaid statement after a refund, and the credit balance it leaves.

    A refund lowers the unpaid statement first: 300 unpaid, 500 refunded -> (0, 200).
    """
    taken = min(unpaid, refund)
    return unpaid - taken, refund - taken


@dataclass(frozen=True, slots=True)
class MinimumRule:
    """The least that must be paid: a share of the revolving principal, but at least `floor`.

    `floor_with_interest`: the floor counts for share and interest together, not for the share.
    """

    share: Decimal
    floor: Decimal
    floor_with_interest: bool = False

    def part(self, principal: Decimal, interest: Decimal) -> Decimal:
        """The minimum for principal and its interest, before rounding."""
        if self.floor_with_interest:
            return max(self.floor, self.share * principal + interest)
        return max(self.floor, self.share * principal) + interest


@exact
def minimum_payment(
    rule: MinimumRule,
    principal: Decimal,
    *,
    interest: Decimal = NONE,
    fees: Decimal = NONE,
    instalment_due: Decimal = NONE,
    past_due: Decimal = NONE,
    currency: str = "CNY",
) -> Decimal:
    """past due + fees + instalment due + the rule's part of principal and interest.

    Never more than all that is owed: a principal of 60 with a floor of 100 -> 60.
    """
    part = min(rule.part(principal, interest), principal + interest)
    return round_money(past_due + fees + instalment_due + part, currency)


class InterestFrom(StrEnum):
    """From when unpaid purchases bear interest, when a statement is not paid in full."""

    DUE_DATE = "due_date"  # what is left, from the day after the due date
    POSTING = "posting"  # every purchase back to its posting, until it is paid


Movement = tuple[date, Decimal]
"""A day and an amount."""


@exact
def revolving_interest(
    postings: Sequence[Movement],
    payments: Sequence[Movement],
    *,
    regime: InterestFrom,
    due_on: date,
    until: date,
    daily_rate: Decimal,
    currency: str = "CNY",
) -> Decimal:
    """The interest on one statement's purchases up to and with `until`.

    9,000 left of 10,000 at 0.05 % a day over the 30 days after the due date -> 135.00; back
    to the posting of the purchases it is more. Nothing is due when the statement was paid in
    full by its due date.
    """
    owed = sum((amount for _, amount in postings), NONE)
    in_time = sum((amount for day, amount in payments if day <= due_on), NONE)
    if in_time >= owed:
        return round_money(NONE, currency)
    if regime is InterestFrom.DUE_DATE:
        postings, payments = [(due_on, owed - in_time)], [p for p in payments if p[0] > due_on]
    moved = [*postings, *((day, -amount) for day, amount in payments)]
    return round_money(_balance_days(moved, until) * daily_rate, currency)


def _balance_days(moved: Sequence[Movement], until: date) -> Decimal:
    """The sum over the days up to `until` of what was owed on each."""
    total = balance = NONE
    known = sorted(each for each in moved if each[0] < until)
    for (day, amount), (next_day, _) in pairwise([*known, (until, NONE)]):
        balance += amount
        total += max(balance, NONE) * (next_day - day).days
    return total


@dataclass(frozen=True, slots=True)
class PayOff:
    """How long it takes to be free of a debt, and what that costs."""

    months: int
    interest: Decimal


@dataclass(frozen=True, slots=True)
class MinimumPaid:
    """One month of paying only the minimum: what was paid, its interest, what is left."""

    payment: Decimal
    interest: Decimal
    balance: Decimal


@exact
def minimum_course(
    balance: Decimal,
    monthly_rate: Decimal,
    rule: MinimumRule,
    *,
    currency: str = "CNY",
) -> tuple[MinimumPaid, ...] | None:
    """Every month of paying only the minimum; None when the debt outlives a century."""
    course = []
    for _month in range(_MONTHS_AT_MOST):
        interest = round_money(balance * monthly_rate, currency)
        payment = minimum_payment(rule, balance, interest=interest, currency=currency)
        balance -= payment - interest
        course.append(MinimumPaid(payment, interest, max(balance, NONE)))
        if balance <= 0:
            return tuple(course)
    return None


@exact
def paying_only_the_minimum(
    balance: Decimal,
    monthly_rate: Decimal,
    rule: MinimumRule,
    *,
    currency: str = "CNY",
) -> PayOff | None:
    """What paying only the minimum costs; None when the debt outlives a century.

    10,000 at 1.5 % a month, 10 % + interest, floor 100 in all -> 33 months, 1,438.76
    (1,438.79 before rounding to fen).
    """
    course = minimum_course(balance, monthly_rate, rule, currency=currency)
    if course is None:
        return None
    return PayOff(len(course), sum((month.interest for month in course), NONE))
