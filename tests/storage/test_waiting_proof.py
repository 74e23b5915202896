"""Rows that wait are as their entries left them: changed by SQL, they are named by their entry."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day, rows, waiting
from workbench.credit.fix import Fix
from workbench.storage import batches, history, rows_waiting, tables, waiting_proof
from workbench.storage.erasure import erase
from workbench.storage.verification import CONTENT, UNRECORDED, verify

BEHIND = (
    """UPDATE waiting_rows SET raw = replace(raw, '21k', '91k') WHERE id = 1""",
    "UPDATE waiting_rows SET raw = NULL WHERE id = 2",
    "UPDATE waiting_rows SET problems = '[]' WHERE id = 3",
    "UPDATE waiting_rows SET fingerprint = zeroblob(32) WHERE id = 1",
    "UPDATE waiting_rows SET fingerprint = 'mine' WHERE id = 1",
    "UPDATE waiting_rows SET row = 77, sheet = 'Other' WHERE id = 2",
    "UPDATE waiting_rows SET fixes = '[]' WHERE id = 2",
    "UPDATE waiting_rows SET state = 'left_out' WHERE id = 3",
    "UPDATE waiting_rows SET version = 2 WHERE id = 3",
    "UPDATE waiting_rows SET id = 9 WHERE id = 3",
    "DELETE FROM waiting_rows WHERE id = 2",
)
ONE_MORE = "INSERT INTO waiting_rows SELECT 9, batch_id, product, sheet, 9, raw, problems, "
ONE_MORE += "fingerprint, state, application_id, version, fixes FROM waiting_rows WHERE id = 1"


@pytest.fixture
def held(day: Day) -> Day:
    """Twelve cases, and three rows that wait."""
    day.add(held=3)
    assert verify(day.store).ok
    return day


def fix(row: int, new: str, fact: str = "amount_requested") -> Fix:
    return Fix("Applicants", row, fact, "D", "21k", new)


def repair(day: Day, row: int, *fixes: Fix) -> None:
    right = rows(1, first=70).with_columns(row=row + 0 * rows(1)["row"])
    right = right if row else right.clear()
    batches.repair_rows(
        day.store, batch_id=1, ready=right, actor="Lin Mei", at=NOW, fixes=list(fixes)
    )


def entries(day: Day) -> list[tuple[int, str]]:
    told = waiting_proof.SAID
    found = [(one.seq, one.event) for one in history.events(day.store) if told in one.payload]
    return sorted(found)


@pytest.mark.parametrize("statement", BEHIND)
def test_a_waiting_row_changed_behind_the_program_is_found_at_its_entry(
    held: Day, statement: str
) -> None:
    ((seq, _event),) = entries(held)
    held.forge(statement)
    found = [(one.sentence, one.seq) for one in verify(held.store).faults]
    assert (CONTENT, seq) in found
    assert verify(held.store).faults[0].table == "waiting_rows"


def test_a_row_that_nobody_imported_is_counted(held: Day) -> None:
    held.forge(ONE_MORE)
    (fault,) = verify(held.store).faults
    assert (fault.sentence, fault.table, fault.count) == (UNRECORDED, "waiting_rows", 1)


def test_each_step_of_a_row_is_told_and_the_last_one_counts(held: Day) -> None:
    repair(held, 0, fix(10_001, "21000"), fix(10_002, "left_out", ""))
    repair(held, 10_003)
    told = [event for _seq, event in entries(held)]
    assert told == ["batch_added", "cells_fixed", "rows_left_out", "rows_repaired"]
    assert verify(held.store).ok
    held.forge("UPDATE waiting_rows SET fixes = replace(fixes, '21000', '91000')")
    assert [one.seq for one in verify(held.store).faults] == [entries(held)[1][0]]


def test_a_row_changed_before_it_is_put_right_is_found_afterwards(held: Day) -> None:
    held.forge("UPDATE waiting_rows SET raw = replace(raw, '21k', '91k')")
    repair(held, 10_003, fix(10_001, "91000"), fix(10_002, "left_out", ""))
    ((seq, event),) = entries(held)
    assert (event, {one.seq for one in verify(held.store).faults}) == ("batch_added", {seq})


def test_a_settled_row_that_names_another_application_is_found(held: Day) -> None:
    repair(held, 10_003)
    held.forge("UPDATE waiting_rows SET application_id = 1 WHERE id = 3")
    assert [one.seq for one in verify(held.store).faults] == [entries(held)[-1][0]]


def test_rows_that_went_with_a_person_or_an_import_are_missed_by_nobody(held: Day) -> None:
    repair(held, 10_003)
    erase(held.store, [13], basis="request", actor="Lin Mei", at=NOW)
    assert verify(held.store).ok
    batches.undo_batch(held.store, 1, "Lin Mei", NOW)
    assert verify(held.store).ok
    assert [event for _seq, event in entries(held)][-2:] == ["erased", "batch_undone"]


def test_a_row_that_is_back_after_its_person_was_erased_is_found(held: Day) -> None:
    repair(held, 10_003)
    erase(held.store, [13], basis="request", actor="Lin Mei", at=NOW)
    held.forge(ONE_MORE.replace("SELECT 9", "SELECT 3"))
    assert [one.seq for one in verify(held.store).faults] == [entries(held)[-1][0]]


def test_the_hash_of_an_entry_is_salted_and_the_salt_is_no_problem_of_the_row(held: Day) -> None:
    (first, *_others) = rows_waiting.waiting_rows(held.store)
    assert first.problems == waiting(1)["problems"][0]
    with held.store.reading() as connection:
        kept = connection.execute(sa.select(tables.waiting_rows.c.problems)).scalars().all()
    salts = {json.loads(one)[-1]["value"] for one in kept}
    assert (len(salts), {len(one) for one in salts}) == (3, {32})


@pytest.mark.parametrize("problems", ["[]", '[{"code": "a, ]"}]'])
def test_a_salt_comes_off_as_it_was_put_on(problems: str) -> None:
    assert waiting_proof.unsalted(waiting_proof.salted(problems)) == problems
    assert waiting_proof.unsalted(problems) == problems


def test_rows_of_an_older_program_pass_but_not_more_than_its_import_counted(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_proof, "salted", lambda problems: problems)
    monkeypatch.setattr(waiting_proof, "saying", lambda _hashes: {})
    day.add(held=3)
    monkeypatch.undo()
    repair(day, 0, fix(10_001, "21000"), fix(10_002, "left_out", ""))
    repair(day, 10_003)
    erase(day.store, [13], basis="request", actor="Lin Mei", at=NOW)
    assert (entries(day), verify(day.store).ok) == ([], True)
    day.forge(*(ONE_MORE.replace("SELECT 9", f"SELECT {n}") for n in (7, 8)))
    (fault,) = verify(day.store).faults
    assert (fault.sentence, fault.count) == (UNRECORDED, 1)
