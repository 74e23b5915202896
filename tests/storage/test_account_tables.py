from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day
from workbench.errors import AccountChanged
from workbench.storage import account_book, account_ledger, account_tables, verification
from workbench.storage.account_book import NewAccount

ONE = NewAccount(
    product="purchase-line", product_version="1.0", currency="CNY", name="Ana Example",
    reference="R1", person="", household="", opened_on=date(2026, 3, 1), credit_limit=800_000,
    rate=50_000, late_rate=50_000, statement_day=1, due_day=10,
)  # fmt: skip
EVENT = {
    "account_id": [1], "kind": ["drawing"], "amount": [5_000], "on_day": ["2026-03-05"],
    "period": ["2026-03-01"], "note": [""],
}  # fmt: skip
DUE = {
    "account_id": [1], "series": [1], "purpose": ["loan-1"], "holds_from": ["2026-03-05"],
    "number": [1], "due_on": ["2026-04-05"], "principal": [5_000], "interest": [60], "fee": [0],
}  # fmt: skip
ACTION = (
    "INSERT INTO account_actions (id, action, account_id, kind, state, reasons, old_limit, "
    "new_limit, old_rate, new_rate, effective_on, proposed_by, proposed_at, second, "
    "exposure_change, loss_change, scope, note, version, event_seq, leaf) VALUES ({version}, 1, "
    "1, 'reinstatement', '{state}', '[]', 1, 1, 1, 1, '2026-03-05', 'Lin', '2026', {second}, 0, "
    "0, 'account', '', {version}, (SELECT max(seq) FROM journal), x'00')"
)


@pytest.fixture
def kept(day: Day) -> Day:
    """An account with an event and an instalment."""
    with day.store.writing("Lin Mei", NOW) as step:
        account_book.open_accounts(step, [ONE])
        account_ledger.add_events(step, dict(EVENT), event="account_entry", subject="C-000001")
        account_ledger.add_dues(step, dict(DUE), subject="C-000001")
    return day


def attempt(day: Day, statement: str) -> None:
    with day.store.writing("x") as step:
        step.record("x", "x", {})
        step.connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["account_events", "account_dues"])
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET id = 9"])
def test_what_happened_on_an_account_is_never_changed(
    kept: Day, table: str, statement: str
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=f"{table} is insert-only"):
        attempt(kept, statement.format(table=table))


def test_every_sealed_table_of_accounts_is_fenced(day: Day) -> None:
    with day.store.reading() as connection:
        triggers = set(
            connection.exec_driver_sql(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
            ).scalars()
        )
    assert {table.name for table in account_tables.SEALED} <= triggers


def test_one_person_alone_reinstates_nothing_even_past_the_program(kept: Day) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="waits for a person"):
        attempt(kept, ACTION.format(version=1, state="done", second="'x'"))
    attempt(kept, ACTION.format(version=1, state="awaiting_second", second="NULL"))
    for second in ("NULL", "'Lin'", "'Wang'"):
        with pytest.raises(sa.exc.IntegrityError, match=r"CHECK|a second person confirms"):
            attempt(kept, ACTION.format(version=2, state="done", second=second))
    attempt(kept, ACTION.format(version=2, state="done", second="'x'"))


def test_a_changed_amount_is_found(kept: Day) -> None:
    assert verification.verify(kept.store).ok
    kept.forge("UPDATE account_events SET amount = 4000")
    found = verification.verify(kept.store)
    assert not found.ok
    assert "account_events" in found.faults[0].text()


def test_a_later_series_takes_the_place_of_what_was_still_to_come(kept: Day) -> None:
    again = DUE | {"series": [2], "holds_from": ["2026-03-20"], "due_on": ["2026-05-05"]}
    with kept.store.writing("Lin Mei", NOW) as step:
        account_ledger.add_dues(step, again, subject="C-000001")
    rows = account_ledger.due_rows(kept.store, account_id=1)
    assert rows.select("series", "due_on").rows() == [(2, date(2026, 5, 5))]


def test_who_saw_an_older_version_changes_nothing(kept: Day) -> None:
    with kept.store.writing("Lin Mei", NOW) as step:
        step.record("x", "x", {})
        account_book.change(step, 1, 1, restructured=True)
    with pytest.raises(AccountChanged, match="Lin Mei"), kept.store.writing("y", NOW) as step:
        account_book.change(step, 1, 1, restructured=False)
    assert account_book.account(kept.store, 1).restructured
