from decimal import Decimal

import pytest

from tests.credit.conftest import a_rule, an_assessment, declined
from workbench import i18n
from workbench.credit.assessment import RuleClass, Verdict
from workbench.credit.authority import (
    Act,
    authority_matrix,
    in_the_way,
    missing_authority,
    read_matrix,
)
from workbench.credit.decision import OverrideDirection
from workbench.credit.status import Outcome

MATRIX = authority_matrix()
UP, DOWN = OverrideDirection.APPROVE_OVER_DECLINE, OverrideDirection.DECLINE_OVER_APPROVE


def lacking(role, assessment=None, outcome=Outcome.APPROVE, direction=None, exposure=10000):
    act = Act(outcome, direction, Decimal(exposure), "USD")
    return missing_authority(assessment or an_assessment(), act, role=role, matrix=MATRIX)


@pytest.mark.parametrize(
    ("role", "most"), [("officer", 50_000), ("senior", 200_000), ("manager", 1_000_000)]
)
def test_the_amount_is_measured_on_total_exposure(role, most):
    assert lacking(role, exposure=most) == ()
    (sentence,) = lacking(role, exposure=most + 1)
    assert f"may grant up to ${most:,}.00" in sentence
    assert f"this comes to ${most + 1:,}.00" in sentence


def test_the_sentence_names_who_could():
    (sentence,) = lacking("officer", exposure=95_000)
    assert sentence == (
        "Officer may grant up to $50,000.00 on total exposure; this comes to $95,000.00. "
        "Who could: Senior officer, Manager, Credit committee."
    )


def test_a_decline_needs_no_amount():
    assert lacking("officer", outcome=Outcome.DECLINE, exposure=10**9) == ()


@pytest.mark.parametrize(("role", "points"), [("officer", 0), ("senior", 20), ("manager", 40)])
def test_how_far_below_the_cut_off_a_role_may_approve(role, points):
    assert lacking(role, an_assessment(score=600 - points)) == ()
    (sentence,) = lacking(role, an_assessment(score=599 - points))
    assert f"{points} points below the cut-off; this is {points + 1} below" in sentence
    assert sentence.endswith("Credit committee.")


@pytest.mark.parametrize(("role", "points"), [("senior", 20), ("manager", 40)])
def test_how_far_above_the_cut_off_a_role_may_decline(role, points):
    far, farther = (
        lacking(role, an_assessment(score=600 + above), Outcome.DECLINE, DOWN)
        for above in (points, points + 1)
    )
    assert len(farther) == len(far) + 1
    assert f"{points} points above the cut-off; this is {points + 1} above" in farther[0]


def test_distance_counts_only_where_it_matters():
    assert lacking("manager", declined(score=400), outcome=Outcome.DECLINE) == ()
    assert lacking("manager", an_assessment(score=800)) == ()
    assert lacking("manager", an_assessment(score=None)) == ()
    assert lacking("senior", an_assessment(score=None), Outcome.DECLINE, DOWN) == ()


def test_an_officer_may_settle_a_referral_but_not_set_a_soft_rule_aside():
    refer = a_rule(RuleClass.REFER, Verdict.FAILED, "inquiries")
    soft = a_rule(RuleClass.SOFT, Verdict.NOT_EVALUATED, "tenure")
    assert lacking("officer", an_assessment(rules=(refer,))) == ()
    (sentence,) = lacking("officer", an_assessment(rules=(refer, soft)))
    assert sentence == (
        "Officer may not set aside “The rule on tenure”. "
        "Who could: Senior officer, Manager, Credit committee."
    )
    assert lacking("senior", an_assessment(rules=(refer, soft))) == ()
    assert lacking("officer", an_assessment(rules=(soft,)), outcome=Outcome.DECLINE) == ()


def test_who_may_set_aside_just_what_is_in_the_way_could():
    strict = read_matrix(MATRIX.source.replace('sets_aside = ["refer"]', "sets_aside = []"))
    rules = (a_rule(RuleClass.REFER, Verdict.FAILED, "inquiries"),
             a_rule(RuleClass.SOFT, Verdict.FAILED, "tenure"))  # fmt: skip
    act = Act(Outcome.APPROVE, None, Decimal(10_000), "USD")
    (sentence,) = missing_authority(an_assessment(rules=rules), act, role="officer", matrix=strict)
    assert sentence.endswith("Who could: Senior officer, Manager, Credit committee.")


def test_rules_that_passed_or_only_warn_are_not_in_the_way():
    passed = a_rule(RuleClass.SOFT, Verdict.PASSED)
    warned = a_rule(RuleClass.WARN, Verdict.FAILED)
    assert in_the_way(an_assessment(rules=(passed, warned))) == ()


def test_every_axis_is_told_at_once():
    soft = a_rule(RuleClass.SOFT, Verdict.FAILED)
    assert len(lacking("officer", an_assessment(score=500, rules=(soft,)), exposure=10**6)) == 3


def test_who_works_alone_may_do_all_but_set_hard_rules_aside():
    alone = MATRIX.roles[MATRIX.alone]
    soft = a_rule(RuleClass.SOFT, Verdict.FAILED)
    assert lacking(MATRIX.alone, declined(score=300, rules=(soft,)), exposure=10**8) == ()
    assert alone.second_person_for == frozenset()
    assert all(RuleClass.HARD not in role.sets_aside for role in MATRIX.roles.values())


@pytest.mark.parametrize(
    ("role", "up", "down"),
    [
        ("sole_officer", False, False),
        ("officer", True, True),
        ("senior", True, False),
        ("manager", True, True),
        ("committee", False, False),
    ],
)
def test_overrides_need_a_second_person(role, up, down):
    even = an_assessment(score=600)
    assert bool(lacking(role, even, Outcome.APPROVE, UP)) is up
    assert bool(lacking(role, even, Outcome.DECLINE, DOWN)) is down
    assert lacking(role, even) == ()


def test_who_may_override_alone_is_named():
    (sentence,) = lacking("manager", an_assessment(score=600), Outcome.DECLINE, DOWN)
    assert sentence == (
        "Manager needs a second person for this override. "
        "Who could alone: Senior officer, Credit committee."
    )


def test_who_does_not_decide_is_told_who_could():
    (sentence,) = lacking("auditor", exposure=10**9)
    assert sentence == (
        "Auditor (read only) may not decide cases. Who could: Officer, Senior officer, "
        "Manager, Credit committee."
    )


def test_roles_have_names_in_both_languages():
    i18n.use("zh")
    (sentence,) = lacking("officer", exposure=95_000)
    assert sentence.startswith("信贷员按授信总敞口最多可批 $50,000.00")
    assert sentence.endswith("有权审批者：高级信贷员、信贷经理、贷审会。")
