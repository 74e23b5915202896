"""Strategies and facts for the engine's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
import pytest

from workbench.credit.facts import dictionary
from workbench.scoring.check import example_frame
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.strategy import Strategy, shipped_strategy

Facts = Mapping[str, object]
Frame = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def personal_loan() -> Strategy:
    return shipped_strategy("personal-loan")


@pytest.fixture(scope="session")
def branch_loan() -> Strategy:
    return shipped_strategy("branch-loan")


@pytest.fixture(scope="session")
def engine(personal_loan: Strategy) -> Engine:
    return compile_strategy(personal_loan)


@pytest.fixture(scope="session")
def branch_engine(branch_loan: Strategy) -> Engine:
    return compile_strategy(branch_loan)


@pytest.fixture(scope="session")
def good(personal_loan: Strategy) -> dict[str, object]:
    """The facts of the shipped example that is approved."""
    return dict(personal_loan.examples[0].facts)


def frame_of(*rows: Facts) -> pl.DataFrame:
    """Rows of facts in currency units as a fact frame."""
    return example_frame({str(number): row for number, row in enumerate(rows)}, dictionary())


SMALL = """
id = "small"
product = "small"
version = "1.0"
currency = "USD"
pack = "us"
effective_from = 2026-01-01
validated_on = 2026-01-01
revalidate_by = 2027-01-01
label = { en = "Small", zh = "小" }
text = { en = "A strategy of worked numbers.", zh = "演算用策略。" }
request = { amount_least = 1000, amount_most = 60000, term_least = 6, term_most = 24 }
cut_off = { approve = 600, decline = 580 }

[derived.income]
kind = "money"
is = "income_monthly"
label = { en = "Income", zh = "收入" }

[derived.months]
kind = "money"
is = "3 * income - own_exposure"
label = { en = "Three months of income", zh = "三个月收入" }

[scorecard]
base_points = 500
points_to_double_odds = 20
score_least = 500
score_most = 700

[[scorecard.characteristics]]
name = "utilisation"
fact = "revolving_utilisation"
label = { en = "Utilisation", zh = "使用率" }
family = "credit_record"
reason = "UTIL"
direction = "falling"
mean_all = 35
mean_near = 40
bins = [{ below = 0.5, points = 60 }, { from = 0.5, points = 20 }]

[[scorecard.characteristics]]
name = "inquiries"
fact = "inquiries_6m"
label = { en = "Inquiries", zh = "查询" }
family = "credit_record"
reason = "INQ"
direction = "falling"
mean_all = 38
mean_near = 16
bins = [{ below = 3, points = 40 }, { from = 3, points = 15 }]

[[scorecard.characteristics]]
name = "burden"
fact = "debt_to_income"
label = { en = "Debt to income", zh = "负债收入比" }
family = "income"
reason = "DTI"
direction = "falling"
mean_all = 40
mean_near = 65
bins = [{ below = 0.2, points = 70 }, { from = 0.2, points = 35 }]

[[scorecard.characteristics]]
name = "tenure"
fact = "employment_years"
label = { en = "Tenure", zh = "工龄" }
family = "income"
reason = "EMP"
direction = "rising"
mean_all = 22
mean_near = 22
bins = [{ below = 2, points = 10 }, { from = 2, points = 30 }, { is = 99, points = 12 }]

[calibration]
offset = 487.1229
factor = 28.8539
horizon_months = 12
sample = { en = "None.", zh = "无。" }

[[grades]]
name = "A"
score = 600
limit = 50000
annual_rate = 0.144

[[grades]]
name = "B"
score = 0
limit = 50000
annual_rate = 0.144

[[rules]]
id = "adult_income"
class = "hard"
label = { en = "Income reaches the minimum", zh = "收入达到最低要求" }
passes_when = "income >= threshold"
threshold = 1000
source = "Policy 1"
reason = "INMN"
effective_from = 2026-01-01

[affordability]
income = "income"
existing = "existing_instalments_monthly"
cap = 0.50
stress = { rate_up = 0.0, income_down = 0.0, cap = 0.50 }
residual_floor = 0
source = "Policy 2"
reason = "DTI"
residual_reason = "AFF"

[price]
method = "grade"
funding = 0.03
cost = 0.02
loss_given_default = 0.60
capital = 0.08
hurdle = 0.15
legal_cap = 0.24
legal_cap_basis = "nominal"
legal_cap_source = "test"

[limit]
step = 100
terms = [
  { name = "product", label = { en = "P", zh = "品" }, reason = "MAXP", amount = 200000 },
  { name = "grade", label = { en = "G", zh = "级" }, reason = "MAXP", by_grade = true },
  { name = "income_multiple", label = { en = "I", zh = "收" }, reason = "INCM", is = "months" },
]

[reasons]
method = "below_all"
near_band = 20
most = 4
missing = "INC"
source = "test"
"""


@pytest.fixture
def small() -> str:
    """The text of a small strategy whose numbers are the worked examples of the reference."""
    return SMALL.strip() + "\n"
