"""The behaviour card: points that add up, no score without facts, money of another scale."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from workbench.scoring.behaviour import behaviour_card, behaviour_points
from workbench.scoring.score_tables import pd_of_score


def account(**changed: float | None) -> dict[str, float | None]:
    facts: dict[str, float | None] = {"credit_limit": 50_000.0}
    for month in range(1, 7):
        facts |= {f"status_{month}": 0.0, f"balance_{month}": 20_000.0, f"payment_{month}": 1_500.0}
    return facts | changed


def test_the_score_is_the_base_and_the_printed_points() -> None:
    shown = behaviour_points(pl.DataFrame([account(), account(status_1=2.0)]))
    points = shown.select(pl.sum_horizontal(pl.col("^points_.*$"))).to_series()
    base = behaviour_card().scorecard.base_points
    assert shown["score"].to_list() == [value + base for value in points]


def test_an_account_past_due_scores_below_one_that_pays() -> None:
    score = behaviour_points(pl.DataFrame([account(), account(status_1=2.0)]))["score"]
    assert score[1] < score[0] - 10


def test_an_account_without_six_statements_is_not_scored() -> None:
    short = account(status_6=None, balance_6=None, payment_6=None)
    shown = behaviour_points(pl.DataFrame([short, account()]))
    assert shown["score"].null_count() == shown["pd"].null_count() == 1


def test_the_risk_follows_from_the_score_as_on_an_application_card() -> None:
    shown = behaviour_points(pl.DataFrame([account(), account(status_1=2.0)]))
    cal = behaviour_card().calibration
    told = [float(pd_of_score(score, cal.offset, cal.factor)) for score in shown["score"]]
    assert shown["pd"].to_list() == pytest.approx(told) and told[0] < told[1]


def test_money_of_another_scale_scores_alike() -> None:
    yuan = {n: v / 4 if n[0] in "cbp" and v is not None else v for n, v in account().items()}
    scaled = behaviour_points(pl.DataFrame([yuan]), Decimal(4))
    assert scaled.equals(behaviour_points(pl.DataFrame([account()])))


def test_one_account_scores_as_in_a_batch() -> None:
    rows = [account(), account(status_2=1.0), account(balance_1=60_000.0)]
    batch = behaviour_points(pl.DataFrame(rows))
    alone = pl.concat(behaviour_points(pl.DataFrame([row])) for row in rows)
    assert batch.equals(alone)


def test_no_protected_characteristic_is_an_input() -> None:
    inputs = set(behaviour_card().inputs)
    assert not inputs & {"sex", "age", "marriage", "education"} and len(inputs) == 19
    assert behaviour_card().model_card["five_folds_mean_auc"] >= Decimal("0.78")


def test_points_go_the_declared_way_and_all_that_paying_changes_is_declared() -> None:
    free = set()
    for one in behaviour_card().scorecard.characteristics:
        points = [each.points for each in one.bins]
        if one.direction == "any":
            free.add(one.name)
        else:
            assert points == sorted(points, reverse=one.direction == "falling"), one.name
    assert free <= {"spent", "spent_1", "spent_to_limit", "balance_6"}
