"""A strategy in words, line by line."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import SMALL
from workbench.i18n import Language
from workbench.scoring.readable import readable
from workbench.scoring.strategy import parse_strategy


def lines(*changes: tuple[str, str], language: Language | None = None) -> list[str]:
    text = SMALL
    for was, now in changes:
        assert text.count(was) == 1
        text = text.replace(was, now)
    return readable(parse_strategy(text), language).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "# Small 1.0",
        "- Amounts: $1,000 - $60,000",
        "- Terms in months: 6-24",
        "- In force from: 2026-01-01",
        "- Three months of income (`months`): `3 * income - own_exposure`",
        "Score = 500 + the points of every characteristic; from 500 to 700.",
        "### Inquiries",
        "| 3 or more | 15 |",
        "Approve from 600; decline below 580; between them a person looks.",
        "| A | 600 | 1.96% | 14.40% |",
        "| B | 500 | 39.02% | 14.40% |",
        "- **Income reaches the minimum** (`adult_income`)",
        "  - Declines; cannot be overridden",
        "  - Passed when: `income >= 1000`",
        "At least $0 must be left each month. Source: Policy 2.",
        "Legal cap 24.00% (nominal, monthly rest). Source: test.",
        "Above the cap the rate is cut to it and the case is referred.",
        "The least of these, rounded down to $100:",
        "- P: $200,000",
        "- G: A $50,000, B $50,000",
        "- I: `months`",
        "At most 4, by points below the mean of all applicants. Source: test.",
    ],
)
def test_a_strategy_says(line: str) -> None:
    assert lines().count(line) == 1


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ("amount_least = 1000", "amount_least = 1000.5", "- Amounts: $1,000.50 - $60,000"),
        ("by_grade = true", "loss_budget = 500", "- G: expected loss of $500"),
        ('"nominal"', '"compound"', "Legal cap 24.00% (compounded). Source: test."),
        ("rate_up = 0.0,", "rate_up = 0.025,", "Under stress (rate up 2.50%, income down 0.00%)"),
    ],
)
def test_another_figure_is_said_as_it_is(was: str, now: str, line: str) -> None:
    assert any(one.startswith(line) for one in lines((was, now)))


def test_a_reason_for_a_price_above_the_cap_is_said() -> None:
    found = lines(("legal_cap = 0.24", 'legal_cap = 0.24\ncap_reason = "MAXP"'))
    assert any("the case is declined for MAXP" in line for line in found)
    assert not any("the rate is cut to it" in line for line in found)


def test_chinese_has_its_own_words() -> None:
    found = lines(language=Language.ZH)
    assert found[0] == "# 小 1.0" and "| 3 及以上 | 15 |" in found
