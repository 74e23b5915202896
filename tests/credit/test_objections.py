from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.credit.conftest import AFFORDABLE, BECAUSE, NOW, an_assessment, declined
from workbench.credit.decision import CompensatingFactor, OverrideDirection
from workbench.credit.override import override_word
from workbench.credit.status import Outcome
from workbench.errors import DecisionRefused
from workbench.i18n import day

WHY = {"reason_code": "SAVINGS", "justification": BECAUSE}
TODAY = NOW.date()


def lacks(decided, sentence, assessment, outcome, **given):
    with pytest.raises(DecisionRefused, match=sentence):
        decided(assessment, outcome, **given)


def test_some_reasons_need_a_factor_and_others_do_not(decided):
    lacks(decided, "“SAVINGS” needs a compensating factor", declined(), Outcome.APPROVE, **WHY,
          factors=())  # fmt: skip
    plain = {"reason_code": "FACT_CORRECTED", "justification": BECAUSE}
    assert decided(declined(), Outcome.APPROVE, **plain).factors == ()


@pytest.mark.parametrize(
    ("factor", "sentence"),
    [
        (CompensatingFactor("", "5"), "Say of each compensating factor what it is"),
        (CompensatingFactor("Savings"), "“Savings” needs a value or an attached file"),
    ],
)
def test_a_factor_says_what_and_how_much(decided, factor, sentence):
    lacks(decided, sentence, declined(), Outcome.APPROVE, **WHY, factors=(factor,))


def test_a_paper_is_enough(decided):
    paper = CompensatingFactor("Savings", "", 4)
    assert decided(declined(), Outcome.APPROVE, **WHY, factors=(paper,)).factors == (paper,)


def test_conditions_belong_to_an_offer_and_say_something(decided):
    made = decided(an_assessment(), Outcome.APPROVE, conditions=(" Contract signed ",))
    assert made.conditions == ("Contract signed",)
    lacks(decided, "Write out each condition", an_assessment(), Outcome.APPROVE, conditions=(" ",))
    lacks(decided, "this decision makes none", declined(), Outcome.DECLINE, conditions=("x",))


def test_an_offer_ends_after_today_and_within_its_days(decided):
    until = TODAY + timedelta(days=90)
    made = decided(an_assessment(), Outcome.APPROVE, valid_until=until)
    assert made.terms.valid_until == until
    lacks(decided, "choose a later day", an_assessment(), Outcome.APPROVE, valid_until=TODAY)
    lacks(
        decided, f"at most 90 days; choose a day up to {day(until)}", an_assessment(),
        Outcome.APPROVE, valid_until=until + timedelta(days=1),
    )  # fmt: skip
    assert decided(declined(), Outcome.DECLINE, valid_until=date(2020, 1, 1)).terms is None


def test_the_engine_checks_a_counter_offers_own_terms(decided):
    heavy = an_assessment(
        affordability_advice=Outcome.DECLINE,
        affordability=replace(AFFORDABLE, debt_service_ratio=Decimal("0.62")),
    )
    given = {"reason_code": "SMALLER_IS_SAFER", "justification": BECAUSE, "reason_codes": ("VINC",)}
    lacks(
        decided, r"debts of 62.0% of income each month; the most is 50.0%", an_assessment(),
        Outcome.COUNTER_OFFER, at_these_terms=heavy, **given,
    )  # fmt: skip
    unknown = replace(heavy, affordability=replace(AFFORDABLE, debt_service_ratio=None))
    lacks(
        decided, "cannot carry the instalment", an_assessment(), Outcome.COUNTER_OFFER,
        at_these_terms=unknown, **given,
    )  # fmt: skip
    carried = an_assessment()
    assert decided(an_assessment(), Outcome.COUNTER_OFFER, at_these_terms=carried, **given).terms


def test_the_direction_has_the_words_of_the_house():
    up, down = OverrideDirection.APPROVE_OVER_DECLINE, OverrideDirection.DECLINE_OVER_APPROVE
    assert override_word(up) == "approved over a decline"
    assert override_word(up, "low_is_approve") == "low-side override"
    assert override_word(up, "high_is_approve") == "high-side override"
    assert override_word(down, "low_is_approve") == "high-side override"
    assert override_word(down, "high_is_approve") == "low-side override"
    assert override_word(down, "no such words") == "declined over an approval"
