"""Many rows at once: columns straight to the driver, without a step per value in between."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage.column_types import moment_text

Columns = dict[str, Sequence[Any]]
"""Rows given column by column, each value as it is stored (a moment as its text)."""


@contextmanager
def uncollected() -> Iterator[None]:
    """While millions of values are made that all stay: the collector would walk them in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def columns(count: int, fixed: dict[str, Any], told: Columns) -> Columns:
    """`count` rows: the fixed values in every one of them, and the others as they are told."""
    same = {
        name: [moment_text(value) if isinstance(value, datetime) else value] * count
        for name, value in fixed.items()
    }
    return {**same, **told}


def from_rows(rows: Sequence[dict[str, Any]]) -> Columns:
    """The same rows, column by column."""
    return {
        name: [
            moment_text(value) if isinstance(value, datetime) else value
            for value in (row[name] for row in rows)
        ]
        for name in rows[0]
    }


def insert(connection: Connection, table: sa.Table, rows: Columns) -> None:
    """Insert rows given column by column, all in one statement."""
    names = tuple(rows)
    lines = list(zip(*rows.values(), strict=True))
    if not lines:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_statement(table, names), lines)
        return
    _copy(connection, f"COPY {table.name} ({_listed(names)}) FROM STDIN", lines)


def _copy(connection: Connection, statement: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """Past SQLAlchemy, so that a refusal is put into its words here."""
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for line in lines:
                copy.write_row(line)
    except connection.dialect.loaded_dbapi.Error as fault:
        raise sa.exc.DBAPIError(statement, None, fault) from fault


@contextmanager
def indexed_at_the_end(connection: Connection, names: Sequence[str], count: int) -> Iterator[None]:
    """While more rows come into these tables than they hold, each index is made once, sorted, at
    the end: that takes half the time. All in the same transaction; on SQLite alone, where no
    lock of a server is taken for it. The keys and what must be unique go on being looked after.
    """
    made: list[str] = []
    if connection.dialect.name == "sqlite" and count >= _MANY:
        for table in (name for name in names if not _holds(connection, name, count)):
            for index, ddl in connection.exec_driver_sql(_INDEXES, (table,)).all():
                connection.exec_driver_sql(f'DROP INDEX "{index}"')
                made.append(ddl)
    yield
    for ddl in made:
        connection.exec_driver_sql(ddl)


_MANY = 10_000
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql <> ''"


def _holds(connection: Connection, table: str, count: int) -> bool:
    """Whether a table holds as many rows already."""
    row = f"SELECT 1 FROM {table} LIMIT 1 OFFSET {count - 1}"  # noqa: S608 -- our names
    return connection.exec_driver_sql(row).first() is not None


@cache
def _statement(table: sa.Table, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({marks})"  # noqa: S608 -- our names


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
