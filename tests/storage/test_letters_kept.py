from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day
from workbench.errors import NotFound, StoreLocked
from workbench.storage import history, journal, letters_kept, letters_sent, queue


@pytest.fixture(autouse=True)
def _decided(day: Day) -> None:
    day.add()
    day.assess()
    for application in (1, 2, 3):
        day.decide(application)


def test_letters_are_due_for_what_is_decided_and_not_for_what_is_referred(day: Day) -> None:
    due = letters_kept.due(day.store)
    assert [(one.number, one.outcome) for one in due] == [
        ("A-000001", "approve"),
        ("A-000002", "decline"),
    ]
    assert letters_kept.due(day.store, batch=2) == ()


def test_a_kept_letter_gives_back_its_very_bytes(day: Day) -> None:
    kept = day.notify()[0]
    content = letters_kept.letter_bytes(day.store, kept.id)
    assert content == b"%PDF-1.7 US-2026-000001"
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


def test_a_letter_is_found_by_id_number_and_bytes(day: Day) -> None:
    kept = day.notify()[1]
    assert letters_kept.letter(day.store, kept.id) == kept
    assert letters_kept.letter_numbered(day.store, "US-2026-000002") == kept
    assert letters_kept.letter_with(day.store, kept.sha256) == kept
    assert letters_kept.letters(day.store, application_id=2) == (kept,)


def test_letters_are_found_by_part_of_their_number_and_by_their_cases(day: Day) -> None:
    first, second = day.notify()
    assert letters_kept.find(day.store, "us-2026") == (second, first)
    assert letters_kept.find(day.store, "000001", most=1) == (first,)
    assert letters_kept.find(day.store, "Hart", applications=[first.application_id]) == (first,)
    assert letters_kept.find(day.store, "US") == ()
    assert letters_kept.find(day.store, "2026_0") == ()


def test_a_written_letter_moves_its_case_on(day: Day) -> None:
    day.notify()
    counted = queue.counts(day.store)
    assert (counted["letters_due"], counted["letters_written"]) == (0, 2)
    assert history.history(day.store, 1)[-1].event == "letter_kept"


def test_numbers_run_on_without_gaps_per_lender_and_year(day: Day) -> None:
    day.notify()
    store = day.store
    assert letters_kept.next_serial(store, "US", 2026) == 3
    assert letters_kept.next_serial(store, "US", 2027) == 1
    assert letters_kept.next_serial(store, "CN", 2026) == 1


def test_a_number_that_was_taken_meanwhile_is_not_given_twice(day: Day) -> None:
    one, other = letters_kept.due(day.store)
    serial = letters_kept.next_serial(day.store, "US", 2026)
    add = {"actor": "Lin Mei", "at": NOW}
    letters_kept.add_letter(day.store, "US", 2026, day.letter(one, serial), **add)  # type: ignore[arg-type]
    with pytest.raises(StoreLocked):
        letters_kept.add_letter(day.store, "US", 2026, day.letter(other, serial), **add)  # type: ignore[arg-type]
    assert len(letters_kept.letters(day.store)) == 1


def test_the_store_itself_refuses_a_gap(day: Day) -> None:
    day.notify()
    with pytest.raises(sa.exc.IntegrityError, match="no gaps"), day.store.writing("x") as step:
        step.connection.execute(
            sa.text(
                "INSERT INTO letters SELECT 9, lender, year, 9, 'US-2026-000009', application_id, "
                "decision_id, kind, language, pages, sha256, content, record, actor, made_at, "
                "event_seq, salt, leaf FROM letters WHERE id = 1"
            )
        )


def test_handing_a_letter_to_the_post_is_an_event_of_its_own(day: Day) -> None:
    kept = day.notify()[0]
    letters_sent.mark_sent(day.store, [kept.id], actor="Lin Mei", sent_at=NOW)
    sent = letters_kept.letter(day.store, kept.id)
    assert (sent.mailed_at, sent.sent_by) == (NOW, "mailed")
    assert history.events(day.store)[0].event == "letter_mailed"


def test_a_letter_can_carry_a_witness_of_the_journal(day: Day) -> None:
    mark = letters_kept.journal_mark(day.store)
    newest = history.events(day.store)[0]
    with day.store.reading() as connection:
        assert mark == journal.head_of(connection).mark()
    assert mark.startswith(f"{newest.seq}-")


def test_a_letter_that_is_not_there_is_named(day: Day) -> None:
    with pytest.raises(NotFound, match="letter “9”"):
        letters_kept.letter_bytes(day.store, 9)
    with pytest.raises(NotFound, match="US-1"):
        letters_kept.letter_numbered(day.store, "US-1")
