"""The store: one encrypted file on a desk, or one PostgreSQL database for a team.

    with Store.open("workbench.db") as store:
        batches.add_batch(store, ...)

Every function of this room is one transaction with its journal entry inside. A step that
records nothing changes nothing.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url

from workbench import paths
from workbench.errors import KeyringRefused, KeyringSilent, NotFound, StoreSealed, StoreUnreadable
from workbench.files import replacing
from workbench.i18n import _
from workbench.storage import journal, key_locks, keys, migrating, tables
from workbench.storage.anchors import Anchors
from workbench.storage.drafts import Drafts
from workbench.storage.engines import copy_pages, postgresql_engines, sqlite_engine, translated
from workbench.storage.folders import refuse_shared
from workbench.storage.keys import KeyHome, OpenKey
from workbench.storage.shared_view import SharedView

SYSTEM = "system"


@dataclass(slots=True)
class Step:
    """One writing transaction: its connection, who writes, when, and the journal's head."""

    connection: Connection
    actor: str
    at: datetime
    head: journal.Head
    heads: list[journal.Head] = field(default_factory=list)
    restores: bool = False

    def record(self, event: str, subject: str, payload: journal.Payload) -> int:
        """Write one journal entry; returns its seq, which the rows it tells of carry."""
        return self.record_all([(event, subject, payload)])

    def record_all(self, entries: Iterable[journal.Entry]) -> int:
        """Write several journal entries in one go; returns the seq of the last."""
        new = journal.append(self.connection, self.head, self.actor, self.at, entries)
        self.heads += new
        self.head = new[-1] if new else self.head
        return self.head.seq

    @contextmanager
    def acting(self, name: str) -> Iterator[None]:
        """For a part of the step somebody else is who writes."""
        was, self.actor = self.actor, name
        try:
            yield
        finally:
            self.actor = was

    def next_id(self, table: sa.Table) -> int:
        """The id after the table's last one."""
        return int(self.connection.execute(_last_id(table)).scalar() or 0) + 1


@cache
def _last_id(table: sa.Table) -> sa.Select[Any]:
    return sa.select(sa.func.max(table.c.id))


class Store:
    """An open store. Safe to use from several threads; one of them writes at a time.

    `is_behind`: when it was opened, it lacked entries that were recorded on this computer.
    """

    def __init__(
        self, label: str, writer: Engine, reader: Engine, private: Path, key: bytes = b""
    ) -> None:
        self.label = label
        self.uuid = ""
        self.is_behind = False
        self._key = key
        self._private = private
        self._writer = writer
        self._reader = reader
        self._lock = threading.RLock()
        self._shared = SharedView()
        self._anchors: Anchors | None = None

    @classmethod
    def open(
        cls, place: str | Path, *, create: bool = True, key_folder: Path | None = None
    ) -> Store:
        """Open a store at a path or a postgresql:// URL, bringing an older one up to date.

        `key_folder` holds keys and anchors (the settings folder without it). Raises NotFound
        (only with create=False), StoreUnreadable, StoreTooNew, StoreLocked or
        StoreOnSharedFolder.
        """
        private = key_folder or paths.settings_folder()
        if str(place).startswith("postgresql"):
            store = cls._at_server(str(place), private)
        else:
            store = cls._in_file(Path(place), private, create=create)
        try:
            store.make_ready()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _at_server(cls, url: str, private: Path) -> Store:
        label = make_url(url).render_as_string(hide_password=True)
        return cls(label, *postgresql_engines(url), private)

    @classmethod
    def _in_file(cls, file: Path, private: Path, *, create: bool) -> Store:
        refuse_shared(file)
        made = file.exists() and file.stat().st_size > 0
        if not made and not create:
            raise NotFound(kind=_("store"), name=str(file))
        if made:
            key, reader = _fitting(file, private / "keys")
        else:
            _make_room(file)
            key = _new_key(file, private / "keys")
            reader = sqlite_engine(file, key, writer=False)
        return cls(str(file), sqlite_engine(file, key, writer=True), reader, private, key)

    def make_ready(self) -> None:
        """Bring the store up to date and find its anchors; `open` calls it once."""
        with translated(self.label):
            found = migrating.version_of(self._reader)
            self._keep_older_version(found)
            migrating.bring_up_to_date(self._writer, found, self.label)
            self.uuid = self._read_uuid()
            born = None if self.uuid else self._be_born()
        self._anchors = Anchors(self._private / "anchors" / f"{self.uuid}.anchors")
        if born:
            self._anchors.add([born])
        with translated(self.label), self._reader.connect() as connection:
            self.is_behind = self._anchors.is_ahead_of(connection)

    def _keep_older_version(self, found: str | None) -> None:
        """Before a newer program changes a file's tables, lay a copy of it beside the file."""
        if not self.is_file or found is None or found >= migrating.KNOWN:
            return
        kept = Path(self.label).with_name(f"{Path(self.label).stem}.version-{found}.db")
        if not kept.exists():
            with replacing(kept) as draft:
                copy_pages(self._reader, draft, self._key)
            kept.chmod(0o600)

    def _read_uuid(self) -> str:
        with self._reader.connect() as connection:
            return connection.execute(sa.select(tables.identity.c.uuid)).scalar() or ""

    def _be_born(self) -> journal.Head | None:
        """Give a new store its identity; of two programs that make it at once, one does."""
        with self.writing(SYSTEM) as step:
            self.uuid = step.connection.execute(sa.select(tables.identity.c.uuid)).scalar() or ""
            if self.uuid:
                return None
            self.uuid = uuid.uuid4().hex
            step.record("store_made", "store", {"uuid": self.uuid, "version": migrating.KNOWN})
            step.connection.execute(
                sa.insert(tables.identity), {"id": 1, "uuid": self.uuid, "made_at": step.at}
            )
        return step.head

    @contextmanager
    def writing(self, actor: str, at: datetime | None = None) -> Iterator[Step]:
        """One transaction of the one writer. Without a journal entry it is rolled back.

        Raises StoreLocked, StoreFull or StoreUnreadable; then nothing was changed.
        """
        with self._lock, translated(self.label):
            with self._writer.connect() as connection, connection.begin() as transaction:
                moment = at or datetime.now(UTC)
                step = Step(connection, actor, moment, journal.head_of(connection))
                yield step
                if not step.heads:
                    transaction.rollback()
            if self._anchors and step.heads:
                self._anchors.add(step.heads, restored=step.restores)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the store; writing through it is refused."""
        if self._shared.connection is not None:
            yield self._shared.connection
            return
        with translated(self.label), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def one_view(self) -> Iterator[None]:
        """All that this thread reads within comes from the same moment of the store."""
        with self.reading() as connection, self._shared.by(connection):
            yield

    def anchors(self) -> Anchors | None:
        """The anchors kept outside this store."""
        return self._anchors

    def twin(self, file: Path) -> Store:
        """Open a copy of this store, by the same keys and against the same witnesses."""
        return Store.open(file, create=False, key_folder=self._private)

    def guard(self, name: str, password: str) -> str:
        """Put the data key under a person's password; returns a recovery code when it is the
        first one, to be printed, and "" later. A server's store has no key of its own here.
        """
        if not self.is_file:
            return ""
        file, folder = Path(self.label), self._private / "keys"
        first = not keys.is_locked(file, folder)
        key_locks.add_lock(file, folder, name, password, self._key)
        code = key_locks.new_recovery_code(file, folder, self._key) if first else ""
        keys.forget_open_key(folder, self._key)
        return code

    def unguard(self, name: str) -> None:
        """A person's password opens this store no longer."""
        if self.is_file:
            key_locks.remove_lock(Path(self.label), self._private / "keys", name)

    def is_guarded(self) -> bool:
        """Whether the data key lies under passwords, not where the user alone gets at it."""
        return self.key_home() is KeyHome.PASSWORDS

    def new_recovery_code(self) -> str:
        """A fresh recovery code for the safe; the one before opens the store no longer."""
        return key_locks.new_recovery_code(Path(self.label), self._private / "keys", self._key)

    def open_key(self) -> OpenKey:
        """The data key of this place, for what moves it elsewhere."""
        return OpenKey(Path(self.label), self._private / "keys", self._key)

    def key_home(self) -> KeyHome:
        """Where the data key lies."""
        if not self.is_file:
            return KeyHome.SERVER
        return keys.home_of(self.open_key())

    def drafts(self) -> Drafts:
        """What was under way on this computer and is not recorded; a server's under its own key."""
        key = self._key or keys.key_for_new_store(Path(self.uuid), self._private / "keys")
        return Drafts(self._private / "drafts", self.uuid, key)

    def copy_to(self, file: Path, *, like: Store | None = None) -> None:
        """Copy every page to a file, whole or not at all, under this store's key.

        `like` is the open store at that place, whose key the pages then get instead.
        """
        key = (like or self)._key  # noqa: SLF001 -- of the same class
        with translated(str(file)):
            copy_pages(self._reader, file, key)

    def compact(self) -> None:
        """Rewrite the file without what was deleted, so that nothing of it can be read again.

        On a server its own vacuuming does this in time.
        """
        if self.is_file:
            self._outside_of_steps("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def ease(self) -> None:
        """Give back the pages that the writer holds in memory, after a part of long work."""
        if self.is_file:
            self._outside_of_steps("PRAGMA shrink_memory")

    def _outside_of_steps(self, *statements: str) -> None:
        with self._lock, translated(self.label):
            opened = self._writer.raw_connection()
            try:
                working: Any = opened.dbapi_connection
                for statement in statements:
                    working.execute(statement).fetchall()
            finally:
                opened.close()

    def damaged_pages(self) -> tuple[str, ...]:
        """What is wrong with the file's pages, in the database's words; nothing when sound."""
        if self.is_file:  # a page torn by a crash is whole in the log, and not damaged
            self._outside_of_steps("PRAGMA wal_checkpoint(FULL)")
        found: list[str] = []
        with self.reading() as connection:
            for check in ("cipher_integrity_check", "quick_check"):
                said = connection.exec_driver_sql(f"PRAGMA {check}")
                found += said.scalars() if said.returns_rows else ()
        return tuple(text for text in found if text != "ok")

    def pragmas(self, names: Sequence[str]) -> dict[str, int]:
        """What this file's connections have set, by name; nothing on a server."""
        if not self.is_file:
            return {}
        with self.reading() as connection:
            return {
                name: int(connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0)
                for name in names
            }

    @property
    def is_file(self) -> bool:
        """Whether the store is a file on this computer, not a server's database."""
        return self._writer.dialect.name == "sqlite"

    def close(self) -> None:
        """Close every connection; the file then stands alone, without its log beside it."""
        with self._lock:
            self._reader.dispose()
            self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _fitting(file: Path, folder: Path) -> tuple[bytes, Engine]:
    """The key that opens this file, and its readers. Raises StoreUnreadable when none here does,
    KeyringSilent when the keyring withheld one."""
    withheld: KeyringRefused | None = None
    try:
        for key in keys.keys_to_try(file, folder):
            if reader := _reader_if_it_fits(file, key):
                return key, reader
    except KeyringRefused as fault:
        withheld = fault
    locked = keys.is_locked(file, folder) or keys.is_from_elsewhere(file, folder)
    if locked and not keys.is_one_known():
        raise StoreSealed(file=str(file))
    if withheld is not None:
        raise KeyringSilent(file=str(file), **withheld.values) from withheld
    why = _("it is not a store of this program, it is damaged, or its key is not here.")
    raise StoreUnreadable(file=str(file), why=why)


def _reader_if_it_fits(file: Path, key: bytes) -> Engine | None:
    reader = sqlite_engine(file, key, writer=False)
    try:
        with translated(str(file)), reader.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except StoreUnreadable:
        reader.dispose()
        return None
    except BaseException:
        reader.dispose()
        raise
    return reader


def opens_signed_in(file: Path, folder: Path) -> bool:
    """Whether a store opens only once somebody signed in; `folder` holds keys and locks."""
    if keys.is_locked(file, folder) or not keys.is_from_elsewhere(file, folder):
        return keys.is_locked(file, folder)
    try:
        _key, reader = _fitting(file, folder)
    except (StoreSealed, StoreUnreadable) as fault:
        return isinstance(fault, StoreSealed)
    reader.dispose()
    return False


def _new_key(file: Path, folder: Path) -> bytes:
    try:
        return keys.key_for_new_store(file, folder)
    except OSError as fault:
        raise StoreUnreadable(file=str(file), why=_("its key cannot be kept.")) from fault


def _make_room(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as fault:
        why = _("its folder cannot be written.")
        raise StoreUnreadable(file=str(file), why=why) from fault
