"""Facts made of two columns: only where they tell more, and computed as their formula says."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import fit, fit_with_made
from workbench.scoring.develop.fine_bins import Field
from workbench.scoring.develop.made_facts import MadeFact, possible, with_made
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
