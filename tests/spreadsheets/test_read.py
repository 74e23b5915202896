"""Reading what people send: by content, in limits, ending in a preview or a known sentence."""

from __future__ import annotations

import os
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import Workbook

from tests.spreadsheets.conftest import HEADER
from workbench.errors import Cancelled, FileNotReadable, Severity, SheetUnknown
from workbench.spreadsheets import child_processes, guards
from workbench.spreadsheets.read import read
from workbench.spreadsheets.sheet import CellKind
from workbench.spreadsheets.verdicts import SENTENCES, Verdict, Why

Make = Callable[..., Path]
ROWS = [HEADER, ("Anna Berg", 5000, 36, 3000.5), ("王思远", 7000, 24, None)]


def verdict(path: Path, **asked: str) -> Verdict:
    """The verdict on a file that cannot be read; its sentence names the file and what to do."""
    with pytest.raises(FileNotReadable) as refusal:
        read(path, **asked)
    why = refusal.value.values["why"]
    assert isinstance(why, Why)
    assert path.name in str(refusal.value)
    assert str(refusal.value).endswith("Nothing was changed.")
    return why.verdict


def test_a_workbook_is_read_with_its_places(workbook: Make) -> None:
    book = read(workbook(ROWS))
    sheet = book.chosen
    assert (sheet.name, sheet.header_row, sheet.first_data_row) == ("Nov", 1, 2)
    assert sheet.cells["row"].to_list() == [2, 3]
    assert sheet.cells["B"].to_list() == ["5000", "7000"]
    assert sheet.numbers["D"].to_list() == [3000.5, None]
    assert len(book.sha256) == 64


def test_a_file_is_known_by_its_content_and_not_by_its_name(
    workbook: Make, text_file: Make
) -> None:
    assert read(workbook(ROWS, name="applicants.csv")).chosen.cells.height == 2
    assert read(text_file("Name;Amount\nA;5\n", name="a.xls")).chosen.cells["B"].to_list() == ["5"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gb2312"]
)
def test_chinese_text_is_read_in_every_usual_encoding(text_file: Make, encoding: str) -> None:
    text = "客户姓名,贷款金额,贷款期限\n王思远,5000,36\n李佳怡,7000,24\n张雨桐,9000,12\n"
    sheet = read(text_file(text, encoding)).chosen
    assert [column.header for column in sheet.columns] == ["客户姓名", "贷款金额", "贷款期限"]
    assert sheet.cells["A"].to_list() == ["王思远", "李佳怡", "张雨桐"]


def test_big5_is_not_taken_for_gb18030(text_file: Make) -> None:
    text = "姓名,貸款金額\n" + "王小明,5000\n陳美麗,7000\n張國華,9000\n林淑芬,1000\n" * 3
    assert read(text_file(text, "big5")).chosen.cells["A"][1] == "陳美麗"


def test_western_accents_are_read(text_file: Make) -> None:
    sheet = read(text_file("Name;Amount\nJosé Müller;5000\nRenée Fauré;6000\n", "cp1252")).chosen
    assert sheet.cells["A"].to_list() == ["José Müller", "Renée Fauré"]


def test_an_encoding_that_only_might_fit_is_told(text_file: Make) -> None:
    sheet = read(text_file("Имя,Сумма\nИванов,1\n", encoding="koi8-r")).chosen
    assert [(note.code, note.severity) for note in sheet.notes] == [("encoding", Severity.WARNING)]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_parsing(text_file: Make, mark: str) -> None:
    rows = [["Name", "Amount", "Note"], ["A, B", "1.5", '"x;y|z\t"'], ["C", "2", "-"]]
    text = "\n".join(
        mark.join(f'"{c}"' if mark in c and c[0] != '"' else c for c in row) for row in rows
    )
    assert len(read(text_file(text)).chosen.columns) == 3


def test_rows_keep_their_numbers_past_blank_lines_and_quoted_breaks(text_file: Make) -> None:
    sheet = read(text_file('Name,Amount\n"A\nB",1\n\nC,2\n')).chosen
    assert sheet.cells["row"].to_list() == [2, 4]


def test_rows_longer_than_the_header_are_told(text_file: Make) -> None:
    sheet = read(text_file("Name,Amount\n" + "A,1\n" * 60 + "B,2,500\nC,3\n")).chosen
    assert sheet.cells.height == 62
    assert [(note.code, note.place.row) for note in sheet.notes] == [("row_too_long", 62)]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("~$a.xlsx", b"\x05user", Verdict.LOCK_FILE),
        ("a.xlsx", b"", Verdict.EMPTY),
        ("a.xls", b"<html><body><table><tr><td>1", Verdict.WEB_PAGE),
        ("a.xlsx", b"PK\x03\x04 cut off", Verdict.BROKEN),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", Verdict.BROKEN),
        ("a.pdf", b"%PDF-1.7", Verdict.NOT_SUPPORTED),
        ("a.csv", b"version https://git-lfs.github.com/spec/v1\n", Verdict.POINTER),
        ("a.url", b"[InternetShortcut]\r\nURL=https://example.org/a.xlsx", Verdict.POINTER),
        ("a.gsheet", b'{"url": "https://example.org/a", "doc_id": "a"}', Verdict.POINTER),
        ("a.slk", b"ID;WXL\r\nC;Y1;X1;K5\r\nE\r\n", Verdict.NOT_SUPPORTED),
        ("a.slk", b"ID;PWXL;N;E\nP;PGeneral\nE\n", Verdict.NOT_SUPPORTED),
        ("a.csv", b'[{"Name": "Anna"}]', Verdict.NOT_SUPPORTED),
        ("a.xls", b"<!-- saved -->\n" * 300 + b"<table>", Verdict.WEB_PAGE),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n", Verdict.WEB_PAGE),
        ("a.csv", b"\n\n  \n", Verdict.NO_DATA),
        ("a.dat", bytes(range(256)) * 40, Verdict.NOT_SUPPORTED),
    ],
)
def test_what_is_no_spreadsheet_gets_its_own_sentence(
    tmp_path: Path, name: str, content: bytes, expected: Verdict
) -> None:
    (tmp_path / name).write_bytes(content)
    assert verdict(tmp_path / name) is expected


def test_a_table_of_ids_is_no_exchange_format(text_file: Make) -> None:
    sheet = read(text_file("ID;Product;Amount\nC;Anna;500\nP;Bo;700\n")).chosen
    assert sheet.cells["B"].to_list() == ["Anna", "Bo"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert verdict(tmp_path / "gone.xlsx") is Verdict.MISSING
    (tmp_path / "folder").mkdir()
    assert verdict(tmp_path / "folder") is Verdict.FOLDER


def test_an_unknown_sheet_is_answered_with_those_there_are(workbook: Make) -> None:
    with pytest.raises(SheetUnknown, match="Nov"):
        read(workbook(ROWS), sheet="Dec")


def locked(path: Path, password: str) -> Path:
    out = path.with_name(f"locked-{path.name}")
    with path.open("rb") as stream, out.open("wb") as target:
        msoffcrypto.OfficeFile(stream).encrypt(password, target)
    return out


def test_a_password_is_asked_for_and_used(workbook: Make) -> None:
    path = locked(workbook(ROWS), "secret")
    assert verdict(path) is Verdict.LOCKED
    assert verdict(path, password="wrong") is Verdict.WRONG_PASSWORD
    assert read(path, password="secret").chosen.cells.height == 2


def test_excels_own_password_is_tried_in_silence(workbook: Make) -> None:
    assert read(locked(workbook(ROWS), "VelvetSweatshop")).chosen.cells.height == 2


def sheet_xml(
    path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml"
) -> Path:
    """The workbook with one part changed."""
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out


def test_a_far_cell_is_blamed_by_name(workbook: Make) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = sheet_xml(workbook(ROWS), lambda data: data.replace(b"</sheetData>", far))
    with pytest.raises(FileNotReadable, match="XFD1048576"):
        read(path)


def test_a_document_type_is_refused(workbook: Make) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet'
    assert (
        verdict(sheet_xml(workbook(ROWS), lambda data: data.replace(b"<worksheet", bomb)))
        is Verdict.DOCTYPE
    )


def test_a_workbook_that_unpacks_without_end_is_refused(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "LARGEST_UNPACKED", 1 << 20)
    path = sheet_xml(workbook(ROWS), lambda data: data + b" " * (2 << 20))
    assert verdict(path) is Verdict.UNPACKS_TOO_BIG


def test_a_chain_that_runs_in_a_circle_never_reaches_a_reader(tmp_path: Path) -> None:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", head, 44, 1)
    struct.pack_into("<II", head, 48, 1, 0)
    struct.pack_into("<IIII", head, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 2, 1, *[0xFFFFFFFF] * 125)
    path = tmp_path / "loop.xls"
    path.write_bytes(bytes(head) + table + bytes(1024))
    assert verdict(path) is Verdict.BROKEN


def test_error_cells_and_formulas_without_result_are_told_from_blanks(workbook: Make) -> None:
    def spoil(data: bytes) -> bytes:
        data = data.replace(b'<c r="D2" t="n"><v>3000.5</v></c>', b'<c r="D2"><f>B2/2</f></c>')
        return data.replace(b'<c r="D3" t="n"><v>7</v></c>', b'<c r="D3" t="e"><v>#N/A</v></c>')

    sheet = read(sheet_xml(workbook([HEADER, ("A", 1, 2, 3000.5), ("B", 1, 2, 7)]), spoil)).chosen
    assert sheet.kind_of("D").to_list() == [CellKind.NOT_COMPUTED, CellKind.ERROR]
    assert sheet.cells["D"].to_list()[1] == "#N/A"


def test_the_sheet_with_the_applicants_is_chosen_and_hidden_ones_are_not(tmp_path: Path) -> None:
    book = Workbook()
    hidden, empty, notes, people = (
        book.active,
        *(book.create_sheet(n) for n in ("E", "Read me", "People")),
    )
    hidden.sheet_state = "hidden"
    for row in ROWS:
        hidden.append(row)
        people.append(row)
    notes.append(["Some", "words"])
    assert empty.max_row == 1
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert found.chosen.name == "People"
    assert (found.sheets[0].name, found.sheets[0].visible) == ("Sheet", False)


def test_a_workbook_without_data_says_so(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    assert verdict(tmp_path / "a.xlsx") is Verdict.NO_DATA


def test_every_verdict_has_its_sentence_in_chinese() -> None:
    from workbench.i18n import Language, _

    for sentence in SENTENCES.values():
        assert _(sentence, language=Language.ZH) != sentence


@pytest.mark.slow
def test_a_real_child_reads_and_leaves_nothing_behind(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    assert read(workbook(ROWS)).chosen.cells.height == 2
    assert os.listdir(tmp_path / "t") == []


@pytest.mark.slow
@pytest.mark.parametrize("death", ["import os; os.abort()", "import os; os._exit(3)", "1/0"])
def test_whatever_kills_the_child_the_program_goes_on(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    monkeypatch.setattr(child_processes, "command", lambda module: [sys.executable, "-c", death])
    assert verdict(workbook(ROWS)) is Verdict.LIMIT


@pytest.mark.slow
def test_cancel_kills_the_child(workbook: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(child_processes, "command", lambda module: endless)
    with pytest.raises(Cancelled):
        read(workbook(ROWS), cancel=lambda: True)


@pytest.mark.slow
def test_a_child_that_takes_too_long_is_stopped(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(child_processes, "command", lambda module: endless)
    monkeypatch.setattr("workbench.spreadsheets.read.WALL_SECONDS", 0.1)
    assert verdict(workbook(ROWS)) is Verdict.LIMIT


def test_a_workbook_with_too_many_cells_is_sent_to_csv(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MOST_FILLED", 5)
    assert verdict(workbook(ROWS)) is Verdict.TOO_MANY_CELLS


@pytest.mark.slow
def test_a_far_cell_in_a_large_workbook_is_named_though_the_reader_died_of_it(
    workbook: Make, tmp_path: Path
) -> None:
    chance = random.Random(1)
    rows = [[chance.random() for _ in range(20)] for _row in range(6_000)]
    plain = workbook([HEADER, *rows])
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            new.writestr(part.filename, old.read(part).replace(b"</sheetData>", row))
    assert far.stat().st_size > 2**20
    assert verdict(far) is Verdict.FAR_CELL


def test_notes_and_totals_below_a_long_text_table_are_left_out_and_told(text_file: Make) -> None:
    rows = "".join(f"王{n},{n}000,12,9000\n" for n in range(1, 90))
    text = f"姓名,贷款金额,期限（月）,月收入\n{rows}合计,99000,,\n,,,\n注：由各分行提供,,,\n"
    sheet = read(text_file(text)).chosen
    assert sheet.cells["row"].to_list() == list(range(2, 91))
    assert [(note.code, note.place.row) for note in sheet.notes] == [
        ("note_left_out", 93),
        ("note_left_out", 91),
    ]


def test_a_header_repeated_on_every_page_is_left_out_and_told(workbook: Make) -> None:
    sheet = read(workbook([*ROWS, HEADER, ("Bo", 1, 2, 3)])).chosen
    assert sheet.cells["row"].to_list() == [2, 3, 5]
    assert [(n.code, n.values["first"]) for n in sheet.notes] == [("header_repeated", "4")]


def test_an_open_quotation_mark_is_told_with_its_row(text_file: Make) -> None:
    rows = "".join(f"P{n},5000,36,3000\n" for n in range(9)).replace("P3", '"P3')
    sheet = read(text_file(f"Name,Loan amount,Term (months),Monthly income\n{rows}")).chosen
    assert [(note.code, note.place.row) for note in sheet.notes] == [("quote_open", 5)]
    assert sheet.cells["row"].to_list() == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Name,Loan amount\n="Anna, B","=""0012"""\n', ["Anna, B", "0012"]),
        ('Name, Loan amount\nAnna, "5,000"\n', ["Anna", "5,000"]),
        ("姓名，贷款金额\n王思远，50000\n", ["王思远", "50000"]),
        ("Name,Loan amount\rAnna,5\x00000\r\x1a", ["Anna", "5000"]),
        ("\u200bName\u00a0,Loan\u00a0amount\u200b\nAnna,5000\n", ["Anna", "5000"]),
    ],
)
def test_text_as_programs_write_it_is_read(text_file: Make, text: str, expected: list[str]) -> None:
    sheet = read(text_file(text)).chosen
    assert sheet.cells.select("A", "B").rows() == [tuple(expected)]
    assert all(column.header == column.header.strip("\u200b") for column in sheet.columns)


def test_a_branch_with_other_columns_is_told_and_so_is_a_sheet_without_applicants(
    tmp_path: Path,
) -> None:
    book = Workbook()
    east, west, words = book.active, book.create_sheet("West"), book.create_sheet("Read me")
    east.title = "East"
    for row in ROWS:
        east.append(row)
        west.append(row[::-1])
        words.append(["Some words", "on the list"])
    book.save(tmp_path / "a.xlsx")
    notes = read(tmp_path / "a.xlsx").chosen.notes
    assert [(n.code, n.severity, n.place.sheet) for n in notes] == [
        ("sheet_apart", Severity.WARNING, "West"),
        ("sheets_left_out", Severity.INFO, ""),
    ]
    assert read(tmp_path / "a.xlsx", sheet="West").chosen.notes == ()
