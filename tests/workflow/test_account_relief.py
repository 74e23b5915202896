from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.workflow.account_builders import LOAN, open_one
from workbench.accounts.account import EventKind
from workbench.accounts.relief import ReliefKind, ReliefOption, RunUp, Wish
from workbench.errors import AccountRefused
from workbench.workflow import account_entries, account_relief, monitor
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

ON = date(2026, 6, 20)
METHODS = ("equal_payment", "equal_principal", "interest_first", "bullet")
NOTE = "Customer called; income halved until autumn."


def late_loan(desk: Desk) -> int:
    """A loan of 6,000 over 6 months of which nothing was paid by 20 June."""
    one = open_one(desk, LOAN)
    account_entries.draw_loan(
        desk, one, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    close_month(desk, date(2026, 5, 1))
    return one


def agreed(desk: Desk, one: int, kind: ReliefKind, on: date = ON, **wish: object) -> ReliefOption:
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),), **wish), on=on)  # type: ignore[arg-type]
    option = next(each for each in plan.options if each.kind is kind)
    account_relief.restructure(desk, one, option, note=NOTE)
    return option


def test_a_restructured_loan_is_no_longer_past_due_and_stays_marked(desk: Desk) -> None:
    one = late_loan(desk)
    assert monitor.account(desk, one, on=ON).position.dpd == 79
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    file = monitor.account(desk, one, on=ON + timedelta(days=1))
    coming = [row for row in file.schedule if row.due_on > ON]
    assert (file.position.revolving, file.account.restructured) == (0, True)
    assert len(coming) == 12
    assert sum(row.principal for row in coming) == file.position.unbilled
    close_month(desk, date(2026, 6, 1))
    assert monitor.accounts(desk, "restructured").total == 1


@pytest.mark.parametrize("choice", list(RunUp))
def test_interest_to_the_day_becomes_principal_is_paid_or_is_waived_and_never_lost(
    desk: Desk, choice: RunUp
) -> None:
    one = late_loan(desk)
    old = monitor.account(desk, one, on=ON)
    due = max(row.due_on for row in old.schedule if row.due_on <= ON)
    left = sum(row.principal for row in old.schedule if row.due_on > ON)
    option = agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12, run_up=choice)
    assert option.interest == (left * Decimal("0.0004") * (ON - due).days).quantize(Decimal("0.01"))
    file = monitor.account(desk, one, on=ON)
    more = {RunUp.CAPITALISED: option.interest, RunUp.PAID: 0, RunUp.WAIVED: 0}[choice]
    assert option.schedule.principal == 6_000 + more
    assert file.position.balance == old.position.balance + more
    kinds = {RunUp.CAPITALISED: "capitalised", RunUp.PAID: "payment", RunUp.WAIVED: "waived"}
    assert (kinds[choice], option.interest) in {(e.kind.value, e.amount) for e in file.events}


def test_the_extra_cost_is_what_all_payments_differ_by(desk: Desk) -> None:
    one = late_loan(desk)
    costs = {}
    for choice in RunUp:
        wish = Wish((Decimal(900),), term_months=12, run_up=choice)
        plan = account_relief.relief_options(desk, one, wish, on=ON)
        option = next(each for each in plan.options if each.kind is ReliefKind.LONGER_TERM)
        paid_today = option.interest if choice is RunUp.PAID else 0
        all_paid = option.schedule.total_of_payments + paid_today
        assert option.extra_cost == all_paid - plan.original.total_of_payments
        costs[choice] = option.extra_cost
    assert costs[RunUp.WAIVED] < costs[RunUp.PAID] < costs[RunUp.CAPITALISED]
    assert costs[RunUp.PAID] - costs[RunUp.WAIVED] == option.interest


def test_the_present_schedule_is_the_one_that_holds(desk: Desk) -> None:
    one = open_one(desk, LOAN)
    account_entries.draw_loan(
        desk, one, Decimal(6_000), 6, method="interest_first", on=date(2026, 6, 2)
    )
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),)), on=ON)
    rows = monitor.account(desk, one, on=ON).schedule
    assert [row.payment for row in plan.original.instalments] == [row.payment for row in rows]


@settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(
    st.tuples(st.integers(50_000, 900_000), st.integers(2, 12), st.sampled_from(METHODS)),
    st.tuples(st.integers(1, 110), st.sampled_from(RunUp)),
    st.lists(st.tuples(st.integers(1, 100_000), st.integers(0, 109)), max_size=3),
)
def test_payments_and_balance_are_drawings_interest_and_fees_through_a_relief(
    desk: Desk,
    loan: tuple[int, int, str],
    relief: tuple[int, RunUp],
    paid: list[tuple[int, int]],
) -> None:
    (fen, months, method), (later, choice) = loan, relief
    drawn = date(2026, 3, 2)
    count = monitor.account_counts(desk)["all"]
    one = open_one(desk, LOAN, reference=f"R-{count}", person=f"{count:032}")
    amount = Decimal(fen) / 100
    account_entries.draw_loan(desk, one, amount, months, method=method, on=drawn)
    day = drawn + timedelta(days=later)
    for units, at in paid:
        on = min(drawn + timedelta(days=at), day)
        account_entries.record(desk, one, EventKind.PAYMENT, Decimal(units) / 100, on)
    file = monitor.account(desk, one, on=day)
    if file.position.balance - file.position.interest > 0:
        agreed(desk, one, ReliefKind.LONGER_TERM, on=day, term_months=9, run_up=choice)
    close_month(desk, date(2026, 10, 1))
    file = monitor.account(desk, one, on=date(2026, 10, 31))
    charged = sum(row.interest + row.fees for row in file.months)
    payments = sum(row.payments + row.refunds for row in file.months)
    assert payments + file.months[-1].closing == amount + charged
    posted = sum(event.amount for event in file.events if event.kind is EventKind.INTEREST)
    assert posted == sum(row.interest for row in file.months)
    to_come = sum(row.principal for row in file.schedule if row.due_on > date(2026, 10, 31))
    assert to_come == file.position.unbilled


def test_interest_charged_before_stays_due(desk: Desk) -> None:
    one = late_loan(desk)
    before = monitor.account(desk, one, on=ON).position.interest
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    close_month(desk, date(2026, 6, 1))
    month = monitor.account(desk, one).months[-1]
    assert before > 0
    assert month.minimum_due >= before
    assert month.closing == Decimal(6_000) + sum(
        each.interest for each in monitor.account(desk, one).months
    )


def test_a_line_is_paid_off_by_an_agreed_plan_with_its_interest(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(9_000), date(2026, 3, 5))
    close_month(desk, date(2026, 5, 1))
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    assert monitor.account(desk, one, on=ON + timedelta(days=1)).position.revolving == 0
    close_month(desk, date(2026, 7, 1))
    file = monitor.account(desk, one)
    assert file.months[-1].interest > 0
    plan = sum(row.principal for row in file.schedule if row.due_on > ON)
    assert plan == 9_000


def test_an_agreement_needs_a_note_of_what_was_agreed(desk: Desk) -> None:
    one = late_loan(desk)
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),)), on=ON)
    with pytest.raises(AccountRefused, match="note"):
        account_relief.restructure(desk, one, plan.options[0], note="ok")
    assert not monitor.account(desk, one).account.restructured


def test_the_other_accounts_of_a_person_come_into_a_consolidation(desk: Desk) -> None:
    one = late_loan(desk)
    line = open_one(desk)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(3_000), date(2026, 6, 5))
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),)), on=ON)
    found = next(each for each in plan.options if each.kind is ReliefKind.CONSOLIDATION)
    charged = found.schedule.principal - 9_000
    assert 200 < charged < 300  # four months of interest, with the penalty on what is late


def test_where_nothing_is_owed_there_is_nothing_to_relieve(desk: Desk) -> None:
    with pytest.raises(AccountRefused, match="Nothing is owed"):
        account_relief.relief_options(desk, open_one(desk), Wish((Decimal(900),)))
