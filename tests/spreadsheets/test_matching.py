"""Whose column is whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import pytest

from workbench.credit.facts import dictionary
from workbench.spreadsheets.frame_sheets import sheet_of
from workbench.spreadsheets.matching import Confidence, Matching, Profile, match
from workbench.spreadsheets.sheet import Sheet, normal

LENDING_CLUB = {
    "loan_amnt": "amount_requested",
    "term": "term_months",
    "purpose": "purpose",
    "emp_length": "employment_years",
    "home_ownership": "housing",
    "annual_inc": "income_annual",
    "verification_status": "income_verified",
    "addr_state": "region",
    "dti": "debt_to_income",
    "delinq_2yrs": "delinquencies_24m",
    "earliest_cr_line": "oldest_account_on",
    "inq_last_6mths": "inquiries_6m",
    "mths_since_last_delinq": "months_since_delinquency",
    "mths_since_last_record": "months_since_public_record",
    "open_acc": "open_accounts",
    "pub_rec": "public_records",
    "pub_rec_bankruptcies": "bankruptcies",
    "revol_bal": "revolving_balance",
    "revol_util": "revolving_utilisation",
    "total_acc": "total_accounts",
    "acc_now_delinq": "accounts_past_due",
    "collections_12_mths_ex_med": "collections_12m",
    "tax_liens": "tax_liens",
    "issue_d": "application_date",
    "meets_policy": None,
}


def sheet(columns: dict[str, Sequence[object]]) -> Sheet:
    return sheet_of(pl.DataFrame(columns), "S")


def matched(columns: dict[str, Sequence[object]]) -> Matching:
    return match(sheet(columns), dictionary())


@pytest.mark.parametrize(("header", "fact"), LENDING_CLUB.items())
def test_the_columns_of_a_known_lender_are_known(header: str, fact: str | None) -> None:
    assert matched({header: pl.Series([None, None], dtype=pl.String)}).columns[0].fact == fact


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("姓名 / Name", "applicant_name"),
        ("Income (month)", "income_monthly"),
        ("贷款金额(元)", "amount_requested"),
        ("DOB", "birth_date"),
        ("身份证号码", "id_number"),
        ("LOAN AMT.", "amount_requested"),
        ("工龄（年）", "employment_years"),
        ("Income (year)", "income_annual"),
        ("近6个月查询次数", "inquiries_6m"),
    ],
)
def test_headers_are_known_in_both_languages(header: str, fact: str) -> None:
    found = matched({header: pl.Series([None], dtype=pl.String)}).columns[0]
    assert (found.fact, found.confidence) == (fact, Confidence.EXACT)


def test_a_slip_of_the_pen_is_likely_and_must_fit_the_values() -> None:
    found = matched({"Loan amuont": [5000, 7000], "Purpsoe": [1, 2]})
    assert (found["A"].fact, found["A"].confidence) == ("amount_requested", Confidence.LIKELY)
    assert found["B"].fact is None


def test_three_months_are_not_six() -> None:
    assert matched({"Inquiries 9m": [1, 2]})["A"].fact is None


def test_identity_numbers_are_known_by_their_looks() -> None:
    numbers = [f"99999919900101{i:03d}X" for i in range(5)]
    assert matched({"Column 7": numbers})["A"].fact == "id_number"


def test_codes_that_cannot_be_read_are_not_matched() -> None:
    found = matched({"Records": [1, 2, 1, 2], "Home": [1, 2, 3, 4]})
    assert (found["A"].fact, found["B"].fact) == (None, None)


def test_percent_points_are_told_from_shares() -> None:
    found = matched({"dti": [27.6, 1.0, 8.7, 14.2], "revol_util": [0.83, 0.09, 0.98, 1.01]})
    assert (found["A"].unit, found["B"].unit) == ("percent_points", "")


def test_ten_thousands_are_told_by_the_header() -> None:
    assert matched({"贷款金额（万元）": [1.2, 3.0]})["A"].unit == "ten_thousand"
    assert matched({"Loan amount (thousands)": [12, 30]})["A"].unit == "thousand"
    assert matched({"贷款期限（年）": [2, 3]})["A"].unit == "years"


def test_the_more_literal_header_wins_a_fact() -> None:
    found = matched({"Term / product": [36, 24], "Term": [36, 24]})
    assert (found["A"].fact, found["B"].fact) == (None, "term_months")


def test_giving_a_fact_to_a_column_takes_it_from_the_other() -> None:
    found = matched({"Amount": [1, 2], "Limit asked": [3, 4]}).with_fact("B", "amount_requested")
    assert (found["A"].fact, found["B"].fact) == (None, "amount_requested")
    assert found.required_open() == ("term_months",)


def test_a_profile_brings_back_what_was_chosen() -> None:
    columns: dict[str, Sequence[object]] = {"Betrag": [1, 2], "Amount": [5, 6]}
    chosen = matched(columns).with_fact("A", "amount_requested", "thousand")
    kept = Profile.from_json(chosen.profile("Branch").to_json())
    again = match(sheet(columns), dictionary(), kept)
    assert (again["A"].fact, again["A"].unit, again["B"].fact) == (
        "amount_requested",
        "thousand",
        None,
    )


def test_no_header_spelling_names_two_facts() -> None:
    owner: dict[str, str] = {}
    for fact in dictionary():
        for text in {normal(t) for t in (fact.name, *fact.label.values(), *fact.synonyms)}:
            assert owner.setdefault(text, fact.name) == fact.name


def test_no_choice_spelling_names_two_choices() -> None:
    for fact in dictionary():
        owner: dict[str, str] = {}
        for choice in fact.choices:
            for text in {
                normal(t) for t in (choice.word, *choice.label.values(), *choice.synonyms)
            }:
                assert owner.setdefault(text, choice.word) == choice.word, fact.name


def test_every_fact_is_explained_in_both_languages(workbook: Callable[..., object]) -> None:
    for fact in dictionary():
        assert set(fact.label) == set(fact.help) == {"en", "zh"}, fact.name
