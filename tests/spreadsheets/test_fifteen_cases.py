"""The sheets that loan officers truly meet, each made here: what is taken, and what is told."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.spreadsheets.conftest import HEADER, taken
from workbench.errors import FileNotReadable
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.read import read
from workbench.spreadsheets.sheet import Sheet

Make = Callable[..., Path]
PEOPLE = [("Anna Berg", 5000, 36, 3000), ("Tom Hale", 7000, 24, 4000)]


def codes(found: Intake | Sheet) -> list[str]:
    told = found.problems if isinstance(found, Intake) else found.notes
    return [problem.code for problem in told]


def headers(sheet: Sheet) -> list[str]:
    return [column.header for column in sheet.columns]


def built(path: Path, build: Callable[[Workbook], None]) -> Path:
    book = Workbook()
    build(book)
    book.save(path)
    return path


def test_case_1_titles_merged_headers_and_units_in_a_column(tmp_path: Path) -> None:
    def build(book: Workbook) -> None:
        page = book.active
        page.append(["2026年11月贷款申请汇总"])
        page.append(["单位：万元"])
        page.append([])
        page.append(["客户姓名", "借款", None, "月收入"])
        page.append([None, "贷款金额", "贷款期限", None])
        page.append(["王思远", 5, 36, 1.2])
        page.append(["李佳怡", 3.5, 24, 0.8])
        for place in ("A1:D1", "B4:C4", "A4:A5", "D4:D5"):
            page.merge_cells(place)

    found = taken(read(built(tmp_path / "a.xlsx", build)).chosen, "CNY")
    assert found.ready["amount_requested"].to_list() == [5_000_000, 3_500_000]
    assert found.ready["income_monthly"].to_list() == [1_200_000, 800_000]


def test_case_2_a_balance_sheet_side_by_side_is_shown_and_not_guessed(workbook: Make) -> None:
    rows = [
        ["资产负债表"],
        ["会企01表", None, None, "单位：元"],
        ["资产", "期末余额", "负债", "期末余额"],
        ["货币资金", 100, "短期借款", 50],
        ["合计", 100, "合计", 50],
        ["单位负责人：", None, "制表：", None],
    ]
    sheet = read(workbook(rows)).chosen
    assert sheet.cells.height == 1
    assert "note_left_out" in codes(sheet)


def test_case_3_notes_above_and_below_are_told(workbook: Make) -> None:
    rows = [
        ["Lots of people"],
        ["simply cannot resist writing", None, None, "some notes"],
        [],
        HEADER,
        *PEOPLE,
        [],
        [None, "This", None, None],
        ["below the table, by somebody"],
    ]
    found = taken(read(workbook(rows)).chosen)
    assert (found.rows, found.ready_count) == (2, 2)
    assert codes(found).count("note_left_out") == 2
    assert codes(found).count("title_left_out") == 2


def test_case_4_a_form_with_prepared_rows_and_lists_beside_it(workbook: Make) -> None:
    rows: list[list[object]] = [["No.", *HEADER, None, "Offices", "Codes"]]
    rows += [
        [i + 1, *(PEOPLE[i] if i < 2 else [None] * 4), None, f"Office {i}", i] for i in range(40)
    ]
    found = taken(read(workbook(rows)).chosen)
    assert (found.rows, found.ready_count) == (2, 2)
    assert "side_table_left_out" in codes(found)
    assert found.problems[-1].values["count"] == "38"


def test_case_5_machine_names_above_the_header(workbook: Make) -> None:
    sheet = read(workbook([["X1", "X2", "X3", "X4"], HEADER, *PEOPLE])).chosen
    assert (sheet.header_row, headers(sheet)) == (2, list(HEADER))


def test_case_6_group_keys_are_filled_down_only_where_merged(tmp_path: Path) -> None:
    def build(book: Workbook) -> None:
        page = book.active
        page.append(["Branch", *HEADER])
        for i in range(6):
            branch = {0: "North", 3: "South"}.get(i)
            page.append([branch, f"P{i}", 900 + i, 12, 100])
        page.merge_cells("A2:A4")

    found = taken(read(built(tmp_path / "a.xlsx", build)).chosen)
    assert found.ready["branch"].to_list() == ["North", "North", "North", "South", None, None]
    assert "merged_filled" in codes(found)


def test_case_7_instructions_on_top_and_empty_rows_inside(workbook: Make) -> None:
    rows = [
        ["Do not change the columns. One applicant per row, please check twice."],
        HEADER,
        PEOPLE[0],
        [],
        [],
        PEOPLE[1],
    ]
    sheet = read(workbook(rows)).chosen
    assert sheet.cells["row"].to_list() == [3, 6]


def test_case_8_one_date_column_in_six_spellings(workbook: Make) -> None:
    texts = [
        "08/17/19",
        "20190630",
        "2019-09-06 00:00:15677",
        "2019年9月6日",
        "6 Sep 2019",
        dt.date(2019, 9, 6),
    ]
    rows = [
        (*HEADER, "Applied on"),
        *((f"P{i}", 900 + i, 12, 9, text) for i, text in enumerate(texts)),
    ]
    days = taken(read(workbook(rows)).chosen).ready["application_date"].to_list()
    assert days == [dt.date(2019, 8, 17), dt.date(2019, 6, 30), *[dt.date(2019, 9, 6)] * 4]


def test_case_9_texts_beside_real_dates_and_numbers(workbook: Make) -> None:
    rows = [
        ("姓名", "贷款金额", "期限", "申请日期", "负债率"),
        ("王思远", "￥1,111.11", 36, "2020年1月1日", "11.11%"),
        ("李佳怡", 2222.5, 24, dt.date(2020, 1, 2), 0.2),
    ]
    found = taken(read(workbook(rows)).chosen, "CNY")
    assert found.ready["amount_requested"].to_list() == [111_111, 222_250]
    assert found.ready["application_date"].to_list() == [dt.date(2020, 1, 1), dt.date(2020, 1, 2)]
    assert found.ready["debt_to_income"].to_list() == [0.1111, 0.2]


def test_case_10_a_csv_that_went_through_excel(text_file: Make) -> None:
    text = (
        "Name,Loan amount,Term,Applied on,Oldest account\n"
        "A,900,12,14-08-2009 00:00,09:29.3\nB,800,24,,\n"
    )
    found = taken(read(text_file(text)).chosen)
    assert found.ready["application_date"].to_list() == [None]
    assert [(p.place.cell, p.code) for p in found.problems] == [("E2", "not_a_date")]


def test_case_11_a_lenders_words_for_time_and_share(text_file: Make) -> None:
    text = (
        "loan_amnt,term,emp_length,revol_util,zip_code\n5000, 36 months,10+ years,83.70%,860xx\n"
        "2500, 60 months,< 1 year,9.40%,309xx\n"
    )
    ready = taken(read(text_file(text)).chosen).ready
    assert ready["term_months"].to_list() == [36, 60]
    assert ready["employment_years"].to_list() == [10.0, 0.0]
    assert ready["revolving_utilisation"].to_list() == [0.837, 0.094]
    assert ready["postcode"].to_list() == ["860xx", "309xx"]


def test_case_12_the_officer_can_name_the_encoding(text_file: Make) -> None:
    path = text_file("姓名,金額,期限\n王小明,5000,12\n", "big5")
    assert read(path, encoding="big5").chosen.cells["A"].to_list() == ["王小明"]


def test_case_13_a_saved_web_page_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "report.xls").write_text("<!DOCTYPE html><html><table><tr><td>1</td></tr></table>")
    with pytest.raises(FileNotReadable, match="web page"):
        read(tmp_path / "report.xls")


def test_case_15_a_sheet_that_lies_about_its_size_is_read_whole(
    workbook: Make, tmp_path: Path
) -> None:
    path, out = workbook([HEADER, *PEOPLE]), tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:D3"', b'ref="A1"'))
    assert read(out).chosen.cells.height == 2


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def build(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append((*HEADER, "Applied on"))
        book.active.append((*PEOPLE[0], dt.date(2026, 1, 2)))
        book.active.append((*PEOPLE[1], 44562 - 1462))

    found = taken(read(built(tmp_path / "a.xlsx", build)).chosen)
    assert found.ready["application_date"].to_list() == [dt.date(2026, 1, 2), dt.date(2022, 1, 1)]


def test_one_sheet_per_branch_is_taken_together(tmp_path: Path) -> None:
    def build(book: Workbook) -> None:
        for name, person in zip(("North", "South"), PEOPLE, strict=True):
            page = book.create_sheet(name)
            page.append(HEADER)
            page.append(person)
        book.create_sheet("Other").append(["Just", "words"])

    sheet = read(built(tmp_path / "a.xlsx", build)).chosen
    assert sheet.cells.select("sheet", "row").rows() == [("North", 2), ("South", 2)]
    assert "sheets_joined" in codes(sheet)
    assert read(tmp_path / "a.xlsx", sheet="South").chosen.cells["A"].to_list() == ["Tom Hale"]


def test_amounts_in_ten_thousands_are_told_by_their_ratio(workbook: Make) -> None:
    rows = [
        ("姓名", "贷款金额", "期限", "月收入"),
        ("王思远", 5, 36, 12000),
        ("李佳怡", 3.5, 24, 8000),
    ]
    found = taken(read(workbook(rows)).chosen, "CNY")
    assert found.ready["amount_requested"].to_list() == [5_000_000, 3_500_000]
    assert codes(found) == ["scale_assumed"]


def test_leading_zeros_of_postcodes_come_back(workbook: Make) -> None:
    rows = [(*HEADER, "ZIP"), (*PEOPLE[0], 1852), (*PEOPLE[1], 12207)]
    found = taken(read(workbook(rows)).chosen)
    assert found.ready["postcode"].to_list() == ["01852", "12207"]
    assert codes(found) == ["zeros_restored"]


def test_people_with_one_phone_are_told(workbook: Make) -> None:
    rows = [(*HEADER, "Phone"), (*PEOPLE[0], "202-555-0143"), (*PEOPLE[1], "202-555-0143")]
    found = taken(read(workbook(rows)).chosen)
    assert (found.ready_count, codes(found)) == (2, ["same_phone"])


def test_decimal_commas_are_read_by_the_whole_column(text_file: Make) -> None:
    text = "Name;Loan amount;Term;Monthly income\nA;1.234,50;12;3.000,00\nB;2.000,00;24;12,5\n"
    ready = taken(read(text_file(text)).chosen).ready
    assert ready["amount_requested"].to_list() == [123_450, 200_000]
    assert ready["income_monthly"].to_list() == [300_000, 1_250]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_under_a_foreign_name_is_read_by_its_content(workbook: Make, kind: str) -> None:
    path = workbook([HEADER, *PEOPLE])
    wrong = path.rename(path.with_suffix(f".{kind}"))
    assert read(wrong).chosen.cells.height == 2


def test_answers_for_several_sheets_keep_each_row_in_its_place(tmp_path: Path) -> None:
    from workbench.spreadsheets.answer import write_answer

    def build(book: Workbook) -> None:
        for name, person in zip(("North", "South"), PEOPLE, strict=True):
            page = book.create_sheet(name)
            page.append(HEADER)
            page.append((*person[:3], "21k"))

    path = built(tmp_path / "a.xlsx", build)
    found = taken(read(path).chosen)
    write_answer(path, tmp_path / "answer.xlsx", found.problems, found.statuses())
    book = load_workbook(tmp_path / "answer.xlsx")
    assert [book[name]["D2"].comment is not None for name in ("North", "South")] == [True, True]
