from datetime import date, timedelta

import pytest

from workbench import i18n
from workbench.credit.clocks import (
    CaseMoments,
    ClockEnd,
    ClockRule,
    ClockStart,
    clock_rules,
    running_clocks,
)
from workbench.credit.status import CaseState, Outcome

CAME = date(2026, 11, 1)
RULES = clock_rules()


def running(state=CaseState.ASSESSED, today=CAME, outcome=None, decided=None, rules=RULES):
    case = CaseMoments("personal-loan", state, CAME, outcome, decided)
    return {clock.name: clock for clock in running_clocks(case, today, rules)}


def test_an_open_case_runs_to_its_answer_and_the_lenders_own_promise():
    found = running()
    assert found["answer"].due_on == date(2026, 12, 1)
    assert found["first_look"].due_on == date(2026, 11, 11)
    assert list(found) == ["first_look", "answer"]


@pytest.mark.parametrize(
    ("after", "colour", "left"), [(22, "", 8), (23, "amber", 7), (29, "amber", 1), (30, "red", 0),
                                  (31, "red", -1)],
)  # fmt: skip
def test_the_colour_comes_from_the_days_left(after, colour, left):
    answer = running(today=CAME + timedelta(days=after))["answer"]
    assert (answer.colour, answer.days_left) == (colour, left)


def test_a_decision_stops_the_promise_and_a_letter_the_answer():
    assert list(running(CaseState.DECIDED)) == ["answer"]
    assert running(CaseState.NOTIFIED) == {}
    assert "first_look" in running(CaseState.PROPOSED)


def test_the_90_days_begin_with_the_counter_offer():
    decided = date(2026, 11, 10)
    found = running(CaseState.NOTIFIED, outcome=Outcome.COUNTER_OFFER, decided=decided)
    assert found["counter_offer"].due_on == date(2027, 2, 8)
    assert running(CaseState.NOTIFIED, outcome=Outcome.APPROVE, decided=decided) == {}


def test_a_clock_may_be_for_some_products_only():
    label = {"en": "Ours", "zh": "本所"}
    for products, runs in ((("car",), False), (("car", "personal-loan"), True), ((), True)):
        rule = ClockRule("own", label, ClockStart.RECEIVED, ClockEnd.DECIDED, 5, 1, "us", products)
        assert ("own" in running(rules=(rule,))) is runs


def test_a_clock_says_how_long_or_how_late():
    label = {"en": "Ours", "zh": "本所"}
    rule = ClockRule("own", label, ClockStart.RECEIVED, ClockEnd.NEVER, 5, 1, "us")
    texts = [
        running(today=CAME + timedelta(days=days), rules=(rule,))["own"].text()
        for days in (0, 4, 5, 6, 8)
    ]
    assert texts == [
        "Ours: 5 days left", "Ours: 1 day left", "Ours: 0 days left", "Ours: 1 day late",
        "Ours: 3 days late",
    ]  # fmt: skip
    i18n.use("zh")
    assert running(rules=(rule,))["own"].text() == "本所：剩余 5 天"


def test_every_clock_names_its_source_in_both_languages():
    for rule in RULES:
        assert rule.source
        assert rule.label["en"] and rule.label["zh"]
        assert 0 < rule.amber_before < rule.days
