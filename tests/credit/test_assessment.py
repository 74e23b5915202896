from dataclasses import replace

from tests.credit.conftest import a_rule, an_assessment
from workbench.credit.assessment import RuleClass, Verdict


def unanswered(rule, **read):
    return replace(a_rule(RuleClass.REFER, Verdict.NOT_EVALUATED, rule), read=read)


def test_the_facts_that_rules_did_not_find_are_named_once_and_in_the_rules_order():
    rules = (
        unanswered("debts", instalments=None, income="4,000"),
        unanswered("work", years_in_job=None, instalments=None),
    )
    assert an_assessment(rules=rules).not_found() == ("instalments", "years_in_job")


def test_a_rule_that_was_evaluated_misses_nothing():
    passed = replace(a_rule(RuleClass.SOFT, Verdict.PASSED), read={"guarantor": None})
    assert an_assessment(rules=(passed,)).not_found() == ()
