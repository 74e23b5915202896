"""Who holds a case, held against the entries of its taking, assigning and releasing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import journal, lanes, tables
from workbench.storage.people_tables import case_work

AT_ONCE = 2_000
TAKEN, ASSIGNED, RELEASED = "case_taken", "case_assigned", "case_released"
_TEXTS = {"held_since": sa.String}  # a moment as its text: a forger's is none


def digest(row: Mapping[Any, Any]) -> str:
    """What an entry keeps of the row it leaves: sha256 of its stored values, by their columns.

    `held_since` is the moment's text. Only people who work here stand in it, no applicant.
    """
    told = {column.name: row[column.name] for column in case_work.c}
    return hashlib.sha256(journal.canonical(told).encode()).hexdigest()


def otherwise_held(connection: Connection) -> Iterator[tuple[str, int | None]]:
    """Number of the case and its last entry, wherever its row is not as that entry left it;
    None for a row of a case that nobody ever took."""
    last = _last_entries(connection)
    columns = [sa.type_coerce(c, _TEXTS.get(c.name, c.type)).label(c.name) for c in case_work.c]
    query = sa.select(*columns).order_by(case_work.c.application_id)
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings():
        number = lanes.number(row["application_id"])
        count, entry = last.pop(number, (0, None))
        if entry is None or not _is_left_by(entry, count, row):
            yield number, entry.seq if entry else None
    yield from ((number, entry.seq) for number, (_count, entry) in last.items())


def _last_entries(connection: Connection) -> dict[str, tuple[int, Any]]:
    """By case: how often its holder changed, and the entry of the last time."""
    table = tables.journal
    query = sa.select(table).where(table.c.event.in_((TAKEN, ASSIGNED, RELEASED)))
    found: dict[str, tuple[int, Any]] = {}
    for row in connection.execute(query.order_by(table.c.seq).execution_options(yield_per=AT_ONCE)):
        found[row.subject] = (found.get(row.subject, (0, None))[0] + 1, row)
    return found


def _is_left_by(entry: Any, count: int, row: Mapping[Any, Any]) -> bool:
    """Older entries say who acted and when, but not to whom a case was assigned."""
    with suppress(ValueError, AttributeError, TypeError):
        said = json.loads(entry.payload).get("row_hash")
        held = {TAKEN: entry.actor, RELEASED: ""}.get(entry.event, row["held_by"])
        told = {
            "application_id": row["application_id"],
            "held_by": held,
            "held_since": entry.at if held else None,
            "assigned_by": entry.actor,
            "version": count,
        }
        return told == dict(row) and said in (None, digest(row))
    return False
