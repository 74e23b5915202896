from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accounts.conftest import CYCLE, Event, Life
from workbench.money.amounts import to_minor
from workbench.money.periods import add_months
from workbench.money.revolving import InterestFrom, MinimumRule, minimum_payment, revolving_interest

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
EXAMPLES = int(os.environ.get("WORKBENCH_EXAMPLES", "40"))
KINDS = (
    "drawing",
    "drawing",
    "payment",
    "payment",
    "refund",
    "fee",
    "plan",
    "plan_settled",
    "interest",
)


def test_nine_thousand_left_at_five_in_ten_thousand_for_thirty_days_costs_135() -> None:
    life = Life([1])
    life.close(MAR, [(1, "drawing", 1_000_000, date(2026, 3, 5))])
    row = life.close(APR, [(1, "payment", 100_000, date(2026, 4, 10))])
    later = life.close(date(2026, 5, 1), [(1, "payment", 909_450, date(2026, 5, 10))])
    assert (row["interest_new"], later["interest_new"]) == (94_50, 40_50)  # 21 days, then 9
    assert row["interest_new"] + later["interest_new"] == 135_00


def test_a_statement_paid_in_full_by_its_due_date_costs_nothing() -> None:
    life = Life([1])
    life.close(JAN, [(1, "drawing", 50_000, date(2026, 1, 31))])
    row = life.close(FEB, [(1, "payment", 50_000, date(2026, 2, 10))])
    assert (row["interest_new"], row["closing"], row["dpd"]) == (0, 0, 0)


def test_a_refund_after_the_statement_lowers_what_is_unpaid_and_the_rest_is_credit() -> None:
    life = Life([1])
    life.close(JAN, [(1, "drawing", 30_000, date(2026, 1, 9))])
    row = life.close(FEB, [(1, "refund", 50_000, date(2026, 2, 3))])
    assert (row["on_statement"], row["revolving"], row["credit"]) == (0, 0, 20_000)
    assert life.close(MAR, [(1, "drawing", 30_000, date(2026, 3, 3))])["closing"] == 10_000


def test_the_minimum_of_a_statement_is_what_the_rule_asks() -> None:
    life = Life([1])
    row = life.close(JAN, [(1, "drawing", 1_000_000, date(2026, 1, 9))])
    rule = MinimumRule(Decimal("0.10"), Decimal(100))
    assert row["minimum_due"] == to_minor(minimum_payment(rule, Decimal(10_000)), "CNY")
    small = Life([1]).close(JAN, [(1, "drawing", 6_000, date(2026, 1, 9))])
    assert small["minimum_due"] == 6_000


def test_who_misses_the_minimum_is_past_due_from_the_day_after_until_all_of_it_is_paid() -> None:
    life = Life([1])
    life.close(JAN, [(1, "drawing", 1_000_000, date(2026, 1, 9))])
    assert life.close(FEB, [(1, "payment", 99_999, date(2026, 2, 10))])["dpd"] == 19
    partly = life.close(MAR, [(1, "payment", 1, date(2026, 3, 2))])
    assert partly["dpd"] == 22  # the oldest due is met; the one of 10 March is the oldest now
    assert life.close(APR, [(1, "payment", 1_100_000, date(2026, 4, 2))])["dpd"] == 0


@pytest.mark.parametrize("regime", list(InterestFrom))
@given(
    day=st.integers(1, 31),
    amount=st.integers(100, 2_000_000),
    paid=st.lists(st.tuples(st.integers(0, 27), st.integers(1, 700_000)), max_size=4),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_interest_is_that_of_the_money_room(
    regime: InterestFrom, day: int, amount: int, paid: list[tuple[int, int]]
) -> None:
    bought = date(2026, 1, day)
    payments = [(date(2026, 2, 1) + timedelta(days=at), units) for at, units in paid]
    life = Life([1], {"posting": regime is InterestFrom.POSTING})
    life.close(JAN, [(1, "drawing", amount, bought)])
    row = life.close(FEB, [(1, "payment", units, on) for on, units in payments])
    expected = revolving_interest(
        [(bought, Decimal(amount))], [(on, Decimal(units)) for on, units in payments],
        regime=regime, due_on=CYCLE.due_on(FEB), until=MAR, daily_rate=Decimal("0.0005"),
        currency="JPY",
    )  # fmt: skip
    assert row["interest_new"] == int(expected)


def _life_of(draws: list[tuple[int, int, int, int]]) -> list[Event]:
    """Events of many accounts; every other interest to the day is made principal at once."""
    made = [
        (account, KINDS[kind], amount, JAN + timedelta(days=day))
        for account, kind, amount, day in draws
    ]
    principal = [
        (one, "capitalised", amount, on) for one, kind, amount, on in made
        if kind == "interest" and amount % 2
    ]  # fmt: skip
    return [*made, *principal]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 25),
            st.integers(0, len(KINDS) - 1),
            st.integers(1, 900_000),
            st.integers(0, 119),
        ),
        max_size=160,
    ),
    st.booleans(),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_payments_and_balance_are_drawings_interest_and_fees_always(
    draws: list[tuple[int, int, int, int]], posting: bool
) -> None:
    events = _life_of(draws)
    life = Life(range(1, 26), {"posting": posting, "late_rate": 75_000})
    for at in range(4):
        month = add_months(JAN, at)
        life.close(month, [e for e in events if month <= e[3] < add_months(month, 1)])
    books = pl.concat(life.months).group_by("account_id").agg(
        pl.col("drawn", "refunded", "paid", "interest_new", "fees_new").sum(),
        pl.col("closing").last(),
    )  # fmt: skip
    left = pl.col("drawn") + pl.col("interest_new") + pl.col("fees_new")
    right = pl.col("paid") + pl.col("refunded") + pl.col("closing")
    assert books.filter(left != right).is_empty()
    last = life.months[-1]
    assert last.filter((pl.col("credit") > 0) & (pl.col("revolving") > 0)).is_empty()
    assert last.filter(pl.col("due_met") > pl.col("due_total")).is_empty()
    assert last.filter(
        pl.min_horizontal("unbilled", "on_statement", "interest", "fees") < 0
    ).is_empty()


def test_an_account_closed_alone_is_closed_as_in_a_crowd() -> None:
    events = [(n, "drawing", 1_000 * n, date(2026, 1, n)) for n in range(1, 20)]
    crowd, alone = Life(range(1, 20)), Life([7])
    crowd.close(JAN, events)
    alone.close(JAN, [events[6]])
    assert crowd.months[0].filter(pl.col("account_id") == 7).equals(alone.months[0])


def test_a_plan_is_billed_part_by_part_with_its_fee_and_never_twice() -> None:
    life = Life([1])
    life.close(JAN, [(1, "drawing", 120_000, date(2026, 1, 5))])
    part = pl.DataFrame({"account_id": [1], "principal": [10_000], "interest": [0], "fee": [880]})
    row = life.close(FEB, [(1, "plan", 120_000, date(2026, 2, 5))], parts=part)
    assert (row["planned"], row["on_statement"], row["fees"], row["interest_new"]) == (
        110_000, 10_000, 880, 0,
    )  # fmt: skip
    assert row["minimum_due"] == 10_880
    assert row["closing"] == 120_880


def test_an_instalment_falls_due_is_paid_from_credit_and_what_is_late_bears_the_penalty() -> None:
    life = Life([1], {"is_loan": True, "due_on": None, "next_due_on": None, "late_rate": 60_000})
    life.close(JAN, [(1, "drawing", 600_000, date(2026, 1, 6))])
    due = pl.DataFrame(
        {"account_id": [1], "on": [date(2026, 2, 6)], "principal": [97_000], "interest": [7_400]}
    )
    row = life.close(FEB, [(1, "payment", 50_000, date(2026, 2, 6))], dues=due)
    late = 97_000 - (50_000 - 7_400)
    assert row["revolving"] == late
    assert row["interest_new"] == 7_400 + (late * 23 * 60_000 + 50_000_000) // 100_000_000
    assert (row["dpd"], row["unbilled"]) == (23, 503_000)


def test_interest_to_the_day_that_becomes_principal_is_charged_once_and_owed_later() -> None:
    life = Life([1], {"is_loan": True, "due_on": None, "next_due_on": None})
    on = date(2026, 1, 20)
    moves = [(1, "drawing", 600_000, date(2026, 1, 6)), (1, "interest", 3_360, on)]
    row = life.close(JAN, [*moves, (1, "capitalised", 3_360, on)])
    assert (row["unbilled"], row["interest"], row["interest_new"]) == (603_360, 0, 3_360)
    assert (row["closing"], row["minimum_due"]) == (603_360, 0)
