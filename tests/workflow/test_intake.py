"""Intake in the officer's words: good rows go on, bad rows wait, nothing is taken twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from workbench.errors import ColumnsMissing, NoHeaderFound, NotFound
from workbench.storage import batches, rows_waiting, verification
from workbench.workflow import decide, export, intake, taking_back
from workbench.workflow.desk import Desk

Sheet = Callable[..., Path]


def test_a_bad_row_is_named_and_the_rest_goes_on(desk: Desk, sheet: Sheet) -> None:
    file = sheet({}, {"Name": "Omar Reyes", "Annual income": "21k"}, {"Name": "Ruth Ellis"})
    result, found = intake.import_file(desk, file, product="personal-loan")
    assert (result.rows, result.ready, result.waiting, result.duplicates) == (3, 2, 1, 0)
    problem = next(p for p in found.problems if p.code == "not_a_number")
    assert (problem.place.row, problem.value) == (3, "21k")
    assert problem.fix == "21,000"


def test_the_same_file_twice_adds_nothing(desk: Desk, sheet: Sheet) -> None:
    file = sheet({}, {"Name": "Ruth Ellis"})
    intake.import_file(desk, file, product="personal-loan")
    again, _found = intake.import_file(desk, file, product="personal-loan")
    assert (again.ready, again.duplicates, again.batch_id) == (0, 2, None)
    assert decide.counts(desk)["all"] == 2


def test_a_row_that_waits_already_is_not_doubled(desk: Desk, sheet: Sheet) -> None:
    file = sheet({}, {"Amount": "a lot"})
    intake.import_file(desk, file, product="personal-loan")
    intake.import_file(desk, file, product="personal-loan")
    assert len(rows_waiting.waiting_rows(desk.store)) == 1


def test_a_dry_run_stores_nothing(desk: Desk, sheet: Sheet) -> None:
    result, _found = intake.import_file(desk, sheet({}), product="personal-loan", dry_run=True)
    assert (result.ready, result.batch_id) == (1, None)
    assert batches.batches(desk.store) == ()


def test_a_sheet_without_a_needed_column_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("Name,Annual income\nRuth Ellis,50000\n", encoding="utf-8")
    with pytest.raises(ColumnsMissing, match="Amount requested"):
        intake.import_file(desk, file, product="personal-loan")


def test_a_sheet_in_which_no_row_names_the_columns_says_so(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("1,2,3\n4,5,6\n7,8,9\n", encoding="utf-8")
    with pytest.raises(NoHeaderFound, match=r"numbers\.csv"):
        intake.import_file(desk, file, product="personal-loan")
    assert batches.batches(desk.store) == ()


def test_an_unknown_product_is_refused_with_the_known_ones(desk: Desk, sheet: Sheet) -> None:
    with pytest.raises(NotFound, match="personal-loan"):
        intake.import_file(desk, sheet({}), product="mortgage")


def test_a_saved_matching_is_found_again_by_the_sheets_header(desk: Desk, sheet: Sheet) -> None:
    workbook = intake.preview(sheet({}))
    matching = intake.suggest(desk, workbook.chosen)
    purpose = matching.column_of("purpose")
    assert purpose is not None
    own = matching.with_fact(purpose.letter, None)
    intake.save_profile(desk, "branch list", workbook.chosen, own)
    assert intake.suggest(desk, workbook.chosen).column_of("purpose") is None


def test_a_row_put_right_in_the_answer_workbook_no_longer_waits(desk, sheet, tmp_path):
    file = sheet({}, {"Name": "Tom Becker", "Amount": "ten"}, {"Name": "Ada", "Amount": ""})
    _result, found = intake.import_file(desk, file, product="personal-loan")
    export.write_answer_workbook(desk, file, found, tmp_path / "applicants.xlsx")
    book = load_workbook(tmp_path / "applicants.xlsx")
    book.active["B3"] = "10,000"
    book.save(tmp_path / "applicants.xlsx")
    again, _found = intake.import_file(desk, tmp_path / "applicants.xlsx", product="personal-loan")
    assert (again.ready, again.duplicates) == (1, 1)
    assert [row.row for row in rows_waiting.waiting_rows(desk.store)] == [4]
    assert verification.verify(desk.store).ok


def test_a_waiting_row_that_comes_back_half_right_is_not_doubled(desk: Desk, sheet: Sheet) -> None:
    first = sheet({}, {"Name": "Tom Becker", "Amount": "ten", "Annual income": "lots"})
    intake.import_file(desk, first, product="personal-loan")
    half = sheet({}, {"Name": "Tom Becker", "Amount": "10,000", "Annual income": "lots"})
    intake.import_file(desk, half, product="personal-loan")
    (waits,) = rows_waiting.waiting_rows(desk.store)
    assert '"10,000"' in waits.raw
    whole = sheet({}, {"Name": "Tom Becker", "Amount": "10,000", "Annual income": "60,000"})
    again, _found = intake.import_file(desk, whole, product="personal-loan")
    assert (again.ready, again.duplicates) == (1, 1)
    assert rows_waiting.waiting_rows(desk.store) == ()
    assert verification.verify(desk.store).ok


def test_a_row_whose_repair_is_undone_waits_again_when_it_comes_again(
    desk: Desk, sheet: Sheet
) -> None:
    wrong = {"Name": "Tom Becker", "Amount": "ten"}
    intake.import_file(desk, sheet({}, wrong), product="personal-loan")
    right = sheet({}, {**wrong, "Amount": "10,000"})
    again, _found = intake.import_file(desk, right, product="personal-loan")
    assert again.batch_id is not None
    taking_back.take_back(desk, again.batch_id)
    assert rows_waiting.waiting_rows(desk.store) == ()
    intake.import_file(desk, sheet({}, wrong), product="personal-loan")
    assert len(rows_waiting.waiting_rows(desk.store)) == 1


def test_another_applicant_in_the_same_place_leaves_the_waiting_row_alone(desk, sheet):
    first = sheet({"Name": "Tom Becker", "Amount": "ten"})
    intake.import_file(desk, first, product="personal-loan")
    other = sheet({"Name": "Omar Reyes", "Amount": "9,000"})
    intake.import_file(desk, other, product="personal-loan")
    assert [row.row for row in rows_waiting.waiting_rows(desk.store)] == [2]
