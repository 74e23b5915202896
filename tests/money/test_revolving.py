from datetime import date, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.revolving import (
    Cycle,
    InterestFrom,
    MinimumRule,
    PayOff,
    Statement,
    after_refund,
    minimum_payment,
    paying_only_the_minimum,
    revolving_interest,
)

FIRST_AND_TENTH = Cycle(statement_day=1, due_day=10)
TENTH = Decimal("0.10")
DUE = date(2026, 2, 10)
BOUGHT = [(date(2026, 1, 5), Decimal(10000))]


@pytest.mark.parametrize(
    ("bought", "statement", "due", "days"),
    [
        ((2026, 1, 1), (2026, 2, 1), (2026, 2, 10), 40),
        ((2026, 1, 31), (2026, 2, 1), (2026, 2, 10), 10),
        ((2026, 12, 15), (2027, 1, 1), (2027, 1, 10), 26),
    ],
)
def test_interest_free_days_run_to_the_due_day(bought, statement, due, days):
    day = date(*bought)
    assert FIRST_AND_TENTH.statement_on(day) == date(*statement)
    assert FIRST_AND_TENTH.due_on(date(*statement)) == date(*due)
    assert FIRST_AND_TENTH.interest_free_days(day) == days


def test_a_due_day_before_the_statement_day_is_next_months():
    cycle = Cycle(statement_day=20, due_day=9)
    assert cycle.statement_on(date(2026, 1, 19)) == date(2026, 1, 20)
    assert cycle.due_on(date(2026, 1, 20)) == date(2026, 2, 9)
    same_day = Cycle(statement_day=20, due_day=20)
    assert same_day.due_on(date(2026, 1, 20)) == date(2026, 2, 20)


def test_the_thirty_first_is_the_last_day_of_a_short_month():
    cycle = Cycle(statement_day=31, due_day=15)
    assert cycle.statement_on(date(2026, 2, 3)) == date(2026, 2, 28)
    assert cycle.statement_on(date(2026, 2, 28)) == date(2026, 3, 31)


def test_a_statement_adds_up():
    moved = Statement(
        opening=Decimal(1000), purchases=Decimal(500), refunds=Decimal(80), payments=Decimal(700),
        instalment_due=Decimal(120), interest=Decimal("4.50"), fees=Decimal(10),
    )  # fmt: skip
    assert moved.closing() == Decimal("854.50")
    assert Statement(Decimal(100), refunds=Decimal(130)).closing() == -30


@pytest.mark.parametrize(
    ("unpaid", "refund", "left"), [(300, 500, (0, 200)), (300, 100, (200, 0)), (300, 300, (0, 0))]
)
def test_a_refund_lowers_the_unpaid_statement_first(unpaid, refund, left):
    assert after_refund(Decimal(unpaid), Decimal(refund)) == left


def test_the_minimum_is_what_is_past_due_and_due_and_a_share_of_the_rest():
    rule = MinimumRule(TENTH, Decimal(100))
    assert minimum_payment(rule, Decimal(5000)) == 500
    assert minimum_payment(rule, Decimal(600)) == 100
    assert minimum_payment(rule, Decimal(60)) == 60
    whole = minimum_payment(
        rule, Decimal(5000), interest=Decimal("12.345"), fees=Decimal(8),
        instalment_due=Decimal(250), past_due=Decimal(40),
    )  # fmt: skip
    assert whole == Decimal("810.35")


def test_a_floor_may_count_share_and_interest_together():
    rule = MinimumRule(TENTH, Decimal(100), floor_with_interest=True)
    assert minimum_payment(rule, Decimal(950), interest=Decimal(15)) == Decimal("110.00")
    assert minimum_payment(rule, Decimal(800), interest=Decimal(15)) == 100
    assert minimum_payment(rule, Decimal(90), interest=Decimal(5)) == 95


def _interest(regime, payments, until=DUE + timedelta(30), bought=BOUGHT):
    return revolving_interest(
        bought, payments, regime=regime, due_on=DUE, until=until, daily_rate=Decimal("0.0005")
    )


def test_interest_on_what_is_left_runs_from_the_day_after_the_due_date():
    paid = [(DUE, Decimal(1000))]
    assert _interest(InterestFrom.DUE_DATE, paid) == Decimal("135.00")
    assert _interest(InterestFrom.DUE_DATE, paid, until=DUE) == 0


def test_interest_back_to_the_posting_counts_what_was_paid_in_time_too():
    paid = [(DUE, Decimal(1000))]
    before, after = 10000 * 36, 9000 * 30
    assert _interest(InterestFrom.POSTING, paid) == Decimal(before + after) * Decimal("0.0005")


@pytest.mark.parametrize("regime", InterestFrom)
def test_a_statement_paid_in_full_in_time_bears_no_interest(regime):
    halves = [(date(2026, 2, 5), Decimal(5000)), (DUE, Decimal(5000))]
    assert _interest(regime, halves) == 0
    late = [halves[0], (DUE + timedelta(1), Decimal(5000))]
    assert _interest(regime, late) > 0


def test_a_later_payment_stops_the_interest_on_its_part():
    paid = [(DUE, Decimal(1000)), (DUE + timedelta(10), Decimal(4000))]
    expected = (9000 * 10 + 5000 * 20) * Decimal("0.0005")
    assert _interest(InterestFrom.DUE_DATE, paid) == expected


def test_a_credit_balance_earns_nothing():
    paid = [(DUE + timedelta(10), Decimal(50000))]
    assert _interest(InterestFrom.DUE_DATE, paid) == Decimal("50.00")


def test_what_is_bought_after_the_day_does_not_count():
    later = [*BOUGHT, (DUE + timedelta(60), Decimal(500))]
    assert _interest(InterestFrom.POSTING, [], bought=later) == _interest(InterestFrom.POSTING, [])


@given(st.integers(1, 9999), st.integers(0, 60))
def test_back_to_the_posting_never_costs_less(paid, days):
    payments = [(date(2026, 1, 5) + timedelta(days), Decimal(paid))]
    from_due, from_posting = (_interest(regime, payments) for regime in InterestFrom)
    assert from_posting >= from_due >= 0


def test_what_paying_only_the_minimum_costs():
    """10,000 at 0.05 % a day of 30-day months; 1,438.79 when nothing is rounded to fen."""
    monthly = Decimal("0.0005") * 30
    in_all = MinimumRule(TENTH, Decimal(100), floor_with_interest=True)
    assert paying_only_the_minimum(Decimal(10000), monthly, in_all) == PayOff(
        33, Decimal("1438.76")
    )
    on_top = MinimumRule(TENTH, Decimal(100))
    assert paying_only_the_minimum(Decimal(10000), monthly, on_top) == PayOff(
        32, Decimal("1432.48")
    )


def test_a_minimum_that_only_meets_the_interest_never_ends():
    rule = MinimumRule(Decimal(0), Decimal(100), floor_with_interest=True)
    assert paying_only_the_minimum(Decimal(10000), Decimal("0.01"), rule) is None
    assert paying_only_the_minimum(Decimal(9999), Decimal("0.01"), rule).months > 100
    assert paying_only_the_minimum(Decimal(50), Decimal("0.01"), rule) == PayOff(1, Decimal("0.50"))


def test_a_share_alone_is_paid_off_when_the_rest_rounds_away():
    rule = MinimumRule(Decimal("0.5"), Decimal(0))
    halved = paying_only_the_minimum(Decimal(100), Decimal("0.01"), rule)
    assert halved == PayOff(14, Decimal("2.00"))


def test_the_callers_context_does_not_matter():
    rule = MinimumRule(TENTH, Decimal(100))
    odd = [(date(2026, 1, 5), Decimal("12345.67"))]
    with localcontext() as context:
        context.prec = 3
        assert minimum_payment(rule, Decimal("12345.60")) == Decimal("1234.56")
        assert _interest(InterestFrom.POSTING, [], bought=odd) == Decimal("407.41")
        assert paying_only_the_minimum(Decimal(10000), Decimal("0.015"), rule) == PayOff(
            32, Decimal("1432.48")
        )
