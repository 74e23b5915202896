from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.money.schedules import Method, level_payment, repayment_schedule

MID_JANUARY = date(2025, 1, 15)
DAILY = Decimal("0.146")  # 0.04 % a day over 365 days


def _loan(principal="10000", rate=DAILY, months=12, **changed):
    how = {"method": "equal_payment", "disbursed_on": MID_JANUARY, "day_count": "actual/365"}
    return repayment_schedule(Decimal(principal), rate, months, **(how | changed))


def test_level_payments_by_actual_days():
    loan = _loan()
    first, second = loan.instalments[:2]
    assert loan.instalment == Decimal("900.41")
    assert loan.total_interest == Decimal("804.93")
    assert loan.last_instalment == Decimal("900.42")
    assert (first.days, first.principal, first.interest) == (31, Decimal("776.41"), Decimal(124))
    assert (second.days, second.principal, second.interest) == (
        28, Decimal("797.11"), Decimal("103.30"),
    )  # fmt: skip


def test_level_payments_by_thirty_day_months():
    loan = _loan(rate=Decimal("0.144"), day_count="30/360")
    assert loan.instalment == Decimal("899.75")
    assert loan.total_interest == Decimal("797.05")
    assert {row.days for row in loan.instalments} == {30}


def test_six_months_by_actual_days():
    loan = _loan(months=6)
    assert loan.instalment == Decimal("1737.59")
    assert loan.total_interest == Decimal("425.52")


def test_interest_first_pays_the_loan_at_the_end():
    loan = _loan(method="interest_first")
    assert loan.total_interest == Decimal("1460.00")
    assert loan.instalment == Decimal("124.00")
    assert [row.principal for row in loan.instalments] == [0] * 11 + [10000]
    assert loan.largest_instalment == Decimal("124.00")


def test_the_largest_instalment_is_the_longest_month_but_not_the_last_payment():
    loan = _loan(method="interest_first", disbursed_on=date(2025, 2, 15), months=3)
    assert [row.number for row in loan.instalments] == [1, 2, 3]
    assert [row.days for row in loan.instalments] == [28, 31, 30]
    assert loan.largest_instalment == loan.instalments[1].payment == Decimal("124.00")


def test_the_callers_context_does_not_matter():
    with localcontext() as context:
        context.prec = 3
        assert _loan().total_of_payments == Decimal("10804.93")
        assert round(level_payment(Decimal(10000), Decimal("0.01"), 12) - 888, 2) == Decimal("0.49")


def test_interest_alone_may_come_first_and_level_payments_after():
    loan = _loan(rate=Decimal("0.144"), months=18, interest_only_months=6, day_count="30/360")
    rows = loan.instalments
    assert [row.payment for row in rows[:6]] == [Decimal("120.00")] * 6
    assert rows[5].balance == 10000
    assert [row.payment for row in rows[6:-1]] == [Decimal("899.75")] * 11
    assert loan.total_interest == Decimal("797.05") + 720
    assert rows[-1].balance == 0


def test_a_bullet_has_no_months_of_interest_alone():
    loan = _loan(method="bullet", interest_only_months=6)
    assert loan.instalments == _loan(method="bullet").instalments


@pytest.mark.parametrize("free", [12, -1])
def test_a_term_leaves_months_to_repay_in(free):
    with pytest.raises(ValueError, match="No month to repay in"):
        _loan(interest_only_months=free)


def test_a_bullet_is_one_payment_at_the_end():
    loan = _loan(method="bullet")
    (only,) = loan.instalments
    assert only.due_on == date(2026, 1, 15)
    assert (only.principal, only.interest, only.days) == (10000, Decimal("1460.00"), 365)
    assert loan.largest_instalment == only.payment == Decimal("11460.00")


def test_equal_principal_costs_less_every_month():
    loan = _loan("100000", Decimal("0.06"), method="equal_principal", day_count="30/360")
    interest = [row.interest for row in loan.instalments]
    assert loan.instalments[0].principal == Decimal("8333.33")
    assert loan.instalments[-1].principal == Decimal("8333.37")
    assert loan.total_interest == Decimal("3250.00")
    assert interest == sorted(interest, reverse=True)


def test_actual_360_costs_more_than_actual_365():
    assert _loan(day_count="actual/360").total_interest > _loan().total_interest


def test_a_fee_per_period_comes_on_top_of_every_payment():
    plain, dear = _loan(), _loan(fee_per_period=Decimal("3.50"))
    assert dear.total_fees == Decimal("42.00")
    assert dear.instalment == plain.instalment + Decimal("3.50")
    assert dear.total_of_payments == plain.total_of_payments + 42
    assert dear.total_interest == plain.total_interest


def test_a_long_first_period_costs_its_odd_days():
    loan = _loan(
        "6000", Decimal("0.12"), 36, disbursed_on=date(2026, 2, 10),
        first_due_on=date(2026, 4, 1), day_count="30/360",
    )  # fmt: skip
    assert loan.instalments[0].days == 49
    assert loan.instalments[0].interest == Decimal("98.00")
    assert loan.instalments[1].days == 30


def test_a_month_end_loan_pays_a_whole_month_in_february():
    loan = _loan(disbursed_on=date(2026, 12, 31), day_count="30/360", months=3)
    assert [row.due_on.day for row in loan.instalments] == [31, 28, 31]
    assert [row.days for row in loan.instalments] == [30, 30, 30]


def test_yen_have_no_smaller_unit():
    loan = _loan("100000", Decimal("0.05"), currency="JPY", day_count="30/360")
    assert all(row.payment == row.payment.to_integral_value() for row in loan.instalments)
    assert loan.instalment == 8561


def test_no_interest_is_the_principal_alone():
    loan = _loan("1000", Decimal(0), 3)
    assert [row.payment for row in loan.instalments] == [
        Decimal("333.33"), Decimal("333.33"), Decimal("333.34"),
    ]  # fmt: skip
    assert level_payment(Decimal(1000), Decimal(0), 4) == 250


def test_the_level_payment_is_the_textbook_one():
    assert round(level_payment(Decimal(10000), Decimal("0.01"), 12), 4) == Decimal("888.4879")


@pytest.mark.parametrize(
    ("principal", "rate", "months"),
    [
        ("0", "0.1", 12),
        ("-5", "0.1", 12),
        ("10.005", "0.1", 12),
        ("10", "-0.1", 12),
        ("10", "0.1", 0),
    ],
)
def test_what_is_no_loan_is_refused(principal, rate, months):
    with pytest.raises(ValueError, match=r"loan|rate|month"):
        _loan(principal, Decimal(rate), months)


LOANS = st.fixed_dictionaries(
    {
        "principal": st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100),
        "rate": st.integers(0, 9000).map(lambda points: Decimal(points) / 10000),
        "months": st.integers(1, 84),
        "method": st.sampled_from(list(Method)),
        "day_count": st.sampled_from(["30/360", "actual/365", "actual/360"]),
        "disbursed_on": st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    }
)


@settings(max_examples=150)
@given(LOANS, st.integers(0, 3))
def test_a_schedule_repays_exactly_its_loan(loan, quarters):
    made = _loan(**loan, interest_only_months=loan["months"] * quarters // 4)
    balance = made.principal
    for row in made.instalments:
        balance -= row.principal
        assert row.balance == balance
        assert row.payment == row.principal + row.interest + row.fee
        assert min(row.principal, row.interest, row.balance) >= 0
    assert balance == 0
    assert made.total_of_payments == made.principal + made.total_interest


@settings(max_examples=60)
@given(LOANS, st.integers(1, 500))
def test_a_dearer_rate_never_costs_less(loan, more):
    dearer = loan | {"rate": loan["rate"] + Decimal(more) / 10000}
    cents = len(_loan(**loan).instalments)  # one rounding a period
    assert _loan(**dearer).total_interest >= _loan(**loan).total_interest - Decimal(cents) / 100


@settings(max_examples=60)
@given(LOANS.filter(lambda loan: loan["principal"] > 100 and loan["rate"] < Decimal("0.36")))
def test_level_payments_are_level_but_for_the_last(loan):
    made = _loan(**(loan | {"method": Method.EQUAL_PAYMENT}))
    assert len({row.payment for row in made.instalments[:-1]}) <= 1
    slack = Decimal("0.01") * len(made.instalments) * 4
    growth = (1 + loan["rate"] / 11) ** len(made.instalments)
    assert abs(made.last_instalment - made.instalment) <= slack * growth
