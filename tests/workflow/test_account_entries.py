from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.workflow.account_builders import LOAN, open_one
from workbench.accounts.account import EventKind
from workbench.errors import AccountChanged, AccountRefused, NotFound
from workbench.workflow import account_entries, account_plans, monitor, prove
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_what_is_drawn_is_owed_and_what_is_left_may_be_drawn(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal("2500.50"), date(2026, 3, 5))
    found = monitor.account(desk, one, on=date(2026, 3, 6)).position
    assert (found.balance, found.available) == (Decimal("2500.50"), Decimal("7499.50"))
    assert monitor.accounts(desk).rows[0].balance == Decimal("2500.50")


@pytest.mark.parametrize(
    ("kind", "amount", "on", "why"),
    [
        (EventKind.DRAWING, "10000.01", date(2026, 3, 5), "more than the"),
        (EventKind.DRAWING, "0.001", date(2026, 3, 5), "whole fen"),
        (EventKind.PAYMENT, "-5", date(2026, 3, 5), "positive"),
        (EventKind.PAYMENT, "5", date(2026, 3, 1), "opened on"),
        (EventKind.INTEREST, "5", date(2026, 3, 5), "by hand"),
    ],
)
def test_an_entry_that_may_not_be_is_refused_with_its_reason(
    desk: Desk, kind: EventKind, amount: str, on: date, why: str
) -> None:
    one = open_one(desk)
    with pytest.raises(AccountRefused, match=why):
        account_entries.record(desk, one, kind, Decimal(amount), on)
    assert monitor.account(desk, one).events == ()


def test_who_did_not_see_the_latest_change_records_nothing(desk: Desk) -> None:
    one = open_one(desk)
    seen = monitor.account(desk, one).account.version
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(5), date(2026, 3, 5))
    with pytest.raises(AccountChanged):
        account_entries.record(
            desk, one, EventKind.DRAWING, Decimal(5), date(2026, 3, 5), seen_version=seen
        )


def test_two_who_read_the_account_at_once_cannot_both_draw_what_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = open_one(desk)
    day = date(2026, 3, 5)
    read_before = monitor.account(desk, one, on=day)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(9000), day)
    monkeypatch.setattr(monitor, "account", lambda *_read, **_on: read_before)
    with pytest.raises(AccountChanged):
        account_entries.record(desk, one, EventKind.DRAWING, Decimal(9000), day)


def test_a_late_entry_goes_into_the_first_open_month_with_its_own_day(desk: Desk) -> None:
    one = open_one(desk)
    close_month(desk, MARCH)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(100), date(2026, 3, 20))
    close_month(desk, APRIL)
    months = monitor.account(desk, one).months
    assert [row.closing for row in months] == [0, 100]
    assert monitor.account(desk, one).events[0].on == date(2026, 3, 20)


def test_a_loan_is_paid_out_by_its_schedule_and_settled_by_its_payments(desk: Desk) -> None:
    one = open_one(desk, LOAN)
    plan = account_entries.draw_loan(
        desk, one, Decimal(6_000), 3, method="equal_payment", on=date(2026, 3, 2)
    )
    for row in plan.instalments:
        account_entries.record(desk, one, EventKind.PAYMENT, row.payment, row.due_on)
    close_month(desk, date(2026, 6, 1))
    file = monitor.account(desk, one, on=date(2026, 7, 3))
    assert (file.position.balance, file.position.dpd) == (0, 0)
    assert sum(month.interest for month in file.months) == plan.total_interest
    assert all(row.paid for row in file.schedule)


def test_a_loan_of_a_method_or_term_there_is_none_of_is_refused(desk: Desk) -> None:
    one = open_one(desk, LOAN)
    with pytest.raises(AccountRefused, match="no loan"):
        account_entries.draw_loan(desk, one, Decimal(100), 13, method="bullet", on=date(2026, 3, 3))
    with pytest.raises(AccountRefused, match="term and method"):
        account_entries.record(desk, one, EventKind.DRAWING, Decimal(5), date(2026, 3, 5))


def test_no_loan_is_drawn_and_no_plan_made_in_a_month_that_is_closed(desk: Desk) -> None:
    loan, line = open_one(desk, LOAN), open_one(desk)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(900), date(2026, 3, 5))
    close_month(desk, APRIL)
    day = date(2026, 4, 20)
    with pytest.raises(AccountRefused, match="closed"):
        account_entries.draw_loan(desk, loan, Decimal(500), 3, method="bullet", on=day)
    with pytest.raises(AccountRefused, match="closed"):
        account_plans.start_plan(desk, line, Decimal(900), 3, day)


def test_a_plan_is_billed_each_month_and_its_end_waives_the_fees_to_come(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(1_200), date(2026, 3, 5))
    account_plans.start_plan(desk, one, Decimal(1_200), 12, date(2026, 3, 6))
    close_month(desk, APRIL)
    file = monitor.account(desk, one, on=date(2026, 5, 2))
    assert [row.fee for row in file.schedule] == [Decimal("8.80")] * 12
    assert file.position.planned == 1_000
    settled = account_plans.settle_plan(desk, one, 1, date(2026, 5, 3))
    assert (settled.principal, settled.fees) == (1_000, 0)
    close_month(desk, date(2026, 5, 1))
    assert monitor.account(desk, one, on=date(2026, 6, 2)).position.planned == 0
    with pytest.raises(AccountRefused, match="no such plan"):
        account_plans.settle_plan(desk, one, 1, date(2026, 6, 3))


def test_a_plan_of_more_than_was_bought_is_refused(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(1_200), date(2026, 3, 5))
    with pytest.raises(AccountRefused, match="at most"):
        account_plans.start_plan(desk, one, Decimal(1_201), 12, date(2026, 3, 6))
    with pytest.raises(AccountRefused, match="no plan"):
        account_plans.start_plan(desk, one, Decimal(100), 5, date(2026, 3, 6))


def test_an_account_there_is_none_of_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="C-000099"):
        monitor.account(desk, "C-000099")


def test_every_entry_is_sealed_into_the_journal(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(5), date(2026, 3, 5))
    close_month(desk, MARCH)
    assert prove.verify(desk).ok
    assert [e.event for e in monitor.account(desk, one).history] == [
        "accounts_opened", "account_entry", "month_closed", "month_posted",
    ]  # fmt: skip
