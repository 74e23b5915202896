from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.money.settlement import FeesOnSettling
from workbench.money.true_cost import FeePlan, daily_under_cap, true_cost, yearly_of_daily

AMOUNT = Decimal(1_200_000)


def _percent(rate, places=3):
    return str(round(100 * rate, places))


@pytest.mark.parametrize(
    ("in_all", "months", "simple", "effective"),
    [
        ("0.025", 3, "14.938", "16.005"),
        ("0.045", 6, "15.268", "16.383"),
        ("0.065", 9, "15.340", "16.466"),
        ("0.088", 12, "15.864", "17.070"),
    ],
)
def test_a_fee_in_all_by_the_year(in_all, months, simple, effective):
    cost = true_cost(FeePlan(AMOUNT, months, fee_in_all=Decimal(in_all)).flows())
    assert (_percent(cost.simple), _percent(cost.effective)) == (simple, effective)
    assert cost.cost == AMOUNT * Decimal(in_all)


@pytest.mark.parametrize(
    ("per_period", "months", "simple", "effective"),
    [
        ("0.006", 12, "13.034", "13.842"),
        ("0.0072", 12, "15.582", "16.745"),
        ("0.005", 12, "10.896", "11.457"),
        ("0.012", 24, "25.587", "28.812"),
    ],
)
def test_a_fee_per_period_by_the_year(per_period, months, simple, effective):
    cost = true_cost(FeePlan(AMOUNT, months, fee_per_period=Decimal(per_period)).flows())
    assert (_percent(cost.simple), _percent(cost.effective)) == (simple, effective)
    assert cost.flat == Decimal(per_period) * 12


def test_the_rule_of_thumb_for_a_fee_per_period_is_not_the_yearly_rate():
    """24 f n / (n + 1), as it is passed around, says 15.951 % for 0.72 % over 12 months."""
    thumb = 24 * Decimal("0.0072") * 12 / 13
    cost = true_cost(FeePlan(AMOUNT, 12, fee_per_period=Decimal("0.0072")).flows())
    assert (_percent(thumb), _percent(cost.simple)) == ("15.951", "15.582")


def test_the_whole_fee_with_the_first_instalment_is_dearer():
    plan = FeePlan(AMOUNT, 12, fee_in_all=Decimal("0.088"), with_first_instalment=True)
    cost = true_cost(plan.flows())
    assert (_percent(cost.simple), _percent(cost.effective)) == ("17.097", "18.502")
    assert plan.fees()[:3] == [0, 105600, 0]


@pytest.mark.parametrize(
    ("regime", "simple", "effective"),
    [
        (FeesOnSettling.ALL_DUE, "36.79", "43.67"),
        (FeesOnSettling.WAIVED, "9.42", "9.84"),
        (FeesOnSettling.PRO_RATA, "9.42", "9.84"),
    ],
)
def test_settling_after_three_months_in_each_regime(regime, simple, effective):
    plan = FeePlan(AMOUNT, 12, fee_per_period=Decimal("0.0072"))
    flows = plan.flows_settled(3, regime)
    cost = true_cost(flows)
    assert len(flows) == 4
    assert (_percent(cost.simple, 2), _percent(cost.effective, 2)) == (simple, effective)


def test_settling_pro_rata_pays_back_what_was_taken_at_first():
    plan = FeePlan(Decimal(10000), 12, fee_in_all=Decimal("0.088"), with_first_instalment=True)
    kept = -sum(plan.flows_settled(3, FeesOnSettling.PRO_RATA))
    assert kept == Decimal("220.00")
    assert -sum(plan.flows_settled(3, FeesOnSettling.WAIVED)) == Decimal("880.00")


def test_a_fee_up_front_is_kept_back_at_the_payout():
    plan = FeePlan(Decimal(10000), 12, fee_up_front=Decimal("0.02"))
    assert plan.flows()[0] == 9800
    assert true_cost(plan.flows()).cost == 200


def test_a_discount_lowers_every_fee():
    full = FeePlan(
        Decimal(10000), 12, Decimal("0.005"), Decimal("0.06"), Decimal("0.01"), currency="CNY"
    )
    half = FeePlan(
        Decimal(10000), 12, Decimal("0.005"), Decimal("0.06"), Decimal("0.01"),
        discount=Decimal("0.5"),
    )  # fmt: skip
    assert [2 * fee for fee in half.fees()] == full.fees()
    assert full.fees()[:2] == [100, 100]


def test_the_verdict_on_a_cap_depends_on_the_basis():
    cost = true_cost(FeePlan(AMOUNT, 24, fee_per_period=Decimal("0.0105")).flows())
    assert cost.within(Decimal("0.24")) == {"flat": True, "irr_simple": True, "irr_compound": False}
    assert cost.by_basis()["flat"] == Decimal("0.126")
    exact = cost.by_basis()["irr_simple"]
    assert cost.within(exact)["irr_simple"]


@pytest.mark.parametrize(
    ("daily", "simple", "effective"),
    [("0.00015", "5.475", "5.614"), ("0.0004", "14.600", "15.618"), ("0.0006", "21.900", "24.238")],
)
def test_a_daily_rate_by_the_year(daily, simple, effective):
    found = yearly_of_daily(Decimal(daily))
    assert tuple(_percent(rate) for rate in found) == (simple, effective)


def test_the_daily_rate_that_just_meets_a_cap():
    simple, effective = daily_under_cap(Decimal("0.24"))
    assert (_percent(simple, 5), _percent(effective, 5)) == ("0.06575", "0.05947")
    assert round(yearly_of_daily(effective)[1], 12) == Decimal("0.24")


def test_the_callers_context_does_not_matter():
    plan = FeePlan(Decimal(10000), 7, Decimal("0.0072"), Decimal("0.031"))

    def all_of():
        return [
            plan.flows(), plan.fees(), plan.principal_parts(),
            plan.flows_settled(3, FeesOnSettling.PRO_RATA), true_cost(plan.flows()),
            yearly_of_daily(Decimal("0.00037")), daily_under_cap(Decimal("0.24")),
        ]  # fmt: skip

    usual = all_of()
    with localcontext() as context:
        context.prec = 3
        assert all_of() == usual


SHARE = st.integers(0, 300).map(lambda points: Decimal(points) / 10000)
PLANS = st.builds(
    FeePlan,
    amount=st.integers(100, 10**8).map(lambda fen: Decimal(fen) / 100),
    months=st.integers(1, 36),
    fee_per_period=SHARE,
    fee_in_all=SHARE,
    fee_up_front=SHARE,
    with_first_instalment=st.booleans(),
)


@settings(max_examples=80)
@given(PLANS)
def test_a_plan_repays_its_amount_and_its_fees_exactly(plan):
    assert sum(plan.principal_parts()) == plan.amount
    assert -sum(plan.flows()) == sum(plan.fees())
    assert len(plan.fees()) == len(plan.flows()) == plan.months + 1
    assert plan.flows_settled(plan.months, FeesOnSettling.ALL_DUE) == plan.flows()
