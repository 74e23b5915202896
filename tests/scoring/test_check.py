# ruff: noqa: ISC004 -- a fault is one line
"""Every fault of a strategy is found, with its line, in words."""

from __future__ import annotations

import pytest

from workbench import i18n
from workbench.errors import StrategyFaulty
from workbench.scoring.check import check
from workbench.scoring.strategy import parse_strategy, shipped


def said(text: str) -> list[str]:
    return [fault.text() for fault in check(text)]


def line_with(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


def test_the_small_strategy_has_no_fault(small: str) -> None:
    assert said(small) == []


@pytest.mark.parametrize("product", ["personal-loan", "branch-loan"])
def test_every_shipped_strategy_may_be_used_and_keeps_its_examples(product: str) -> None:
    strategy = shipped()[product]
    assert said(strategy.source_text) == []
    assert len(strategy.examples) >= 5
    assert {example.expect.advice for example in strategy.examples} == {
        "approve",
        "counter_offer",
        "refer",
        "decline",
    }


FAULTS = [
    ('fact = "inquiries_6m"', 'fact = "inquiries_9m"', "no fact inquiries_9m"),
    ('fact = "employment_years"', 'fact = "birth_date"', "protected characteristic"),
    ("{ from = 3, points = 15 }", "{ from = 4, points = 15 }", "gap from 3 to 4"),
    ("{ from = 3, points = 15 }", "{ from = 2, points = 15 }", "overlap from 2 to 3"),
    ("{ from = 3, points = 15 }", "{ from = 3, points = 45 }", "declared falling"),
    ("{ from = 3, points = 15 }", "{ from = 3, below = 3, points = 15 }", "No value falls"),
    ("{ from = 0.5, points = 20 }", "{ from = 50, points = 20 }", "look at the unit"),
    ("{ from = 0.2, points = 35 }", '{ is = ["high"], points = 35 }', "numbers, not words"),
    ("{ is = 99, points = 12 }", "{ missing = true, points = 12 }", "not knowing gives more"),
    ("{ is = 99, points = 12 }", "{ is = 99, points = 12.5 }", "not a number"),
    ('reason = "UTIL"', 'reason = "UTLI"', "no code UTLI"),
    ('passes_when = "income >= threshold"', 'passes_when = "incom >= threshold"', "no fact incom"),
    (
        'passes_when = "income >= threshold"',
        'passes_when = "sqrt(income) > 1"',
        "sqrt is not allowed",
    ),
    ('passes_when = "income >= threshold"', 'passes_when = "income + 1"', "true or false"),
    (
        'passes_when = "income >= threshold"',
        "passes_when = \"housing = 'palace'\"",
        "no fact here has a choice",
    ),
    ('passes_when = "income >= threshold"', "passes_when = \"income > 'a'\"", "has a choice"),
    ('passes_when = "income >= threshold"', 'passes_when = "income; drop"', "; drop"),
    ('passes_when = "income >= threshold"', "fails_when = 3", "not of the right kind"),
    ('passes_when = "income >= threshold"\n', "", "either passes_when or fails_when"),
    ("threshold = 1000\n", "", "has none"),
    ('label = { en = "Tenure", zh = "工龄" }', 'label = { en = "Tenure" }', "lacks “zh”"),
    ('class = "hard"', 'class = "harsh"', "one of: hard, soft, refer or warn"),
    (
        "approve = 600, decline = 580",
        "approve = 570, decline = 580",
        "below the cut-off to decline",
    ),
    ("score_most = 700", "score_most = 690", "500 + 80 to 700"),
    ("score = 600\nlimit", "score = 0\nlimit", "begin at the same score"),
    (
        "limit = 50000\nannual_rate = 0.144\n\n[[grades]]",
        "annual_rate = 0.144\n\n[[grades]]",
        "lacks its limit",
    ),
    ("annual_rate = 0.144\n\n[[grades]]", "\n[[grades]]", "lacks its yearly rate"),
    ("amount = 200000 }", "amount = 200000, by_grade = true }", "exactly one of"),
    ('income = "income"', 'income = "term_months"', "not an amount of money"),
    ("revalidate_by = 2027-01-01", "revalidate_by = 2025-01-01", "lies before the last"),
    ("most = 4", "most = 5", "outside ≤ 4"),
    ('missing = "INC"', 'missing = "INC"\nsurplus = 1', "not part of the format"),
    ("[limit]\nstep = 100", "[limit]\nstep = 0", "not more than 0"),
    ('is = "income_monthly"', 'is = "own_exposur"', "no fact own_exposur"),
    ('name = "inquiries"', 'name = "utilisation"', "is taken"),
]


@pytest.mark.parametrize(("good", "bad", "words"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_named_in_words(small: str, good: str, bad: str, words: str) -> None:
    assert small.count(good) >= 1
    found = said(small.replace(good, bad, 1))
    words = "add up to 580 to 700" if words.startswith("500 +") else words
    assert any(words.lower() in line.lower() for line in found), found


def test_a_fault_is_named_by_its_line(small: str) -> None:
    text = small.replace("{ from = 3, points = 15 }", "{ from = 4, points = 15 }")
    [fault] = check(text)
    assert fault.line == line_with(text, "{ from = 4, points = 15 }")


def test_every_fault_is_reported_at_once_in_the_order_of_lines(small: str) -> None:
    text = small.replace("below = 3,", "below = 2,").replace('"UTIL"', '"X"')
    text = text.replace("income >= threshold", "incomes >= threshold")
    lines = [fault.line for fault in check(text)]
    assert len(lines) == 3 and lines == sorted(lines)


def test_a_text_that_is_not_toml_names_its_line(small: str) -> None:
    [fault] = check(small.replace("\nstep = 100", "\nstep = = 100"))
    assert fault.line == line_with(small, "[limit]") + 1


def test_an_example_that_does_not_hold_is_a_fault(small: str) -> None:
    example = """
[[examples]]
name = "poor"
why = { en = "Too little income.", zh = "收入不足。" }
expect = { advice = "approve", reasons = ["DTI"] }
facts = { income_monthly = 500, amount_requested = 5000, term_months = 12 }
"""
    found = said(small + example)
    assert any("expects advice “approve” and gets “decline”" in line for line in found)
    assert any("expects reasons “DTI” and gets “INMN”" in line for line in found)


def test_a_strategy_that_approves_when_a_fact_is_blanked_is_refused(small: str) -> None:
    lax = small.replace(
        'passes_when = "income >= threshold"',
        'passes_when = "income >= threshold AND coalesce(accounts_past_due, 0) = 0"',
    )
    example = """
[[examples]]
name = "past_due"
why = { en = "Past due.", zh = "逾期。" }
expect = { advice = "decline" }
[examples.facts]
income_monthly = 12000
existing_instalments_monthly = 0
own_exposure = 0
amount_requested = 5000
term_months = 12
accounts_past_due = 1
revolving_utilisation = 0.1
inquiries_6m = 0
debt_to_income = 0.1
employment_years = 5
"""
    assert said(lax + example) == [
        f"line {line_with(lax + example, 'accounts_past_due = 1')}: "
        "Example past_due turns to approve when accounts_past_due is not known."
    ]


def test_a_faulty_strategy_is_refused_with_all_its_faults(small: str) -> None:
    with pytest.raises(StrategyFaulty) as raised:
        parse_strategy(small.replace("approve = 600", "approve = 1"), "small.toml")
    assert "small.toml" in str(raised.value) and "cut-off" in str(raised.value)


def test_faults_are_said_in_chinese_too(small: str) -> None:
    [fault] = check(small.replace("{ from = 3, points = 15 }", "{ from = 4, points = 15 }"))
    assert fault.text(i18n.Language.ZH).endswith("3 至 4 之间有缺口。")
