"""The readers beside the first one: OpenDocument, old Excel, binary workbooks, openpyxl."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.spreadsheets.conftest import HEADER, taken
from workbench.errors import FileNotReadable
from workbench.spreadsheets import workbook_intake
from workbench.spreadsheets.grids import ErrorText, column_frame
from workbench.spreadsheets.ods_reading import OdsBook
from workbench.spreadsheets.office_reading import CalamineBook
from workbench.spreadsheets.read import read
from workbench.spreadsheets.sheet import CellKind
from workbench.spreadsheets.xls_reading import XlrdBook
from workbench.spreadsheets.xlsb_errors import error_scans

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cell(kind: str, value: str, shown: str, more: str = "") -> str:
    attribute = {"float": "value", "date": "date-value", "boolean": "boolean-value"}.get(kind)
    stored = f' office:{attribute}="{value}"' if attribute else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{stored} {more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def ods(path: Path, rows: list[str], manifest: str = "") -> Path:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"<office:document-content {_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Nov">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def test_an_opendocument_sheet_is_read_with_its_kinds(tmp_path: Path) -> None:
    header = "".join(cell("string", "", text) for text in (*HEADER, "Applied on"))
    person = "".join(
        (
            cell("string", "", "Anna"),
            cell("float", "5000", "5,000.00 €"),
            cell("float", "36", "36"),
            cell("float", "0", "#DIV/0!"),
            cell("date", "2026-01-02", "2 Jan"),
        )
    )
    sheet = read(ods(tmp_path / "a.ods", [header, person])).chosen
    assert sheet.cells.row(0)[2:] == ("Anna", "5000", "36", "#DIV/0!", "2026-01-02")
    assert sheet.column("D").kind is CellKind.ERROR
    assert "error_cells" in [note.code for note in sheet.notes]


def test_repeated_cells_of_an_opendocument_sheet_keep_their_places(tmp_path: Path) -> None:
    row = cell("float", "7", "7", 'table:number-columns-repeated="3"') + cell("string", "", "x")
    far = '<table:table-cell table:number-columns-repeated="16000"/>'
    grid = OdsBook(ods(tmp_path / "a.ods", [row + far])).grid("Nov")
    assert grid.rows == [[7.0, 7.0, 7.0, "x"]]


def test_rows_of_an_opendocument_sheet_keep_their_places_below_a_long_gap(tmp_path: Path) -> None:
    gap = '</table:table-row><table:table-row table:number-rows-repeated="5000">'
    same = '</table:table-row><table:table-row table:number-rows-repeated="3000">'
    rows = [cell("string", "", "x") + gap + same + cell("float", "7", "7")]
    grid = OdsBook(ods(tmp_path / "a.ods", rows)).grid("Nov")
    assert (len(grid.rows), grid.rows[5000], grid.rows[5001]) == (8001, [""], [7.0])


def test_an_opendocument_row_without_end_is_refused_by_its_cell(tmp_path: Path) -> None:
    endless = '</table:table-row><table:table-row table:number-rows-repeated="99999999">'
    path = ods(tmp_path / "a.ods", [endless + cell("float", "7", "7")])
    with pytest.raises(FileNotReadable, match="A100000000"):
        read(path)


def test_a_locked_opendocument_sheet_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable, match="password"):
        read(ods(tmp_path / "a.ods", [cell("string", "", "x")], "<encryption-data/>"))


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def label(row: int, column: int, text: str, encoding: str = "ascii") -> bytes:
    written = text.encode(encoding)
    return record(4, struct.pack("<HH3xB", row, column, len(written)) + written)


def number(row: int, column: int, value: float) -> bytes:
    return record(3, struct.pack("<HH3xd", row, column, value))


def old_excel(path: Path) -> Path:
    """A sheet of Excel 2 with one applicant and one error cell."""
    cells = b"".join(label(0, i, text) for i, text in enumerate(HEADER))
    cells += label(1, 0, "Anna") + number(1, 1, 5000) + number(1, 2, 36)
    cells += record(5, struct.pack("<HH3xBB", 1, 3, 0x2A, 1))
    path.write_bytes(record(9, struct.pack("<HH", 2, 16)) + cells + record(10, b""))
    return path


def test_a_workbook_from_before_1995_is_read_with_its_errors(tmp_path: Path) -> None:
    book = XlrdBook(old_excel(tmp_path / "a.xls"))
    assert book.grid(book.heads()[0].name).rows[1][3] == ErrorText("#N/A")
    found = taken(read(tmp_path / "a.xls").chosen)
    assert [p.code for p in found.problems] == ["error_cells", "excel_error"]
    assert found.waiting_count == 1


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [("gbk", "王思远", ["encoding"]), ("cp1252", "José Müller", [])],
)
def test_an_old_workbook_that_names_no_encoding_is_read_in_the_likeliest(
    tmp_path: Path, encoding: str, name: str, told: list[str]
) -> None:
    head = ("姓名", "贷款金额", "期限（月）", "月收入") if told else HEADER
    cells = b"".join(label(0, i, text, encoding) for i, text in enumerate(head))
    cells += label(1, 0, name, encoding) + number(1, 1, 5000) + number(1, 2, 36)
    (tmp_path / "a.xls").write_bytes(record(9, struct.pack("<HH", 2, 16)) + cells + record(10, b""))
    sheet = read(tmp_path / "a.xls").chosen
    assert sheet.cells["A"].to_list() == [name]
    assert [note.code for note in sheet.notes] == told


def binary_record(kind: int, body: bytes) -> bytes:
    code = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return code + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_error_cells_of_binary_workbooks_are_found(tmp_path: Path) -> None:
    sheet = binary_record(0, struct.pack("<I", 11)) + binary_record(
        3, struct.pack("<II", 3, 0) + b"\x2a"
    )
    relations = '<R><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></R>'
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        book = binary_record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Nov"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    assert error_scans(tmp_path / "a.xlsb")["Nov"].errors == {"D12": "#N/A"}


def test_what_the_first_reader_refuses_the_second_reads(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: CalamineBook, path: Path, scans: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(workbook_intake.CalamineBook, "__init__", refuse)
    path = workbook([(*HEADER, "Applied on"), ("Anna", 5000, 36, None, dt.date(2026, 1, 2))])
    found = taken(read(path).chosen)
    assert found.ready["application_date"].to_list() == [dt.date(2026, 1, 2)]


def test_a_readers_panic_is_one_sentence(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """What a reader written in another language raises."""

    def panic(*_given: object) -> None:
        raise Panic

    for reader in (workbook_intake.CalamineBook, workbook_intake.OpenpyxlBook):
        monkeypatch.setattr(reader, "__init__", panic)
    with pytest.raises(FileNotReadable, match="could not be read safely"):
        read(workbook([HEADER, ("Anna", 1, 2, 3)]))


def test_a_sheet_in_wide_text_is_read_by_the_second_reader(
    workbook: Callable[..., Path], tmp_path: Path
) -> None:
    part = "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(workbook([HEADER, ("Anna", 5000, 36, 900)])) as plain,
        zipfile.ZipFile(tmp_path / "wide.xlsx", "w") as wide,
    ):
        for name in plain.namelist():
            text = plain.read(name)
            bare = text.decode().partition("?>")[2] if b"?>" in text[:60] else text.decode()
            wide.writestr(name, bare.encode("utf-16") if name == part else text)
    assert read(tmp_path / "wide.xlsx").chosen.cells["A"].to_list() == ["Anna"]


def test_what_a_damaged_file_calls_a_number_is_told_as_it_stands() -> None:
    found = column_frame("C", [1.0, float("inf"), float("nan"), "", True]).frames
    assert found["C"].to_list() == ["1", "inf", "NaN", None, "TRUE"]
    assert found["C#"].to_list() == [1.0, None, None, None, None]
    assert column_frame("C", [2.0, float("nan")]).frames["C#"].to_list() == [2.0, None]
