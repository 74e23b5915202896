"""Deciding in the officer's words: agreeing is one step, disagreeing explains itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.credit.decision import Choice, OverrideDirection
from workbench.credit.status import Component, Outcome
from workbench.errors import ChangedMeanwhile, DecisionRefused
from workbench.storage.journal import Event
from workbench.storage.store import Store
from workbench.workflow import assess, decide, intake
from workbench.workflow.desk import Desk

Sheet = Callable[..., Path]
WHY = "Savings of 84,000 held for fourteen months; statement attached to the file."


def _assessed(desk: Desk, file: Path) -> None:
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)


def _decide(desk: Desk, number: str, choice: Choice) -> None:
    decide.decide(desk, number, choice, seen_version=decide.case(desk, number).version)


def test_agreeing_needs_nothing_and_carries_the_terms(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    _decide(desk, "A-000001", Choice(Outcome.APPROVE))
    decision = decide.case(desk, "A-000001").decision
    assert decision is not None and decision.terms is not None and decision.override is None
    assert decision.terms.amount == 10_000


def test_declining_over_an_approval_names_its_direction(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    code = decide.override_reasons("decline_over_approve")[0][0]
    letter = decide.judgement_reasons()[0][0]
    choice = Choice(Outcome.DECLINE, reason_code=code, justification=WHY, reason_codes=(letter,))
    _decide(desk, "A-000001", choice)
    decision = decide.case(desk, "A-000001").decision
    assert decision is not None and decision.override is not None
    assert decision.override.direction is OverrideDirection.DECLINE_OVER_APPROVE
    assert (decision.decided_by, decision.reasons) == (Component.JUDGEMENT, (letter,))


def test_a_short_justification_is_refused_with_what_is_missing(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    choice = Choice(Outcome.DECLINE, reason_code="X", justification="no")
    with pytest.raises(DecisionRefused, match="40"):
        _decide(desk, "A-000001", choice)
    assert decide.case(desk, "A-000001").decision is None


def test_a_missing_fact_refers_and_never_approves(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({"Annual income": ""}))
    advised = decide.case(desk, "A-000001").assessment
    assert advised is not None
    assert advised.advice is Outcome.REFER


def test_a_case_that_moved_on_is_not_decided_twice(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    seen = decide.case(desk, 1).version
    decide.decide(desk, 1, Choice(Outcome.REFER), seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        decide.decide(desk, 1, Choice(Outcome.APPROVE), seen_version=seen)


def test_what_was_decided_while_a_case_was_read_was_not_seen(
    desk: Desk, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its version would be the new one, and a person would decide over what nobody showed."""
    _assessed(desk, sheet({}))
    told = decide.history.history

    def told_late(store: Store, application: int) -> tuple[Event, ...]:
        monkeypatch.setattr(decide.history, "history", told)
        with Desk.open(desk.store.label) as other:
            _decide(other, "A-000001", Choice(Outcome.REFER))
        return told(store, application)

    monkeypatch.setattr(decide.history, "history", told_late)
    file = decide.case(desk, "A-000001")
    assert file.decisions == ()
    with pytest.raises(ChangedMeanwhile):
        decide.decide(desk, 1, Choice(Outcome.APPROVE), seen_version=file.version)


def test_undo_brings_the_case_back_and_keeps_both_records(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    made = decide.decide(
        desk, 1, Choice(Outcome.APPROVE), seen_version=decide.case(desk, 1).version
    )
    decide.undo(desk, made)
    file = decide.case(desk, 1)
    assert file.decision is None
    assert [d.id for d in file.decisions] == [made.id]
    assert {"decided", "decision_undone"} <= {event.event for event in file.history}


def test_accepting_advice_leaves_referred_cases_to_a_person(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}, {"Name": "Ruth Ellis", "Annual income": ""}))
    assert decide.accept_advice(desk) == 1
    assert decide.counts(desk)["needs_review"] == 1


def test_what_is_missing_says_so_before_anything_is_recorded(desk: Desk, sheet: Sheet) -> None:
    _assessed(desk, sheet({}))
    file = decide.case(desk, 1)
    assert decide.what_is_missing(desk, file, Choice(Outcome.APPROVE)) == ""
    assert decide.what_is_missing(desk, file, Choice(Outcome.DECLINE)) != ""
