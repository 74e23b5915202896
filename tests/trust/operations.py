"""The store's operations as the trust checks try them, on one prepared day's work."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from tests.storage import pieces
from tests.storage.conftest import NOW, Day, rows
from workbench.storage import (
    batches,
    decisions,
    history,
    many,
    migrating,
    queue,
    retention,
    sealing,
    tables,
)
from workbench.storage.backup import backup, restore
from workbench.storage.erasure import erase
from workbench.storage.store import Store
from workbench.storage.verification import verify

STORE, PRIVATE, COPY, NEW = "store.db", "private", "copy.db", "new.db"
State = tuple[object, ...]


def prepare(folder: Path) -> None:
    """A store with 12 finished cases and 11 at every stage before, and a backup of it."""
    with Store.open(folder / STORE, key_folder=folder / PRIVATE) as store:
        day = Day(store, folder)
        day.whole()
        day.add(9, first=13, held=2)
        day.add(2, first=22)
        day.assess(first=16, count=6)
        day.decide(19)
        backup(store, folder / "before.db", actor="Lin Mei")


def prepare_piece(piece: str, folder: Path) -> None:
    """A store of an older program, as the museum keeps it."""
    pieces.lay(piece, folder / STORE, folder / PRIVATE)


def on_a_copy(base: Path, folder: Path) -> None:
    """Lay the prepared store into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)


def opened(folder: Path, name: str = STORE) -> Store:
    """The store of a folder."""
    return Store.open(folder / name, key_folder=folder / PRIVATE)


def on_store(work: Callable[[Day], object]) -> Callable[[Path], None]:
    """An operation on the folder's store: opened, worked on, closed."""

    def run(folder: Path) -> None:
        with opened(folder) as store:
            work(Day(store, folder))

    return run


def _repair(day: Day) -> None:
    right = rows(1, first=70).with_columns(row=10_013 + 0 * rows(1)["row"])
    batches.repair_rows(day.store, batch_id=2, ready=right, actor="Lin Mei", at=NOW)


def _decide_many(day: Day) -> None:
    decisions.add_decisions(day.store, [(day.decision(n), 2) for n in (16, 17, 18, 20, 21)])


def _undo(day: Day) -> None:
    standing = decisions.standing_decision(day.store, 19)
    assert standing
    decisions.undo_decision(day.store, standing.id, actor="Lin Mei", at=NOW)


def _make_new(folder: Path) -> None:
    Store.open(folder / NEW, key_folder=folder / PRIVATE).close()


def _restore(folder: Path) -> None:
    restore(
        folder / "before.db",
        folder / STORE,
        actor="Lin Mei",
        key_folder=folder / PRIVATE,
        at=NOW,
    )


def upgrade(folder: Path) -> None:
    """Open a store of an older program, which brings it up to date."""
    opened(folder).close()


def upgrade_piecemeal(folder: Path) -> None:
    """The wrong build: every statement of a version committed by itself."""

    def commit(connection: sa.Connection, *_more: object) -> None:
        raw: Any = connection.connection.dbapi_connection
        if raw.in_transaction:
            raw.execute("COMMIT")
            raw.execute("BEGIN IMMEDIATE")

    honest = migrating._upgrade

    def piecemeal(writer: sa.Engine) -> None:
        sa.event.listen(writer, "after_cursor_execute", commit)
        try:
            honest(writer)
        finally:
            sa.event.remove(writer, "after_cursor_execute", commit)

    with patch.object(migrating, "_upgrade", piecemeal):
        upgrade(folder)


OPERATIONS: dict[str, Callable[[Path], None]] = {
    "import": on_store(lambda day: day.add(6, first=50, held=2)),
    "repair": on_store(_repair),
    "assess": on_store(lambda day: day.assess(first=13, count=3)),
    "decide": on_store(lambda day: day.decide(16)),
    "override": on_store(lambda day: day.decide(17, "approve")),
    "decide many": on_store(_decide_many),
    "undo decision": on_store(_undo),
    "undo batch": on_store(lambda day: batches.undo_batch(day.store, 3, "Lin Mei", NOW)),
    "letters": on_store(lambda day: day.notify()),
    "backup": on_store(lambda day: backup(day.store, day.folder / COPY, actor="Lin Mei")),
    "restore": _restore,
    "new store": _make_new,
    "hold": on_store(
        lambda day: retention.place_hold(
            day.store, 12, basis="Court file 12/2026", actor="Lin Mei", at=NOW
        )
    ),
    "erase": on_store(
        lambda day: erase(day.store, [1, 2], basis="request", actor="Lin Mei", at=NOW)
    ),
}


def apart(day: Day, application: int) -> None:
    """The wrong build: the journal entry in one transaction, the decision in the next."""
    with day.store.reading() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM decisions").scalar() or 0
    one = replace(day.decision(application), id=last + 1)
    row = many.from_rows([decisions._row(one)])
    sealing.seal(tables.decisions, row)
    with day.store.writing("Lin Mei", NOW) as step:
        seq = step.record_all([decisions._said(one, row["leaf"][0])])
    with day.store.writing("Lin Mei", NOW) as step:
        many.insert(step.connection, tables.decisions, {**row, "event_seq": [seq]})
        decisions.move_cases(step, [decisions._case_change(one)])
        step.heads.append(step.head)


journal_apart = on_store(lambda day: apart(day, 16))


def state(folder: Path) -> State:
    """What the folder's stores hold, after proving that all of it is sound.

    Raises AssertionError, or whatever opening raises, when something is not.
    """
    found: list[object] = []
    reports = sorted(folder.glob("day-*.json"))
    for report in reports:
        assert json.loads(json.loads(report.read_text("utf-8"))["said"])["record_whole"]
    found.append(len(reports))
    for name in (STORE, COPY, NEW):
        file = folder / name
        if not file.exists() or (name == NEW and file.stat().st_size == 0):
            found.append(None)
            continue
        with opened(folder, name) as store:
            proved = verify(store)
            assert proved.ok, (name, proved.faults)
            assert name == STORE or not store.damaged_pages(), name
            found.append((proved.events, tuple(queue.counts(store).items()), _sizes(store)))
    return tuple(found)


def _sizes(store: Store) -> tuple[int, ...]:
    with store.reading() as connection:
        return tuple(
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
            for name in sorted(tables.metadata.tables)
            if name != "journal"
        )


def entries(folder: Path) -> int:
    """How many journal entries the store in a folder holds."""
    with opened(folder) as store:
        return entries_of(store)


def entries_of(store: Store) -> int:
    """How many journal entries an open store holds."""
    return history.events(store, size=1)[0].seq


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
