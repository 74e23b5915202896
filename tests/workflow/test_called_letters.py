"""Letters a person calls for, and letters about accounts: kept in the case's own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.workflow.test_notify import text_of
from workbench.credit.status import Component, Outcome
from workbench.errors import DecisionRefused, LetterHeldBack
from workbench.i18n import Language
from workbench.letters.record import ADVERSE, AccountChange, AdverseEntry, Kind
from workbench.workflow import (
    account_letters,
    assess,
    called_letters,
    decide,
    intake,
    lender_packs,
    notify,
)
from workbench.workflow.account_letters import AccountFacts
from workbench.workflow.called_letters import Call
from workbench.workflow.desk import Desk

CHANGE = AccountChange(
    "**** 4821",
    date(2099, 1, 15),
    old_limit=Decimal(6000),
    new_limit=Decimal(3500),
    old_rate=Decimal("0.1499"),
    new_rate=Decimal("0.1899"),
    balance=Decimal("1820.44"),
)


@pytest.fixture
def assessed(desk: Desk, sheet) -> Desk:
    """One approvable applicant and one with two bankruptcies, both assessed."""
    file = sheet({}, {"Name": "Omar Reyes", "Bankruptcies": "2"})
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    return desk


@pytest.fixture
def told(assessed: Desk) -> Desk:
    """The same, decided and told."""
    decide.accept_advice(assessed)
    notify.write_letters(assessed)
    return assessed


def test_papers_are_asked_for_while_the_case_stays_open(assessed: Desk) -> None:
    call = Call(Kind.INCOMPLETE, needed=("income_verified", "Lease of your home"))
    kept = called_letters.write_called(assessed, 1, call)
    text = text_of(notify.letter_file(assessed, kept.id))
    assert "Lease of your home" in text
    assert "Income verification" in text
    assert decide.case(assessed, 1).decision is None
    assert kept.due_on is not None


def test_a_withdrawal_closes_the_case_and_is_confirmed(assessed: Desk) -> None:
    kept = called_letters.write_called(assessed, 1, Call(Kind.WITHDRAWN))
    decision = decide.case(assessed, 1).decision
    assert decision is not None
    assert decision.outcome is Outcome.WITHDRAWN
    assert kept.decision_id == decision.id
    assert [due.application_id for due in notify.letters_due(assessed)] == []


def test_a_case_that_was_not_assessed_cannot_be_withdrawn(desk: Desk, sheet) -> None:
    intake.import_file(desk, sheet({}), product="personal-loan")
    with pytest.raises(DecisionRefused):
        called_letters.write_called(desk, 1, Call(Kind.WITHDRAWN))


def test_an_offer_that_still_holds_cannot_lapse(told: Desk) -> None:
    with pytest.raises(LetterHeldBack, match="holds until"):
        called_letters.preview_called(told, 1, Call(Kind.OFFER_LAPSED))


def test_a_review_says_what_it_found_and_keeps_the_reasons(told: Desk) -> None:
    with pytest.raises(LetterHeldBack, match="what the review found"):
        called_letters.preview_called(told, 2, Call(Kind.REVIEW_RESULT))
    call = Call(Kind.REVIEW_RESULT, found="Both court records are yours and are open.")
    kept = called_letters.write_called(told, 2, call)
    assert "court records are yours" in text_of(notify.letter_file(told, kept.id))
    assert "BKR" in text_of(notify.letter_file(told, kept.id))


def test_a_correction_names_the_letter_it_replaces_and_that_one_stays(told: Desk) -> None:
    old = notify.letters_written(told)[0]
    before = notify.letter_file(told, old.id)
    new = called_letters.correct_letter(told, old.number)
    assert new.replaces == old.number
    assert old.number in text_of(notify.letter_file(told, new.id))
    assert notify.letter_file(told, old.id) == before
    with pytest.raises(LetterHeldBack, match=new.number):
        called_letters.correct_letter(told, old.number)


@pytest.mark.parametrize("language", list(Language))
def test_every_account_letter_of_the_pack_can_be_written(told: Desk, language) -> None:
    kinds = account_letters.kinds_of(told, 1)
    facts = AccountFacts(1, CHANGE, Component.SCORE, language=language)
    why = replace(facts, reasons=("UTIL", "DLQ"))
    asked = [(kind, why if kind in ADVERSE else facts) for kind in kinds]
    done = account_letters.write_account_letters(told, asked)
    assert done.held == ()
    assert [one.kind for one in done.kept] == [kind.value for kind in kinds]
    text = text_of(notify.letter_file(told, done.kept[2].id))
    assert "3,500.00" in text


def test_the_notice_before_reporting_names_each_item(told: Desk) -> None:
    told.settings.set("letter_pack", "cn")
    entry = AdverseEntry(
        {"en": "Overdue by more than 30 days", "zh": "逾期超过 30 日"},
        Decimal("4468.20"),
        date(2026, 10, 1),
    )
    facts = AccountFacts(1, CHANGE, entries=(entry,))
    letter = account_letters.prepare_account_letter(told, Kind.ADVERSE_REPORTING, facts)
    assert "4,468.20" in text_of(letter)
    assert "逾期超过 30 日" in text_of(letter)


def test_a_decrease_without_a_reason_waits(told: Desk) -> None:
    facts = AccountFacts(1, CHANGE)
    done = account_letters.write_account_letters(told, [(Kind.LIMIT_DECREASE, facts)])
    assert [finding.code for finding in done.held[0].findings] == ["no_reason"]
    assert done.kept == ()


def test_an_offer_is_open_as_long_as_the_lender_says(assessed: Desk) -> None:
    own = "[timing]\nreply_days = 9\n"
    lender_packs.keep_pack(assessed, "us", own, date(2020, 1, 1))
    decide.accept_advice(assessed)
    terms = decide.case(assessed, 1).decision.terms
    assert terms.valid_until == decide.case(assessed, 1).decision.decided_at.date() + timedelta(9)


def test_a_letter_keeps_the_pack_it_was_made_under(told: Desk) -> None:
    first = notify.letters_written(told)[0]
    lender_packs.keep_pack(told, "us", '[lender]\nphone = "1-800-555-0100"\n', date(2020, 1, 1))
    second = called_letters.correct_letter(told, first.number)
    assert first.pack != second.pack
    assert lender_packs.pack_made_under(told, first.pack).lender.phone == "1-800-555-0142"
    assert lender_packs.pack_made_under(told, second.pack).lender.phone == "1-800-555-0100"


def test_a_change_that_begins_later_waits_for_its_day(told: Desk) -> None:
    lender_packs.keep_pack(told, "us", '[lender]\nphone = "1-800-555-0100"\n', date(2999, 1, 1))
    assert lender_packs.pack_today(told, "us").lender.phone == "1-800-555-0142"
    assert lender_packs.pack_today(told, "us", date(2999, 1, 2)).lender.phone == "1-800-555-0100"
