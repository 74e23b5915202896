"""What changes day by day, rewritten in the file: who holds a case, what waits, what is owed."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.storage.conftest import NOW, Day
from tests.trust import operations
from tests.workflow.account_builders import LINE, LOAN, open_one
from workbench.accounts.account import EventKind
from workbench.settings import Settings
from workbench.storage import history
from workbench.storage.people_casework import hold
from workbench.storage.waiting_proof import SAID
from workbench.workflow import account_entries, account_months
from workbench.workflow.desk import Desk


def scalar(db: Any, sql: str) -> Any:
    """One value."""
    return db.execute(sql).fetchone()[0]


def prepare(folder: Path) -> None:
    """The prepared day, and rows that wait, accounts and work on cases; at the end what leaves
    its trace in the journal alone, which may be cut off."""
    operations.prepare(folder)
    with operations.opened(folder) as store:
        Day(store, folder).add(1, first=80, held=2)
    operations.OPERATIONS["repair"](folder)
    with operations.opened(folder) as store:
        _accounts(Desk(store, Settings(folder / "settings.toml"), "Lin Mei"))
        for case, person, seen in (
            (13, "Lin Mei", ""), (14, "Omar", ""), (15, "Lin Mei", ""), (15, "Omar", "Lin Mei"),
        ):  # fmt: skip
            hold(store, case, person, actor="Lin Mei", at=NOW, seen=seen)
        for n in range(6):
            history.tell(store, "exported", "decisions", {"rows": n}, actor="Lin Mei", at=NOW)


def _accounts(desk: Desk) -> None:
    """A line drawn on since its last closed month, one not used, a loan, and a new line."""
    record = account_entries.record
    line, _unused, loan = (
        open_one(desk, kind, reference=f"R-{n}", application_id=n)
        for kind, n in ((LINE, 1), (LINE, 4), (LOAN, 7))
    )
    account_entries.draw_loan(
        desk, loan, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    record(desk, line, EventKind.DRAWING, Decimal(2_500), date(2026, 3, 5))
    account_months.close_month(desk, date(2026, 3, 1))
    record(desk, line, EventKind.PAYMENT, Decimal(700), date(2026, 4, 5))
    open_one(desk, reference="R-10", application_id=10)


def change_who_holds_a_case(db: Any, dice: random.Random, last: int) -> int:
    """Who holds a case, since when, or by whom it was given; or that anybody does."""
    del last
    case = dice.choice((13, 14, 15))
    _change(db, dice, "case_work", f"application_id = {case}", (
        "held_by = held_by || 'x'", "held_since = '2020-01-01T00:00:00.000000Z'",
        "assigned_by = 'Eva'", "version = version + 1", "",
    ))  # fmt: skip
    told = f"subject = 'A-0000{case}' AND event IN ('case_taken', 'case_assigned')"
    return int(scalar(db, f"SELECT max(seq) FROM journal WHERE {told}"))


def change_a_waiting_row(db: Any, dice: random.Random, last: int) -> int:
    """A cell, the place or the state of a row that waits or was put right; or the row itself."""
    del last
    row = dice.randint(1, 4)
    _change(db, dice, "waiting_rows", f"id = {row}", (
        "raw = coalesce(raw, '') || ' '", "problems = replace(problems, 'amount', 'term')",
        "sheet = 'Other'", "row = row + 1", "state = state || 'x'", "fixes = '[]'",
        "fingerprint = zeroblob(32)", "application_id = 1", "",
    ))  # fmt: skip
    told = f'payload LIKE \'%"{SAID}":%"{row}":%\''
    return int(scalar(db, f"SELECT max(seq) FROM journal WHERE {told}"))


def change_a_balance(db: Any, dice: random.Random, last: int) -> int:
    """What an account owes, or by which month and how late it stands."""
    del last
    account = dice.randint(1, 4)
    moved = ("balance = balance + 1", "balance = -balance - 1", "utilisation = 7")
    stood = ("dpd = dpd + 30", "closed_through = '2026-02-01'")
    change = _change(db, dice, "accounts", f"id = {account}", moved + stood)
    opened, month = (
        scalar(db, f"SELECT max(event_seq) FROM {table} WHERE {whose} = {account}")
        for table, whose in (("accounts", "id"), ("account_months", "account_id"))
    )
    told = f"event = 'account_entry' AND subject = 'C-00000{account}'"
    entry = scalar(db, f"SELECT max(seq) FROM journal WHERE {told}") if change in moved else 0
    return int(max(month or opened, entry or 0))


def _change(db: Any, dice: random.Random, table: str, where: str, changes: tuple[str, ...]) -> str:
    """One of these changes of a row, or its end (""); says which."""
    change = dice.choice(changes)
    statement = f"UPDATE {table} SET {change}" if change else f"DELETE FROM {table}"
    db.execute(f"{statement} WHERE {where}")
    return change
