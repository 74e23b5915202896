from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.conftest import NOW, Day
from workbench.storage import journal, profiles
from workbench.storage.store import Store
from workbench.storage.verification import (
    CUT_OFF,
    LOST,
    REWRITTEN,
    UNRECORDED,
    Verification,
    verify,
)


@pytest.fixture
def day(worked: Day) -> Day:
    return worked


def test_an_honest_record_holds(day: Day) -> None:
    found = verify(day.store)
    assert found == Verification(ok=True, events=24, first_bad=None, anchors=24, letters=8)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE journal SET payload = replace(payload, ':12', ':13') WHERE seq = 2", 2),
        ("UPDATE journal SET actor = 'Lin Mej' WHERE seq = 7", 7),
        ("UPDATE journal SET at = replace(at, '2026', '2025') WHERE seq = 5", 5),
        ("UPDATE journal SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE seq = 9", 9),
        ("DELETE FROM journal WHERE seq = 20", 20),
        ("UPDATE applications SET facts = replace(facts, '36', '24') WHERE id = 3", 2),
        ("UPDATE applications SET row = 77 WHERE id = 3", 2),
        ("UPDATE assessments SET score = score + 100 WHERE id = 4", 4),
        ("UPDATE assessments SET detail = '{}' WHERE id = 4", 4),
        ("UPDATE decisions SET outcome = 'approve' WHERE id = 2", 6),
        ("UPDATE decisions SET officer = 'Somebody' WHERE id = 12", 16),
        ("UPDATE letters SET content = x'2550' WHERE id = 1", 17),
        ("UPDATE letters SET number = 'US-2026-900001' WHERE id = 1", 17),
        ("UPDATE letters SET salt = NULL WHERE id = 1", 17),
        ("UPDATE assessments SET leaf = zeroblob(32), salt = NULL, detail = NULL WHERE id = 4", 4),
    ],
)  # fmt: skip
def test_every_forgery_is_found_at_its_entry(day: Day, statement: str, first_bad: int) -> None:
    day.forge(statement)
    found = verify(day.store)
    assert not found.ok
    assert found.first_bad == first_bad


def rehash(day: Day, first: int) -> list[str]:
    """Statements that make the chain hold again from an entry on, as a careful forger would."""
    with day.store.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT seq, at, actor, event, subject, payload FROM journal WHERE seq >= {first} "
            "ORDER BY seq"
        ).all()
        before = connection.exec_driver_sql(f"SELECT hash FROM journal WHERE seq = {first - 1}")
        previous = before.scalar()
    statements = []
    for seq, *said in rows:
        following = journal.digest(previous, seq, tuple(said))
        statements.append(
            f"UPDATE journal SET previous = '{previous}', hash = '{following}' WHERE seq = {seq}"
        )
        previous = following
    return statements


def test_a_rewritten_chain_is_found_by_the_witness_outside(day: Day) -> None:
    day.forge("UPDATE journal SET actor = 'Somebody' WHERE seq = 7")
    day.forge(*rehash(day, 7))
    found = verify(day.store)
    assert (found.ok, found.first_bad) == (False, 7)
    assert [fault.sentence for fault in found.faults] == [REWRITTEN]


DUE_AGAIN = "letter_id = NULL, state = 'decided', lane = 'declined_due'"
LAST_LETTER_GONE = (
    f"UPDATE cases SET {DUE_AGAIN} WHERE letter_id = 8",
    "DELETE FROM letters WHERE id = 8",
    "DELETE FROM journal WHERE seq = 24",
)


def test_a_cut_off_end_is_found_by_the_witness_outside(day: Day) -> None:
    day.forge(*LAST_LETTER_GONE)
    found = verify(day.store)
    assert (found.ok, found.first_bad) == (False, 24)
    assert [fault.sentence for fault in found.faults] == [CUT_OFF]


def test_without_a_witness_a_cut_off_end_passes_and_the_answer_says_so(day: Day) -> None:
    anchors = day.store.anchors()
    assert anchors
    anchors.file.unlink()
    day.forge(*LAST_LETTER_GONE)
    found = verify(day.store)
    assert (found.ok, found.anchors) == (True, 0)


def test_yesterdays_copy_put_back_is_found(day: Day) -> None:
    day.store.close()
    yesterday = (day.folder / "store.db").read_bytes()
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as store:
        profiles.save_profile(
            store, name="n", fingerprint="f", content="{}", actor="Lin Mei", at=NOW
        )
    (day.folder / "store.db").write_bytes(yesterday)
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as store:
        assert verify(store).first_bad == 25


def test_a_record_that_no_entry_tells_of_is_found(day: Day) -> None:
    day.forge(
        "INSERT INTO decisions SELECT 99, application_id, assessment_id, 'approve', officer, "
        "officer_title, decided_at, decided_by, reasons, terms, direction, reason_code, "
        "justification, note, replaces, 3, salt, leaf FROM decisions WHERE id = 2"
    )
    found = verify(day.store)
    assert not found.ok
    assert {(fault.sentence, fault.table, fault.count, fault.number) for fault in found.faults} == {
        (UNRECORDED, "decisions", 1, ""),
        (LOST, "", 0, "A-000002"),
    }


def test_progress_is_told_to_the_end(day: Day) -> None:
    told: list[tuple[int, int]] = []
    verify(day.store, lambda done, total: told.append((done, total)))
    assert told[-1] == (24, 24)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seq=st.integers(1, 24),
    column=st.sampled_from(["at", "actor", "event", "subject", "payload", "previous", "hash"]),
    place=st.integers(0, 63),
)
def test_one_changed_character_anywhere_in_the_journal_is_found(
    day: Day, seq: int, column: str, place: int
) -> None:
    with day.store.reading() as connection:
        was = connection.exec_driver_sql(
            f"SELECT {column} FROM journal WHERE seq = {seq}"
        ).scalar_one()
    at = place % len(was)
    changed = was[:at] + ("~" if was[at] != "~" else "-") + was[at + 1 :]
    quoted = [text.replace("'", "''") for text in (changed, was)]
    day.forge(f"UPDATE journal SET {column} = '{quoted[0]}' WHERE seq = {seq}")
    found = verify(day.store)
    day.forge(f"UPDATE journal SET {column} = '{quoted[1]}' WHERE seq = {seq}")
    assert (found.ok, found.first_bad) == (False, seq)
    assert verify(day.store).ok
