"""Facts made of two columns: only where they tell more, and computed as their formula says."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import fit, fit_with_made
from workbench.scoring.develop.fine_bins import Field
from workbench.scoring.develop.made_facts import MadeFact, most_telling, possible, with_made
from workbench.scoring.develop.points_card import Rows, make_card
from workbench.scoring.develop.validation import auc
from workbench.scoring.rule_language import read_condition

FIELDS = (Field("debt", True), Field("income", True))


def made_up(rows: int = 3_000, *, by_ratio: bool) -> tuple[pl.DataFrame, np.ndarray]:
    draw = np.random.default_rng(5)
    debt, income = draw.lognormal(8, 0.8, rows), draw.lognormal(8, 0.8, rows)
    odds = 1.5 * np.log(debt / income) if by_ratio else np.sin(3 * np.log(debt))
    odds = odds if not by_ratio else np.where(odds > 1, 2.0, -2.0)
    bad = (draw.uniform(size=rows) < 1 / (1 + np.exp(-odds))).astype(float)
    return pl.DataFrame({"debt": debt, "income": income}), bad


def test_a_ratio_is_found_where_it_is_what_tells() -> None:
    frame, bad = made_up(by_ratio=True)
    model = fit_with_made(frame, bad, FIELDS)
    assert {fact.how for fact in model.made} & {"ratio", "difference"}
    plain = auc(-fit(frame, bad, FIELDS).log_odds(frame), bad)
    assert auc(-model.log_odds(frame), bad) > plain + 0.01


def test_nothing_is_made_where_two_columns_say_no_more_together() -> None:
    frame, bad = made_up(by_ratio=False)
    assert fit_with_made(frame, bad, FIELDS).made == ()


def test_a_made_fact_is_what_its_formula_says() -> None:
    frame = pl.DataFrame({"a": [1.0, 6.0, None, 4.0], "b": [2.0, 3.0, 1.0, 0.0]})
    for how in ("sum", "difference", "larger", "product", "ratio"):
        fact = MadeFact(how, "a", "b")
        told = read_condition(fact.formula("a", "b")).expression().alias("told")
        both = with_made(frame, [fact]).with_columns(told)
        assert both[fact.name].to_list() == both["told"].to_list()


def test_columns_with_declared_bins_are_left_alone() -> None:
    frame, _bad = made_up(by_ratio=True)
    assert possible(frame, (FIELDS[0], Field("income", True, breaks=(1.0,)))) == ()


def test_the_card_scores_rows_that_hold_only_the_plain_columns() -> None:
    frame, bad = made_up(by_ratio=True)
    card = make_card(fit_with_made(frame, bad, FIELDS), Rows.of(frame, bad))
    points = sum(c.points_of(with_made(frame, card.made)) for c in card.characteristics)
    assert card.made and (card.score(frame) == card.base + points).all()


def values(count: int, times: float = 1.0) -> list[float]:
    """So many different values, 1 to the count times a factor, over 44 rows."""
    return [times * (1 + n % count) for n in range(44)]


def made_of(**columns: list[float]) -> list[tuple[str, str, str]]:
    fields = [Field(name, True) for name in columns]
    return [(fact.how, fact.one, fact.other) for fact in possible(pl.DataFrame(columns), fields)]


def test_columns_of_like_sizes_are_added_and_others_multiplied() -> None:
    ratios = [("ratio", "a", "b"), ("ratio", "b", "a")]
    alike = [(how, "a", "b") for how in ("sum", "difference", "larger")]
    assert made_of(a=values(22), b=values(22, 4.9)) == alike + ratios
    assert made_of(a=values(22, 0.01), b=values(22, 0.02)) == alike + ratios
    assert made_of(a=values(22), b=values(22, 5.0)) == [("product", "a", "b"), *ratios]
    assert made_of(a=values(22, 5.0), b=values(22)) == [("product", "a", "b"), *ratios]


def test_only_columns_of_more_than_twenty_values_divide() -> None:
    assert made_of(a=values(20, 9.0), b=values(21)) == [("ratio", "a", "b")]
    assert made_of(a=values(21), b=values(20, 9.0)) == [("ratio", "b", "a")]


def test_a_column_needs_three_values_and_nothing_is_made_of_the_unbounded() -> None:
    assert made_of(a=values(2), b=values(22)) == []
    assert ("sum", "a", "b") in made_of(a=values(3), b=[6.0 + n % 3 for n in range(44)])
    odd = [float("inf"), float("nan"), 0.0, 0.0] * 11
    assert made_of(a=odd, b=values(22)) == [("ratio", "a", "b")]
    assert made_of(a=values(22), b=odd) == [("ratio", "b", "a")]


def test_special_values_and_words_leave_nothing_to_make() -> None:
    frame = pl.DataFrame({"a": values(22), "b": values(22), "c": ["x", "y"] * 22})
    special = (Field("a", True, specials=(-9.0,)), Field("b", True), Field("c", False))
    assert possible(frame, special) == ()


def telling(rows: int, unsaid: float, noise: float) -> tuple[MadeFact | None, float]:
    """Of a fact that is 0 for half of the rows and 1 for the others one row leaves so much."""
    half = rows // 2
    frame = pl.DataFrame({"a": [0.0] * half + [1.0] * (rows - half), "b": [0.0] * rows})
    one = np.r_[np.zeros(rows - 1), 1.0]
    return most_telling(frame, [MadeFact("sum", "a", "b")], unsaid * one, noise * one)


def test_a_fact_must_tell_more_than_twenty_beyond_its_edges() -> None:
    assert telling(200, 24, 24) == (MadeFact("sum", "a", "b"), 21.0)  # 24 squared / 24 - 3 edges
    assert telling(200, 23, 23) == (None, 20.0)
    assert telling(199, 99, 99) == (None, 20.0)


def test_a_fact_is_looked_at_by_twentieths_and_the_most_telling_chosen() -> None:
    frame = pl.DataFrame({"a": [float(n) for n in range(400)], "b": [0.0] * 400})
    unsaid, noise = np.repeat([-0.5, 0.5], 200), np.full(400, 0.25)
    good, poor = MadeFact("sum", "a", "b"), MadeFact("product", "a", "b")
    for candidates in ([good, poor], [poor, good]):
        assert most_telling(frame, candidates, unsaid, noise) == (good, 381.0)  # 20 x 10² / 5 - 19


def test_rows_of_which_a_fact_is_not_known_tell_nothing() -> None:
    frame = pl.DataFrame({"a": [0.0] * 100 + [1.0] * 100 + [None] * 50, "b": [0.0] * 250})
    unsaid = np.repeat([-0.5, 0.5, 0.5], [100, 100, 50])
    fact = MadeFact("sum", "a", "b")
    assert most_telling(frame, [fact], unsaid, np.full(250, 0.25)) == (fact, 197.0)
