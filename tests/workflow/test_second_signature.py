from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.workflow.people_at_work import PASSWORDS, Office
from workbench.credit.decision import Choice, CompensatingFactor, Decision
from workbench.credit.second_person import Proposal
from workbench.credit.status import Outcome
from workbench.errors import ChangedMeanwhile, DecisionRefused, NotAllowed
from workbench.storage import people_proposals, people_secrets
from workbench.storage.verification import verify
from workbench.workflow import decide, exposure, people, second_signature
from workbench.workflow.desk import Desk

WHY = "Savings of 84,000 held for fourteen months; statement attached to the file."
YES = Choice(Outcome.APPROVE)
EASY, LARGE, WEAK, HARD = 1, 2, 3, 4
OVERRIDE = Choice(
    Outcome.APPROVE,
    reason_code="SAVINGS",
    justification=WHY,
    factors=(CompensatingFactor("Savings", "84,000"),),
    conditions=("Signed employment contract",),
)


def asked(desk: Desk, case: int, choice: Choice = YES) -> Decision | Proposal:
    seen = decide.case(desk, case).version
    return second_signature.decide_or_propose(desk, case, choice, seen_version=seen)


@pytest.fixture
def omar(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("omar") as desk:
        yield desk


@pytest.fixture
def lin(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("lin") as desk:
        yield desk


@pytest.fixture
def eva(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("eva") as desk:
        yield desk


def test_what_lies_within_ones_authority_is_decided_at_once(omar: Desk) -> None:
    made = asked(omar, EASY)
    assert isinstance(made, Decision)
    assert (made.officer, made.second_person) == ("Omar", "")


def test_the_amount_counts_on_total_exposure(omar: Desk) -> None:
    missing = decide.what_is_missing(omar, decide.case(omar, LARGE), YES)
    assert "up to $50,000.00 on total exposure; this comes to $55,000.00" in missing
    assert isinstance(asked(omar, LARGE), Proposal)


def test_a_connected_persons_debt_counts_too(omar: Desk) -> None:
    exposure.connect(omar, EASY, LARGE, "spouse")
    missing = decide.what_is_missing(omar, decide.case(omar, EASY), YES)
    assert "this comes to $55,000.00" in missing
    assert exposure.parts(omar, decide.case(omar, EASY).application)[0].name == "Tom Becker"


def test_a_person_counts_once_however_often_they_apply(omar: Desk) -> None:
    exposure.connect(omar, EASY, LARGE, "same_person")
    application = decide.case(omar, EASY).application
    assert exposure.total_exposure(omar, application) == 0
    asked(omar, EASY)
    assert exposure.total_exposure(omar, decide.case(omar, LARGE).application) == 55_000


def test_who_could_sign_is_named_with_names(omar: Desk) -> None:
    file = decide.case(omar, LARGE)
    assert second_signature.needs_second_person(omar, file, YES)
    assert [one.name for one in second_signature.who_could(omar, file, YES)] == ["lin", "eva"]


def test_a_proposal_waits_in_its_own_view_and_nobody_decides_around_it(omar: Desk) -> None:
    asked(omar, LARGE)
    (row,) = decide.queue(omar, "second_signature").rows
    assert (row.application_id, row.state) == (LARGE, "proposed")
    with pytest.raises(DecisionRefused, match="Omar proposed a decision; it waits"):
        asked(omar, LARGE)


def test_the_second_persons_signature_makes_it_a_decision(omar: Desk, lin: Desk) -> None:
    asked(omar, LARGE)
    made = second_signature.approve(lin, LARGE, remark="Seen the statements.")
    file = decide.case(lin, LARGE)
    assert file.proposal is None
    assert file.decision == made
    assert (made.officer, made.second_person) == ("Omar", "Lin")
    assert verify(lin.store).ok


def test_the_signature_is_the_persons_own(omar: Desk, lin: Desk) -> None:
    asked(omar, LARGE)
    proposal = people_proposals.open_proposal(lin.store, LARGE)
    assert proposal is not None
    second_signature.approve(lin, LARGE)
    with lin.store.reading() as connection:
        row = connection.execute(sa.text("SELECT person, signature FROM signatures")).one()
    text = people_proposals.signed_text(proposal, people_proposals.Word.APPROVED, "", row.person)
    known = {one.id: one for one in people.everybody(lin)}
    assert people_secrets.is_signed_by(known[row.person].public_key, text, row.signature)
    assert not people_secrets.is_signed_by(known[1].public_key, text, row.signature)


def test_factors_and_conditions_stay_with_an_override(omar: Desk, lin: Desk) -> None:
    asked(omar, WEAK, OVERRIDE)
    with pytest.raises(DecisionRefused, match="Senior officer may approve down to 20 points"):
        second_signature.approve(lin, WEAK)


def test_a_manager_signs_further_below_the_cut_off(omar: Desk, eva: Desk) -> None:
    asked(omar, WEAK, OVERRIDE)
    made = second_signature.approve(eva, WEAK)
    assert made.factors == OVERRIDE.factors
    assert decide.case(eva, WEAK).decision == made
    assert made.conditions == ("Signed employment contract",)


def test_nobody_signs_their_own_proposal(lin: Desk) -> None:
    asked(lin, WEAK, OVERRIDE)
    with pytest.raises(DecisionRefused, match="You proposed this yourself"):
        second_signature.approve(lin, WEAK)


def test_switching_the_user_makes_no_second_person(omar: Desk) -> None:
    asked(omar, LARGE)
    people.sign_in(omar, "lin", PASSWORDS["lin"])
    with pytest.raises(DecisionRefused, match="Omar was signed in during this session"):
        second_signature.approve(omar, LARGE)


def test_an_officer_an_auditor_and_an_administrator_sign_nothing(
    open_cases: Office, omar: Desk
) -> None:
    asked(omar, LARGE)
    with open_cases.desk("ada") as ada, pytest.raises(NotAllowed, match="Administrator may not"):
        second_signature.approve(ada, LARGE)


def test_a_hard_rule_is_proposed_to_nobody(omar: Desk) -> None:
    with pytest.raises(DecisionRefused, match="nobody can set it aside"):
        asked(omar, HARD, OVERRIDE)


def test_a_returned_proposal_goes_back_to_review_with_its_reason(omar: Desk, lin: Desk) -> None:
    asked(omar, LARGE)
    with pytest.raises(DecisionRefused, match="Say why it goes back"):
        second_signature.send_back(lin, LARGE, remark=" ")
    second_signature.send_back(lin, LARGE, remark="The statement is of another account.")
    file = decide.case(omar, LARGE)
    assert (file.proposal, file.decision) == (None, None)
    (word, remark, _when), *_more = people_proposals.last_words(omar.store, LARGE)
    assert (word, remark) == ("returned", "The statement is of another account.")


def test_only_who_proposed_it_withdraws_it(omar: Desk, lin: Desk) -> None:
    asked(omar, LARGE)
    with pytest.raises(DecisionRefused, match="Only who proposed it"):
        second_signature.withdraw(lin, LARGE)
    second_signature.withdraw(omar, LARGE)
    assert decide.case(omar, LARGE).proposal is None


def test_a_signature_names_the_version_it_saw(omar: Desk, lin: Desk) -> None:
    asked(omar, LARGE)
    seen = decide.case(lin, LARGE).version
    second_signature.withdraw(omar, LARGE)
    asked(omar, LARGE)
    with pytest.raises(ChangedMeanwhile):
        second_signature.approve(lin, LARGE, seen_version=seen)


def test_a_reopened_case_is_decided_anew_and_the_record_keeps_both(omar: Desk) -> None:
    first = asked(omar, EASY)
    assert isinstance(first, Decision)
    with pytest.raises(DecisionRefused, match="at least 8 characters"):
        second_signature.reopen(omar, EASY, "oops")
    second_signature.reopen(omar, EASY, "New pay slips arrived.")
    assert decide.case(omar, EASY).decision is None
    second = asked(omar, EASY)
    assert isinstance(second, Decision)
    assert second.replaces == first.id
    assert len(decide.case(omar, EASY).decisions) == 2


def test_nothing_is_decided_twice(omar: Desk) -> None:
    asked(omar, EASY)
    with pytest.raises(DecisionRefused, match="decided by Omar already"):
        asked(omar, EASY)


def test_in_additive_co_decision_the_amounts_add_up(omar: Desk, lin: Desk) -> None:
    from dataclasses import replace

    from workbench.credit import second_person
    from workbench.credit.authority import Act, authority_matrix, read_matrix

    source = authority_matrix().source.replace('= "non_additive"', '= "additive"')
    assessment = decide.case(omar, EASY).assessment
    assert assessment is not None
    act = Act(Outcome.APPROVE, None, exposure_of(220_000), "USD")
    plain, additive = authority_matrix(), read_matrix(source)
    signs = [
        second_person.may_sign(replace(act), "officer", "senior", assessment, rules)
        for rules in (plain, additive)
    ]
    assert signs == [False, True]


def exposure_of(amount: int):
    from decimal import Decimal

    return Decimal(amount)


def test_accepting_advice_stays_within_ones_authority(open_cases: Office, omar: Desk) -> None:
    assert decide.accept_advice(omar) == 3
    assert decide.case(omar, LARGE).decision is None
    assert decide.case(omar, EASY).decision is not None


def test_who_owes_more_than_was_proposed_is_proposed_anew(omar: Desk, lin: Desk) -> None:
    asked(omar, EASY)
    asked(omar, LARGE)
    exposure.connect(omar, EASY, LARGE, "spouse")
    with pytest.raises(DecisionRefused, match="More is owed than when it was proposed"):
        second_signature.approve(lin, LARGE)
    second_signature.send_back(lin, LARGE, remark="They are married.")
