from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credit.conftest import (
    A_FACTOR,
    BECAUSE,
    NOW,
    PRICE,
    a_reason,
    a_rule,
    an_assessment,
    declined,
    referred,
    some_terms,
)
from workbench import i18n
from workbench.credit.assessment import RuleClass, Verdict
from workbench.credit.deciding import Ground, decide
from workbench.credit.decision import Choice, Override, OverrideDirection, Settlement
from workbench.credit.reasons import reason_list
from workbench.credit.status import Component, Outcome
from workbench.errors import DecisionRefused

APPROVE, DECLINE, COUNTER = Outcome.APPROVE, Outcome.DECLINE, Outcome.COUNTER_OFFER
UP = {"reason_code": "SAVINGS", "justification": BECAUSE}
DOWN = {"reason_code": "NOT_VERIFIED", "justification": BECAUSE, "reason_codes": ("VINC",)}


def why(refusal):
    return str(refusal.value.values["why"])


def test_agreeing_with_an_approval_needs_nothing(decided):
    made = decided(an_assessment(), APPROVE)
    assert (made.outcome, made.decided_by, made.reasons) == (APPROVE, Component.SCORE, ())
    assert (made.override, made.settlement) == (None, None)
    assert made.terms == some_terms()
    assert (made.application_id, made.assessment_id, made.decided_at) == (7, 70, NOW)
    assert (made.officer, made.officer_title) == ("Lin Mei", "Credit officer")


def test_agreeing_with_a_decline_takes_the_reasons_of_what_decided(decided):
    made = decided(declined(), DECLINE)
    assert made.reasons == ("INQ", "UTIL")
    assert made.decided_by is Component.SCORE
    assert made.terms is None


def test_reasons_of_another_component_never_reach_the_letter(decided):
    rule, score = a_reason("BKR", Component.RULE), a_reason("UTIL", Component.SCORE)
    made = decided(declined(decided_by=Component.RULE, reasons=(score, rule)), DECLINE)
    assert (made.decided_by, made.reasons) == (Component.RULE, ("BKR",))


def test_at_most_four_reasons_and_none_twice(decided):
    codes = ("UTIL", "UTIL", "INQ", "LIM", "EMP", "RES")
    reasons = tuple(a_reason(code, rank=rank) for rank, code in enumerate(codes))
    assert decided(declined(reasons=reasons), DECLINE).reasons == ("UTIL", "INQ", "LIM", "EMP")


def test_a_decline_without_any_reason_is_refused(decided):
    with pytest.raises(DecisionRefused, match="names no reason"):
        decided(declined(reasons=()), DECLINE)


def test_agreeing_with_a_counter_offer_keeps_its_reasons(decided):
    advised = an_assessment(
        advice=COUNTER,
        decided_by=Component.CAP,
        offered_amount=Decimal(6000),
        reasons=(a_reason("MAXP", Component.CAP),),
    )
    made = decided(advised, COUNTER)
    assert (made.reasons, made.override) == (("MAXP",), None)
    assert made.terms == some_terms(6000)


def test_a_failed_hard_rule_is_never_approved(decided):
    advised = declined(decided_by=Component.RULE, rules=(a_rule(RuleClass.HARD, Verdict.FAILED),))
    for outcome in (APPROVE, COUNTER):
        with pytest.raises(DecisionRefused, match="The rule on age” failed; nobody can"):
            decided(advised, outcome, **UP)


@pytest.mark.parametrize(
    ("rule_class", "verdict"),
    [
        (RuleClass.HARD, Verdict.PASSED),
        (RuleClass.SOFT, Verdict.FAILED),
        (RuleClass.WARN, Verdict.FAILED),
    ],
)
def test_other_rules_do_not_bar_an_override(decided, rule_class, verdict):
    advised = declined(rules=(a_rule(rule_class, verdict),))
    assert decided(advised, APPROVE, **UP).override is not None


def test_approving_over_a_decline_keeps_why(decided):
    made = decided(declined(), APPROVE, **UP)
    assert made.override == Override(OverrideDirection.APPROVE_OVER_DECLINE, "SAVINGS", BECAUSE)
    assert (made.decided_by, made.reasons) == (Component.JUDGEMENT, ())


def test_an_override_without_reason_or_justification_says_both(decided):
    with pytest.raises(DecisionRefused) as refusal:
        decided(declined(), APPROVE)
    assert why(refusal) == (
        "Choose a coded reason for this choice. "
        "Write a justification of at least 40 letters or 15 Chinese characters."
    )


def test_a_coded_reason_belongs_to_its_direction(decided):
    with pytest.raises(DecisionRefused, match="“NOT_VERIFIED” is not a coded reason"):
        decided(declined(), APPROVE, reason_code="NOT_VERIFIED", justification=BECAUSE)
    with pytest.raises(DecisionRefused, match="“SAVINGS” is not a coded reason"):
        decided(an_assessment(), DECLINE, **DOWN | {"reason_code": "SAVINGS"})


def test_declining_over_an_approval_gives_the_persons_own_reasons(decided):
    made = decided(an_assessment(), DECLINE, **DOWN)
    assert made.override.direction is OverrideDirection.DECLINE_OVER_APPROVE
    assert (made.decided_by, made.reasons) == (Component.JUDGEMENT, ("VINC",))


def test_declining_over_an_approval_names_a_reason_for_the_letter(decided):
    with pytest.raises(DecisionRefused, match="at least one reason of your own judgement"):
        decided(an_assessment(), DECLINE, **DOWN | {"reason_codes": ()})


def test_the_engines_reasons_cannot_justify_a_persons_decline(decided):
    passed = an_assessment(reasons=(a_reason("UTIL"),))
    with pytest.raises(DecisionRefused, match="“UTIL” is not a reason that your own judgement"):
        decided(passed, DECLINE, **DOWN | {"reason_codes": ("VINC", "UTIL")})


def test_a_letter_carries_at_most_four_of_a_persons_reasons(decided):
    five = ("VINC", "EMPV", "RESV", "IDV", "PURV")
    with pytest.raises(DecisionRefused, match="Name at most 4 reasons"):
        decided(an_assessment(), DECLINE, **DOWN | {"reason_codes": five})
    again = (*five[:4], "VINC")
    assert decided(an_assessment(), DECLINE, **DOWN | {"reason_codes": again}).reasons == five[:4]


def test_less_than_advised_is_decline_over_approve(decided):
    made = decided(an_assessment(), COUNTER, **DOWN)
    assert made.override.direction is OverrideDirection.DECLINE_OVER_APPROVE
    assert (made.reasons, made.terms) == (("VINC",), some_terms(6000))


def test_more_than_advised_is_approve_over_decline(decided):
    advised = an_assessment(advice=COUNTER, offered_amount=Decimal(6000))
    made = decided(advised, APPROVE, **UP)
    assert made.override.direction is OverrideDirection.APPROVE_OVER_DECLINE


def test_a_counter_offer_over_a_decline_gives_the_reasons_of_the_decline(decided):
    made = decided(declined(), COUNTER, **UP)
    assert made.override.direction is OverrideDirection.APPROVE_OVER_DECLINE
    assert (made.decided_by, made.reasons) == (Component.SCORE, ("INQ", "UTIL"))


def test_approving_a_grey_score_needs_a_coded_reason_alone(decided):
    with pytest.raises(DecisionRefused) as refusal:
        decided(referred(), APPROVE)
    assert why(refusal) == "Choose a coded reason for this choice."
    made = decided(referred(), APPROVE, reason_code="SAVINGS")
    assert made.settlement == Settlement("SAVINGS", "")
    assert (made.override, made.decided_by) == (None, Component.JUDGEMENT)


@pytest.mark.parametrize("by", [Component.RULE, Component.DATA, Component.AFFORDABILITY])
def test_approving_what_a_rule_or_missing_facts_referred_needs_words(decided, by):
    with pytest.raises(DecisionRefused) as refusal:
        decided(referred(by), APPROVE, reason_code="SAVINGS")
    assert why(refusal).startswith("Write a justification")
    assert decided(referred(by), APPROVE, **UP).settlement == Settlement("SAVINGS", BECAUSE)


@pytest.mark.parametrize("also", ["policy_advice", "affordability_advice"])
def test_a_grey_score_beside_another_reference_needs_words(decided, also):
    with pytest.raises(DecisionRefused, match="Write a justification"):
        decided(referred(**{also: Outcome.REFER}), APPROVE, reason_code="SAVINGS")


def test_declining_a_grey_score_may_cite_score_and_judgement(decided):
    grey = referred(reasons=(a_reason("UTIL"),))
    made = decided(grey, DECLINE, reason_codes=("UTIL", "VINC"))
    assert made.reasons == ("UTIL", "VINC")
    assert (made.decided_by, made.override) == (Component.JUDGEMENT, None)
    assert made.settlement == Settlement("UTIL", "")


def test_declining_what_was_referred_names_a_reason_for_the_letter(decided):
    with pytest.raises(DecisionRefused) as refusal:
        decided(referred(), DECLINE)
    assert why(refusal) == "Name at least one reason of your own judgement for the letter."
    with pytest.raises(DecisionRefused, match="“BKR” is not a reason"):
        decided(referred(), DECLINE, reason_codes=("BKR",))


def test_declining_what_was_referred_may_add_a_coded_reason(decided):
    made = decided(referred(), DECLINE, reason_code="PURPOSE", reason_codes=("PURV",))
    assert made.settlement == Settlement("PURPOSE", "")
    with pytest.raises(DecisionRefused, match="“SAVINGS” is not a coded reason"):
        decided(referred(), DECLINE, reason_code="SAVINGS", reason_codes=("PURV",))


def test_a_counter_offer_to_what_was_referred_needs_both_reasons(decided):
    with pytest.raises(DecisionRefused) as refusal:
        decided(referred(), COUNTER)
    assert "Choose a coded reason" in why(refusal)
    assert "at least one reason of your own" in why(refusal)
    made = decided(referred(), COUNTER, reason_code="SAVINGS", reason_codes=("INCM",))
    assert (made.reasons, made.settlement.reason_code) == (("INCM",), "SAVINGS")


@pytest.mark.parametrize("advised", [an_assessment(), declined(), referred()])
def test_passing_a_case_on_needs_nothing(decided, advised):
    made = decided(advised, Outcome.REFER)
    assert (made.reasons, made.override, made.settlement) == ((), None, None)


def test_a_withdrawal_needs_nothing(decided):
    made = decided(declined(), Outcome.WITHDRAWN, note=" by phone ")
    assert (made.note, made.reasons, made.decided_by) == ("by phone", (), Component.JUDGEMENT)


def test_an_incomplete_application_says_what_is_missing(decided):
    with pytest.raises(DecisionRefused, match="which facts or papers are missing"):
        decided(referred(Component.DATA), Outcome.INCOMPLETE, note="  ")
    made = decided(referred(Component.DATA), Outcome.INCOMPLETE, note="Pay slips")
    assert (made.decided_by, made.reasons) == (Component.DATA, ("INC",))


def test_the_other_reason_is_written_out_and_names_a_factor(decided):
    other = DOWN | {"reason_codes": ("OTH",)}
    with pytest.raises(DecisionRefused, match="at least 8 characters"):
        decided(an_assessment(), DECLINE, **other, note="too old")
    with pytest.raises(DecisionRefused, match="only cites the score or the policy"):
        decided(an_assessment(), DECLINE, **other, note="Internal policy.")
    assert decided(an_assessment(), DECLINE, **other, note="no lease").note == "no lease"
    note = "The employer has given notice for March"
    assert decided(an_assessment(), DECLINE, **other, note=note).note == note


def test_granting_needs_terms(decided):
    with pytest.raises(DecisionRefused, match="The terms of the offer are missing"):
        decided(an_assessment(), APPROVE, terms=None)


def test_approving_is_for_the_amount_asked_for(decided):
    with pytest.raises(DecisionRefused, match=r"record \$9,000\.00 as a counter-offer"):
        decided(an_assessment(), APPROVE, terms=some_terms(9000))
    unknown = an_assessment(requested_amount=None)
    assert decided(unknown, APPROVE, terms=some_terms(9000)).terms == some_terms(9000)


def test_a_counter_offer_is_for_less_or_for_another_term(decided):
    with pytest.raises(DecisionRefused, match=r"\$12,000\.00 exceeds the \$10,000\.00"):
        decided(an_assessment(), COUNTER, **DOWN, terms=some_terms(12000))
    with pytest.raises(DecisionRefused, match="approve instead"):
        decided(an_assessment(), COUNTER, **DOWN, terms=some_terms())
    longer = some_terms(10000, 48)
    assert decided(an_assessment(), COUNTER, **DOWN, terms=longer).terms == longer


def test_an_advised_counter_offer_is_not_raised(decided):
    advised = an_assessment(
        advice=COUNTER,
        decided_by=Component.CAP,
        offered_amount=Decimal(5000),
        reasons=(a_reason("MAXP", Component.CAP),),
    )
    with pytest.raises(DecisionRefused, match=r"exceeds the \$5,000\.00 that the assessment"):
        decided(advised, COUNTER)
    assert decided(advised, COUNTER, terms=some_terms(5000)).override is None
    assert decided(advised, COUNTER, terms=some_terms(4000)).override is None


def test_an_offer_above_the_legal_cap_is_refused(decided):
    from dataclasses import replace

    capped = an_assessment(price=replace(PRICE, legal_cap=Decimal("0.118")))
    with pytest.raises(DecisionRefused, match=r"costs 11\.90% a year; the legal cap is 11\.80%"):
        decided(capped, APPROVE)
    just = an_assessment(price=replace(PRICE, legal_cap=Decimal("0.119")))
    assert decided(just, APPROVE).outcome is APPROVE
    free = an_assessment(price=replace(PRICE, legal_cap=None))
    assert decided(free, APPROVE).outcome is APPROVE


def test_a_decision_has_a_person(decided):
    with pytest.raises(DecisionRefused, match="A decision needs a person"):
        decided(an_assessment(), APPROVE, officer="  ")
    assert decided(an_assessment(), APPROVE, officer=" Wang Fang ").officer == "Wang Fang"


def test_authority_is_asked_on_total_exposure(decided):
    assert decided(an_assessment(), APPROVE, existing_exposure=Decimal(40000), role="officer")
    with pytest.raises(DecisionRefused, match=r"this comes to \$50,000\.01"):
        decided(an_assessment(), APPROVE, existing_exposure=Decimal("40000.01"), role="officer")


def test_the_refusal_names_the_application_in_full(decided):
    with pytest.raises(DecisionRefused) as refusal:
        decided(an_assessment(), APPROVE, officer="")
    assert str(refusal.value) == (
        "The decision on A-000007 was not recorded: "
        "A decision needs a person. Enter your name in Settings."
    )


def test_the_refusal_speaks_chinese(decided):
    i18n.use("zh")
    with pytest.raises(DecisionRefused) as refusal:
        decided(declined(), APPROVE)
    assert why(refusal) == (
        "请为该选择选定一个原因代码。请填写理由说明，至少 40 个字母或 15 个汉字。"
    )


OUTCOMES = st.sampled_from([APPROVE, COUNTER, Outcome.REFER, DECLINE])
ADVICE = st.sampled_from([an_assessment(), declined(), referred(), referred(Component.DATA)])
CHOICES = st.builds(
    Choice,
    outcome=st.sampled_from(Outcome),
    reason_code=st.sampled_from(["", "SAVINGS", "NOT_VERIFIED", "NONSENSE"]),
    justification=st.sampled_from(["", "short", BECAUSE]),
    reason_codes=st.sampled_from([(), ("VINC",), ("UTIL",), ("OTH",)]),
    note=st.sampled_from(["", "Internal policy.", "Pay slips are missing"]),
    factors=st.sampled_from([(), (A_FACTOR,)]),
)


def _recorded(assessment, choice, terms):
    try:
        ground = Ground(
            officer="Lin Mei", officer_title="", decided_at=NOW, number="A-1", terms=terms,
            existing_exposure=Decimal(0), reason_list=reason_list(),
        )  # fmt: skip
        return decide(assessment, choice, ground)
    except DecisionRefused:
        return None


@given(ADVICE, CHOICES, st.sampled_from([None, some_terms(), some_terms(6000)]))
def test_whatever_is_recorded_can_be_explained(assessment, choice, terms):
    made = _recorded(assessment, choice, terms)
    if made is None:
        return
    if made.override:
        assert len(made.override.justification) >= 40
        assert made.override.reason_code in reason_list().override_codes(made.override.direction)
    if made.outcome in (DECLINE, COUNTER):
        assert 1 <= len(made.reasons) <= 4
        assert all(code in reason_list() for code in made.reasons)
    if made.outcome in (APPROVE, COUNTER):
        assert made.terms is not None
        agrees = made.outcome is assessment.advice
        assert agrees or made.override or made.settlement


@given(ADVICE, CHOICES, st.sampled_from([RuleClass.HARD]))
def test_no_choice_gets_past_a_failed_hard_rule(assessment, choice, rule_class):
    from dataclasses import replace

    barred = replace(assessment, rules=(a_rule(rule_class, Verdict.FAILED),))
    made = _recorded(barred, choice, some_terms())
    assert made is None or made.outcome not in (APPROVE, COUNTER)
