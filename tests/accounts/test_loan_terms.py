from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workbench.accounts.loan_terms import annual_of, loan_schedule, settling
from workbench.accounts.product import FLEXIBLE, product_named
from workbench.money.periods import DayCount
from workbench.money.schedules import Method

LOAN = product_named("cash-loan")
ON = date(2025, 1, 15)
TEN_THOUSAND = Decimal(10_000)


def test_level_by_actual_days_is_the_vector() -> None:
    found = loan_schedule(LOAN, TEN_THOUSAND, 12, method=Method.EQUAL_PAYMENT, on=ON)
    first, second = found.instalments[:2]
    assert (found.instalment, found.last_instalment) == (Decimal("900.41"), Decimal("900.42"))
    assert found.total_interest == Decimal("804.93")
    assert (first.principal, first.interest) == (Decimal("776.41"), Decimal("124.00"))
    assert (second.days, second.principal, second.interest) == (
        28,
        Decimal("797.11"),
        Decimal("103.30"),
    )


def test_level_by_thirty_days_a_month_is_the_vector() -> None:
    found = loan_schedule(
        LOAN, TEN_THOUSAND, 12, method=Method.EQUAL_PAYMENT, on=ON, day_count=DayCount.THIRTY_360
    )
    assert (found.instalment, found.total_interest) == (Decimal("899.75"), Decimal("797.05"))


def test_six_months_and_interest_first_are_the_vectors() -> None:
    six = loan_schedule(LOAN, TEN_THOUSAND, 6, method=Method.EQUAL_PAYMENT, on=ON)
    assert (six.instalment, six.total_interest) == (Decimal("1737.59"), Decimal("425.52"))
    first = loan_schedule(LOAN, TEN_THOUSAND, 12, method=Method.INTEREST_FIRST, on=ON)
    assert (first.total_interest, first.instalment) == (Decimal("1460.00"), Decimal("124.00"))


@pytest.mark.parametrize("method", LOAN.methods)
@pytest.mark.parametrize("count", [DayCount.ACTUAL_365, DayCount.THIRTY_360])
def test_every_method_repays_exactly_the_loan(method: str, count: DayCount) -> None:
    found = loan_schedule(LOAN, Decimal("7777.77"), 9, method=method, on=ON, day_count=count)
    assert sum(row.principal for row in found.instalments) == Decimal("7777.77")
    assert found.instalments[-1].balance == 0


def test_the_flexible_method_asks_interest_alone_at_first() -> None:
    found = loan_schedule(LOAN, TEN_THOUSAND, 12, method=FLEXIBLE, on=ON)
    free = [row.principal for row in found.instalments[:3]]
    assert free == [0, 0, 0]
    assert all(row.principal > 0 for row in found.instalments[3:])


def test_a_term_or_a_method_the_product_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="13 months"):
        loan_schedule(LOAN, TEN_THOUSAND, 13, method=Method.EQUAL_PAYMENT, on=ON)
    with pytest.raises(ValueError, match="magic"):
        loan_schedule(LOAN, TEN_THOUSAND, 6, method="magic", on=ON)


@pytest.mark.parametrize(
    ("daily", "yearly"), [("0.00015", "0.05475"), ("0.0004", "0.146"), ("0.0006", "0.219")]
)
def test_a_daily_rate_by_the_year(daily: str, yearly: str) -> None:
    assert annual_of(Decimal(daily), DayCount.ACTUAL_365) == Decimal(yearly)


def test_settling_early_costs_interest_to_the_day_and_no_penalty() -> None:
    found = loan_schedule(LOAN, TEN_THOUSAND, 12, method=Method.EQUAL_PAYMENT, on=ON)
    paid = settling(LOAN, found, LOAN.daily_rate, date(2025, 2, 25))
    assert paid.principal == Decimal("9223.59")
    assert paid.interest == (paid.principal * Decimal("0.0004") * 10).quantize(Decimal("0.01"))
    assert paid.penalty == 0
