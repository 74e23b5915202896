"""Rows that wait for a person, held against the entries that wrote, settled or removed them.

An entry keeps a salted hash of each row it leaves. The salt goes with the row: it stands at the
end of the row's problems, so that nothing of a row that was erased can be found by trying.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import merkle, tables

AT_ONCE = 2_000
SAID = "held_rows"
"""The word of a payload under which an entry says {row's id: its hash, or "" once it is gone}."""
HASH_BYTES = 16
_EVENTS = (
    "batch_added", "rows_repaired", "cells_fixed", "rows_left_out", "batch_undone", "erased",
)  # fmt: skip
_SALT = '{"code": "salt", "header": "", "value": "'
Hashes = dict[str, str]
Values = Mapping[Any, Any]
"""A row by its columns, as stored."""


def salted(problems: str) -> str:
    """The problems of a row about to be kept, a JSON list, with a fresh salt as its last entry."""
    head = problems.rstrip()[:-1].rstrip()
    gap = "" if head == "[" else ", "
    return f'{head}{gap}{_SALT}{os.urandom(merkle.SALT_BYTES).hex()}"}}]'


def unsalted(problems: str) -> str:
    """The problems of a row as they came."""
    head, found, _salt = problems.rpartition(_SALT)
    return f"{head.removesuffix(', ')}]" if found else problems


def hash_of(row: Values) -> str:
    """What an entry keeps of a row, in hex; empty for a row of an older program, without a salt.

    Raises ValueError and TypeError for what no program wrote.
    """
    _head, found, end = row["problems"].rpartition(_SALT)
    if not found:
        return ""
    told = [row[column.name] for column in tables.waiting_rows.c]
    fields = [one.hex() if isinstance(one, bytes) else one for one in told]
    salt = bytes.fromhex(end[: 2 * merkle.SALT_BYTES])
    return merkle.content_hash(salt, fields)[:HASH_BYTES].hex()


def hashes_after(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> Hashes:
    """What an entry says of rows that it is about to change, each in these columns and by one
    version. Those of an older program are left out, and those that were changed behind this one:
    what was told of them before goes on telling against them."""
    found: Hashes = {}
    known: dict[int, Hashes] = {}
    for row in rows_of(connection, list(changes)):
        batch, key = row["batch_id"], str(row["id"])
        if batch not in known:
            known[batch] = _told_of(connection, batch)
        if known[batch].get(key, "") == _found(row) != "":
            found[key] = hash_of({**row, "version": row["version"] + 1, **changes[row["id"]]})
    return found


def _told_of(connection: Connection, batch: int) -> Hashes:
    """What was told last of the rows of a batch that still wait."""
    table = tables.journal.c
    query = _telling(table.payload).where(table.subject == f"batch {batch}")
    found: Hashes = {}
    for entry in connection.execute(query.order_by(table.seq)):
        found |= json.loads(entry.payload)[SAID]
    return found


def hashes_gone(connection: Connection, which: sa.ColumnElement[bool]) -> Hashes:
    """What an entry says of rows that it is about to remove."""
    held = tables.waiting_rows.c
    with_salt = held.problems.contains(_SALT, autoescape=True)
    found = connection.execute(sa.select(held.id).where(which, with_salt))
    return {str(row.id): "" for row in found}


def saying(hashes: Hashes) -> dict[str, object]:
    """The words of an entry about rows that wait; none where it changes none."""
    return {SAID: hashes} if hashes else {}


def changed_rows(connection: Connection) -> tuple[list[int], int]:
    """For each row that is not as it was left the entry that left it, and how many rows nothing
    tells of."""
    last, batches = _told(connection)
    wrong: list[int] = []
    untold: Counter[int] = Counter()
    for row in _every_row(connection):
        seq, told = last.pop(str(row["id"]), (0, ""))
        if not seq:
            untold[row["batch_id"]] += 1
        elif not told or told != _found(row):
            wrong.append(seq)
    wrong += [seq for seq, told in last.values() if told]
    return wrong, _too_many(connection, untold, batches)


def _told(connection: Connection) -> tuple[dict[str, tuple[int, str]], set[str]]:
    """What the last entry about each row says of it, and the batches whose rows are all told."""
    table = tables.journal.c
    query = _telling(table.seq, table.event, table.subject, table.payload).order_by(table.seq)
    found: dict[str, tuple[int, str]] = {}
    batches: set[str] = set()
    for entry in connection.execute(query.execution_options(yield_per=AT_ONCE)):
        with suppress(ValueError, AttributeError, TypeError, KeyError):  # the chain names it
            said = json.loads(entry.payload)[SAID]
            found |= {key: (entry.seq, told) for key, told in said.items()}
            batches |= {entry.subject} if entry.event == "batch_added" else set()
    return found, batches


def _telling(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    table = tables.journal.c
    said = table.payload.contains(f'"{SAID}":', autoescape=True)
    return sa.select(*columns).where(table.event.in_(_EVENTS), said)


def _too_many(connection: Connection, untold: Counter[int], batches: set[str]) -> int:
    """How many rows are in the store beside those that their batches are known to have held."""
    known = tables.batches.c
    query = sa.select(known.id, known.waiting)
    counted = {row.id: row.waiting for row in connection.execute(query)}
    return sum(
        max(0, count - (0 if f"batch {batch}" in batches else counted.get(batch, 0)))
        for batch, count in untold.items()
    )


def _found(row: Values) -> str:
    with suppress(ValueError, AttributeError, TypeError):
        return hash_of(row)
    return ""


def rows_of(connection: Connection, ids: Sequence[int]) -> Iterator[Values]:
    """Rows by their ids, a part at a time."""
    held = tables.waiting_rows
    for start in range(0, len(ids), AT_ONCE):
        some = list(ids[start : start + AT_ONCE])
        found = connection.execute(sa.select(held).where(held.c.id.in_(some)))
        yield from found.mappings().all()


def _every_row(connection: Connection) -> Iterable[Values]:
    held = tables.waiting_rows
    query = sa.select(held).order_by(held.c.id).execution_options(yield_per=AT_ONCE)
    return connection.execute(query).mappings()
