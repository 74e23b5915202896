from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.irr import annual_compound, annual_simple, irr_monthly, present_value
from workbench.money.schedules import level_payment
from workbench.money.solving import NoRate


def _level(principal, yearly, months):
    return [level_payment(Decimal(principal), Decimal(yearly) / 12, months)] * months


def _equal_principal(principal, yearly, months):
    part, rate = Decimal(principal) / months, Decimal(yearly) / 12
    return [part + (principal - part * n) * rate for n in range(months)]


VECTORS = {
    "等额本息 100,000, 6%": (100000, _level(100000, "0.06", 12), "6.0000", "6.1678", "3279.72"),
    "等额本金": (100000, _equal_principal(100000, "0.06", 12), "6.0000", "6.1678", "3250.00"),
    "先息后本": (100000, [500] * 11 + [100500], "6.0000", "6.1678", "6000.00"),
    "信用卡分期 0.60%": (12000, [1072] * 12, "13.0342", "13.8418", "864.00"),
    "信用卡分期 0.75%": (12000, [1090] * 12, "16.2165", "17.4778", "1080.00"),
    "7.2%, 1,000 fee at payout": (49000, _level(50000, "0.072", 24), "9.2050", "9.6035", "4835.96"),
    "6.8% + 0.05% a month of first principal": (
        100000, [each + 50 for each in _level(100000, "0.068", 24)], "7.9006", "8.1931", "8436.72",
    ),
    "等本等息 1% a month": (
        10000, [Decimal(10000) / 12 + 100] * 12, "21.4572", "23.6984", "1200.00",
    ),
    "等额本息 24%": (10000, _level(10000, "0.24", 12), "24.0000", "26.8242", "1347.15"),
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_the_yearly_cost_of_every_worked_example(name):
    received, payments, simple, compound, cost = VECTORS[name]
    monthly = irr_monthly([Decimal(received), *(-Decimal(each) for each in payments)])
    assert round(100 * annual_simple(monthly), 4) == Decimal(simple)
    assert round(100 * annual_compound(monthly), 4) == Decimal(compound)
    assert round(sum(map(Decimal, payments)) - received, 2) == Decimal(cost)


def test_it_is_all_the_same_who_counts_as_paying():
    flows = [Decimal(12000), *[Decimal(-1072)] * 12]
    assert irr_monthly(flows) == irr_monthly([-flow for flow in flows])


def test_a_rate_that_breaks_twenty_four_percent_only_when_compounded():
    monthly = Decimal("0.02")
    assert annual_simple(monthly) == Decimal("0.24")
    assert annual_compound(monthly) > Decimal("0.268")


@pytest.mark.parametrize(
    ("daily", "simple", "effective"),
    [
        ("0.00015", "5.475", "5.614"),
        ("0.0002", "7.300", "7.549"),
        ("0.0004", "14.600", "15.618"),
        ("0.0005", "18.250", "19.857"),
        ("0.0006", "21.900", "24.238"),
    ],
)
def test_a_daily_rate_by_the_year(daily, simple, effective):
    yearly = Decimal(daily) * 365
    assert 100 * yearly == Decimal(simple)
    assert round(100 * annual_compound(yearly / 12), 3) == Decimal(effective)


def test_the_callers_context_does_not_matter():
    flows = [Decimal(12000), *[Decimal(-1072)] * 12]
    with localcontext() as context:
        context.prec = 4
        monthly, compound = irr_monthly(flows), annual_compound(Decimal("0.01"))
    assert monthly == irr_monthly(flows)
    assert compound == Decimal("1.01") ** 12 - 1


def test_months_without_a_flow_come_first_and_change_nothing():
    flows = [Decimal(100), Decimal(-101)]
    late = [Decimal(0), *flows]
    assert abs(irr_monthly(late) - Decimal("0.01")) < Decimal("1e-12")


def test_flows_of_one_sign_have_no_rate():
    with pytest.raises(NoRate):
        irr_monthly([Decimal(100), Decimal(100)])


@given(
    st.integers(-200, 2000).map(lambda points: Decimal(points) / 10000),
    st.lists(st.integers(1, 5000).map(Decimal), min_size=1, max_size=60),
)
def test_the_rate_that_made_the_flows_is_found_again(rate, payments):
    received = present_value([Decimal(0), *payments], rate)
    found = irr_monthly([received, *(-each for each in payments)])
    assert abs(found - rate) < Decimal("1e-12")
