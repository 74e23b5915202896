"""Settling early: what is still to pay, by the regime that the contract names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workbench.money.amounts import exact, round_money
from workbench.money.periods import DayCount
from workbench.money.schedules import Schedule

NONE = Decimal(0)


class FeesOnSettling(StrEnum):
    """What becomes of an instalment plan's fees when it is settled early."""

    ALL_DUE = "all_due"  # every fee of the plan falls due
    WAIVED = "waived"  # fees not yet due are dropped
    PRO_RATA = "pro_rata"  # the fee for the months used, whatever was paid of it


@exact
def fees_on_settling(
    total: Decimal, paid: Decimal, used: int, months: int, regime: FeesOnSettling
) -> Decimal:
    """The fees still to pay after `used` of `months`; negative is paid back.

    864 over 12 months, 216 paid in 3: all due -> 648, waived and pro rata -> 0. With the whole
    fee paid at once, pro rata gives 648 back.
    """
    if regime is FeesOnSettling.ALL_DUE:
        return total - paid
    return NONE if regime is FeesOnSettling.WAIVED else total * used / months - paid


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """What settles a loan on a day: the balance, interest to that day, and any penalty."""

    principal: Decimal
    interest: Decimal
    penalty: Decimal

    def total(self) -> Decimal:
        """All that is to be paid."""
        return self.principal + self.interest + self.penalty


@exact
def early_payment(
    schedule: Schedule, annual_rate: Decimal, on: date, penalty_rate: Decimal = NONE
) -> EarlyPayment:
    """What settles a loan on a day, instalments due by then being paid.

    Interest runs to the day from the last due date; `penalty_rate` is a share of the
    principal. Raises ValueError for a day before the money went out.
    """
    if on < schedule.disbursed_on:
        raise ValueError(f"The money went out on {schedule.disbursed_on}, after {on}.")
    since, left = schedule.disbursed_on, schedule.principal
    for row in schedule.instalments:
        if row.due_on <= on:
            since, left = row.due_on, row.balance
    count: DayCount = schedule.day_count
    rate = annual_rate * count.share_of_year(count.days(since, on))
    return EarlyPayment(
        principal=left,
        interest=round_money(left * rate, schedule.currency),
        penalty=round_money(left * penalty_rate, schedule.currency),
    )
