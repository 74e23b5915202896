"""How columns of public data become facts, row by row, and that the recipes are those shipped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.scoring.develop.penalised import Held
from workbench.scoring.develop.recipes import (
    PERSONAL_LOAN,
    RECIPES,
    lendingclub_facts,
    tarragona_facts,
)
from workbench.scoring.strategy import shipped_strategy

LENDINGCLUB = """loan_amnt,term,purpose,emp_length,home_ownership,annual_inc,dti,delinq_2yrs,\
earliest_cr_line,inq_last_6mths,open_acc,total_acc,pub_rec,pub_rec_bankruptcies,revol_bal,\
revol_util,issue_d,bad,meets_policy
5000,36,car,10+ years,RENT,24000.125,27.5,1,1985-01-01,2,3,9,0,1,13648,0.837,2010-03-01,1,true
2500,60,wedding,< 1 year,NONE,30000,1,0,1999-04-01,5,4,8,2,0,1687,0.094,2009-12-01,0,false
"""
TARRAGONA = """Status,Seniority,Home,Time,Age,Marital,Records,Job,Expenses,Income,Assets,\
Debt,Amount,Price
1,9,1,60,30,2,1,3,73,129,0,0,800,846
2,17,5,36,58,3,2,1,48,99999999,2500,NA,1000,1658
0,1,2,12,24,1,1,2,63,182,3000,0,2000,2985
1,0,0,48,26,1,1,4,46,107,0,0,310,910
"""


def test_a_loan_of_lendingclub_in_our_facts(tmp_path: Path) -> None:
    file = tmp_path / "loans.csv"
    file.write_text(LENDINGCLUB)
    facts, bad, like = lendingclub_facts(file)
    later = facts.row(1, named=True)
    assert facts["application_date"].to_list() == [date(2009, 12, 1), date(2010, 3, 1)]
    assert (bad.tolist(), like.tolist()) == ([0.0, 1.0], [False, True])
    assert (later["amount_requested"], later["income_annual"]) == (500_000, 2_400_012)
    assert (later["revolving_balance"], later["debt_to_income"]) == (1_364_800, 0.275)
    assert (later["term_months"], later["purpose"], later["housing"]) == (36, "car", "rent")
    assert (later["inquiries_6m"], later["open_accounts"], later["total_accounts"]) == (2, 3, 9)
    assert (later["public_records"], later["bankruptcies"]) == (0, 1)
    assert (later["delinquencies_24m"], later["oldest_account_on"]) == (1, date(1985, 1, 1))
    assert facts["employment_years"].to_list() == [0.0, 10.0]
    assert facts["housing"].to_list() == ["other", "rent"]


def test_every_code_of_home_and_job_in_tarragona_has_its_word(tmp_path: Path) -> None:
    head, first = TARRAGONA.splitlines()[:2]
    cells = first.split(",")
    coded = [[*cells[:2], str(n), *cells[3:7], str(n), *cells[8:]] for n in range(1, 8)]
    file = tmp_path / "loans.csv"
    file.write_text("\n".join([head, *(",".join(one) for one in coded)]))
    facts, _bad, _like = tarragona_facts(file)
    homes = ["rent", "own", "other", "other", "family", "other", None]
    assert facts["housing"].to_list() == homes
    jobs = ["employed", "temporary", "self_employed", "other", None, None, None]
    assert facts["employment_status"].to_list() == jobs


def test_a_loan_of_tarragona_in_our_facts(tmp_path: Path) -> None:
    file = tmp_path / "loans.csv"
    file.write_text(TARRAGONA)
    facts, bad, like = tarragona_facts(file)
    assert (bad.tolist(), like.tolist()) == ([0.0, 1.0, 0.0], [True] * 3)
    assert facts["income_monthly"].to_list() == [1_290_000, None, 1_070_000]
    assert facts["total_debts"].to_list() == [0, None, 0]
    assert facts["housing"].to_list() == ["rent", "family", None]
    assert facts["employment_status"].to_list() == ["self_employed", "employed", "other"]
    assert facts["credit_record_bad"].to_list() == [False, True, False]
    second = facts.row(1, named=True)
    assert (second["employment_years"], second["term_months"]) == (17.0, 36)
    assert (second["living_costs_monthly"], second["total_assets"]) == (480_000, 25_000_000)
    assert (second["amount_requested"], second["goods_price"]) == (10_000_000, 16_580_000)


@pytest.mark.parametrize("product", sorted(RECIPES))
def test_a_recipe_is_the_one_its_shipped_card_was_made_by(product: str) -> None:
    recipe, shipped = RECIPES[product], shipped_strategy(product)
    reasons = {field.name: (field.direction, reason) for field, reason in recipe.fields}
    for one in shipped.scorecard.characteristics:
        assert (one.direction, one.reason) == reasons[one.fact]
    assert recipe.product == product
    assert shipped.calibration.horizon_months == recipe.horizon_months
    assert shipped.calibration.sample.both() == recipe.sample


def test_words_and_numbers_are_told_apart_and_one_card_is_held_smooth() -> None:
    words = {f.name for one in RECIPES.values() for f, _why in one.fields if not f.is_number}
    assert words == {"purpose", "employment_status", "housing", "credit_record_bad"}
    held = {name: one.held for name, one in RECIPES.items() if one.held}
    assert held == {PERSONAL_LOAN.product: Held(steps=10.0, apart=20.0)}


def test_a_line_has_the_first_six_fields_of_the_branch_loan() -> None:
    names = {p: [field.name for field, _why in one.fields] for p, one in RECIPES.items()}
    assert names["purchase-line"] == names["branch-loan"][:6]
    assert names["cash-loan"] == [*names["purchase-line"], "months_of_income"]
    assert names["purchase-line"][-1] == "free_income"
