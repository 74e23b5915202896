"""Records sealed into the journal: each row's salted hash, and one root for all of an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from workbench.storage import merkle, tables
from workbench.storage.column_types import Moment, moment_text

SEALED = (tables.applications, tables.assessments, tables.decisions, tables.letters)
_OUTSIDE = {"salt", "leaf", "event_seq", "content"}
_text_of = lru_cache(maxsize=16)(moment_text)


@cache
def fields(table: sa.Table) -> tuple[str, ...]:
    """The columns a record's hash is taken over, in the table's order.

    A letter's bytes stand in it by their sha256.
    """
    return tuple(column.name for column in table.c if column.name not in _OUTSIDE)


def seal(table: sa.Table, rows: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Give each row its salt and leaf; returns what the journal entry says of them all."""
    pick = itemgetter(*fields(table))
    for row, salt in zip(rows, merkle.salts(len(rows)), strict=True):
        row["salt"] = salt
        row["leaf"] = merkle.content_hash(salt, [_stored(value) for value in pick(row)])
    root = merkle.root([row["leaf"] for row in rows])
    return {"table": table.name, "count": len(rows), "root": root.hex()}


def raw_columns(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """The sealed columns as they are stored: moments as their text."""
    return [
        sa.type_coerce(table.c[name], sa.String).label(name)
        if isinstance(table.c[name].type, Moment)
        else table.c[name]
        for name in fields(table)
    ]


def leaf(salt: bytes, raw: Sequence[Any]) -> bytes:
    """The leaf that a stored row should have, from its raw columns."""
    return merkle.content_hash(salt, list(raw))


def _stored(value: Any) -> Any:
    return _text_of(value) if isinstance(value, datetime) else value
