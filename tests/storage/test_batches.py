from __future__ import annotations

import polars as pl
import pytest

from tests.storage.conftest import NOW, Day, rows
from workbench.errors import DecisionRefused, NotFound
from workbench.storage import applications, batches, history, queue, rows_waiting


def repair(day: Day, ready: pl.DataFrame) -> batches.BatchAdded:
    return batches.repair_rows(day.store, batch_id=1, ready=ready, actor="Lin Mei", at=NOW)


def test_every_row_is_accounted_for(day: Day) -> None:
    assert day.add(12, held=3) == batches.BatchAdded(1, added=12, waiting=3, duplicates=0)
    assert queue.counts(day.store)["not_assessed"] == 12
    assert [row.row for row in rows_waiting.waiting_rows(day.store, 1)] == [10_001, 10_002, 10_003]


def test_the_same_sheet_twice_adds_nothing(day: Day) -> None:
    day.add(12, held=3)
    assert day.add(12, held=3) == batches.BatchAdded(None, 0, 0, duplicates=12)
    assert len(batches.batches(day.store)) == 1
    assert len(history.events(day.store)) == 2


def test_only_what_is_new_in_a_longer_sheet_is_added(day: Day) -> None:
    day.add(12)
    assert day.add(20) == batches.BatchAdded(2, added=8, waiting=0, duplicates=12)
    assert applications.application(day.store, "A-000013").facts["applicant_name"] == (
        "Ana Example 13"
    )


def test_two_equal_rows_of_one_sheet_are_one_application(day: Day) -> None:
    twice = pl.concat([rows(2), rows(1).with_columns(row=pl.lit(99, pl.Int64))])
    added = batches.add_batch(
        day.store,
        product="personal-loan",
        currency="USD",
        source_name="a.xlsx",
        source_sha256="a" * 64,
        sheet="Applicants",
        matching_json="[]",
        actor="Lin Mei",
        ready=twice,
        waiting=pl.DataFrame(),
        rows=3,
        at=NOW,
    )
    assert (added.added, added.duplicates) == (2, 1)


def test_a_column_without_values_does_not_make_a_row_another() -> None:
    plain = rows(3)
    wider = plain.with_columns(city=pl.lit(None, pl.String))
    prints = batches.arriving.fingerprints
    assert prints(plain, "p") == prints(wider, "p")
    assert prints(plain, "p") != prints(plain, "q")


def test_a_batch_is_one_journal_entry_without_an_applicants_data(day: Day) -> None:
    day.add(12, held=3)
    newest = history.events(day.store)[0]
    assert (newest.event, newest.subject) == ("batch_added", "batch 1")
    assert newest.payload["count"] == 12
    assert "Example" not in str(newest.payload)


def test_the_waiting_rows_that_were_put_right_become_applications(day: Day) -> None:
    day.add(2, held=2)
    right = rows(1, first=50).with_columns(row=pl.lit(10_002, pl.Int64))
    assert repair(day, right) == batches.BatchAdded(1, added=1, waiting=0, duplicates=0)
    assert [row.row for row in rows_waiting.waiting_rows(day.store)] == [10_001]
    assert applications.application(day.store, 3).place.row == 10_002
    assert batches.batches(day.store)[0].waiting == 1


def test_a_row_that_no_longer_waits_is_not_repaired_twice(day: Day) -> None:
    day.add(2, held=1)
    right = rows(1, first=50).with_columns(row=pl.lit(10_001, pl.Int64))
    repair(day, right)
    assert repair(day, right) == batches.BatchAdded(None, 0, 0, 0)


def test_a_batch_taken_back_can_be_imported_again_under_new_numbers(day: Day) -> None:
    day.add(12, held=3)
    assert batches.undo_batch(day.store, 1, "Lin Mei") == 12
    assert queue.counts(day.store)["all"] == 0
    assert batches.batches(day.store)[0].undone
    assert day.add(12).batch_id == 2
    assert queue.queue(day.store, "all").rows[0].number == "A-000013"


def test_a_batch_with_a_decided_case_stays(day: Day) -> None:
    day.add()
    day.assess()
    day.decide(1)
    with pytest.raises(DecisionRefused, match="A-000001 was not recorded: it is decided"):
        batches.undo_batch(day.store, 1, "Lin Mei")
    assert queue.counts(day.store)["all"] == 12


def test_a_batch_that_is_not_there_is_named(day: Day) -> None:
    with pytest.raises(NotFound, match="no batch “7”"):
        batches.undo_batch(day.store, 7, "Lin Mei")
