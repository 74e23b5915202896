"""A strategy drafted from a lender's own book: which facts, which cut-offs, what stays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl
import pytest

from workbench.credit.facts import dictionary
from workbench.scoring.check import check
from workbench.scoring.develop import book_draft
from workbench.scoring.develop.book_draft import BookDraft, draft_of_book
from workbench.scoring.develop.fine_bins import Floats, Integers
from workbench.scoring.develop.points_card import Scaling
from workbench.scoring.develop.shipped_cards import with_derived
from workbench.scoring.develop.validation import folds
from workbench.scoring.strategy import shipped_strategy

ROWS = 300
ROW = np.arange(ROWS)
BASE = shipped_strategy("branch-loan")


def book() -> tuple[pl.DataFrame, Floats]:
    """Income and whether known to us tell; savings are known of half of the rows, the previous
    employer's of less; the bureau's score knows the outcome."""
    told = 1 * (ROW % 5 < 2) + 1 * (ROW % 3 == 0) + 1 * (ROW % 7 < 2)
    bad = (told >= 2).astype(float)
    half = [float(n % 7) if n % 2 else None for n in range(ROWS)]
    frame = pl.DataFrame(
        {
            "income_monthly": (ROW % 5 + 1) * 100_000,
            "existing_customer": ROW % 3 > 0,
            "residence_years": half,
            "employment_years": [None, *half[1:-1], None],
            "open_accounts": [3] * ROWS,
            "dependants": np.where(bad > 0, 9, ROW % 2),
            "nationality": np.where(bad > 0, "a", "b"),
            "sex": np.where(ROW % 4 == 0, "male", "female"),
        }
    )
    return frame, bad


@cache
def drafted() -> BookDraft:
    return draft_of_book(*book(), BASE)


def rows() -> pl.DataFrame:
    """The book's facts as the card reads them."""
    return with_derived(book()[0], tomllib.loads(BASE.source_text)["derived"], dictionary())


def names(draft: BookDraft) -> list[str]:
    return [one.bins.field.name for one in draft.card.characteristics]


def test_facts_known_of_half_of_the_rows_are_used_and_leaks_and_protected_ones_are_not() -> None:
    assert names(drafted())[:3] == ["residence_years", "income_monthly", "existing_customer"]
    assert {"employment_years", "open_accounts", "dependants", "sex"}.isdisjoint(names(drafted()))


def test_the_draft_is_a_strategy_without_a_fault() -> None:
    draft = drafted()
    assert not draft.faults and not check(draft.text)
    assert "[[examples]]" not in draft.text and "[[authority]]" in draft.text


def test_the_cut_offs_are_shares_of_the_book() -> None:
    draft = drafted()
    score = draft.card.score(rows())
    read = tomllib.loads(draft.text)
    assert read["cut_off"]["decline"] == int(np.quantile(score, 0.2))
    assert read["cut_off"]["approve"] == int(np.quantile(score, 0.3))
    assert read["cut_off"]["approve"] > read["cut_off"]["decline"]
    assert read["cut_off"].keys() == tomllib.loads(BASE.source_text)["cut_off"].keys()


def test_near_passers_are_those_up_to_a_band_above_the_cut_off() -> None:
    draft, frame = drafted(), rows()
    approve = tomllib.loads(draft.text)["cut_off"]["approve"]
    score = draft.card.score(frame)
    near = frame.filter(pl.Series((score >= approve) & (score < approve + 15)))
    means = draft.card.means(near)
    for one in tomllib.loads(draft.text)["scorecard"]["characteristics"]:
        assert one["mean_near"] == pytest.approx(means[one["name"]], abs=6e-4)


def test_the_card_is_tried_on_five_folds_and_says_its_sample() -> None:
    draft = drafted()
    read = tomllib.loads(draft.text)
    assert (draft.quality.name, draft.quality.rows) == ("five folds, mean", ROWS)
    assert read["model_card"]["all_rows_as_fitted_rows"] == ROWS
    assert read["calibration"]["horizon_months"] == 12
    assert read["calibration"]["sample"]["en"].startswith("The lender's own book of 300 rows")


def test_the_mean_of_five_folds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dealt: list[int] = []

    def two_folds(bad: Floats, count: int) -> Iterator[tuple[Integers, Integers]]:
        dealt.append(count)
        return folds(bad, 2)

    monkeypatch.setattr(book_draft, "folds", two_folds)
    facts, bad = book()
    made = draft_of_book(facts.select("income_monthly", "existing_customer"), bad, BASE)
    assert dealt == [5] and made.quality.rows == ROWS


def test_reasons_are_the_policys_own_or_those_of_the_facts_family() -> None:
    read = tomllib.loads(drafted().text)["scorecard"]["characteristics"]
    assert {one["name"]: one["reason"] for one in read} == {
        "residence_years": "LIM",
        "income_monthly": "INCM",
        "existing_customer": "AMTR",
    }


def test_the_scale_is_the_policys_unless_another_is_named() -> None:
    assert drafted().card.scaling == Scaling()
    other = draft_of_book(*book(), BASE, scaling=Scaling(700, 20.0, 40.0), months=6)
    read = tomllib.loads(other.text)
    assert read["scorecard"]["points_to_double_odds"] == 40
    assert read["calibration"]["horizon_months"] == 6
