from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from workbench.accounts.customer_flags import care, flag_codes

TODAY = date(2026, 11, 22)


def raised(**facts: Any) -> list[str]:
    """The flags of one customer of whom only this is known."""
    return flag_codes(pl.DataFrame([facts]), TODAY)["flags"][0].split()


def test_every_flag_has_its_source_and_both_languages() -> None:
    for rule in care().flags.values():
        assert rule.source
        assert set(rule.label) == set(rule.does) == {"en", "zh"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"birth_date": date(2008, 11, 23)}, "capacity"),
        ({"employment_status": "student"}, "no_income"),
        ({"income_units": 0.0}, "no_income"),
        ({"birth_date": date(2002, 1, 1)}, "young"),
        ({"active_lenders": 4.0}, "many_lenders"),
        ({"enquiries_3m": 6.0}, "many_enquiries"),
        ({"months_minimum_only_6m": 3.0}, "minimum_only"),
        (
            {"interest_and_fees_18m": 9.0, "principal_repaid_18m": 8.0, "months_on_book": 18.0},
            "persistent_debt",
        ),
        ({"draws_before_due": 2.0}, "new_loan_pays_old"),
    ],
)  # fmt: skip
def test_a_threshold_that_is_reached_raises_its_flag(facts: dict[str, Any], code: str) -> None:
    assert code in raised(**facts)


def test_just_below_every_threshold_nothing_is_raised() -> None:
    found = raised(
        birth_date=date(2001, 11, 22), employment_status="employed", income_units=900_000.0,
        active_lenders=3.0, enquiries_3m=5.0, months_minimum_only_6m=2.0,
        interest_and_fees_18m=8.0, principal_repaid_18m=8.0, months_on_book=18.0,
        draws_before_due=1.0,
    )  # fmt: skip
    assert found == []


def test_who_turns_eighteen_today_is_of_age() -> None:
    assert "capacity" in raised(birth_date=date(2008, 11, 23))
    assert "capacity" not in raised(birth_date=date(2008, 11, 22))


def test_what_is_not_known_raises_no_flag() -> None:
    assert raised(account_id=1) == []


def test_the_strictest_cap_of_several_flags_counts() -> None:
    assert care().limit_most({"young"}) == 10_000
    assert care().limit_most({"young", "no_income"}) == 3_000
    assert care().limit_most({"many_lenders"}) is None
