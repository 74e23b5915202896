"""Names, units, words and kinds in the conditions of a strategy, one change at a time."""

from __future__ import annotations

import pytest

from workbench.scoring.check import check
from workbench.scoring.name_checks import is_reserved

RULE = 'passes_when = "income >= threshold"'
MONTHS = 'is = "months"'
EXAMPLE = """
[[examples]]
name = "one"
why = { en = "One.", zh = "一。" }
expect = { advice = "refer" }
facts = { income_monthly = 12000, term_months = 12 }
"""
FACTS = "income_monthly = 12000"


def said(text: str) -> list[str]:
    return [fault.text() for fault in check(text)]


def derived(name: str, formula: str = "2 * income_monthly") -> str:
    label = '{ en = "X", zh = "某" }'
    return f'[derived.{name}]\nkind = "money"\nis = "{formula}"\nlabel = {label}\n\n[scorecard]'


@pytest.mark.parametrize("name", ["score", "bound", "rule_x", "limit_x", "x_ppm", "x_units"])
def test_the_engines_own_columns_are_no_names_of_facts(small: str, name: str) -> None:
    assert is_reserved(name) and not is_reserved(f"my_{name.partition('_')[0]}_x")
    found = said(small.replace("[scorecard]", derived(name)))
    assert [f"The name {name} is taken." in line for line in found] == [True]


def test_a_name_of_the_dictionary_is_taken_too_and_a_new_one_may_be_used(small: str) -> None:
    found = said(small.replace("[scorecard]", derived("own_exposure")))
    assert any("The name own_exposure is taken." in line for line in found)
    assert said(small.replace("[scorecard]", derived("twice"))) == []


@pytest.mark.parametrize(
    "condition",
    [
        "revolving_utilisation <= 20",
        "term_months >= 1",
        "term_months > 0 + 1",
        "revolving_utilisation * 30 <= 100",
        "revolving_utilisation <= 30 / 10",
        "12 * income < 1000",
        "housing IN ('own', 'rent')",
        "city = 'Anywhere' OR housing = 'elsewhere'",
        "coalesce(inquiries_6m, 0) < 4 AND NOT credit_record_bad",
    ],
)
def test_a_condition_within_what_is_plausible_is_no_fault(small: str, condition: str) -> None:
    assert said(small.replace(RULE, f'passes_when = "{condition}"')) == []


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("revolving_utilisation <= 21", "No plausible revolving_utilisation reaches 21"),
        ("term_months >= 0", "No plausible term_months reaches 0"),
        ("housing = 'elsewhere'", "has a choice “elsewhere”"),
        ("income + 1 > 0 AND greatest(income, 1) > 0", "greatest is not allowed"),
        ("income", "not one that is true or false"),
        ("housing > 3", "cannot be computed"),
        ("income >= threshold AND incom > 1", "There is no fact incom."),
    ],
)
def test_a_condition_beyond_it_is_one(small: str, condition: str, words: str) -> None:
    found = said(small.replace(RULE, f'passes_when = "{condition}"'))
    assert [words in line for line in found] == [True], found


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        (MONTHS, 'is = "monthz"', "There is no fact monthz."),
        (MONTHS, 'is = "housing"', "does not give a number"),
        (RULE, f'{RULE}\nfails_when = "income < 1"', "either passes_when or fails_when"),
        ('income = "income"', 'income = "incom"', "There is no fact incom."),
        ('income = "income"', 'income = "income"\nliving_costs = "housing"', "not an amount"),
    ],
)
def test_limits_and_affordability_name_what_there_is(
    small: str, good: str, bad: str, words: str
) -> None:
    found = said(small.replace(good, bad, 1))
    assert [words in line for line in found] == [True], found


def test_a_rule_may_say_when_it_fails_and_its_name_is_its_own(small: str) -> None:
    assert said(small.replace(RULE, 'fails_when = "income < threshold"')) == []
    rule = f"[[rules]]{small.split('[[rules]]')[1].split('[affordability]', maxsplit=1)[0]}"
    found = said(small.replace(rule, rule + rule))
    assert ["The name adult_income is taken." in line for line in found] == [True]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ("nothing = 1", "There is no fact nothing."),
        ("inquiries_6m = 1.5", "“1.5” does not fit inquiries_6m."),
        ("inquiries_6m = true", "does not fit inquiries_6m."),
        ('revolving_utilisation = "0.5"', "“0.5” does not fit revolving_utilisation."),
        ("credit_record_bad = 1", "does not fit credit_record_bad."),
        ('application_date = "2026-01-01"', "does not fit application_date."),
        ("housing = 1", "does not fit housing."),
        ('housing = "palace"', "housing has no choice “palace”."),
    ],
)
def test_the_facts_of_an_example_are_of_their_kind(small: str, facts: str, words: str) -> None:
    found = said(small + EXAMPLE.replace(FACTS, f"{FACTS}, {facts}"))
    assert [words in line for line in found] == [True], found


def test_facts_that_fit_leave_an_example_to_be_run(small: str) -> None:
    facts = 'inquiries_6m = 2, revolving_utilisation = 0.5, credit_record_bad = true, city = "X"'
    more = f'{FACTS}, {facts}, application_date = 2026-01-01, housing = "rent", own_exposure = 1.5'
    assert said(small + EXAMPLE.replace(FACTS, more)) == []
