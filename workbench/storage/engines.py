"""How the store's file or server is reached, and what its faults mean to the user.

Embedded: `sqlcipher3` is the only SQLite in the process; the file is encrypted with a raw
256-bit key, written through WAL with full sync, by one writer that begins IMMEDIATE.
For a team: PostgreSQL by URL; a writer takes one advisory lock, so that both behave alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as cipher
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.util import LRUCache

from workbench.errors import NobodyMay, StoreFull, StoreLocked, StoreUnreadable, WorkbenchError
from workbench.i18n import N_, _

OLDEST_SQLITE = (3, 51, 3)  # before it, WAL could corrupt a file with two writing connections
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE walks past the fences
    "secure_delete=FAST",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "cache_size=-65536",
)
WRITER_CACHE = "cache_size=-262144"  # in KiB: a large import is encrypted once, at its end
BUSY_SECONDS = 20
STATEMENTS_KEPT = 1024
"""Read once and kept by the driver, fences and all. Of its own 100 the oldest stay for ever: once
they are there, as after an upgrade, every later statement is read anew each time it is used."""
MAY_NOT = "this person may not do this"  # the fence around the journal, in its own words
WRITER_LOCK = 7306927  # any fixed number: the one advisory lock of a store on PostgreSQL

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = (
    5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip
_CODES = {  # the copying of pages tells its faults in words only
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
_WHY = {
    _READONLY: N_("it is write-protected."),
    _IOERR: N_("the disk did not take or give back what was asked of it."),
    _CORRUPT: N_("it is damaged."),
    _CANTOPEN: N_("its folder cannot be written."),
    _NOTADB: N_("it is not a store of this program, it is damaged, or its key is not here."),
}


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite in this process."""
    return tuple(cipher.sqlite_version_info)


def sqlite_engine(file: Path, key: bytes, *, writer: bool) -> Engine:
    """An engine over the encrypted file: the one writer, or a pool of readers that only read."""
    assert cipher.sqlite_version_info >= OLDEST_SQLITE, cipher.sqlite_version
    speaking, compiled = _sqlite_dialect()

    def connect() -> Any:
        return _connect(file, key)

    size: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writer else {"pool_size": 4}
    pool = sa.pool.QueuePool(connect, dialect=speaking, **size)
    engine = Engine(pool, speaking, sa.make_url("sqlite://"))
    engine.update_execution_options(compiled_cache=compiled)
    _set_up_sqlite(engine, writer=writer)
    return engine


@cache
def _sqlite_dialect() -> tuple[Dialect, LRUCache[Any, Any]]:
    """The dialect and the compiled statements of every engine here: none is compiled twice."""
    first = sa.create_engine("sqlite://", module=cipher)
    with first.connect():
        return first.dialect, LRUCache(500)


def _connect(file: Path, key: bytes) -> Any:
    opened = bare_connection(file)
    opened.execute("PRAGMA cipher_log_level=NONE")
    opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return opened


def bare_connection(file: Path) -> Any:
    """A connection to a file, before it has its key and our settings."""
    return cipher.connect(
        str(file),
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=STATEMENTS_KEPT,
    )


def copy_pages(source: Engine, file: Path, key: bytes) -> None:
    """Copy an open store into a file, in one transaction there, encrypted with `key`."""
    target = _connect(file, key)
    opened = source.raw_connection()
    try:
        copying: Any = opened.dbapi_connection
        copying.backup(target, pages=-1)
    finally:
        opened.close()
        target.close()


def _set_up_sqlite(engine: Engine, *, writer: bool) -> None:
    begin = "BEGIN IMMEDIATE" if writer else "BEGIN"

    @event.listens_for(engine, "connect")
    def on_connect(opened: Any, _record: object) -> None:
        opened.isolation_level = None
        opened.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        for pragma in PRAGMAS:
            opened.execute(f"PRAGMA {pragma}").fetchall()
        opened.execute("PRAGMA " + (WRITER_CACHE if writer else "query_only=ON")).fetchall()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def postgresql_engines(url: str) -> tuple[Engine, Engine]:
    """Writer and readers over a PostgreSQL server, under the same rules as over a file.

    Both share one pool, so that a desk at rest holds one of the server's connections.
    """
    both = sa.create_engine(url, pool_size=1, max_overflow=9)
    reader = both.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writer = both.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)

    @event.listens_for(writer, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return writer, reader


@contextmanager
def translated(label: str) -> Iterator[None]:
    """Turn what the database says into what the user can act on; `label` names the store."""
    try:
        yield
    except (sa.exc.DBAPIError, cipher.Error) as fault:
        found = _meaning(label, getattr(fault, "orig", None) or fault)
        if found is None:
            raise
        raise found from fault


def _meaning(label: str, fault: BaseException) -> WorkbenchError | None:
    if MAY_NOT in str(fault):
        return NobodyMay()
    if isinstance(fault, cipher.Error):
        code = getattr(fault, "sqlite_errorcode", None) or _CODES.get(str(fault), 0)
        return _meaning_of_code(label, code & 0xFF)
    state = getattr(fault, "sqlstate", None) or ""
    if state in {"55P03", "40001", "40P01"}:
        return StoreLocked(file=label)
    if state.startswith("53"):
        return StoreFull(file=label)
    if not state or state.startswith(("08", "28", "3D", "57P")):
        return StoreUnreadable(file=label, why=_("the server does not answer or refuses entry."))
    return None


def _meaning_of_code(label: str, code: int) -> WorkbenchError | None:
    if code in {_BUSY, _LOCKED}:
        return StoreLocked(file=label)
    if code == _FULL:
        return StoreFull(file=label)
    if code in _WHY:
        return StoreUnreadable(file=label, why=_(_WHY[code]))
    return None
