"""Protected characteristics decide nothing, and age not against those of 62 or more."""

from __future__ import annotations

import pytest

from workbench.credit.facts import dictionary
from workbench.scoring.check import check
from workbench.scoring.protected_checks import protected_facts
from workbench.scoring.strategy import parse_strategy

RULE = 'passes_when = "income >= threshold"'
DAYS = "application_date - birth_date"
AGE = f"""[derived.age]
kind = "number"
is = "({DAYS}) / 365.25"
label = {{ en = "Age", zh = "年龄" }}

[derived.months]"""
TENURE = 'fact = "employment_years"'
BINS = "{ below = 2, points = 10 }, { from = 2, points = 30 }, { is = 99, points = 12 }"


def said(text: str) -> list[str]:
    return [fault.text() for fault in check(text)]


def of_rule(small: str, condition: str, *, way: str = "passes_when") -> list[str]:
    return said(small.replace(RULE, f'{way} = "{condition}"'))


@pytest.mark.parametrize(
    "condition",
    [
        f"{DAYS} <= 22646",
        f"{DAYS} <= 6576",
        f"{DAYS} > 22000 AND {DAYS} < 22300",
        f"{DAYS} < 22300 OR {DAYS} > 22700",
        f"{DAYS} < 36500",
    ],
    ids=["to 61", "only 18", "only 61", "not 62", "to 99"],
)
def test_a_rule_must_not_fail_any_age_from_62_on_that_passes_a_younger(
    small: str, condition: str
) -> None:
    words = "Rule adult_income fails applicants of 62 or more for their age alone."
    assert [words in line for line in of_rule(small, condition)] == [True]
    assert of_rule(small.replace('pack = "us"', 'pack = "cn"'), condition) == []


@pytest.mark.parametrize(
    ("condition", "way"),
    [
        (f"{DAYS} >= 6570", "passes_when"),
        (f"{DAYS} >= 22600", "passes_when"),
        (f"{DAYS} < 36600", "passes_when"),
        (f"{DAYS} > 22000 AND {DAYS} < 22300", "fails_when"),
        (f"{DAYS} < 6570", "fails_when"),
        (f"{DAYS} < 22600", "fails_when"),
        (f"{DAYS} <= 22646 OR income > 1", "passes_when"),
    ],
)
def test_a_rule_may_ask_for_an_age_that_the_old_have(small: str, condition: str, way: str) -> None:
    assert of_rule(small, condition, way=way) == []


def test_other_protected_characteristics_decide_nothing(small: str) -> None:
    found = of_rule(small, "sex = 'male' AND marital_status = 'married'")
    assert [line.partition(": ")[2].split()[0] for line in found] == ["marital_status", "sex"]
    limit = said(small.replace('is = "months"', 'is = "income - birth_date"'))
    assert ["birth_date is a protected characteristic" in line for line in limit] == [True]


def test_what_is_computed_from_a_protected_characteristic_is_protected(small: str) -> None:
    strategy = parse_strategy(small.replace("[derived.months]", AGE))
    assert protected_facts(strategy, "age", dictionary()) == ["birth_date"]
    assert protected_facts(strategy, "income", dictionary()) == []
    assert protected_facts(strategy, "sex", dictionary()) == ["sex"]
    room = small.replace("[derived.months]", AGE).replace('income = "income"', 'income = "age"')
    assert any("birth_date is a protected characteristic" in line for line in said(room))


@pytest.mark.parametrize(
    ("starts", "points", "told"),
    [
        ((62,), (30, 10), (10, 30)),
        ((62,), (10, 30), None),
        ((62,), (10, 10), None),
        ((63,), (30, 10), (10, 30)),
        ((61,), (10, 30), None),
        ((61, 62), (10, 30, 20), (20, 30)),
    ],
)
def test_points_of_the_old_are_no_fewer_than_those_of_the_best_younger_class(
    small: str, starts: tuple[int, ...], points: tuple[int, ...], told: tuple[int, int] | None
) -> None:
    ends = [*(f"below = {start}, " for start in starts), ""]
    begins = ["", *(f"from = {start}, " for start in starts)]
    parts = zip(begins, ends, points, strict=True)
    bins = ", ".join(f"{{ {begin}{end}points = {its} }}" for begin, end, its in parts)
    text = small.replace("[derived.months]", AGE).replace(TENURE, 'fact = "age"')
    text = text.replace(BINS, bins).replace('direction = "rising"', 'direction = "any"')
    found = [line for line in said(text) if "must not be scored" not in line]
    assert len(found) == (told is not None)
    if told:
        assert f"{told[0]} points for 62 or more, below {told[1]}" in found[0]


def test_points_of_age_and_something_else_are_not_looked_at_by_age(small: str) -> None:
    mixed = AGE.replace("/ 365.25", "/ 365.25 + income_monthly")
    text = small.replace("[derived.months]", mixed).replace(TENURE, 'fact = "age"')
    [fault] = said(text)
    assert "birth_date is a protected characteristic and must not be scored" in fault
