"""What a development does step by step, and its card in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.scoring.develop.conftest import NUMBERS, small_card
from workbench.scoring.develop import development
from workbench.scoring.develop.development import Plan, attributes, bins_table, develop
from workbench.scoring.develop.fine_bins import Field, FieldBins, Floats
from workbench.scoring.develop.rivals import Fitted
from workbench.scoring.develop.validation import auc, folds

ROWS = 240


def book() -> pl.DataFrame:
    """Income tells; month n holds the rows 20 n to 20 n + 19."""
    income = [float(n % 8) for n in range(ROWS)]
    bad = [int(n % 8 < 4 if n % 5 else n % 8 >= 4) for n in range(ROWS)]
    month = [n // 20 for n in range(ROWS)]
    return pl.DataFrame({"income": income, "month": month, "bad": bad})


def by_income(_frame: pl.DataFrame, _bad: Floats, fields: Sequence[Field]) -> Fitted:
    """A rival that is told nothing, and says that the log odds of bad fall with income."""
    assert list(fields) == [Field("income", True)]
    return lambda rows: -rows["income"].to_numpy()


def test_the_stages_are_the_card_each_fold_and_each_rivals_folds() -> None:
    assert Plan("bad").stages == 6
    assert Plan("bad", cv=5, against=("gbm", "ebm")).stages == 16
    assert Plan("bad", cv=2).stages == 3
    assert Plan("bad", cv=1, against=("gbm",)).stages == 1


def test_every_stage_is_told_once_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(development, "RIVALS", {"plain": by_income})
    told: list[tuple[int, int]] = []
    declared = {"income": Field("income", True, "rising", breaks=(2.0, 4.0), specials=(7.0,))}
    plan = Plan("bad", cv=2, exclude=("month",), against=("plain", "plain"), declared=declared)
    made = develop(book(), plan, step=lambda done, of: told.append((done, of)))
    assert told == [(n, 7) for n in range(8)]
    bad = book()["bad"].to_numpy().astype(float)
    score = book()["income"].to_numpy()
    mean = np.mean([auc(score[test], bad[test]) for _train, test in folds(bad, 2)])
    assert made.rivals == {"plain": pytest.approx(mean)}
    assert [q.name for q in made.qualities] == [
        "as fitted",
        "fold 1 of 2",
        "fold 2 of 2",
        "2 folds, mean",
    ]


def test_without_folds_only_rows_held_back_are_scored_unseen() -> None:
    made = develop(book(), Plan("bad", time="month", holdout="10", cv=1))
    assert [(q.name, q.rows) for q in made.qualities] == [
        ("as fitted", 200),
        ("held back: month from 10", 40),
    ]
    assert made.held.tolist() == list(range(200, 240))
    assert np.isnan(made.out_of_fold[:200]).all()
    held = made.card.score(made.ready.frame[200:])
    assert made.out_of_fold[200:].tolist() == held.tolist()


@pytest.mark.parametrize("plan", [Plan("bad", time="month"), Plan("bad", holdout="10")])
def test_without_a_time_and_a_date_nothing_is_held_back(plan: Plan) -> None:
    made = develop(book(), replace(plan, cv=1))
    assert [(q.name, q.rows) for q in made.qualities] == [("as fitted", 240)]
    assert made.held.tolist() == [] and made.rejects is None


@pytest.mark.parametrize(
    ("outcome", "by_truth"), [([1, 0] * 30, True), ([1, None] * 30, False), (None, False)]
)
def test_rejected_rows_are_judged_by_their_outcomes_where_all_are_known(
    outcome: list[int | None] | None, by_truth: bool
) -> None:
    rejected = pl.DataFrame({"income": [str(n % 3) for n in range(60)]})
    if outcome:
        rejected = rejected.with_columns(bad=pl.Series(outcome))
    plan = Plan("bad", cv=1, exclude=("month",))
    trial = develop(book(), plan, rejected=rejected).rejects
    assert trial is not None
    assert (trial.by_truth, trial.added) == (by_truth, 60)


def test_the_bins_of_a_card_in_words() -> None:
    income, job = small_card().characteristics
    assert attributes(income) == ["below 1000", "1000 to below 2500.5", "2500.5 or more"]
    assert attributes(job) == ["clerk, true", "farmer", "not given"]
    special = replace(NUMBERS.field, specials=(-9.0,))
    one = replace(income, bins=FieldBins(special), has_missing=True)
    assert attributes(one) == ["all values", "-9", "not given"]


def test_a_card_as_a_table_has_shares_of_four_places() -> None:
    income, job = small_card().characteristics
    third = replace(income, shares=(1 / 3, 1 / 3, 1 / 3, 0.0), bad_rates=(0.12346, 0.1, 0.2, 0.0))
    table = bins_table(replace(small_card(), characteristics=(third, job)))
    assert table.row(0) == ("income", "below 1000", 0, 0.3333, 0.1235)
    assert table.row(5) == ("job", "not given", -3, 0.125, 0.5)
    assert table.height == 6
