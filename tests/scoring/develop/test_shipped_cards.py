"""Making a card again from its data: derived facts, splits by time, means, words, figures."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.scoring.develop.conftest import small_card
from workbench.credit.facts import dictionary
from workbench.scoring.develop import shipped_cards
from workbench.scoring.develop.fine_bins import Field, Floats
from workbench.scoring.develop.recipes import Flags, Recipe
from workbench.scoring.develop.shipped_cards import (
    develop_shipped,
    means_of,
    model_card,
    with_derived,
    wording_in,
)
from workbench.scoring.develop.validation import Quality

DAYS = (date(2009, 6, 1), date(2010, 1, 1), date(2010, 6, 30), date(2010, 7, 1))
POLICY = """
[cut_off]
approve = 510
[reasons]
near_band = 15
[derived.yearly]
is = "12 * income_monthly"
label = { en = "A year's income", zh = "年收入" }
"""


def loans(_file: Path) -> tuple[pl.DataFrame, Floats, Flags]:
    """A hundred loans on each day; every fourth was made outside the policy."""
    row = np.arange(400)
    facts = pl.DataFrame(
        {
            "application_date": [DAYS[n // 100] for n in row],
            "income_monthly": (row % 5 + 1) * 100_000,
            "purpose": np.where(row % 3 == 0, "car", "education"),
        }
    )
    told = 1 * (row % 5 < 2) + 1 * (row % 3 == 0) + 1 * (row % 7 < 2)
    bad = (told >= 2).astype(float)
    return facts, bad, row % 4 < 3


FIELDS = (Field("yearly", True, "rising"), "INCM"), (Field("purpose", False), "PURC")
RECIPE = Recipe("small", loans, FIELDS, 18, {"en": "Some.", "zh": "若干。"}, "application_date", {})


def test_a_card_is_made_and_tried_on_rows_like_those_to_be_scored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shipped_cards, "RECIPES", {"small": RECIPE})
    made = develop_shipped("small", Path("loans.csv"), POLICY)
    assert [(q.name, q.rows) for q in made.qualities] == [
        ("before 2010-01, then from it", 225),
        ("before 2010-07, then from it", 75),
        *((f"fold {n} of 5", made.qualities[n + 1].rows) for n in range(1, 6)),
        ("five folds, mean", 300),
        ("all rows, as fitted", 300),
    ]
    read = tomllib.loads(made.text)
    assert read["calibration"]["horizon_months"] == 18
    assert [c["reason"] for c in read["scorecard"]["characteristics"]] == ["INCM", "PURC"]
    facts, bad, like = loans(Path())
    rows = with_derived(
        facts.filter(pl.Series(like)), tomllib.loads(POLICY)["derived"], dictionary()
    )
    assert made.card.pd(rows).mean() == pytest.approx(bad[like].mean(), abs=1e-3)
    of_all = made.card.means(rows)["yearly"]
    assert read["scorecard"]["characteristics"][0]["mean_all"] == pytest.approx(of_all, abs=6e-4)


def test_without_a_time_there_are_only_the_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    untimed = Recipe("small", loans, FIELDS, 18, RECIPE.sample, None, {})
    monkeypatch.setattr(shipped_cards, "RECIPES", {"small": untimed})
    made = develop_shipped("small", Path("loans.csv"), POLICY)
    assert [q.name for q in made.qualities][::5] == ["fold 1 of 5", "five folds, mean"]
    assert len(made.qualities) == 7


def test_facts_are_read_as_conditions_read_them_and_derived_ones_added() -> None:
    facts = pl.DataFrame(
        {"income_monthly": [123_45, None], "application_date": [date(1970, 1, 3), None]}
    )
    derived = {"twice": {"is": "2 * income_monthly"}, "more": {"is": "twice + application_date"}}
    rows = with_derived(facts, derived, dictionary())
    assert rows["income_monthly"].to_list() == [123.45, None]
    assert rows["application_date"].to_list() == [2.0, None]
    assert rows["more"].to_list() == [248.9, None]
    assert rows["bureau_report_date"].dtype == rows["savings_balance"].dtype == pl.Float64
    assert rows["purpose"].null_count() == 2 and rows["purpose"].dtype == pl.String


def test_near_are_those_at_or_a_band_above_the_cut_off() -> None:
    frame = pl.DataFrame({"income": [0.0, 1000.0, 2500.5], "job": ["farmer", "farmer", "clerk"]})
    card = small_card()  # 505, 515 and 535
    assert means_of(card, frame, 505, 10).of_near == {"income": 0.0, "job": 5.0}
    assert means_of(card, frame, 505, 11).of_near == {"income": 5.0, "job": 5.0}
    assert means_of(card, frame, 506, 30).of_near == {"income": 15.0, "job": 10.0}
    none = means_of(card, frame, 600, 15)
    assert none.of_near == none.of_all == {"income": 10.0, "job": pytest.approx(25 / 3)}


def test_a_derived_fact_has_its_own_label_and_its_first_facts_family() -> None:
    label = {"en": "A", "zh": "甲"}
    derived = {
        "a": {"is": "other_fact + bureau_score / income_monthly", "label": label},
        "b": {"is": "1 + 1", "label": label},
    }
    found = wording_in("a", "DLQ", derived)
    assert (found.label, found.family, found.reason) == (label, "credit_record", "DLQ")
    assert wording_in("b", "DLQ", derived).family == "income"
    plain = wording_in("purpose", "PURC", derived)
    assert (plain.label, plain.family) == (dictionary()["purpose"].label, "application")


def test_figures_have_names_and_four_places_and_single_folds_are_left_out() -> None:
    quality = Quality("all rows, as fitted", 10, 0.123456, 0.234567, 0.345678, 0.456789)
    fold = Quality("fold 1 of 5", 10, 0.5, 0.5, 0.5, 0.5)
    assert model_card([fold, quality]) == {
        "all_rows_as_fitted_rows": 10,
        "all_rows_as_fitted_auc": 0.1235,
        "all_rows_as_fitted_ks": 0.2346,
        "all_rows_as_fitted_mean_pd": 0.3457,
        "all_rows_as_fitted_bad_rate": 0.4568,
    }
