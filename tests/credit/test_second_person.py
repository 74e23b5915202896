from dataclasses import replace
from decimal import Decimal

import pytest

from tests.credit.conftest import BECAUSE, NOW, declined, some_terms
from workbench.credit.authority import authority_matrix, read_matrix
from workbench.credit.deciding import Ground, act_of, only_authority_lacks, propose
from workbench.credit.decision import Choice, CompensatingFactor, OverrideDirection
from workbench.credit.reasons import reason_list
from workbench.credit.roles import Person, PersonState
from workbench.credit.second_person import Proposal, Signer, may_sign, objections_to_sign
from workbench.credit.status import Outcome
from workbench.errors import DecisionRefused

MATRIX = authority_matrix()
WEAK = declined(score=585)
YES = Choice(
    Outcome.APPROVE,
    reason_code="SAVINGS",
    justification=BECAUSE,
    factors=(CompensatingFactor("Savings", "14,000"),),
)
EVA = Person(7, "eva", "Eva Novak", "", "senior", "", PersonState.ACTIVE)


def ground(role="officer", **more):
    usual = {"terms": some_terms(), "existing_exposure": Decimal(0)}
    return Ground(
        number="A-000007", officer="Lin Mei", officer_title="", decided_at=NOW,
        reason_list=reason_list(), role=role, **(usual | more),
    )  # fmt: skip


def a_proposal(assessment=WEAK, **more):
    made = propose(assessment, YES, ground(**more))
    act = act_of(assessment, YES, ground(**more))
    return Proposal(made, 3, "officer", "s1", act.exposure, "USD", NOW, 1)


def against(signer=EVA, session="s2", by_password=True, were_here=(), assessment=WEAK, **more):
    who = Signer(signer, session, by_password, frozenset(were_here))
    return list(objections_to_sign(a_proposal(**more), who, assessment, MATRIX))


def test_a_second_person_of_the_right_role_signs():
    assert against() == []


def test_nobody_signs_an_own_proposal_under_whatever_number():
    own = [("You proposed this yourself; a second person signs it. "
           "Who could: Senior officer, Manager, Credit committee.")]  # fmt: skip
    assert against(replace(EVA, id=3)) == own
    assert against(replace(EVA, shown_name="Lin Mei")) == own


@pytest.mark.parametrize(("session", "were_here"), [("s1", ()), ("s2", (3, 7))])
def test_never_in_a_session_of_the_proposer(session, were_here):
    (sentence,) = against(session=session, were_here=were_here)
    assert sentence.startswith("Lin Mei was signed in during this session.")


def test_others_who_were_here_do_no_harm():
    assert against(were_here=(7, 9)) == []


def test_a_signature_needs_a_password():
    assert against(by_password=False) == [
        "A second signature needs a sign-in with a password. Set one, then sign in."
    ]


def test_a_disabled_person_signs_nothing():
    gone = replace(EVA, state=PersonState.DISABLED)
    assert against(gone) == ["Eva Novak may no longer sign in."]


def test_what_was_assessed_anew_goes_back():
    assert against(assessment=replace(WEAK, id=71)) == [
        "The case was assessed anew since it was proposed. Return it."
    ]


@pytest.mark.parametrize("role", ["officer", "risk", "auditor", "administrator"])
def test_only_some_roles_sign(role):
    (sentence,) = against(replace(EVA, role=role))
    assert "may not sign as the second person. Who could: Senior officer, Manager" in sentence


def test_the_signer_holds_the_whole_act():
    far = declined(score=575)
    assert may_sign(a_proposal(far).act, "officer", "manager", far, MATRIX)
    assert not may_sign(a_proposal(far).act, "officer", "senior", far, MATRIX)
    assert not may_sign(a_proposal(far).act, "officer", "officer", far, MATRIX)
    large = a_proposal(existing_exposure=Decimal(195_000)).act
    assert large.exposure == 205_000
    assert not may_sign(large, "officer", "senior", WEAK, MATRIX)
    assert may_sign(large, "officer", "manager", WEAK, MATRIX)


def test_a_proposal_carries_its_direction_and_no_number_until_it_is_kept():
    made = a_proposal()
    assert made.act.direction is OverrideDirection.APPROVE_OVER_DECLINE
    agreed = replace(made, decision=replace(made.decision, override=None))
    assert agreed.act.direction is None
    new = Proposal(made.decision, 3, "officer", "s1", made.exposure, "USD", NOW)
    assert (new.id, new.decision.id) == (0, 0)


def test_what_grants_nothing_adds_nothing_to_what_is_owed():
    no = Choice(Outcome.DECLINE)
    owed = act_of(WEAK, no, ground(terms=None, existing_exposure=Decimal(700)))
    assert (owed.exposure, owed.currency) == (700, "")


def test_additive_amounts_count_together_but_points_never():
    additive = read_matrix(MATRIX.source.replace('= "non_additive"', '= "additive"'))
    large = a_proposal(existing_exposure=Decimal(240_000)).act
    assert large.exposure == 250_000
    assert may_sign(large, "officer", "senior", WEAK, additive)
    assert not may_sign(
        replace(large, exposure=Decimal(250_001)), "officer", "senior", WEAK, additive
    )
    small = a_proposal().act
    assert may_sign(replace(small, exposure=Decimal(10)), "officer", "senior", WEAK, additive)
    assert not may_sign(small, "officer", "senior", declined(score=575), additive)
    assert may_sign(large, "committee", "committee", WEAK, additive)


def test_a_complete_choice_that_lacks_authority_is_proposed():
    assert only_authority_lacks(WEAK, YES, ground())
    assert not only_authority_lacks(WEAK, replace(YES, justification=""), ground())
    assert not only_authority_lacks(WEAK, YES, ground("sole_officer"))
    assert not only_authority_lacks(WEAK, YES, ground("administrator"))


def test_what_is_incomplete_is_not_proposed_and_some_roles_propose_nothing():
    with pytest.raises(DecisionRefused, match="at least 40 letters"):
        propose(WEAK, replace(YES, justification=""), ground())
    with pytest.raises(DecisionRefused, match="Administrator may not decide cases"):
        propose(WEAK, YES, ground("administrator"))
    assert propose(WEAK, YES, ground()).factors == YES.factors
