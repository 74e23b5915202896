"""The worked numbers of scaling, calibration and price."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from workbench.credit.status import Outcome
from workbench.scoring.score_tables import (
    annuity_factors,
    formula_rate,
    grade_of,
    highest_rate,
    pd_of_score,
    raroc,
    score_advice,
    score_rows,
    yearly_pd,
)
from workbench.scoring.strategy import Strategy, parse_strategy
from workbench.scoring.strategy_format import Price

OFFSET = Decimal("487.1229")
FACTOR = Decimal("28.8539")


def a_price(**changes: object) -> Price:
    facts: dict[str, object] = {
        "method": "formula",
        "funding": Decimal("0.03"),
        "cost": Decimal("0.02"),
        "loss_given_default": Decimal("0.6"),
        "capital": Decimal("0.08"),
        "hurdle": Decimal("0.15"),
        "legal_cap": Decimal("0.24"),
        "legal_cap_basis": "nominal",
        "legal_cap_source": "test",
    }
    return Price.model_validate(facts | changes)


@pytest.mark.parametrize(
    ("score", "percent"),
    [
        (520, "24.2424"),
        (540, "13.7931"),
        (560, "7.4074"),
        (580, "3.8462"),
        (600, "1.9608"),
        (620, "0.9901"),
        (640, "0.4975"),
        (660, "0.2494"),
    ],
)
def test_twenty_points_double_the_odds(score: int, percent: str) -> None:
    assert round(100 * pd_of_score(score, OFFSET, FACTOR), 4) == Decimal(percent)


def test_the_rate_covers_funding_loss_cost_and_capital() -> None:
    loss = Decimal("0.04") * Decimal("0.60")
    assert formula_rate(a_price(), loss) == Decimal("0.0836")


def test_at_that_rate_the_capital_earns_its_hurdle_exactly() -> None:
    assert raroc(a_price(), Decimal("0.0836"), Decimal("0.024")) == Decimal("0.15")


def test_a_compound_cap_of_24_percent_allows_less_than_24_percent_nominal() -> None:
    assert highest_rate(a_price()) == Decimal("0.24")
    assert highest_rate(a_price(legal_cap_basis="compound")) == Decimal("0.2170")


def test_the_annuity_factor_of_twelve_months_at_1_2_percent() -> None:
    factors = annuity_factors([144_000], 12)
    assert factors[0] == 0
    assert round(factors[12], 4) == 11.1141
    assert round(3500 * factors[12], 2) == 38899.51
    assert round(3500 * factors[6], 2) == 20145.48


def test_defaults_over_three_years_come_evenly() -> None:
    assert yearly_pd(Decimal("0.271"), 36) == pytest.approx(Decimal("0.1"), abs=Decimal("1e-9"))
    assert yearly_pd(Decimal("0.271"), 12) == Decimal("0.271")


def test_a_cut_off_counts_as_reached_at_its_own_score(personal_loan: Strategy) -> None:
    cut = personal_loan.cut_off
    assert score_advice(personal_loan, cut.approve) is Outcome.APPROVE
    assert score_advice(personal_loan, cut.approve - 1) is Outcome.REFER
    assert score_advice(personal_loan, cut.decline) is Outcome.REFER
    assert score_advice(personal_loan, cut.decline - 1) is Outcome.DECLINE


def test_a_better_score_never_means_a_worse_grade_pd_or_rate(personal_loan: Strategy) -> None:
    rows = score_rows(personal_loan)
    assert [row.score for row in rows] == sorted(row.score for row in rows)
    for worse, better in pairwise(rows):
        assert better.pd_ppm < worse.pd_ppm
        assert better.annual_rate_ppm <= worse.annual_rate_ppm
        assert better.grade <= worse.grade


def test_the_lowest_grade_takes_all_below(personal_loan: Strategy) -> None:
    assert grade_of(personal_loan.grades, -5_000).name == personal_loan.grades[-1].name
    assert grade_of(personal_loan.grades, 5_000).name == personal_loan.grades[0].name


def test_a_price_above_the_legal_cap_is_capped_and_says_so(personal_loan: Strategy) -> None:
    low = personal_loan.price.model_copy(update={"legal_cap": Decimal("0.08")})
    rows = score_rows(personal_loan.model_copy(update={"price": low}))
    assert any(row.capped for row in rows)
    assert all(row.annual_rate_ppm <= 80_000 for row in rows)
    assert all(row.raroc_ppm < 150_000 for row in rows if row.capped)


def test_every_whole_score_of_the_range_has_its_row(small: str) -> None:
    rows = score_rows(parse_strategy(small))
    assert [row.score for row in rows] == list(range(500, 701))


def test_a_price_at_the_legal_cap_keeps_to_it(small: str) -> None:
    for cap, capped in (("0.144", False), ("0.143", True)):
        rows = score_rows(parse_strategy(small.replace("legal_cap = 0.24", f"legal_cap = {cap}")))
        assert {row.capped for row in rows} == {capped}
        assert {row.annual_rate_ppm for row in rows} == {int(1_000_000 * Decimal(cap))}
