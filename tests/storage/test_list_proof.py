"""What a list shows is what its record holds: changed by SQL, it is named by table and entry."""

from __future__ import annotations

from collections.abc import Sequence

from tests.storage.conftest import Day
from workbench.storage import history
from workbench.storage.verification import LOST, SHOWN, verify

APPLIED, ASSESSED = "batch_added", "assessed"
SHOWN_OTHERWISE = (
    ("name = 'Zed Example'", APPLIED),
    ("reference = 'REF-99999'", APPLIED),
    ("amount = amount + 1", APPLIED),
    ("amount = NULL", APPLIED),
    ("amount = 'much'", APPLIED),
    ("currency = 'EUR'", APPLIED),
    ("product = 'auto-loan'", APPLIED),
    ("waiting_since = '2020-01-01T00:00:00.000000Z'", APPLIED),
    ("score = 900", ASSESSED),
    ("dsr_ppm = 1", ASSESSED),
    ("advice = 'counter_offer'", ASSESSED),
    ("advice = NULL", ASSESSED),
)
MOVED = (
    "lane = 'closed'",
    "state = 'decided'",
    "state = 'proposed'",
    "state = 'assessed', lane = 'review'",
    "overridden = 1",
    "outcome = 'counter_offer'",
    "letter_id = NULL",
    "assessment_id = NULL, score = NULL, dsr_ppm = NULL, advice = NULL",
)


def seq_of(day: Day, event: str) -> int:
    return next(one.seq for one in history.events(day.store, size=99) if one.event == event)


def number(case: int) -> str:
    return f"A-{case:06d}"


def changed(day: Day, changes: Sequence[str]) -> None:
    """Each of these changes on a case of its own, from the first on."""
    cases = enumerate(changes, 1)
    day.forge(*(f"UPDATE cases SET {one} WHERE application_id = {n}" for n, one in cases))


def test_what_a_list_shows_is_held_against_its_record(worked: Day) -> None:
    changed(worked, [change for change, _event in SHOWN_OTHERWISE])
    found = verify(worked.store).faults
    assert {(one.sentence, one.table, one.number, one.seq) for one in found} == {
        (SHOWN, "cases", number(n), seq_of(worked, event))
        for n, (_change, event) in enumerate(SHOWN_OTHERWISE, 1)
    }
    assert "cases shows of case A-0000" in found[0].text()


def test_a_case_that_stands_elsewhere_is_found(worked: Day) -> None:
    changed(worked, MOVED)
    found = [one.number for one in verify(worked.store).faults if one.sentence == LOST]
    assert found == [number(n) for n in range(1, len(MOVED) + 1)]


def test_an_open_case_is_not_hidden_among_those_that_wait_for_a_signature(day: Day) -> None:
    day.add(3)
    day.assess(count=3)
    assert verify(day.store).ok
    day.forge("UPDATE cases SET state = 'proposed', lane = 'proposed' WHERE application_id = 2")
    assert [one.number for one in verify(day.store).faults] == ["A-000002"]


def test_a_batch_is_as_its_entry_tells_it(day: Day) -> None:
    columns = ("source_name", "sheet", "currency", "matching", "actor", "added_at", "product")
    for n, _column in enumerate(columns, 1):
        day.add(1, first=n)
    batches = enumerate(columns, 1)
    day.forge(*(f"UPDATE batches SET {one} = {one} || 'x' WHERE id = {n}" for n, one in batches))
    found = [(one.table, one.seq) for one in verify(day.store).faults]
    first = seq_of(day, APPLIED) - len(columns) + 1
    assert found == [("batches", first + n) for n in range(len(columns))]


def test_what_is_sealed_may_be_damaged_and_the_proof_goes_on(worked: Day) -> None:
    worked.forge("UPDATE applications SET facts = 'no JSON' WHERE id = 2")
    found = verify(worked.store)
    assert {one.table for one in found.faults} == {"applications", "cases"}


def test_an_honest_day_shows_what_was_recorded(worked: Day) -> None:
    worked.add(3, first=40, held=2)
    worked.assess(first=13, count=2)
    worked.decide(13, "refer")
    assert verify(worked.store).ok


def test_a_store_that_takes_another_name_to_lose_its_witnesses_is_found(worked: Day) -> None:
    worked.forge("UPDATE identity SET uuid = replace(uuid, substr(uuid, 1, 1), 'x')")
    found = verify(worked.store)
    assert [(one.table, one.seq) for one in found.faults] == [("identity", 1)]
