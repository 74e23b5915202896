from decimal import Decimal

import pytest

from workbench.money.advertised_plans import FeeTerms, cost_file
from workbench.money.true_cost import true_cost


def test_daily_and_monthly_interest_become_one_simple_yearly_rate():
    terms = FeeTerms(interest_daily=Decimal("0.0005"), interest_monthly=Decimal("0.01"))
    assert terms.yearly_interest() == Decimal("0.3025")


def test_interest_on_what_is_owed_costs_what_it_says():
    plan = FeeTerms(interest_daily=Decimal("0.0006")).plan(Decimal(10000), 12, "CNY")
    cost = true_cost(plan.flows())
    assert (round(cost.simple, 4), round(cost.effective, 4)) == (
        Decimal("0.2190"),
        Decimal("0.2424"),
    )


def test_interest_first_and_bullet_repay_the_amount_at_the_end():
    for method, paid_before in (("interest_first", Decimal("100.00")), ("bullet", Decimal(0))):
        terms = FeeTerms.of({"interest_monthly": Decimal("0.01"), "method": method})
        plan = terms.plan(Decimal(10000), 6, "CNY")
        assert plan.principal_parts()[:5] == [0] * 5
        assert -plan.flows()[1] == paid_before
        assert -sum(plan.flows()) == Decimal(600)


def test_a_fixed_fee_is_kept_back_at_the_payout():
    plan = FeeTerms(fee_fixed=Decimal(50)).plan(Decimal(8000), 6, "CNY")
    assert plan.flows()[0] == Decimal("7950.00")


def test_free_months_bear_neither_fee_nor_interest():
    terms = FeeTerms(fee_per_period=Decimal("0.01"), free_months=3)
    assert terms.plan(Decimal(1000), 6, "CNY").fees() == [0, 0, 0, 0, 10, 10, 10]


def test_a_plan_that_names_its_payment_alone_has_its_rate():
    plan = FeeTerms(instalment=Decimal(1072)).plan(Decimal(12000), 12, "CNY")
    assert round(true_cost(plan.flows()).simple, 6) == Decimal("0.130342")


def test_what_is_not_a_whole_amount_is_refused():
    with pytest.raises(ValueError, match="whole minor units"):
        FeeTerms().plan(Decimal("0.001"), 12, "CNY")


def test_a_fee_table_is_offered_over_its_own_terms_only():
    plan = next(plan for plan in cost_file().plans if plan.by_months)
    offered = plan.terms_over(9)
    assert offered is not None and offered.fee_in_all == Decimal("0.065")
    assert plan.terms_over(10) is None
    assert plan.offered_over() == (3, 6, 9, 12)


def test_every_plan_and_line_says_when_and_where_it_was_read():
    file = cost_file()
    for entry in (*file.plans, *file.lines, file.minimum):
        assert set(entry.source) == {"en", "zh"} and entry.as_of.year >= 2020
