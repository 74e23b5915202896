"""Who holds a case is who took it or was given it: changed by SQL, the case is named."""

from __future__ import annotations

import pytest

from tests.storage.conftest import NOW, Day
from workbench.storage import batches, casework_proof, history
from workbench.storage.erasure import erase
from workbench.storage.people_casework import hold
from workbench.storage.verification import CHAIN, SHOWN, UNRECORDED, verify

BEHIND = (
    ("UPDATE case_work SET held_by = 'Eva' WHERE application_id = 1", 1),
    ("UPDATE case_work SET held_by = 'Eva' WHERE application_id = 2", 2),
    ("UPDATE case_work SET held_by = 'Eva' WHERE application_id = 3", 3),
    ("UPDATE case_work SET held_since = '2020-01-01T00:00:00.000000Z' WHERE application_id = 1", 1),
    ("UPDATE case_work SET held_since = 'then', held_by = 'Lin Mei' WHERE application_id = 3", 3),
    ("UPDATE case_work SET assigned_by = 'Eva' WHERE application_id = 2", 2),
    ("UPDATE case_work SET version = 9 WHERE application_id = 3", 3),
    ("DELETE FROM case_work WHERE application_id = 2", 2),
)


@pytest.fixture
def held(day: Day) -> Day:
    """Three cases: one taken, one given to Omar, one that was taken and released."""
    day.add(4)
    for case, person, seen in ((1, "Lin Mei", ""), (2, "Omar", ""), (3, "Lin Mei", "")):
        hold(day.store, case, person, actor="Lin Mei", at=NOW, seen=seen)
    hold(day.store, 3, "", actor="Lin Mei", at=NOW, seen="Lin Mei")
    assert verify(day.store).ok
    return day


@pytest.mark.parametrize(("statement", "case"), BEHIND)
def test_a_case_held_by_another_than_its_record_says_is_named(
    held: Day, statement: str, case: int
) -> None:
    number = f"A-{case:06d}"
    last = max(one.seq for one in history.events(held.store) if one.subject == number)
    held.forge(statement)
    (fault,) = verify(held.store).faults
    assert (fault.sentence, fault.table, fault.number, fault.seq) == (
        SHOWN, "case_work", number, last,
    )  # fmt: skip


def test_a_case_held_that_nobody_took_is_counted(held: Day) -> None:
    held.forge("INSERT INTO case_work SELECT 4, 'Eva', NULL, 'Eva', 1")
    (fault,) = verify(held.store).faults
    assert (fault.sentence, fault.table, fault.count) == (UNRECORDED, "case_work", 1)


def test_an_older_entry_proves_all_but_to_whom_a_case_was_assigned(day: Day) -> None:
    day.add(2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casework_proof, "digest", lambda _row: None)
        hold(day.store, 1, "Eva", actor="Eva", at=NOW, seen="")
        hold(day.store, 2, "Eva", actor="Lin Mei", at=NOW, seen="")
    assert verify(day.store).ok
    day.forge("UPDATE case_work SET held_by = 'Omar'")
    assert [one.number for one in verify(day.store).faults] == ["A-000001"]


def test_work_on_a_case_stays_proved_when_its_person_or_its_import_is_gone(held: Day) -> None:
    erase(held.store, [1], basis="request", actor="Lin Mei", at=NOW)
    batches.undo_batch(held.store, 1, "Lin Mei", NOW)
    assert verify(held.store).ok


def test_where_the_entry_itself_is_damaged_it_is_named_and_not_the_one_before(held: Day) -> None:
    last = history.events(held.store, size=1)[0].seq
    held.forge(f"UPDATE journal SET event = 'noted' WHERE seq = {last}")
    found = verify(held.store)
    assert (found.first_bad, [one.sentence for one in found.faults]) == (last, [CHAIN, UNRECORDED])
