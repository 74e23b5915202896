"""Records sealed into the journal: each row's salted hash, and one root for all of an event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from workbench.storage import (
    account_tables,
    intake_tables,
    journal,
    many,
    merkle,
    people_tables,
    tables,
)
from workbench.storage.column_types import Moment

SEALED = (
    tables.applications,
    tables.assessments,
    tables.decisions,
    tables.letters,
    *account_tables.SEALED,
    *people_tables.SEALED,
    *intake_tables.SEALED,
)
_OUTSIDE = {"salt", "leaf", "event_seq", "content"}


@cache
def fields(table: sa.Table) -> tuple[str, ...]:
    """The columns a record's hash is taken over, in the table's order.

    A letter's bytes stand in it by their sha256.
    """
    return tuple(column.name for column in table.c if column.name not in _OUTSIDE)


def seal(table: sa.Table, rows: many.Columns) -> None:
    """Give rows (column by column, as they will be stored) their salts and leaves."""
    told = [rows[name] for name in fields(table)]
    salts = merkle.salts(len(told[0]))
    rows["salt"] = salts
    rows["leaf"] = merkle.content_hashes(salts, told)


def saying(table: sa.Table, leaves: Sequence[bytes]) -> dict[str, object]:
    """What a journal entry says of the rows it seals."""
    return {"table": table.name, "count": len(leaves), "root": merkle.root(leaves).hex()}


def about_batch(row: Mapping[str, Any]) -> str:
    """The sha256 that a batch's journal entry keeps of where its rows came from: file, sheet,
    currency, and which column was read as which fact."""
    told = [row[name] for name in ("source_name", "sheet", "currency", "matching")]
    text = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


ROW = "row_hash"
"""The word of an entry's payload under which it keeps the hash of a row it tells of."""


def row_hash(row: Mapping[str, Any], *names: str) -> str:
    """The sha256 that an entry keeps of these columns of a row, which say nothing of applicants.

    Raises TypeError for what no program wrote.
    """
    told = {name: row[name] for name in names}
    return hashlib.sha256(journal.canonical(told).encode()).hexdigest()


def raw_columns(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """The sealed columns as they are stored: moments as their text."""
    return [
        sa.type_coerce(table.c[name], sa.String).label(name)
        if isinstance(table.c[name].type, Moment)
        else table.c[name]
        for name in fields(table)
    ]
