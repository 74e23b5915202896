"""What is left each month, at the edges of income."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import SMALL
from tests.scoring.test_worked_numbers import STRONG, assessed


def test_what_is_needed_to_live_on_is_not_left() -> None:
    text = SMALL.replace(
        "cap = 0.50\nstress", 'cap = 0.50\nliving_costs = "living_costs_monthly"\nstress'
    )
    row = assessed(text, STRONG | {"living_costs_monthly": 3_000})
    assert row["residual_income"] == 560_025  # 12,000 - 2,500 - 3,000 - 899.75
    assert row["largest_instalment"] == 350_000


@pytest.mark.parametrize(
    ("income", "instalment"), [(0, None), (1, 50), (2, 100)], ids=["none", "one", "two"]
)
def test_without_an_income_nothing_can_be_told_of_what_can_be_carried(
    income: int, instalment: int | None
) -> None:
    row = assessed(SMALL, STRONG | {"income_monthly": income, "existing_instalments_monthly": 0})
    assert row["largest_instalment"] == instalment  # half of the income, in minor units
