"""What stands just at a bound is no fault; one step further is one, and only one."""

from __future__ import annotations

import pytest

from workbench.scoring.check import check

UTILISATION = "bins = [{ below = 0.5, points = 60 }, { from = 0.5, points = 20 }]"
INQUIRIES = "bins = [{ below = 3, points = 40 }, { from = 3, points = 15 }]"
TENURE = "{ is = 99, points = 12 }"
STARTS = "effective_from = 2026-01-01\nvalidated_on"
RULE_STARTS = 'reason = "INMN"\neffective_from = 2026-01-01'
TERMS = "terms = [\n"

ALLOWED = [
    ("score_most = 700", "score_most = 5500"),
    ("score_least = 500", "score_least = 580"),
    ("approve = 600, decline = 580", "approve = 580, decline = 580"),
    ("term_least = 6", "term_least = 24"),
    ("amount_least = 1000", "amount_least = 60000"),
    (STARTS, f"effective_until = 2026-01-01\n{STARTS}"),
    (RULE_STARTS, f"{RULE_STARTS}\neffective_until = 2026-01-01"),
    ("revalidate_by = 2027-01-01", "revalidate_by = 2026-01-02"),
    ("[limit]\nstep = 100", "[limit]\nstep = 1"),
    (TENURE, "{ missing = true, points = 10 }"),
    (INQUIRIES, INQUIRIES.replace("15", "40")),
    (UTILISATION, UTILISATION.replace("0.5", "20")),
    (INQUIRIES, INQUIRIES.replace("3", "1")),
]

FAULTS = [
    ("score_most = 700", "score_most = 5501", "wider than 5,000"),
    ("score_least = 500", "score_least = 581", "add up to 580 to 700"),
    ("score_most = 700", "score_most = 699", "add up to 580 to 700"),
    ("term_least = 6", "term_least = 25", "more than the most"),
    ("amount_least = 1000", "amount_least = 60001", "more than the most"),
    (STARTS, f"effective_until = 2025-12-31\n{STARTS}", "strategy ends before"),
    (RULE_STARTS, f"{RULE_STARTS}\neffective_until = 2025-12-31", "adult_income ends before"),
    ("revalidate_by = 2027-01-01", "revalidate_by = 2026-01-01", "lies before the last"),
    ('name = "B"', 'name = "A"', "the same name"),
    ('name = "grade", label', 'name = "product", label', "product is taken"),
    ('name = "product", label', 'name = "affordable", label', "affordable is taken"),
    ('reason = "MAXP", by_grade = true', 'reason = "MAXP"', "exactly one of"),
    ('reason = "INMN"', 'reason = "XX"', "no code XX"),
    ('reason = "INCM"', 'reason = "XX"', "no code XX"),
    ('residual_reason = "AFF"', 'residual_reason = "XX"', "no code XX"),
    ("legal_cap = 0.24", 'cap_reason = "XX"\nlegal_cap = 0.24', "no code XX"),
    (TENURE, "{ missing = true, points = 11 }", "not knowing gives more points"),
    (TENURE, "{ is = [99, 98, 99], points = 12 }", "“99” is in two bins"),
    (INQUIRIES, "bins = [{ missing = true, points = 9 }]", "no bin for a value"),
    (UTILISATION, UTILISATION.replace("0.5", "0"), "look at the unit"),
    (UTILISATION, UTILISATION.replace("0.5", "20.5"), "look at the unit"),
    (INQUIRIES, INQUIRIES.replace("{ below", "{ from = 1, below"), "so all is covered"),
    (INQUIRIES, INQUIRIES.replace("{ from = 3", "{ from = 3, below = 9"), "so all is covered"),
]


def said(text: str) -> list[str]:
    return [fault.text() for fault in check(text)]


@pytest.mark.parametrize(("good", "other"), ALLOWED, ids=[a[1][:40] for a in ALLOWED])
def test_what_stands_at_a_bound_is_no_fault(small: str, good: str, other: str) -> None:
    assert small.count(good) >= 1
    assert said(small.replace(good, other, 1)) == []


@pytest.mark.parametrize(("good", "bad", "words"), FAULTS, ids=[f[1][:40] for f in FAULTS])
def test_one_step_further_is_a_fault(small: str, good: str, bad: str, words: str) -> None:
    assert small.count(good) >= 1
    found = said(small.replace(good, bad, 1))
    assert [words in line for line in found].count(True) == 1, found


def test_a_second_bin_for_missing_values_is_named_by_its_line(small: str) -> None:
    two = "{ missing = true, points = 5 },\n{ missing = true, points = 5 }"
    text = small.replace(TENURE, two)
    [fault] = check(text)
    assert "two bins for missing values" in fault.text()
    assert text.splitlines()[fault.line - 1] == "{ missing = true, points = 5 }]"


def test_words_and_truths_have_bins_of_their_own(small: str) -> None:
    inquiries = 'fact = "inquiries_6m"'

    def with_bins(fact: str, bins: str) -> list[str]:
        text = small.replace(inquiries, f'fact = "{fact}"').replace(INQUIRIES, f"bins = [{bins}]")
        return said(text.replace('direction = "falling"', 'direction = "any"'))

    own = '{ is = ["own"], points = 40 }, { is = ["rent"], points = 15 }'
    assert with_bins("housing", own) == []
    yes_no = "{ is = [true], points = 15 }, { is = [false], points = 40 }"
    assert with_bins("credit_record_bad", yes_no) == []
    for fact, bins, words in (
        ("housing", own.replace("rent", "own"), "“own” is in two bins"),
        ("housing", own.replace("rent", "palace"), "housing has no choice “palace”"),
        ("housing", INQUIRIES[8:-1], "housing has words, not numbers"),
        ("credit_record_bad", '{ is = ["yes"], points = 15 }', "is true or false"),
        ("application_date", INQUIRIES[8:-1], "of a kind that has no bins"),
    ):
        assert any(words in line for line in with_bins(fact, bins)), (words, with_bins(fact, bins))
