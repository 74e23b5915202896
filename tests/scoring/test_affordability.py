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


def test_a_stress_raises_the_rate_and_lowers_the_income() -> None:
    text = SMALL.replace("rate_up = 0.0, income_down = 0.0", "rate_up = 0.024, income_down = 0.1")
    row = assessed(text, STRONG)
    instalment = 10_000 * 0.014 / (1 - 1.014**-12)  # 14.4 % and 2.4 % more, by months
    told = row["dsr_stressed_ppm"]
    assert told == round((2_500 + instalment) / (12_000 * 0.9) * 1e6)
    assert row["dsr_ppm"] == 283_313
    assert row["largest_loan"] == round(
        (12_000 * 0.9 * 0.5 - 2_500) / 0.014 * (1 - 1.014**-12) * 100
    )
