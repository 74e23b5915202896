"""A loan under a product: its schedule by method and day count, and what settles it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.accounts.product import FLEXIBLE, Product
from workbench.money.amounts import exact
from workbench.money.periods import DayCount
from workbench.money.schedules import Method, Schedule, repayment_schedule
from workbench.money.settlement import EarlyPayment, early_payment


@exact
def annual_of(daily_rate: Decimal, day_count: DayCount) -> Decimal:
    """The yearly rate that charges a daily rate by a day count.

    0.0004 a day is 0.146 by actual/365, and 0.144 (1.2 % a month) by 30/360.
    """
    return daily_rate * day_count.days_a_year


def loan_schedule(
    product: Product,
    amount: Decimal,
    months: int,
    *,
    method: str,
    on: date,
    daily_rate: Decimal | None = None,
    day_count: DayCount | None = None,
    first_due_on: date | None = None,
) -> Schedule:
    """The schedule of a loan paid out on a day, by one of the product's methods.

    10,000 at 0.04 % a day from 15 Jan 2025 over 12 months, level by actual days: 900.41 a
    month, interest 804.93. Raises ValueError for a method or term the product does not have.
    """
    if method not in product.methods or not 1 <= months <= product.term_most:
        raise ValueError(f"{product.id} has no {method} over {months} months.")
    chosen = day_count or product.day_count
    flexible = method == FLEXIBLE
    return repayment_schedule(
        amount,
        annual_of(daily_rate or product.daily_rate, chosen),
        months,
        method=Method.EQUAL_PAYMENT if flexible else Method(method),
        disbursed_on=on,
        first_due_on=first_due_on,
        day_count=chosen,
        currency=product.currency,
        interest_only_months=min(product.interest_only_months, months - 1) if flexible else 0,
    )


def settling(product: Product, schedule: Schedule, daily_rate: Decimal, on: date) -> EarlyPayment:
    """What settles a loan on a day: interest to the day, and the product's penalty if any."""
    annual = annual_of(daily_rate, schedule.day_count)
    return early_payment(schedule, annual, on, product.early_penalty)
