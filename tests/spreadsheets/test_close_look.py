"""What a workbook says that its readers pass over is named, or the file is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.spreadsheets.conftest import HEADER, taken
from tests.spreadsheets.test_read import sheet_xml, verdict
from workbench.spreadsheets import guards, office_reading
from workbench.spreadsheets.close_look import look_closely
from workbench.spreadsheets.grids import ErrorText
from workbench.spreadsheets.office_reading import OpenpyxlBook
from workbench.spreadsheets.read import read
from workbench.spreadsheets.verdicts import Verdict

Make = Callable[..., Path]
PART = "xl/worksheets/sheet1.xml"
AMOUNT = b'<c r="B2" t="n"><v>5000</v></c>'
INCOME = b'<c r="D2" t="n"><v>900</v></c>'


@pytest.fixture
def changed(workbook: Make) -> Callable[[bytes, bytes], Path]:
    """A workbook of one applicant, with a cell of its sheet written otherwise."""
    path = workbook([HEADER, ("Anna", 5000, 36, 900)])

    def change(old: bytes, new: bytes) -> Path:
        return sheet_xml(path, lambda data: data.replace(old, new))

    return change


@pytest.mark.parametrize("number", ["-1", "abc", "0.5", "99", "99999999999999999999"])
def test_a_text_that_is_not_in_the_workbook_is_never_another(changed: Make, number: str) -> None:
    lost = f'<c r="D2" t="s"><v>{number}</v></c>'.encode()
    assert verdict(changed(INCOME, lost)) is Verdict.BROKEN


def test_a_text_number_between_spaces_is_that_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, ("Anna", 5000, 36, 900)]):
            sheet.write_row(at, 0, row)
    path = sheet_xml(tmp_path / "a.xlsx", lambda data: data.replace(b"<v>4</v>", b"<v>\n4\n</v>"))
    assert read(path).chosen.cells["A"].to_list() == ["Anna"]


def test_of_two_cells_with_one_address_the_last_is_taken_and_that_is_told(changed: Make) -> None:
    sheet = read(changed(AMOUNT, AMOUNT + AMOUNT.replace(b"5", b"7"))).chosen
    assert sheet.cells["B"].to_list() == ["7000"]
    assert [(note.code, note.values["first"]) for note in sheet.notes] == [("cells_twice", "B2")]


def test_a_row_that_stands_twice_is_told_in_a_large_sheet_too(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_reading, "_SMALL", 0)
    path = workbook([HEADER, ("Anna", 5000, 36, 900), ("Bo", 7000, 24, 800)])
    again = sheet_xml(path, lambda data: data.replace(b'"3"', b'"2"').replace(b'3" t', b'2" t'))
    notes = read(again).chosen.notes
    assert [(note.code, note.values["count"]) for note in notes] == [("cells_twice", "4")]
    assert read(path).chosen.notes == ()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (b"XFE2", Verdict.BROKEN),
        (b"A1048577", Verdict.BROKEN),
        (b"B0", Verdict.BROKEN),
        (b"ZZZZZZZ2", Verdict.FAR_CELL),
        (b"A9999999999", Verdict.BROKEN),
    ],
)
def test_a_cell_where_no_sheet_has_one_never_reaches_a_reader(
    changed: Make, address: bytes, expected: Verdict
) -> None:
    assert verdict(changed(INCOME, INCOME.replace(b"D2", address))) is expected


@pytest.mark.parametrize(
    "error",
    [
        b'<c r="D2"\n t = "e"><v>#N/A</v></c>',
        b'<c t="e"><v>#N/A</v></c>',
        b'<c r="d2" t="e"><v>#N/A</v></c>',
        b"<c r='D2' t='e'><v><![CDATA[#N/A]]></v></c>",
    ],
)
def test_an_error_cell_is_one_however_it_is_written(changed: Make, error: bytes) -> None:
    found = taken(read(changed(INCOME, error)).chosen)
    assert [problem.code for problem in found.problems] == ["error_cells", "excel_error"]


def test_a_formula_that_gives_an_empty_text_has_been_computed(changed: Make) -> None:
    formula = b'<c r="D2" t="str"><f>IF(B2=0,1,"")</f><v></v></c>'
    path = changed(INCOME, formula)
    assert guards.check_zip(path)[PART].not_computed == set()
    assert taken(read(path).chosen).ready_count == 1


def test_a_sheet_is_known_by_what_it_holds_and_not_by_its_folder(
    changed: Make, tmp_path: Path
) -> None:
    with (
        zipfile.ZipFile(changed(INCOME, b'<c r="D2" t="e"><v>#N/A</v></c>')) as old,
        zipfile.ZipFile(tmp_path / "moved.xlsx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name).replace(b"worksheets/sheet1.xml", b"Pages/One.xml")
            new.writestr("xl/pages/one.xml" if name == PART else name, data)
    assert read(tmp_path / "moved.xlsx").chosen.kind_of("D").to_list() == [7]


def test_the_second_reader_names_errors_missing_results_and_merged_cells(changed: Make) -> None:
    merged = b'</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    path = changed(INCOME, b'<c r="D2" t="e"><v>#N/A</v></c><c r="E2"><f>1+1</f></c>')
    path = sheet_xml(
        path.rename(path.with_name("first.xlsx")),
        lambda data: data.replace(b"</sheetData>", merged),
    )
    grid = OpenpyxlBook(path).grid("Nov")
    assert (grid.rows[1][3], grid.errors) == (ErrorText("#N/A"), 2)
    assert grid.merges == [((1, 0), (2, 0))]


def test_an_error_at_the_edge_of_what_is_scanned_at_once_is_found() -> None:
    scan, tail = guards.PartScan(), b""
    text = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    for at in range(0, len(text), 35):
        tail = guards._scan_chunk(scan, tail + text[at : at + 35])
    assert (scan.errors, scan.cells) == ({"B1": "#N/A"}, 2)


def test_a_document_type_beyond_the_first_look_is_refused(changed: Make) -> None:
    late = b"<?xml version='1.0'?><!--" + b" " * (1 << 20) + b"--><!DOCTYPE x><worksheet"
    path = changed(b"<worksheet", late)
    with pytest.raises(Exception, match="doctype"):
        look_closely(path, PART)
