from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.accounts.account import LOOSENING, ActionKind
from workbench.accounts.line_actions import propose
from workbench.accounts.product import product_named

LINE = product_named("purchase-line")
TODAY = date(2026, 11, 22)
GOOD: dict[str, Any] = {
    "account_id": 1, "state": "active", "balance": 400_000, "credit_limit": 800_000,
    "rate": 50_000, "restructured": False, "last_change_on": None, "dpd": 0, "worst_dpd_12m": 0,
    "months_late_6m": 0, "months_current": 9, "months_minimum_only_6m": 0, "utilisation": 0.5,
    "months_on_book": 9, "pd": 0.02, "score": 640, "active_lenders": 1.0,
    "debt_service_ratio": 0.2,
}  # fmt: skip
SCHEMA = {"last_change_on": pl.Date, "pd": pl.Float64, "active_lenders": pl.Float64,
          "debt_service_ratio": pl.Float64, "utilisation": pl.Float64}  # fmt: skip


def one(**changes: Any) -> dict[str, Any]:
    """What is proposed for a good account, changed in some points."""
    frame = pl.DataFrame([GOOD | changes], schema_overrides=SCHEMA)
    return propose(frame, LINE, TODAY).rows.row(0, named=True)


def test_steady_use_that_is_always_paid_is_proposed_for_more() -> None:
    found = one()
    assert (found["kind"], found["new_limit"]) == ("limit_increase", 960_000)
    assert found["exposure_change"] == 80_000  # half of the 1,600 yuan more that may be drawn


@pytest.mark.parametrize(
    "changed",
    [
        {"months_on_book": 5}, {"worst_dpd_12m": 30}, {"debt_service_ratio": 0.51},
        {"debt_service_ratio": None}, {"pd": None}, {"restructured": True},
        {"last_change_on": date(2026, 6, 1)}, {"utilisation": 0.1}, {"credit_limit": 5_000_000},
    ],
)  # fmt: skip
def test_one_thing_that_is_off_or_not_known_and_nothing_is_loosened(
    changed: dict[str, Any],
) -> None:
    assert one(**changed)["kind"] == "hold"


def test_two_months_late_suspends_and_one_month_freezes() -> None:
    assert one(dpd=60)["kind"] == "suspension"
    assert one(dpd=31)["kind"] == "freeze"
    assert one(dpd=31, state="frozen_drawdown")["kind"] == "hold"


def test_where_drawing_stops_the_undrawn_part_is_no_exposure_any_more() -> None:
    found = one(dpd=75, pd=0.5)
    assert found["exposure_change"] == -200_000
    assert found["loss_change"] == -65_000


def test_likely_default_brings_the_limit_down_to_what_is_owed_and_never_below() -> None:
    found = one(pd=0.6, balance=412_345)
    assert (found["kind"], found["new_limit"]) == ("limit_decrease", 420_000)
    assert one(pd=0.6, balance=900_000)["kind"] == "hold"


def test_a_limit_was_changed_lately_and_is_left_alone() -> None:
    assert one(pd=0.6, last_change_on=date(2026, 9, 1))["kind"] == "hold"


def test_three_statements_in_order_bring_a_suspended_account_back_to_people() -> None:
    assert one(state="suspended", months_current=3)["kind"] == "reinstatement"
    assert one(state="suspended", months_current=2)["kind"] == "hold"


def test_other_thresholds_can_be_tried() -> None:
    frame = pl.DataFrame([GOOD | {"dpd": 45}], schema_overrides=SCHEMA)
    tried = propose(frame, LINE, TODAY, {"suspend_late": Decimal(40)})
    assert tried.rows["kind"].to_list() == ["suspension"]


@given(
    limit=st.integers(0, 6_000_000), balance=st.integers(-50_000, 7_000_000),
    dpd=st.integers(0, 120), pd=st.none() | st.floats(0, 1), late=st.integers(0, 6),
    minimum=st.integers(0, 6),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_limit_is_ever_set_below_what_is_owed_or_above_the_product(
    *, limit: int, balance: int, dpd: int, pd: float | None, late: int, minimum: int
) -> None:
    found = one(
        credit_limit=limit, balance=balance, dpd=dpd, worst_dpd_12m=dpd, pd=pd, months_late_6m=late,
        months_minimum_only_6m=minimum, utilisation=balance / limit if limit else None,
    )  # fmt: skip
    if found["new_limit"] < limit:
        assert found["new_limit"] >= balance
    if ActionKind(found["kind"]) in LOOSENING:
        assert found["new_limit"] <= 5_000_000
        assert dpd == 0
