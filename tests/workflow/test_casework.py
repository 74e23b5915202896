from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.errors import ChangedMeanwhile, DecisionRefused, NotFound
from workbench.storage import people_casework, queue
from workbench.workflow import assess, casework, decide, intake
from workbench.workflow.desk import Desk

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def cases(desk: Desk, sheet: Callable[..., Path]) -> Desk:
    """A desk with two assessed cases."""
    intake.import_file(desk, sheet({}, {"Name": "Tom Becker"}), product="personal-loan")
    assess.assess_ready(desk)
    return desk


def as_colleague(desk: Desk, name: str) -> Desk:
    return Desk(desk.store, desk.settings, name)


def test_a_case_that_is_taken_shows_who_works_on_it(cases: Desk) -> None:
    casework.take(cases, 1)
    seen = casework.standing(as_colleague(cases, "Eva"), 1)
    assert (seen.held_by, seen.held_by_other, seen.mine) == ("Lin Mei", "Lin Mei", False)
    assert casework.standing(cases, 1).mine
    assert casework.standing(cases, 2).held_by == ""


def test_taking_twice_changes_nothing_more(cases: Desk) -> None:
    casework.take(cases, 1)
    before = casework.standing(cases, 1)
    casework.take(cases, 1)
    assert casework.standing(cases, 1) == before


def test_nobody_takes_what_a_colleague_holds(cases: Desk) -> None:
    casework.take(cases, 1)
    with pytest.raises(DecisionRefused, match="Lin Mei works on it"):
        casework.take(as_colleague(cases, "Eva"), 1)


def test_of_two_who_take_at_once_one_is_told(cases: Desk) -> None:
    people_casework.hold(cases.store, 1, "Eva", actor="Eva", at=AT, seen="")
    with pytest.raises(ChangedMeanwhile, match="changed by Eva"):
        people_casework.hold(cases.store, 1, "Lin Mei", actor="Lin Mei", at=AT, seen="")


def test_a_released_case_is_nobodys(cases: Desk) -> None:
    casework.take(cases, 1)
    casework.release(cases, 1)
    assert casework.standing(cases, 1).held_by == ""
    assert casework.standing(cases, 1).held_since is None


def test_the_queue_finds_mine_and_nobodys(cases: Desk) -> None:
    casework.take(cases, 2)
    mine, free = (
        [row.application_id for row in queue.queue(cases.store, "all", filters=[wish]).rows]
        for wish in (("held_by", "Lin Mei"), ("held_by", ""))
    )
    assert (mine, free) == ([2], [1])


def test_notes_stay_and_missing_papers_are_counted_until_they_come(cases: Desk) -> None:
    casework.add_note(cases, 1, "  Called the employer. ")
    casework.add_note(cases, 1, "Pay slip of October", kind="paper")
    assert casework.standing(cases, 1).papers_missing == 1
    note, paper = casework.notes(cases, 1)
    assert (note.text, note.kind, note.by) == ("Called the employer.", "note", "Lin Mei")
    casework.settle(cases, paper.id)
    work = casework.standing(cases, 1)
    assert (work.papers_missing, work.notes) == (0, 1)
    assert casework.notes(cases, 1)[1].settled


def test_an_empty_note_and_an_unknown_kind_are_refused(cases: Desk) -> None:
    with pytest.raises(DecisionRefused, match="Write the note first"):
        casework.add_note(cases, 1, "   ")
    with pytest.raises(NotFound):
        casework.add_note(cases, 1, "x", kind="rumour")
    with pytest.raises(NotFound):
        casework.settle(cases, 99)


def test_every_case_of_a_page_has_its_work_and_its_clocks(cases: Desk) -> None:
    rows = decide.queue(cases).rows
    work = casework.work_of(cases, rows)
    assert set(work) == {1, 2}
    due = work[1].due
    assert due is not None
    assert due.name == "first_look"
    assert [clock.name for clock in work[1].clocks] == ["first_look", "answer"]


def test_the_clock_of_a_counter_offer_begins_with_it(cases: Desk) -> None:
    from tests.workflow.test_decide import WHY
    from workbench.credit.decision import Choice
    from workbench.credit.status import Outcome

    (code, _text), *_more = decide.override_reasons("decline_over_approve")
    letter = decide.judgement_reasons()[0][0]
    less = Choice(Outcome.COUNTER_OFFER, "6000", 24, code, WHY, (letter,))
    decide.decide(cases, 1, less, seen_version=decide.case(cases, 1).version)
    names = [clock.name for clock in casework.standing(cases, 1).clocks]
    assert names == ["answer", "counter_offer"]


def test_what_left_the_queue_is_not_found(cases: Desk) -> None:
    with pytest.raises(NotFound):
        casework.standing(cases, 77)
