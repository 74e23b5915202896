"""The officer's own file comes back with its problems marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.spreadsheets.conftest import HEADER, taken
from workbench.errors import FileNotWritable
from workbench.spreadsheets.answer import write_answer
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.read import read

ROWS = [
    HEADER,
    ("Anna Berg", 5000, 36, 3000),
    ("Tom Hale", 7000, 24, "21k"),
    ("Anna Berg", 5000, 36, 3000),
]


def answered(path: Path, out: Path) -> Intake:
    found = taken(read(path).chosen)
    write_answer(path, out, found.problems, found.statuses())
    return found


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_problem_cells_are_tinted_and_explained(
    workbook: Callable[..., Path], text_file: Callable[..., Path], tmp_path: Path, kind: str
) -> None:
    text = "\n".join(",".join(map(str, row)) for row in ROWS)
    answered(workbook(ROWS) if kind == "xlsx" else text_file(text), tmp_path / "answer.xlsx")
    sheet = load_workbook(tmp_path / "answer.xlsx").active
    assert "21,000" in sheet["D3"].comment.text
    assert sheet["D3"].fill.fgColor.rgb == "FFFBE3DF"
    assert [cell.value for cell in sheet["E"]][:2] == ["Workbench status", "Taken"]
    assert sheet["E4"].value == "Already there"
    assert sheet["F3"].value.startswith("Monthly income: “21k” is not a number.")
    assert sheet.auto_filter.ref == "A1:F4"


def test_the_officers_own_formatting_is_kept(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook(ROWS)
    book = load_workbook(path)
    book.active["A2"].font = Font(bold=True, color="FF112233")
    book.active.column_dimensions["A"].width = 41
    book.save(path)
    answered(path, tmp_path / "answer.xlsx")
    sheet = load_workbook(tmp_path / "answer.xlsx").active
    assert (sheet["A2"].font.b, sheet["A2"].font.color.rgb) == (True, "FF112233")
    assert sheet.column_dimensions["A"].width == 41


@pytest.mark.parametrize("times", [1, 2])
def test_the_answer_read_again_says_what_the_file_said(
    workbook: Callable[..., Path], tmp_path: Path, times: int
) -> None:
    path = workbook(ROWS)
    first = answered(path, tmp_path / "a0.xlsx")
    for time in range(times - 1):
        answered(tmp_path / f"a{time}.xlsx", tmp_path / f"a{time + 1}.xlsx")
    again = taken(read(tmp_path / f"a{times - 1}.xlsx").chosen)
    assert again.ready.equals(first.ready)
    assert again.waiting["raw"].to_list() == first.waiting["raw"].to_list()


def test_a_repaired_answer_brings_the_repaired_row(
    workbook: Callable[..., Path], tmp_path: Path
) -> None:
    answered(workbook(ROWS), tmp_path / "answer.xlsx")
    book = load_workbook(tmp_path / "answer.xlsx")
    book.active["D3"] = 21000
    book.save(tmp_path / "answer.xlsx")
    again = taken(read(tmp_path / "answer.xlsx").chosen)
    assert again.ready["row"].to_list() == [2, 3]


def test_a_folder_that_is_not_there_is_named(workbook: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(FileNotWritable, match=r"\.xlsx cannot be written"):
        answered(workbook(ROWS), workbook(ROWS) / "answer.xlsx")
