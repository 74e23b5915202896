"""A balance changed by SQL is found: at the month or the entry that left another one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.workflow.account_builders import LOAN, open_one
from tests.workflow.forging import Forger, rewrite
from workbench.accounts.account import EventKind
from workbench.storage import account_proof, balance_proof, history
from workbench.storage.verification import CONTENT, verify
from workbench.workflow import account_endings, account_entries, account_months, account_plans
from workbench.workflow.desk import Desk

BEHIND = (
    ("balance = balance - 100 WHERE id = 1", "account_entry"),
    ("balance = 'much' WHERE id = 1", "account_entry"),
    ("utilisation = 0 WHERE id = 1", "account_entry"),
    ("balance = 0, utilisation = 0 WHERE id = 1", "account_entry"),
    ("balance = 0 WHERE id = 2", "month_closed"),
    ("utilisation = 1 WHERE id = 2", "month_closed"),
    ("dpd = 90 WHERE id = 2", "month_closed"),
    ("bucket = 'worse' WHERE id = 1", "month_closed"),
    ("closed_through = NULL WHERE id = 2", "month_closed"),
    ("balance = 5 WHERE id = 3", "accounts_opened"),
    ("dpd = 5 WHERE id = 3", "accounts_opened"),
    ("currency = 'USD' WHERE id = 3", "accounts_opened"),
    ("product = 'cash-loan' WHERE id = 1", "accounts_opened"),
    ("opened_on = x'00' WHERE id = 2", "accounts_opened"),
    ("application_id = 1 WHERE id = 2", "accounts_opened"),
    ("rate = rate + 1 WHERE id = 1", "accounts_opened"),
    ("credit_limit = 'much' WHERE id = 3", "accounts_opened"),
)


@pytest.fixture
def spent(desk: Desk) -> Desk:
    """A line with an entry since its last closed month, a loan without one, a line not used."""
    line, loan = open_one(desk), open_one(desk, LOAN)
    account_entries.draw_loan(
        desk, loan, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(2_500), date(2026, 3, 5))
    account_months.close_month(desk, date(2026, 3, 1))
    open_one(desk, reference="HB-3")
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(1_200), date(2026, 4, 5))
    account_plans.start_plan(desk, line, Decimal(1_200), 12, date(2026, 4, 6))
    assert verify(desk.store).ok
    return desk


def test_a_balance_changed_behind_the_program_is_found(spent: Desk) -> None:
    named = {one.seq: one.event for one in history.events(spent.store, size=99)}
    with spent.store._writer.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        for change, event in BEHIND:
            with connection.begin() as tried:
                connection.exec_driver_sql(f"UPDATE accounts SET {change}")
                found = {
                    *balance_proof.changed_balances(connection),
                    *account_proof.changed_accounts(connection),
                }
                assert {named[seq] for seq in found} == {event}, change
                tried.rollback()


def test_the_entry_named_is_the_last_that_moved_the_balance(spent: Desk) -> None:
    rewrite(spent.store, lambda forger: forger.say("UPDATE accounts SET balance = 1 WHERE id = 1"))
    (fault,) = verify(spent.store).faults
    assert (fault.sentence, fault.table) == (CONTENT, "accounts")
    moved = [
        one.seq
        for one in history.events(spent.store, size=99)
        if one.event == balance_proof.ENTRY and one.payload[balance_proof.LEFT]
    ]
    assert fault.seq == max(moved)


def test_an_older_entry_proves_no_balance_until_the_month_is_closed(
    spent: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balance_proof, "balance_hash", lambda *_left: None)
    account_entries.record(spent, 1, EventKind.PAYMENT, Decimal(500), date(2026, 4, 9))
    monkeypatch.undo()
    rewrite(spent.store, lambda forger: forger.say("UPDATE accounts SET balance = 1 WHERE id = 1"))
    assert verify(spent.store).ok
    account_months.close_month(spent, date(2026, 4, 1))
    assert verify(spent.store).ok
    rewrite(spent.store, lambda forger: forger.say("UPDATE accounts SET balance = 1 WHERE id = 1"))
    assert not verify(spent.store).ok


def test_a_loan_that_was_ended_stands_as_its_payment_left_it(spent: Desk) -> None:
    account_endings.settle_loan(spent, 2, on=date(2026, 4, 20))
    assert verify(spent.store).ok
    rewrite(spent.store, lambda forger: forger.say("UPDATE accounts SET balance = 1 WHERE id = 2"))
    assert [one.table for one in verify(spent.store).faults] == ["accounts"]


def test_months_entries_and_instalments_are_sealed_row_by_row(spent: Desk) -> None:
    def change(forger: Forger) -> None:
        forger.say("UPDATE account_events SET amount = amount + 1 WHERE kind = 'drawing'")
        forger.say("UPDATE account_months SET closing = closing + 1 WHERE account_id = 2")
        forger.say("UPDATE account_dues SET principal = principal - 1 WHERE number = 2")

    rewrite(spent.store, change)
    found = {one.table for one in verify(spent.store).faults}
    assert found == {"account_events", "account_months", "account_dues", "accounts"}
