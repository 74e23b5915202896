"""Profiles of columns, held against the entry that saved each last under its name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import sealing, tables

SAVED, OF_A_PROFILE = "profile_saved", ("content",)


def changed_profiles(connection: Connection) -> Iterator[int | None]:
    """The last entry about each profile that is not as it was saved then, or is gone; None for
    one that no entry tells of."""
    last = _last_entries(connection)
    table = tables.profiles
    stored = sa.select(table, sa.type_coerce(table.c.saved_at, sa.String).label("at"))
    columns = [column for column in stored.selected_columns if column.name != "saved_at"]
    for row in connection.execute(stored.with_only_columns(*columns)):
        count, entry = last.pop(f"profile {row.name}", (0, None))
        if entry is None:
            yield None
        elif row.version != count or not _is_left_by(entry, row):
            yield entry.seq
    yield from (entry.seq for _count, entry in last.values())


def _last_entries(connection: Connection) -> dict[str, tuple[int, Any]]:
    """By profile: how often it was saved, and the entry of the last time."""
    table = tables.journal
    query = sa.select(table).where(table.c.event == SAVED).order_by(table.c.seq)
    found: dict[str, tuple[int, Any]] = {}
    for entry in connection.execute(query):
        found[entry.subject] = (found.get(entry.subject, (0, None))[0] + 1, entry)
    return found


def _is_left_by(entry: Any, row: Any) -> bool:
    """Older entries do not say what was saved, only for which header."""
    with suppress(ValueError, AttributeError, TypeError):  # what no program wrote
        said = json.loads(entry.payload)
        told = (row.actor, row.at, row.fingerprint)
        return told == (entry.actor, entry.at, said["fingerprint"]) and said.get(sealing.ROW) in (
            None,
            sealing.row_hash(row._asdict(), *OF_A_PROFILE),
        )
    return False
