from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day
from tests.workflow.account_builders import open_one
from workbench.accounts.account import AccountState, ActionKind, EventKind, holder_word
from workbench.errors import ErasureRefused
from workbench.settings import Settings
from workbench.storage import account_book, account_ledger, history, retention
from workbench.storage.account_tables import account_events, accounts
from workbench.storage.erasure import erase, erased
from workbench.storage.verification import verify
from workbench.workflow import (
    account_actions,
    account_endings,
    account_entries,
    account_months,
    account_notices,
    monitor,
)
from workbench.workflow.desk import Desk

NOTE = "Anna rang: her mother pays it"


@pytest.fixture
def desk(worked: Day) -> Desk:
    return Desk(worked.store, Settings(worked.folder / "settings.toml"), "Lin Mei")


@pytest.fixture
def account(desk: Desk) -> int:
    """An account of application 1, drawn on and paid off, a month of it closed."""
    which = open_one(desk, name="Ana Example 1", reference="HB-9912", application_id=1)
    for kind in (EventKind.DRAWING, EventKind.PAYMENT):
        account_entries.record(desk, which, kind, Decimal(900), date(2026, 3, 5), note=NOTE)
    with desk.store.writing("Lin Mei", NOW) as step:
        facts = account_entries.event_row(
            monitor.account(desk, which), EventKind.FACTS, Decimal(0), date(2026, 3, 1),
            '{"income_monthly":4100}',
        )  # fmt: skip
        account_ledger.add_events(step, facts, event="account_facts", subject="C-000001")
    account_months.close_month(desk, date(2026, 3, 1))
    account_actions.propose(desk, which, ActionKind.FREEZE, reasons=("PDUE",), note=NOTE)
    return which


def close(desk: Desk, which: int) -> None:
    with desk.store.writing("Lin Mei", NOW) as step:
        account_endings._close(
            step, monitor.account(desk, which), date(2026, 4, 2), f"C-000007: {NOTE}"
        )


def everything(desk: Desk) -> str:
    """Every value of every table of accounts, as text."""
    tables = [table for name, table in accounts.metadata.tables.items() if "account" in name]
    with desk.store.reading() as connection:
        return str([connection.execute(sa.select(table)).all() for table in tables])


def test_the_application_of_running_credit_is_not_erased(desk: Desk, account: int) -> None:
    with pytest.raises(ErasureRefused, match=r"A-000001.*C-000001 is still open"):
        erase(desk.store, [2, 1], basis="request", actor="Lin Mei")
    assert erased(desk.store) == frozenset()
    assert account_book.account(desk.store, account).name == "Ana Example 1"


def test_the_database_itself_refuses_to_erase_running_credit(desk: Desk, account: int) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError, match="an account of this application is not closed"),
        desk.store.writing("Lin Mei") as step,
    ):
        seq = step.record("erased", "A-000001", {"basis": "request"})
        step.connection.execute(
            sa.text(
                "INSERT INTO erasures (application_id, basis, actor, erased_at, event_seq) "
                "VALUES (1, 'request', 'Lin Mei', '2026-11-22T06:00:00.000000Z', :seq)"
            ),
            {"seq": seq},
        )


def test_of_a_closed_account_who_it_was_for_is_gone_and_the_record_holds(
    desk: Desk, account: int
) -> None:
    close(desk, account)
    for personal in ("Ana Example 1", "HB-9912", NOTE, "4100"):
        assert personal in everything(desk)
    erase(desk.store, [1], basis="request", actor="Lin Mei")
    for personal in ("Ana Example 1", "HB-9912", NOTE, "4100", "pppp"):
        assert personal not in everything(desk)
    assert verify(desk.store).ok
    kept = account_book.account(desk.store, account)
    assert holder_word(kept.name) == "Personal data erased"
    assert (kept.name, kept.reference, kept.state) == ("", "C-000001", AccountState.CLOSED)


def test_amounts_days_and_what_the_program_knows_movements_by_stay(
    desk: Desk, account: int
) -> None:
    close(desk, account)
    before = monitor.account(desk, account)
    erase(desk.store, [1], basis="request", actor="Lin Mei")
    after = monitor.account(desk, account)
    assert after.position == before.position
    assert [(e.kind, e.amount, e.on) for e in after.events] == [
        (e.kind, e.amount, e.on) for e in before.events
    ]


def test_nobody_is_left_to_write_to(desk: Desk, account: int) -> None:
    close(desk, account)
    assert [one.account for one in account_notices.due_notices(desk)] == ["C-000001"]
    erase(desk.store, [1], basis="request", actor="Lin Mei")
    assert account_notices.due_notices(desk) == ()


def test_the_entry_of_an_erasure_names_the_accounts_it_reached(desk: Desk, account: int) -> None:
    close(desk, account)
    erase(desk.store, [1, 2], basis="request", actor="Lin Mei")
    told: list[Any] = [e.payload.get("accounts") for e in history.events(desk.store, size=2)]
    assert told == [None, ["C-000001"]]


@pytest.mark.parametrize("table", ["account_events", "account_months", "account_actions"])
def test_words_about_an_account_cannot_be_blanked_without_an_erasure(
    desk: Desk, account: int, table: str
) -> None:
    close(desk, account)
    column, empty = ("facts", "{}") if table == "account_months" else ("note", "")
    with (
        pytest.raises(sa.exc.IntegrityError, match="is insert-only"),
        desk.store.writing("Lin Mei") as step,
    ):
        step.connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{empty}', salt = NULL")


def test_an_amount_cannot_be_changed_under_cover_of_an_erasure(desk: Desk, account: int) -> None:
    close(desk, account)
    erase(desk.store, [1], basis="request", actor="Lin Mei")
    with (
        pytest.raises(sa.exc.IntegrityError, match="is insert-only"),
        desk.store.writing("Lin Mei") as step,
    ):
        step.connection.execute(
            sa.update(account_events).values(note="", salt=None, amount=account_events.c.amount + 1)
        )


def test_words_blanked_behind_the_programs_back_are_found(worked: Day, desk: Desk) -> None:
    which = open_one(desk, application_id=1)
    account_entries.record(
        desk, which, EventKind.DRAWING, Decimal(900), date(2026, 3, 5), note=NOTE
    )
    worked.forge("UPDATE account_events SET note = '', salt = NULL")
    assert not verify(desk.store).ok


def test_time_runs_from_the_closing_of_the_last_account(desk: Desk, account: int) -> None:
    def past(moment: Any) -> set[str]:
        found = retention.past_their_time(desk.store, {"personal-loan": moment})
        return {kept.number for kept in found}

    later = NOW + timedelta(days=4_000)
    assert "A-000002" in past(later)
    assert "A-000001" not in past(later)
    close(desk, account)
    assert "A-000001" in past(later)
