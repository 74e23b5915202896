from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.accounts.product import product_named
from workbench.accounts.relief import Debt, ReliefKind, Wish, relief_plan

ON = date(2026, 11, 20)
LOAN = Debt(Decimal(6_000), Decimal("0.146"), 6, date(2026, 12, 15), "CNY")
LINE = Debt(
    Decimal(10_000), Decimal("0.1825"), 0, date(2026, 12, 10), "CNY",
    product_named("purchase-line").minimum,
)  # fmt: skip


def test_a_longer_term_fits_and_tells_what_it_costs_more() -> None:
    plan = relief_plan(LOAN, Wish((Decimal(560),)), ON)
    longer = next(one for one in plan.options if one.kind is ReliefKind.LONGER_TERM)
    assert longer.fits
    assert longer.largest_payment <= 560
    assert len(longer.schedule.instalments) == 12
    assert longer.extra_cost == longer.schedule.total_interest - plan.original.total_interest
    assert longer.extra_cost > 0
    assert plan.cheapest is longer


def test_the_term_the_officer_gives_is_kept() -> None:
    plan = relief_plan(LOAN, Wish((Decimal(300),), term_months=11), ON)
    terms = {len(one.schedule.instalments) for one in plan.options}
    assert terms == {11}


def test_nothing_fits_and_nothing_is_called_the_cheapest() -> None:
    plan = relief_plan(LOAN, Wish((Decimal(20),), term_most=24), ON)
    assert plan.cheapest is None
    assert not any(one.fits for one in plan.options)


def test_the_due_day_moves_behind_pay_day_and_the_days_between_are_charged() -> None:
    plan = relief_plan(LOAN, Wish((Decimal(1_200),), income_day=20), ON)
    shifted = next(one for one in plan.options if one.kind is ReliefKind.DUE_DAY_SHIFT)
    assert [row.due_on.day for row in shifted.schedule.instalments] == [22] * 6
    assert shifted.extra_cost > 0
    assert shifted.extra_months == 0


def test_interest_alone_comes_first_when_money_comes_later() -> None:
    wish = Wish((Decimal(100), Decimal(100), Decimal(1_100)))
    plan = relief_plan(LOAN, wish, ON)
    eased = next(one for one in plan.options if one.kind is ReliefKind.INTEREST_FIRST)
    assert eased.fits
    assert [row.principal for row in eased.schedule.instalments[:2]] == [0, 0]


def test_a_line_is_set_beside_paying_only_the_minimum() -> None:
    plan = relief_plan(LINE, Wish((Decimal(1_000),)), ON)
    assert len(plan.original.instalments) > 30
    assert plan.cheapest is not None
    assert plan.cheapest.extra_cost < 0  # a plan ends sooner than the minimum does
    assert "instead of the minimum" in plan.cheapest.name


def test_two_debts_come_into_one_plan_at_the_lower_rate() -> None:
    other = Debt(Decimal(3_000), Decimal("0.12"), 10, date(2026, 12, 3), "CNY")
    plan = relief_plan(LOAN, Wish((Decimal(700),)), ON, [other])
    one = next(each for each in plan.options if each.kind is ReliefKind.CONSOLIDATION)
    assert one.schedule.principal == 9_000
    assert one.fits


@given(
    st.integers(100, 3_000_000), st.integers(1, 24), st.integers(1_000, 400_000),
    st.none() | st.integers(1, 28),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_every_plan_repays_exactly_what_is_owed(
    units: int, months: int, free: int, income_day: int | None
) -> None:
    debt = Debt(Decimal(units) / 100, Decimal("0.146"), months, date(2026, 12, 15), "CNY")
    plan = relief_plan(debt, Wish((Decimal(free) / 100,), income_day=income_day), ON)
    for one in plan.options:
        assert sum(row.principal for row in one.schedule.instalments) == debt.principal
        assert one.fits == all(
            row.payment <= Decimal(free) / 100 for row in one.schedule.instalments
        )
