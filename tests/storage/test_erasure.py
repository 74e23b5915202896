from __future__ import annotations

import pytest

from tests.storage.conftest import Day
from workbench.errors import NotFound
from workbench.storage import applications, assessments, decisions, history, letters_kept, queue
from workbench.storage.erasure import erase, erased
from workbench.storage.verification import verify


@pytest.fixture
def day(worked: Day) -> Day:
    return worked


def test_what_is_personal_is_gone_and_the_record_still_holds(day: Day) -> None:
    assert erase(day.store, [1, 2], basis="request", actor="Lin Mei") == 2
    assert verify(day.store).ok
    assert applications.application(day.store, 1).facts == {}
    assert queue.queue(day.store, "all", search="Example 2").total == 0
    with pytest.raises(NotFound, match="letter"):
        letters_kept.letter_bytes(day.store, 1)
    assert erased(day.store) == {1, 2}


def test_that_something_was_decided_stays_on_record(day: Day) -> None:
    erase(day.store, [2], basis="request", actor="Lin Mei")
    kept = decisions.decisions_of(day.store, 2)[0]
    assert (kept.outcome, kept.officer, kept.note) == ("decline", "Lin Mei", "")
    told = [event.event for event in history.history(day.store, 2)]
    assert told == ["batch_added", "assessed", "decided", "letter_kept", "erased"]


def test_an_erased_assessment_is_not_offered_for_replay(day: Day) -> None:
    erase(day.store, [2], basis="request", actor="Lin Mei")
    assert [one.application_id for one in assessments.assessments_of(day.store)] == [
        1,
        *range(3, 13),
    ]


def test_erasing_twice_erases_once(day: Day) -> None:
    erase(day.store, [3], basis="request", actor="Lin Mei")
    before = history.events(day.store)
    assert erase(day.store, [3], basis="request", actor="Lin Mei") == 0
    assert history.events(day.store) == before


def test_an_unknown_application_erases_none(day: Day) -> None:
    with pytest.raises(NotFound, match="A-000099"):
        erase(day.store, [1, 99], basis="request", actor="Lin Mei")
    assert erased(day.store) == frozenset()
    assert applications.application(day.store, 1).facts


def test_a_forged_erasure_is_found(day: Day) -> None:
    day.forge("UPDATE applications SET facts = NULL, salt = NULL WHERE id = 4")
    assert verify(day.store).first_bad == 2


def test_the_same_person_can_apply_again(day: Day) -> None:
    erase(day.store, range(1, 13), basis="request", actor="Lin Mei")
    assert day.add(12).added == 12
    assert verify(day.store).ok
