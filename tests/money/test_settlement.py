from datetime import date
from decimal import Decimal, localcontext

import pytest

from workbench.money.schedules import repayment_schedule
from workbench.money.settlement import FeesOnSettling, early_payment, fees_on_settling

DAILY = Decimal("0.146")
LOAN = repayment_schedule(
    Decimal(10000), DAILY, 12, method="equal_payment", disbursed_on=date(2025, 1, 15),
    day_count="actual/365", currency="CNY",
)  # fmt: skip


@pytest.mark.parametrize(
    ("paid", "regime", "still"),
    [
        ("216", FeesOnSettling.ALL_DUE, "648"),
        ("216", FeesOnSettling.WAIVED, "0"),
        ("216", FeesOnSettling.PRO_RATA, "0"),
        ("864", FeesOnSettling.ALL_DUE, "0"),
        ("864", FeesOnSettling.WAIVED, "0"),
        ("864", FeesOnSettling.PRO_RATA, "-648"),
    ],
)
def test_each_regime_leaves_its_own_fees(paid, regime, still):
    assert fees_on_settling(Decimal(864), Decimal(paid), 3, 12, regime) == Decimal(still)


def test_interest_runs_to_the_day_of_the_early_payment():
    settled = early_payment(LOAN, DAILY, date(2025, 2, 25))
    assert settled.principal == Decimal("9223.59")
    assert settled.interest == Decimal("36.89")  # 9,223.59 x 0.04 % x 10 days
    assert settled.penalty == 0
    assert settled.total() == Decimal("9260.48")


def test_before_the_first_due_date_the_whole_loan_is_owed():
    settled = early_payment(LOAN, DAILY, date(2025, 1, 25))
    assert (settled.principal, settled.interest) == (10000, Decimal("40.00"))
    assert early_payment(LOAN, DAILY, date(2025, 1, 15)).interest == 0


def test_on_a_due_date_its_instalment_counts_as_paid():
    settled = early_payment(LOAN, DAILY, date(2025, 2, 15))
    assert (settled.principal, settled.interest) == (Decimal("9223.59"), 0)


def test_after_the_last_due_date_nothing_is_owed():
    assert early_payment(LOAN, DAILY, date(2026, 3, 1)).total() == 0


def test_a_penalty_is_a_share_of_what_is_left():
    settled = early_payment(LOAN, DAILY, date(2025, 2, 15), Decimal("0.01"))
    assert settled.penalty == Decimal("92.24")
    assert settled.total() == Decimal("9315.83")


def test_no_loan_is_settled_before_it_is_paid_out():
    with pytest.raises(ValueError, match="2025-01-15"):
        early_payment(LOAN, DAILY, date(2025, 1, 14))


def test_the_callers_context_does_not_matter():
    with localcontext() as context:
        context.prec = 3
        settled = early_payment(LOAN, DAILY, date(2025, 2, 25))
        third = fees_on_settling(Decimal(1000), Decimal(0), 1, 3, FeesOnSettling.PRO_RATA)
    assert settled.interest == Decimal("36.89")
    assert round(third, 6) == Decimal("333.333333")
