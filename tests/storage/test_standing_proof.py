from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.storage.conftest import NOW, Day
from tests.trust import people_operations
from workbench.credit.facts import Fact, Family, Kind
from workbench.storage import (
    decisions,
    letters_sent,
    own_facts,
    people_evidence,
    people_kept,
    people_sessions,
    profiles,
    retention,
)
from workbench.storage.verification import CONTENT, FENCE, LOST, PAPER, verify

QUIET = {
    "UPDATE authority_roles SET amount_most = NULL WHERE role = 'officer'": "authority_roles",
    "UPDATE role_limits SET points_below = 900": "role_limits",
    "UPDATE role_events SET allowed = 1": "role_events",
    "UPDATE authorities SET source = source || '# mine'": "authorities",
    "UPDATE strategies SET source = 'id = 1'": "strategies",
    "UPDATE strategies SET version = '9'": "strategies",
    "INSERT INTO strategy_cut_offs SELECT sha256, 1 FROM strategies": "strategy_cut_offs",
    "INSERT INTO hard_rules SELECT sha256, 'MINE' FROM strategies": "hard_rules",
    "UPDATE sign_ins SET person = 3 WHERE person = 2": "sign_ins",
    "DELETE FROM sign_ins WHERE person = 2": "sign_ins",
    "UPDATE batches SET source_sha256 = 'b'": "batches",
    "UPDATE batches SET added = 3": "batches",
    "UPDATE decision_undos SET decision_id = 1": "decision_undos",
    "UPDATE decision_undos SET actor = 'Eva'": "decision_undos",
    "DELETE FROM legal_holds": "legal_holds",
    "UPDATE legal_holds SET at = 'never', basis = 'x'": "legal_holds",
    "UPDATE strategies SET source = x'00'": "strategies",
}
MOVED = (
    "UPDATE cases SET state = 'assessed', decision_id = NULL WHERE application_id = 2",
    "UPDATE cases SET decision_id = 1 WHERE application_id = 2",
    "UPDATE cases SET outcome = 'approve' WHERE application_id = 2",
    "UPDATE cases SET state = 'decided', decision_id = 1 WHERE application_id = 2",
    "DELETE FROM cases WHERE application_id = 2",
)


@pytest.fixture
def busy(day: Day) -> Day:
    """A store that knows people, with two decisions, one undone, and a legal hold."""
    day.add(9)
    day.assess(count=9)
    day.decide(1)
    day.decide(2)
    made = day.decide(5)
    decisions.undo_decision(day.store, made.id, actor="Lin Mei", at=NOW)
    retention.place_hold(day.store, 4, basis="Court file", actor="Lin Mei", at=NOW)
    people_operations.seat_people(day.store)
    assert verify(day.store).ok
    return day


@pytest.mark.parametrize(("statement", "table"), QUIET.items())
def test_a_quiet_change_beside_the_sealed_records_is_found_at_its_entry(
    busy: Day, statement: str, table: str
) -> None:
    busy.forge(statement)
    found = verify(busy.store)
    assert table in {fault.table for fault in found.faults if fault.sentence == CONTENT}
    assert found.first_bad is not None


@pytest.mark.parametrize("statement", MOVED)
def test_a_case_moved_by_hand_is_found_by_its_number(busy: Day, statement: str) -> None:
    busy.forge(statement)
    (fault,) = verify(busy.store).faults
    assert (fault.sentence, fault.number) == (LOST, "A-000002")


def test_an_open_case_that_names_a_decision_is_found(busy: Day) -> None:
    busy.forge("UPDATE cases SET decision_id = 1 WHERE application_id = 7")
    (fault,) = verify(busy.store).faults
    assert (fault.sentence, fault.number) == (LOST, "A-000007")


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER decisions_once",
        "DROP INDEX ix_decisions_application_id",
        "ALTER TABLE decisions ADD COLUMN more TEXT",
        "CREATE TRIGGER mine BEFORE INSERT ON decisions BEGIN SELECT 1; END",
    ],
)
def test_a_fence_taken_down_or_a_table_edited_is_named(day: Day, statement: str) -> None:
    with day.store._writer.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(statement)
    (fault,) = verify(day.store).faults
    assert fault.sentence == FENCE
    assert fault.table in statement


def test_a_fence_replaced_by_one_of_its_name_is_named(day: Day) -> None:
    with day.store._writer.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("DROP TRIGGER decisions_once")
        raw.execute("CREATE TRIGGER decisions_once BEFORE INSERT ON decisions BEGIN SELECT 1; END")
    assert [fault.table for fault in verify(day.store).faults] == ["decisions_once"]


MARKED = {
    "UPDATE strategies SET strategy = 'another'": "strategies",
    "UPDATE legal_holds SET id = 9": "legal_holds",
    "UPDATE passwords SET signing_key = '{}'": "passwords",
    "UPDATE own_facts SET headers = '[\"Size\"]'": "own_facts",
    "UPDATE profiles SET content = '[1]'": "profiles",
    "UPDATE profiles SET version = 3": "profiles",
    "DELETE FROM profiles": "profiles",
    "UPDATE applications SET leaf = zeroblob(32) WHERE id = 3": "applications",
    "UPDATE evidence SET content = x'00'": "",
    "UPDATE evidence SET content = NULL": "",
}


@pytest.mark.parametrize(("statement", "table"), MARKED.items())
def test_what_people_keep_beside_the_cases_is_held_as_it_was_kept(
    busy: Day, statement: str, table: str
) -> None:
    _keep_things(busy)
    assert verify(busy.store).ok
    busy.forge(statement)
    found = verify(busy.store).faults
    assert table in {fault.table for fault in found}
    assert table or found[0].sentence == PAPER


def _keep_things(busy: Day) -> None:
    store, name = busy.store, {"actor": "Lin Mei", "at": NOW}
    people_evidence.keep_evidence(store, 3, "statement.pdf", b"%PDF-1.7", **name)
    for content in ("[]", "[2]"):
        profiles.save_profile(store, name="November", fingerprint="f", content=content, **name)
    with store.writing("Ada", NOW) as step:
        people_sessions.keep_password(step, people_kept.person(store, "ada"), "{locked}")
    label = {"en": "Shop size", "zh": "店铺面积"}
    own_facts.add(store, Fact("shop_size", Kind.COUNT, Family.APPLICATION, label), **name)


def test_a_letter_may_have_left_on_a_day_before_and_on_no_other(
    worked: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = NOW.replace(hour=12) - timedelta(days=1)
    letters_sent.mark_sent(worked.store, [1], actor="Lin Mei", sent_at=noon, at=NOW)
    with monkeypatch.context() as older:  # whose entries do not tell the day
        older.setattr(letters_sent, "LEFT_AT", "unknown")
        letters_sent.mark_sent(worked.store, [1], actor="Lin Mei", sent_at=noon, at=NOW)
    assert verify(worked.store).ok
    worked.forge("UPDATE letter_mailings SET mailed_at = replace(mailed_at, '-21T', '-20T')")
    assert {fault.table for fault in verify(worked.store).faults} == {"letter_mailings"}
