"""The names and references of all cases, kept in memory as long as the store is open.

A database finds a part of a word by reading every name: a second in a million cases, and again
after each letter typed. Here they are read once, and those that came since before each search.
The store still says which of the cases found are in its queue: one that has gone is not shown.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import tables

if TYPE_CHECKING:
    import polars as pl

    from workbench.storage.store import Store

_CASES = tables.cases
_BETWEEN, _AFTER = "\x1f", "\x1e"  # a name and its reference; one case and the next
_ID: sa.ColumnElement[int] = _CASES.c.application_id
_SAID = sa.func.replace(_CASES.c.name + _BETWEEN + _CASES.c.reference, _AFTER, _BETWEEN)
_READ = sa.select(
    sa.func.group_concat(_ID, _AFTER).label("ids"),
    sa.func.lower(sa.func.group_concat(_SAID, _AFTER)).label("said"),
    sa.func.max(_ID).label("last"),
)
"""All in one row: a million are made into rows of Python's more slowly than they are searched."""


class KnownNames:
    """The names and references of a store's cases. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: tuple[pl.DataFrame, ...] = ()
        self._last = 0

    def holding(self, connection: Connection, text: str) -> list[int]:
        """The applications in whose name or reference a text stands, as LIKE finds it: small
        letters of ASCII are as good as capitals. Also of cases that have gone meanwhile."""
        with self._lock:
            self._read_on(connection)
            parts = self._read
        wanted = "".join(letter.lower() if letter.isascii() else letter for letter in text)
        found = (part.filter(part["said"].str.contains(wanted, literal=True)) for part in parts)
        return [application for part in found for application in part["id"].to_list()]

    def _read_on(self, connection: Connection) -> None:
        """Read the cases that came since: their numbers only grow."""
        if self._last:
            query = _READ.where(self._last < _ID)
        else:
            query = _READ.with_hint(_CASES, "INDEXED BY ix_cases_by_name", "sqlite")
        read = connection.execute(query).one()
        if read.last is None:
            return
        import polars as pl

        ids, said = (
            pl.Series(name, [text]).str.split(_AFTER).explode()
            for name, text in (("id", read.ids), ("said", read.said))
        )
        self._read += (pl.DataFrame([ids.cast(pl.Int64), said]),)
        self._last = read.last


_KNOWN: WeakKeyDictionary[Store, KnownNames] = WeakKeyDictionary()


def holding(store: Store, connection: Connection, text: str) -> list[int] | None:
    """The applications in whose name or reference a text stands. None where that must be asked
    of the database: of a server's, and of signs that are not written."""
    if not store.is_file or _BETWEEN in text or _AFTER in text:
        return None
    return _KNOWN.setdefault(store, KnownNames()).holding(connection, text)


def forget(store: Store) -> None:
    """Keep no name of this store any longer: somebody's was erased."""
    _KNOWN.pop(store, None)
