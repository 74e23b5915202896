# ruff: noqa: ISC004 -- a sentence is one line
"""What differs between two strategies, in sentences of both languages."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import SMALL
from workbench.i18n import Language
from workbench.scoring.difference import Change, changes, with_change
from workbench.scoring.strategy import Strategy, parse_strategy
from workbench.scoring.strategy_tree import listed, same_content, to_text, tree_of, value_at

BASE = parse_strategy(SMALL)
RULE = """[[rules]]
id = "short"
class = "soft"
label = { en = "Short", zh = "短" }
passes_when = "income >= 500"
source = "Policy 1"
reason = "INMN"
effective_from = 2026-01-01

[affordability]"""
GRADES = [f"[[grades]]{grade}" for grade in SMALL.split("[[rules]]")[0].split("[[grades]]")[1:]]


def changed(was: str, now: str) -> Strategy:
    assert SMALL.count(was) == 1
    return parse_strategy(SMALL.replace(was, now))


def only(was: str, now: str) -> Change:
    [change] = changes(BASE, changed(was, now))
    return change


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            "threshold = 1000",
            "threshold = 1200",
            "Rule “Income reaches the minimum”: threshold 1,000 → 1,200",
        ),
        ("approve = 600", "approve = 610", "cut-off to approve 600 → 610"),
        ("cost = 0.02", "cost = 0.03", "cost rate 0.02 → 0.03"),
        (
            "{ from = 3, points = 15 }",
            "{ from = 3, points = 20 }",
            "Characteristic “Inquiries”: points 3 or more 15 → 20",
        ),
        (
            "{ is = 99, points = 12 }",
            "{ is = 98, points = 12 }",
            "Characteristic “Tenure”: points 99 12 → –; 98 – → 12",
        ),
        (
            '"3 * income',
            '"4 * income',
            "Computed fact “Three months of income”: formula 3 * income - own_exposure → "
            "4 * income - own_exposure",
        ),
        ("[affordability]", RULE, "Rule “Short” is new: income >= 500"),
        ("".join(GRADES), "".join(GRADES[::-1]), "grades: now in the order B, A"),
        ("score = 600\nlimit", "score = 610\nlimit", "Grade A: from score 600 → 610"),
        ("term_most = 24", "term_most = 24, terms = [6]", "usual terms in months – → 6"),
        ("by_grade = true", "by_grade = false, amount = 5", "Limit term “G”: by grade yes → –"),
    ],
)
def test_a_change_is_a_sentence(was: str, now: str, said: str) -> None:
    first, *_more = changes(BASE, changed(was, now))
    assert first.text() == said
    assert not first.is_silent


def test_what_is_left_out_keeps_its_name_and_chinese_has_its_own() -> None:
    longer = changed("[affordability]", RULE)
    [gone] = changes(longer, BASE)
    assert gone.text() == "Rule “Short” is left out"
    assert gone.text(Language.ZH) == "规则“短”已删除"
    yes = changes(BASE, changed("by_grade = true", "by_grade = false, amount = 5"))[0]
    assert yes.text(Language.ZH) == "额度项“级”：按评级 是 → –"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("validated_on = 2026-01-01", "validated_on = 2026-01-02"),
        ('en = "Income reaches the minimum"', 'en = "Income is enough"'),
        ('source = "Policy 1"', 'source = "Policy 9"'),
        ('sample = { en = "None."', 'sample = { en = "Some."'),
    ],
)
def test_words_days_and_sources_change_no_advice(was: str, now: str) -> None:
    assert only(was, now).is_silent


def test_changes_come_in_the_order_of_the_format() -> None:
    text = SMALL.replace("step = 100", "step = 200").replace("approve = 600", "approve = 610")
    text = text.replace("cost = 0.02", "cost = 0.03")
    found = changes(BASE, parse_strategy(text))
    assert [one.path[0] for one in found] == ["cut_off", "price", "limit"]
    assert changes(BASE, BASE) == ()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("threshold = 1000", "threshold = 1200"),
        ("[affordability]", RULE),
        ("".join(GRADES), "".join(GRADES[::-1])),
    ],
)
def test_a_change_made_in_the_older_strategy_gives_the_newer(was: str, now: str) -> None:
    newer = changed(was, now)
    tree = with_change(tree_of(BASE), only(was, now))
    assert same_content(parse_strategy(to_text(tree)), newer)
    assert list(tree["grades"]) == list(tree_of(newer)["grades"])
    back = with_change(tree, changes(newer, BASE)[0])
    assert same_content(parse_strategy(to_text(back)), BASE)


def test_entries_are_reached_by_their_names_and_listed_again() -> None:
    tree = tree_of(BASE)
    assert value_at(tree, ("rules", "adult_income", "threshold")) == 1000
    assert value_at(tree, ("limit", "terms", "product", "amount")) == 200_000
    assert value_at(tree, ("rules", "nobody", "threshold")) is None
    assert value_at(tree, ("version", "x")) is None
    del tree["rules"]
    assert listed(tree)["rules"] == [] and "authority" not in listed(tree)


def test_a_note_stands_in_front_as_comment() -> None:
    text = to_text(tree_of(BASE), "Made up.\nTwice.")
    assert text.startswith('# Made up.\n# Twice.\n\nid = "small"\n')
    assert to_text(tree_of(BASE)).startswith('id = "small"\n')
