"""What stays of erased records, held against the entry that erased them.

Their salts are gone, so that their hashes say nothing any more. The numbers, codes and dates
that stay beside them say nothing of a person: the entry keeps one plain root of each table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import merkle, sealing, tables
from workbench.storage.account_tables import (
    account_actions,
    account_events,
    account_months,
    accounts,
)

AT_ONCE = 2_000
STAYS = "stays"
"""The word of an erasure's payload: {table: the root of what stays of its rows}."""
_WORDS: Mapping[sa.Table, Mapping[str, str | None]] = {
    account_events: {"note": ""},
    account_months: {"facts": "{}"},
    account_actions: {"note": ""},
}
Left = dict[int, dict[str, list[tuple[int, bytes]]]]
"""By application and table: the entry of each row that stays, and its hash."""


def words_of(table: sa.Table) -> Mapping[str, str | None]:
    """The columns that an erasure blanks, and what it leaves in each."""
    return _WORDS.get(table) or dict.fromkeys(tables.ERASABLE.get(table, ()))


def said_of(connection: Connection, application_id: int) -> dict[str, object]:
    """What an erasure is about to leave, in words of its entry."""
    stays = _left(connection, tables.applications.c.id == application_id).get(application_id, {})
    return {STAYS: {name: _root(rows) for name, rows in stays.items()}}


def changed_after(connection: Connection) -> Iterator[tuple[str, int]]:
    """Table and entry of each erasure that left other numbers, codes or dates than stand now."""
    journal, erasures = tables.journal.c, tables.erasures.c
    left = _left(connection, tables.applications.c.id.in_(sa.select(erasures.application_id)))
    query = sa.select(journal.seq, journal.payload, erasures.application_id).join(
        tables.erasures, erasures.event_seq == journal.seq
    )
    for entry in connection.execute(query.order_by(journal.seq)):
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # older, or the chain's
            said = json.loads(entry.payload)[STAYS]
            mine = left.get(entry.application_id, {})
            for name in {*said, *mine}:
                then = [row for row in mine.get(name, ()) if row[0] < entry.seq]
                if said.get(name, _root([])) != _root(then):
                    yield name, entry.seq


def _left(connection: Connection, which: sa.ColumnElement[bool]) -> Left:
    found: Left = {}
    for table in (*tables.ERASABLE, *_WORDS):
        for row in connection.execute(_rows_of(table, which)):
            application, seq, *told = row
            mine = found.setdefault(application, {}).setdefault(table.name, [])
            mine.append((seq, _hashed(told)))
    return found


def _rows_of(table: sa.Table, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Whose each row is, its entry, and its columns but for those that are blanked."""
    file = tables.applications
    told = [c for c in sealing.raw_columns(table) if c.name not in words_of(table)]
    columns = [column.label(f"stays_{column.name}") for column in told]
    if table is file:
        query = sa.select(file.c.id, table.c.event_seq, *columns)
    elif table in _WORDS:
        query = sa.select(accounts.c.application_id, table.c.event_seq, *columns).join_from(
            table, accounts, accounts.c.id == table.c.account_id
        )
        query = query.join(file, file.c.id == accounts.c.application_id)
        query = query.where(accounts.c.source != "imported")  # its holders are told anew
    else:
        query = sa.select(table.c.application_id, table.c.event_seq, *columns).join_from(
            table, file, file.c.id == table.c.application_id
        )
    return query.where(which).order_by(table.c.id).execution_options(yield_per=AT_ONCE)


def _hashed(told: list[Any]) -> bytes:
    try:
        return merkle.content_hash(b"", told)
    except TypeError:  # what no program wrote
        return b""


def _root(rows: list[tuple[int, bytes]]) -> str:
    return merkle.root([leaf for _seq, leaf in rows]).hex()
