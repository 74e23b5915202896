"""Developing a card: bins that respect spikes, curves that keep their direction, true PDs."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench import i18n
from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.development import Plan, bins_table, develop
from workbench.scoring.develop.fine_bins import LEAST_ROWS, Field, bin_field, short_number
from workbench.scoring.develop.labelled import NoOutcome, make_ready
from workbench.scoring.develop.penalised import Held
from workbench.scoring.develop.points_card import Rows, Scaling, make_card
from workbench.scoring.develop.validation import auc, folds, kolmogorov_smirnov

pytest.importorskip("sklearn")


def banded() -> tuple[np.ndarray, np.ndarray]:
    goods, bads = (50, 100, 200, 300, 350), (30, 25, 20, 15, 10)
    score = np.repeat(np.arange(5.0), np.array(goods) + np.array(bads))
    bad = np.concatenate([np.r_[np.zeros(g), np.ones(b)] for g, b in zip(goods, bads, strict=True)])
    return score, bad


def made_up(rows: int = 4_000, seed: int = 3) -> tuple[pl.DataFrame, np.ndarray]:
    draw = np.random.default_rng(seed)
    income = draw.lognormal(10, 0.6, rows).round(0)
    spikes = np.where(draw.uniform(size=rows) < 0.7, 0, draw.integers(1, 5, rows)).astype(float)
    job = draw.choice(["a", "b", "c"], rows, p=[0.6, 0.37, 0.03])
    odds = -1.2 - 0.8 * (np.log(income) - 10) + 0.5 * spikes + np.where(job == "b", 0.7, 0.0)
    bad = (draw.uniform(size=rows) < 1 / (1 + np.exp(-odds))).astype(float)
    frame = pl.DataFrame({"income": income, "spikes": spikes, "job": job})
    return frame.with_columns(
        pl.when(pl.int_range(pl.len()) % 40 > 0).then("income").alias("income")
    ), bad


FIELDS = (Field("income", True, "rising"), Field("spikes", True, "falling"), Field("job", False))


def test_auc_and_ks_of_the_worked_bands() -> None:
    score, bad = banded()
    assert auc(score, bad) == pytest.approx(0.76, abs=0.0005)
    assert kolmogorov_smirnov(score, bad) == pytest.approx(0.40)
    assert auc(np.zeros(len(bad)), bad) == 0.5


def test_a_spike_is_a_bin_of_its_own() -> None:
    frame, _bad = made_up()
    bins = bin_field(frame["spikes"], FIELDS[1])
    placed = bins.place(frame["spikes"])
    zero = placed[frame["spikes"].to_numpy() == 0]
    assert len(set(zero.tolist())) == 1
    assert not np.isin(placed[frame["spikes"].to_numpy() > 0], zero).any()


def test_every_bin_holds_enough_rows_to_be_told_from_its_neighbours() -> None:
    frame, _bad = made_up()
    bins = bin_field(frame["income"], FIELDS[0])
    counts = np.bincount(bins.place(frame["income"]), minlength=bins.count)[:-1]
    assert counts.min() >= LEAST_ROWS and len(counts) >= 20


def test_edges_are_short_numbers() -> None:
    assert short_number(0.2473, 0.2518) == 0.25
    assert short_number(9_871.0, 10_300.0) == 10_000
    assert short_number(3.0, 4.0) == 4.0


def test_points_keep_the_declared_direction_and_missing_is_never_better() -> None:
    frame, bad = made_up()
    card = make_card(fit(frame, bad, FIELDS), Rows.of(frame, bad))
    by_name = {c.bins.field.name: c for c in card.characteristics}
    income, spikes = by_name["income"].points, by_name["spikes"].points
    assert list(income[:-1]) == sorted(income[:-1])
    assert list(spikes[:-1]) == sorted(spikes[:-1], reverse=True)
    assert by_name["income"].has_missing and income[-1] == min(income)


def test_the_mean_pd_is_the_bad_rate_and_better_scores_are_safer() -> None:
    frame, bad = made_up()
    card = make_card(fit(frame, bad, FIELDS), Rows.of(frame, bad))
    assert card.pd(frame).mean() == pytest.approx(bad.mean(), rel=1e-3)
    assert auc(card.score(frame).astype(float), bad) > 0.70


def test_the_scale_is_six_hundred_at_fifty_to_one() -> None:
    scale = Scaling()
    assert round(scale.factor, 4) == 28.8539
    assert round(scale.offset, 4) == 487.1229


def test_the_same_rows_give_the_same_card() -> None:
    frame, bad = made_up()
    first, second = (make_card(fit(frame, bad, FIELDS), Rows.of(frame, bad)) for _ in "ab")
    assert first == second


def test_folds_part_the_rows_with_the_same_bad_rate() -> None:
    _frame, bad = made_up()
    tests = [test for _train, test in folds(bad, 5)]
    assert sorted(np.concatenate(tests).tolist()) == list(range(len(bad)))
    assert np.ptp([bad[test].mean() for test in tests]) < 0.003


def labelled() -> pl.DataFrame:
    frame, bad = made_up(1_500)
    return frame.with_columns(
        outcome=pl.Series(bad).cast(pl.Int64),
        paid_on=pl.Series(np.where(bad > 0, 1.0, 0.0)),
        age=pl.Series(np.full(len(bad), 40)),
        income_text="$" + pl.col("income").cast(pl.Int64).cast(pl.String),
        note=pl.lit("same"),
    )


def test_columns_are_typed_and_suspects_left_out_with_the_reason() -> None:
    ready = make_ready(labelled(), "outcome", exclude=("spikes",))
    assert {left.column: left.why for left in ready.left_out} == {
        "spikes": "excluded",
        "paid_on": "knows_the_future",
        "age": "constant",
        "note": "constant",
    }
    assert ready.frame["income_text"].dtype == pl.Float64
    assert {field.name for field in ready.fields} == {"income", "job", "income_text"}


def test_a_protected_characteristic_is_not_offered() -> None:
    table = labelled().with_columns(age=pl.int_range(pl.len()) % 50)
    assert ("age", "protected") in {
        (left.column, left.why) for left in make_ready(table, "outcome").left_out
    }


def test_a_target_that_does_not_tell_bad_from_good_is_refused() -> None:
    with pytest.raises(NoOutcome):
        make_ready(labelled(), "job")


def test_codes_other_than_nought_and_one_are_not_guessed() -> None:
    coded = labelled().with_columns(status=1 + pl.int_range(pl.len()) % 2)
    with pytest.raises(NoOutcome):
        make_ready(coded, "status")
    assert make_ready(coded, "status", bad_word="2").bad.mean() == pytest.approx(0.5)


def test_nothing_is_learned_from_a_handful_of_bad_rows() -> None:
    few = labelled().with_columns(status=(pl.int_range(pl.len()) < 9).cast(pl.Int64))
    with pytest.raises(NoOutcome):
        make_ready(few, "status")


def test_a_development_tries_its_card_on_rows_it_has_not_seen() -> None:
    table = labelled().with_columns(month=pl.int_range(pl.len()) // 100)
    made = develop(table, Plan("outcome", time="month", holdout="12", cv=2, against=("gbm",)))
    held = next(q for q in made.qualities if q.name.startswith("held back"))
    assert held.rows == 300 and held.low < held.auc < held.high and held.auc > 0.6
    assert set(made.rivals) == {"gbm"}
    assert not np.isnan(made.out_of_fold).any()
    names = ["characteristic", "attribute", "points", "share", "bad_rate"]
    table = bins_table(made.card)
    assert table.columns == names
    assert any(one.startswith("below ") for one in table["attribute"])
    i18n.use("zh")
    assert any(one.startswith("低于 ") for one in bins_table(made.card)["attribute"])


def test_a_few_missing_values_leave_the_worst_values_where_they_are() -> None:
    values = [0.0] * 400 + [1.0] * 200 + [None] * 25
    bad = np.array([1.0] * 40 + [0.0] * 360 + [1.0, 0.0] * 100 + [0.0] * 25)
    frame = pl.DataFrame({"late": pl.Series(values, dtype=pl.Float64)})
    least, worst, _missing = fit(frame, bad, [Field("late", True)]).effects["late"]
    assert worst - least > 1.8  # ln(0.5 / 0.5) - ln(0.1 / 0.9) = 2.2


def test_a_smoothness_set_beforehand_holds_the_curve() -> None:
    frame = pl.DataFrame({"late": [0.0] * 400 + [1.0] * 200})
    bad = np.array([1.0] * 40 + [0.0] * 360 + [1.0, 0.0] * 100)
    held = fit(frame, bad, [Field("late", True)], held=Held(steps=1e4, apart=20.0))
    assert np.ptp(held.effects["late"][:2]) < 0.2
