from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from workbench.accounts.habits import (
    MONTHS,
    behaviour_inputs,
    blended,
    habits,
    pd_of_score,
    score_of_pd,
)
from workbench.accounts.product import product_named
from workbench.money.periods import add_months

LINE = product_named("purchase-line")


def months(*rows: dict[str, Any]) -> pl.DataFrame:
    """Months of one account from January on, 8,000 yuan of limit, nothing moving."""
    usual = {
        "account_id": 1, "credit_limit": 800_000, "opening": 0, "drawn": 0, "paid": 0,
        "closing": 0, "dpd": 0, "minimum_only": False, "interest_new": 0, "fees_new": 0,
    }  # fmt: skip
    made = [usual | {"month": add_months(date(2026, 1, 1), n)} | row for n, row in enumerate(rows)]
    return pl.DataFrame(made, schema=MONTHS)


def test_a_statement_has_the_status_of_how_it_was_paid() -> None:
    found = behaviour_inputs(
        months(
            {},
            {"drawn": 100_00, "closing": 100_00},
            {"opening": 100_00, "paid": 100_00, "drawn": 50_00, "closing": 50_00},
            {"opening": 50_00, "paid": 10_00, "closing": 41_00},
            {"opening": 41_00, "closing": 42_00, "dpd": 21},
            {"opening": 42_00, "closing": 43_00, "dpd": 52},
        )
    ).row(0, named=True)
    assert [found[f"status_{k}"] for k in range(1, 7)] == [2, 1, 0, -1, -1, -2]
    assert [found["balance_1"], found["payment_4"], found["credit_limit"]] == [43, 100, 8000]


def test_an_account_with_two_statements_has_no_third() -> None:
    found = behaviour_inputs(months({}, {"closing": 5})).row(0, named=True)
    assert found["status_3"] is None
    assert found["balance_2"] == 0


def test_habits_are_counted_from_the_latest_month_back() -> None:
    found = habits(
        months({"dpd": 40}, {}, {"minimum_only": True}, {"closing": 400_000, "minimum_only": True})
    ).row(0, named=True)
    assert (found["dpd"], found["worst_dpd_12m"], found["months_late_6m"]) == (0, 40, 1)
    assert (found["months_current"], found["months_minimum_only_6m"]) == (3, 2)
    assert found["utilisation"] == 0.5


def test_interest_above_principal_over_eighteen_months_is_seen() -> None:
    found = habits(months(*[{"interest_new": 60, "paid": 100}] * 18)).row(0, named=True)
    assert found["interest_and_fees_18m"] == 1080
    assert found["principal_repaid_18m"] == 720


def test_six_hundred_is_fifty_to_one_and_back() -> None:
    assert score_of_pd(1 / 51) == 600
    assert score_of_pd(1 / 101) == 620
    frame = pl.DataFrame({"score": [600, 560]}).select(pd_of_score(pl.col("score")))
    assert frame["literal"].round(6).to_list() == pytest.approx([0.019608, 0.074074], abs=1e-6)


@pytest.mark.parametrize(
    ("on_book", "expected"), [(0, 500), (3, 500), (6, 525), (9, 550), (12, 575), (18, 600)]
)
def test_the_blend_goes_from_the_application_score_to_the_behaviour_score(
    on_book: int, expected: int
) -> None:
    frame = pl.DataFrame({"b": [600.0], "a": [500.0], "m": [on_book]})
    found = frame.select(blended(pl.col("b"), pl.col("a"), pl.col("m"), LINE).alias("s"))
    assert found["s"][0] == expected


def test_where_one_score_is_not_known_the_other_counts() -> None:
    frame = pl.DataFrame({"b": [None, 600.0], "a": [500.0, None], "m": [9, 9]})
    found = frame.select(blended(pl.col("b"), pl.col("a"), pl.col("m"), LINE).alias("s"))
    assert found["s"].to_list() == [500, 600]
