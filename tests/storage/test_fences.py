from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day, a_copy
from workbench.storage import (
    batches,
    decisions,
    intake_tables,
    letters_sent,
    people_tables,
    retention,
    tables,
)

KEPT = [
    table.name
    for table in (*tables.INSERT_ONLY, *tables.ERASABLE)
    if table not in {**people_tables.ERASABLE, **intake_tables.ERASABLE}
]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, worked_store: Path) -> Iterator[Day]:
    """A store that has a row in every table."""
    with a_copy(worked_store, tmp_path_factory.mktemp("fences")) as made:
        _fill(made)
        yield made


def _fill(day: Day) -> None:
    decisions.undo_decision(day.store, 3, actor="Lin Mei")
    day.add(2, first=90)
    batches.undo_batch(day.store, 2, "Lin Mei")
    letters_sent.mark_sent(day.store, [1], actor="Lin Mei", sent_at=NOW)
    retention.place_hold(day.store, 11, basis="Court file 12/2026", actor="Lin Mei")
    with day.store.writing("Lin Mei", NOW) as step:
        step.record("erased", "A-000012", {})
        step.connection.execute(
            sa.insert(tables.erasures),
            {
                "application_id": 12,
                "basis": "request",
                "actor": "Lin Mei",
                "erased_at": NOW,
                "event_seq": step.head.seq,
            },
        )


def attempt(day: Day, statement: str) -> None:
    with day.store.writing("x") as step:
        step.connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", KEPT)
def test_what_is_recorded_cannot_be_deleted(day: Day, table: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=f"{table} is insert-only"):
        attempt(day, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", KEPT)
def test_what_is_recorded_cannot_be_changed(day: Day, table: str) -> None:
    column = tables.metadata.tables[table].columns.keys()[1]
    with pytest.raises(sa.exc.IntegrityError, match=f"{table} is insert-only"):
        attempt(day, f'UPDATE {table} SET "{column}" = "{column}"')


@pytest.mark.parametrize("table", KEPT)
def test_what_is_recorded_cannot_be_replaced(day: Day, table: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=r"is insert-only|no gaps|decided already"):
        attempt(day, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_the_journal_takes_no_entry_out_of_turn(day: Day) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="journal has no gaps"):
        attempt(
            day,
            "INSERT INTO journal SELECT seq + 2, at, actor, event, subject, payload, previous, "
            "hash FROM journal ORDER BY seq DESC LIMIT 1",
        )


def test_only_a_recorded_erasure_may_empty_a_record_and_only_whole(day: Day) -> None:
    attempt_erasure = "UPDATE applications SET facts = NULL{more} WHERE id = {id}"
    for statement in (
        attempt_erasure.format(more=", salt = NULL", id=11),
        attempt_erasure.format(more="", id=12),
        attempt_erasure.format(more=", salt = NULL, product = 'x'", id=12),
    ):
        with pytest.raises(sa.exc.IntegrityError, match="insert-only"):
            attempt(day, statement)
    attempt(day, attempt_erasure.format(more=", salt = NULL", id=12))


def test_what_hangs_on_nothing_is_refused(day: Day) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
        attempt(day, "UPDATE cases SET batch_id = 77 WHERE application_id = 1")
