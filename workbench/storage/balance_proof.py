"""Balances of accounts, held against the last closed month or the entry that moved them since.

What moved is sealed row by row; an entry also keeps the balance it left, hashed under the salt
of its own first row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import utilisation
from workbench.storage import merkle, tables
from workbench.storage.account_tables import account_events, account_months, accounts

AT_ONCE = 2_000
ENTRY = "account_entry"
LEFT, AS_BEFORE = "balance_hash", ""
"""The word of a payload that says what balance an entry left, and what it says of none."""


def balance_hash(salt: bytes, account_id: int, balance: int, used: int | None) -> str:
    """What an entry keeps of the balance (minor units) and utilisation (millionths) it left."""
    return merkle.content_hash(salt, (account_id, balance, used)).hex()


def changed_balances(connection: Connection) -> Iterator[int]:
    """The entry of the last record that each account's balance contradicts."""
    months, entries = _last_months(connection), _last_entries(connection)
    for row in _every_account(connection):
        yield from _contradicted(row, months.get(row["id"]), entries.get(row["id"]))


def _every_account(connection: Connection) -> Iterator[Mapping[Any, Any]]:
    names = (
        "id", "balance", "utilisation", "closed_through", "dpd", "bucket", "event_seq",
    )  # fmt: skip
    query = sa.select(*(accounts.c[name] for name in names)).order_by(accounts.c.id)
    yield from connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings()


def _last_months(connection: Connection) -> dict[int, Any]:
    """The month that each account was brought up to date with last."""
    table = account_months.c
    last = (
        sa.select(table.account_id, sa.func.max(table.event_seq).label("seq"))
        .group_by(table.account_id)
        .subquery()
    )
    names = ("account_id", "month", "closing", "credit_limit", "dpd", "bucket", "event_seq")
    query = (
        sa.select(*(table[name] for name in names))
        .join(last, sa.and_(last.c.account_id == table.account_id, last.c.seq == table.event_seq))
        .order_by(table.month)
        .execution_options(yield_per=AT_ONCE)
    )
    return {row.account_id: row for row in connection.execute(query)}


def _last_entries(connection: Connection) -> dict[int, Any]:
    """The entry that moved each account last, and the salt of its first row."""
    journal, moved = tables.journal.c, account_events.c
    first = sa.select(sa.func.min(moved.id).label("id")).group_by(moved.event_seq).subquery()
    query = (
        sa.select(moved.account_id, journal.seq, journal.payload, moved.salt)
        .join(first, first.c.id == moved.id)
        .join(tables.journal, journal.seq == moved.event_seq)
        .where(journal.event == ENTRY, journal.payload.not_like(f'%"{LEFT}":"{AS_BEFORE}"%'))
        .order_by(journal.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    return {row.account_id: row for row in connection.execute(query)}


def _contradicted(row: Mapping[Any, Any], month: Any, entry: Any) -> set[int]:
    """Entries that say something else of where an account stands than the account itself."""
    by = month.event_seq if month else row["event_seq"]
    closed = (month.month, month.dpd, month.bucket) if month else (None, 0, row["bucket"])
    wrong = set() if closed == (row["closed_through"], row["dpd"], row["bucket"]) else {by}
    shown = (row["balance"], row["utilisation"])
    if entry is not None and entry.seq > by:
        return wrong if _is_left_by(entry, row["id"], shown) else wrong | {entry.seq}
    return wrong if shown == _closed_at(month) else wrong | {by}


def _closed_at(month: Any) -> tuple[int, int | None] | None:
    """Balance and utilisation as a month left them; nothing owed before the first one."""
    if month is None:
        return 0, 0
    with suppress(TypeError):  # the entry that sealed the month names it
        return month.closing, utilisation(month.closing, month.credit_limit)
    return None


def _is_left_by(entry: Any, account_id: int, shown: tuple[Any, Any]) -> bool:
    """Whether an entry left this balance; one of an older program does not say, and one whose
    words were erased can no longer be asked."""
    if entry.salt is None:
        return True
    with suppress(ValueError, AttributeError, TypeError):
        said = json.loads(entry.payload).get(LEFT)
        return said is None or said == balance_hash(bytes(entry.salt), account_id, *shown)
    return False
