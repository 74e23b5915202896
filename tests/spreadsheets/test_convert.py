"""Rows typed and checked: good ones are ready, the others wait with their reason."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spreadsheets.conftest import HEADER, taken
from workbench.errors import Severity
from workbench.i18n import Language
from workbench.spreadsheets.convert import Intake

Take = Callable[..., Intake]
GOOD = ("Anna Berg", 5000, 36, 3000)


def codes(found: Intake) -> list[str]:
    return [problem.code for problem in found.problems if problem.severity is not Severity.INFO]


def test_a_bad_row_is_named_and_the_rest_goes_on(intake: Take) -> None:
    found = intake([HEADER, GOOD, ("Tom Hale", 7000, 24, "21k")])
    assert (found.ready_count, found.waiting_count, found.rows) == (1, 1, 2)
    (problem,) = found.problems
    assert (problem.place.sheet, problem.place.cell, problem.fact) == (
        "Nov",
        "D3",
        "income_monthly",
    )
    assert problem.text() == "“21k” is not a number. Enter an amount such as 21,000."
    assert problem.fix == "21,000"


def test_the_officers_fix_makes_the_row_ready(intake: Take) -> None:
    rows = [HEADER, GOOD, ("Tom Hale", 7000, 24, "21k")]
    found = intake(rows, fixes={("Nov", 3, "income_monthly"): "21,000"})
    assert found.waiting_count == 0
    assert found.ready["income_monthly"].to_list() == [300_000, 2_100_000]


def test_money_is_kept_in_minor_units_exactly(intake: Take) -> None:
    found = intake([HEADER, ("A", 0.1 + 0.2 + 1, 12, 1.005), ("B", "2.675", 12, "￥1,234.56")])
    assert found.ready["amount_requested"].to_list() == [130, 268]
    assert found.ready["income_monthly"].to_list() == [101, 123_456]


def test_a_missing_required_fact_keeps_the_row_waiting(intake: Take) -> None:
    found = intake([HEADER, ("A", None, 12, 100), ("B", "n/a", 12, 100)])
    assert (found.ready_count, found.waiting_count) == (0, 2)
    assert codes(found) == ["required_missing", "read_as_missing", "required_missing"]


def test_a_word_for_nothing_is_a_warning_and_keeps_nothing_waiting(intake: Take) -> None:
    found = intake([HEADER, ("A", 900, 12, "n/a")])
    assert found.ready["income_monthly"].to_list() == [None]
    assert codes(found) == ["read_as_missing"]


def test_the_same_row_twice_is_taken_once_and_told(intake: Take) -> None:
    found = intake([HEADER, GOOD, ("Tom", 900, 12, 50), GOOD])
    assert (found.ready_count, found.duplicates, found.rows) == (2, 1, 3)
    assert found.duplicate_rows == (("Nov", 4),)
    assert "row 2" in found.problems[0].text()


def test_the_same_person_twice_waits_for_a_word(intake: Take) -> None:
    rows = [(*HEADER, "ID number"), (*GOOD, "X1234567"), ("Anna B.", 800, 12, 40, "X1234567")]
    found = intake(rows)
    assert (found.ready_count, codes(found)) == (1, ["same_person"])
    assert "row 2 (Anna Berg)" in found.problems[0].text()
    again = intake(rows, fixes={("Nov", 3, "id_number"): "X1234567"})
    assert again.ready_count == 2


def test_an_identity_number_is_quoted_by_its_ends_only(intake: Take) -> None:
    found = intake([(*HEADER, "ID number"), (*GOOD, "999999199003070031")])
    assert codes(found) == ["check_digit"]
    assert "9999…0031" in found.problems[0].text()


def test_an_identity_number_cut_by_excel_is_named(intake: Take) -> None:
    found = intake(
        [(*HEADER, "身份证号"), (*GOOD, 330193404991971325), (*GOOD, "330193199003071000")]
    )
    assert codes(found) == ["digits_lost", "digits_lost"]
    assert found.waiting_count == 2


def test_two_numbers_cut_to_the_same_digits_are_not_one_person(intake: Take) -> None:
    rows = [("A", 1, 2, 3, 110101199003070000), ("B", 4, 5, 6, 110101199003070000)]
    assert codes(intake([(*HEADER, "ID number"), *rows])) == ["digits_lost", "digits_lost"]


def test_an_impossible_date_is_named(intake: Take) -> None:
    found = intake(
        [(*HEADER, "DOB"), (*GOOD, "1987-02-31"), ("B", 900, 12, 9, dt.date(1990, 1, 2))]
    )
    assert codes(found) == ["impossible_date"]
    assert found.ready["birth_date"].to_list() == [dt.date(1990, 1, 2)]


def test_dates_that_read_both_ways_are_told(intake: Take) -> None:
    found = intake([(*HEADER, "Applied on"), (*GOOD, "03/04/2026")])
    assert codes(found) == ["order_assumed"]
    assert found.ready["application_date"].to_list() == [dt.date(2026, 3, 4)]
    assert intake([(*HEADER, "Applied on"), (*GOOD, "03/04/2026")], currency="CNY").ready[
        "application_date"
    ].to_list() == [dt.date(2026, 4, 3)]


def test_a_column_in_ten_thousands_is_scaled(intake: Take) -> None:
    found = intake(
        [
            ("姓名", "贷款金额（万元）", "期限"),
            ("王思远", 1.2, 36),
            ("李佳怡", "3", 12),
            ("赵婉清", "2.5万", 12),
        ],
        "CNY",
    )
    assert found.ready["amount_requested"].to_list() == [1_200_000, 3_000_000, 2_500_000]


def test_a_term_in_years_becomes_months(intake: Take) -> None:
    found = intake([("Name", "Amount", "Term (years)"), ("A", 900, 3), ("B", 900, "2")])
    assert found.ready["term_months"].to_list() == [36, 24]


def test_percent_points_become_shares(intake: Take) -> None:
    rows = [
        (*HEADER, "dti"),
        *((f"P{i}", 900 + i, 12, 9, value) for i, value in enumerate((18, "22.5%", 9.5))),
    ]
    assert intake(rows).ready["debt_to_income"].to_list() == [0.18, 0.225, 0.095]


def test_a_choice_is_known_by_what_people_write(intake: Take) -> None:
    rows = [
        (*HEADER, "Housing"),
        (*GOOD, "RENT"),
        ("B", 900, 12, 9, "按揭"),
        ("C", 900, 12, 9, "Rentt"),
    ]
    found = intake(rows)
    assert found.ready["housing"].to_list() == ["rent", "mortgage"]
    assert found.problems[0].fix == "Rents"


def test_a_value_out_of_range_waits(intake: Take) -> None:
    found = intake([HEADER, ("A", 900, 999, 50)])
    assert codes(found) == ["out_of_range"]
    assert "1 to 480" in found.problems[0].text()


def test_error_cells_are_never_read_as_blank(intake: Take) -> None:
    found = intake([HEADER, ("A", 900, 12, "=1/0")])
    assert codes(found) == ["formulas_not_computed", "not_computed"]
    assert (found.ready_count, found.waiting_count) == (0, 1)


def test_a_waiting_row_keeps_every_cell_as_it_stands(intake: Take) -> None:
    found = intake([(*HEADER, "Note"), ("A", "?x", 12, 50, "call back")])
    assert json.loads(found.waiting["raw"][0]) == {
        "Name": "A",
        "Loan amount": "?x",
        "Term (months)": "12",
        "Monthly income": "50",
        "Note": "call back",
    }
    (problem,) = json.loads(found.waiting["problems"][0])
    assert (problem["code"], problem["fact"], problem["value"]) == (
        "not_a_number",
        "amount_requested",
        "?x",
    )


def test_problems_are_said_in_chinese_too(intake: Take) -> None:
    found = intake([HEADER, ("A", 900, 12, "21k")])
    assert found.problems[0].text(Language.ZH) == "“21k”不是数字。请输入金额，例如 21,000。"


def test_statuses_name_every_row_once(intake: Take) -> None:
    found = intake([HEADER, GOOD, GOOD, ("B", None, 1, 1)])
    assert found.statuses() == {("Nov", 2): "ready", ("Nov", 3): "duplicate", ("Nov", 4): "waiting"}


CELLS = st.one_of(
    st.none(),
    st.integers(-10, 10**6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(["21k", "n/a", "1.2万", "36 months", "", " ", "x", "2020-02-31", "=1", "#N/A"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_every_row_is_accounted_for(rows: list[tuple[object, ...]]) -> None:
    import polars as pl

    from workbench.spreadsheets.grids import Part, to_frame
    from workbench.spreadsheets.sheet import CellKind, Sheet, SourceColumn

    columns = list(enumerate(HEADER))
    grid = [["" if cell is None else cell for cell in row] for row in rows]
    frame, kinds = to_frame([Part("S", grid, 0, len(rows))], columns)
    letters = "ABCD"
    found = taken(
        Sheet(
            "S",
            1,
            2,
            tuple(
                SourceColumn(a, h, CellKind(k))
                for a, (_i, h), k in zip(letters, columns, kinds, strict=True)
            ),
            frame.select("sheet", "row", *letters),
            frame.select(pl.col(f"{a}#").alias(a) for a in letters if f"{a}#" in frame.columns),
            frame.select(pl.col(f"{a}?").alias(a) for a in letters if f"{a}?" in frame.columns),
        )
    )
    assert found.ready_count + found.waiting_count + found.duplicates == found.rows == frame.height
    assert len(found.statuses()) == found.rows


@pytest.mark.parametrize("count", [1, 3])
def test_an_empty_sheet_below_its_header_has_no_rows(intake: Take, count: int) -> None:
    found = intake([HEADER[:count]])
    assert (found.rows, found.ready.height) == (0, 0)


TWICE = [(*HEADER, "ID number"), (*GOOD, "X1234567"), ("Anna B.", 800, 12, 40, "X1234567")]


@pytest.mark.parametrize(
    ("answer", "ready", "left", "told"),
    [("left_out", 1, 1, ["left_out"]), ("joint", 2, 0, ["joint"]), ("right", 2, 0, [])],
)
def test_a_row_that_doubles_another_is_answered_for_as_a_whole(
    intake: Take, answer: str, ready: int, left: int, told: list[str]
) -> None:
    found = intake(TWICE, fixes={("Nov", 3, ""): answer})
    assert (found.ready_count, found.duplicates, codes(found)) == (ready, left, told)
    assert found.ready_count + found.waiting_count + found.duplicates == found.rows
    assert [(fix.row, fix.fact, fix.new) for fix in found.fixes] == [(3, "", answer)]


def test_a_row_left_out_asks_for_nothing_else(intake: Take) -> None:
    rows = [*TWICE[:2], ("Anna B.", "ten", 12, 40, "X1234567")]
    found = intake(rows, fixes={("Nov", 3, ""): "left_out"})
    assert (found.waiting_count, codes(found)) == (0, ["left_out"])


def test_people_of_one_address_or_a_small_employer_are_connected(intake: Take) -> None:
    head = (*HEADER, "Address", "Employer")
    found = intake([head, (*GOOD, "1 Elm Row", "Bolt Ltd"), ("Tom", 900, 12, 50, "1 Elm Row", "")])
    assert (found.ready_count, codes(found)) == (2, ["same_address"])
    assert "look at their debts together" in found.problems[0].text()


def test_a_large_employer_connects_nobody(intake: Take) -> None:
    rows = [(f"N{n}", 900 + n, 12, 50, "City Hospital") for n in range(6)]
    assert codes(intake([(*HEADER, "Employer"), *rows])) == []
    few = intake([(*HEADER, "Employer"), *rows[:3]])
    assert codes(few) == ["same_employer", "same_employer"]
