"""What is written: typed cells, no formulas from text, whole files or none."""

from __future__ import annotations

import datetime as dt
import errno
import gc
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests import make_samples
from tests.spreadsheets.conftest import taken
from workbench.credit.facts import dictionary
from workbench.errors import FileNotWritable
from workbench.files import replacing
from workbench.i18n import Language
from workbench.spreadsheets.decisions_workbook import OutColumn, Style, write_decisions
from workbench.spreadsheets.matching import Confidence, match
from workbench.spreadsheets.read import read
from workbench.spreadsheets.tabular import read_sheet, read_table, write_table
from workbench.spreadsheets.template import HEADER_ROW, write_template
from workbench.spreadsheets.workbook_writer import WorkbookWriter

COLUMNS = (
    OutColumn("Name"),
    OutColumn("Amount", Style.MONEY),
    OutColumn("On", Style.DATE),
    OutColumn("Ok"),
)


def test_cells_keep_their_types_and_text_is_never_a_formula(tmp_path: Path) -> None:
    rows = [
        ('=HYPERLINK("x")', Decimal("12.50"), dt.date(2026, 11, 21), True),
        ("a<b&c\x07", 3, None, None),
    ]
    count = write_decisions(rows, COLUMNS, [("Approved", 1)], tmp_path / "d.xlsx")
    book = load_workbook(tmp_path / "d.xlsx")
    sheet = book["Decisions"]
    assert count == 2
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", '=HYPERLINK("x")')
    assert (sheet["B2"].value, sheet["B2"].number_format) == (12.5, "#,##0.00")
    assert (sheet["C2"].value, sheet["D2"].value) == (dt.datetime.fromisoformat("2026-11-21"), True)
    assert sheet["A3"].value == "a<b&c "
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert book["Summary"]["B2"].value == 1


def test_overrides_and_reasons_get_sheets_and_figures_get_charts(tmp_path: Path) -> None:
    columns = [
        OutColumn("Name"),
        OutColumn("Decision", tints={"Approve": Style.GOOD, "Decline": Style.ERROR}),
        OutColumn("Override"),
        OutColumn("Reasons"),
    ]
    rows = [("A", "Approve", None, None), ("B", "Decline", "low", "Income too low; Short term")]
    summary = [("Applications", 2), ("Approved", 1), ("By", "Lin")]
    out = tmp_path / "d.xlsx"
    write_decisions(rows, columns, summary, out, override_at=2, reasons_at=3)
    book = load_workbook(out)
    assert book.sheetnames == ["Summary", "Decisions", "Overrides", "Reasons"]
    assert [cell.value for cell in book["Overrides"]["A"]] == ["Name", "B"]
    assert book["Reasons"]["A2"].value == "Income too low"
    assert [len(book[name]._charts) for name in ("Summary", "Reasons")] == [1, 1]
    (ranged,) = book["Decisions"].conditional_formatting
    assert [rule.formula for rule in ranged.rules] == [['"Approve"'], ['"Decline"']]


@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></r>", "_x0041_", "a\nb", "a&<b", "http://a.b", "007", "{=1}"]
)
def test_text_comes_back_as_it_was_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    out = tmp_path / "d.xlsx"
    write_decisions([(text, 1, None, None)], COLUMNS, [(text, text)], out)
    cell = load_workbook(out, rich_text=False)["Decisions"]["A2"]
    assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)
    assert str(cell.value).replace("_x005F_", "_") == text
    assert read(out, sheet="Decisions").chosen.cells["A"].to_list() == [text]


def test_a_chart_covers_the_counts_that_lead_the_summary(tmp_path: Path) -> None:
    summary = [("Applications", 2), ("Approved", 1), ("By", "Lin")]
    write_decisions([], COLUMNS, summary, tmp_path / "d.xlsx")
    (chart,) = load_workbook(tmp_path / "d.xlsx")["Summary"]._charts
    (series,) = chart.series
    assert series.cat.strRef.f == "Summary!$A$2:$A$3"
    assert [label.v for label in series.cat.strRef.strCache.pt] == ["Applications", "Approved"]
    assert series.val.numRef.f == "Summary!$B$2:$B$3"
    assert [figure.v for figure in series.val.numRef.numCache.pt] == [2, 1]


def test_a_text_longer_than_a_cell_is_cut_as_excel_counts(tmp_path: Path) -> None:
    write_decisions([("😀" * 20_000, 1, None, None)], COLUMNS, [], tmp_path / "d.xlsx")
    assert load_workbook(tmp_path / "d.xlsx")["Decisions"]["A2"].value == "😀" * 16_383


@pytest.mark.parametrize("stops", [False, True])
def test_nothing_of_the_rows_stays_elsewhere_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    def rows() -> Iterator[tuple[object, ...]]:
        yield ("n", 1, None, None)
        if stops:
            raise RuntimeError

    with pytest.raises(RuntimeError) if stops else nullcontext():
        write_decisions(rows(), COLUMNS, [], tmp_path / "d.xlsx")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert (tmp_path / "d.xlsx").exists() is not stops


def test_a_full_disk_is_named_and_the_file_before_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    target = tmp_path / "d.xlsx"
    target.write_text("before")
    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    with pytest.raises(FileNotWritable, match="disk is full"):
        write_decisions([("n", 1, None, None)], COLUMNS, [], target)
    assert target.read_text() == "before"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_an_error_and_prints_nothing_of_its_own() -> None:
    with pytest.raises(OSError, match="No space left"), WorkbookWriter(Path("/dev/full")) as book:
        book.table("Rows", COLUMNS, [("n", 1, None, None)])
    gc.collect()  # what is left half packed would be told now, and fail this test


def test_sheet_names_are_made_to_fit(tmp_path: Path) -> None:
    further = [("a/b:c" + "x" * 40, ["H"], []), ("'" + "x" * 29 + "'y", ["H"], []), ("", ["H"], [])]
    further += [("a/b:c" + "x" * 40, ["H"], []), ("😀" * 20, ["H"], []), ("😀" * 20, ["H"], [])]
    write_decisions([], COLUMNS, [], tmp_path / "d.xlsx", further=further)
    names = load_workbook(tmp_path / "d.xlsx").sheetnames
    assert len({name.lower() for name in names}) == 8
    assert max(len(name.encode("utf-16-le")) // 2 for name in names) <= 31


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_decisions([("x", 1, None, False)], COLUMNS, [], tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_rows_are_taken_one_by_one(tmp_path: Path) -> None:
    made: list[int] = []

    def rows() -> object:
        for i in range(5_000):
            made.append(i)
            yield ("n", i, None, None)

    assert write_decisions(rows(), COLUMNS, [], tmp_path / "d.xlsx") == len(made)  # type: ignore[arg-type]


def test_a_writer_that_stops_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "d.xlsx"
    target.write_text("before")
    with pytest.raises(RuntimeError), replacing(target) as draft:
        draft.write_text("half")
        raise RuntimeError
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["d.xlsx"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_is_read_back_as_it_was_written(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame(
        {"name": ["Anna", "=1+1"], "amount": [1.5, None], "on": [dt.date(2026, 1, 2)] * 2}
    )
    write_table(frame, tmp_path / f"t.{ending}")
    sheet = read_sheet(tmp_path / f"t.{ending}")
    assert [column.header for column in sheet.columns] == ["name", "amount", "on"]
    assert sheet.cells["B"].to_list() == ["1.5", None]
    assert sheet.cells["C"].to_list() == ["2026-01-02"] * 2
    assert read_table(tmp_path / f"t.{ending}").height == 2


def test_csv_text_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    write_table(pl.DataFrame({"a": ["=cmd", "-5", "+x", "ok"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8-sig").split() == ["a", "'=cmd", "-5", "'+x", "ok"]


@pytest.mark.parametrize("language", list(Language))
def test_a_template_filled_in_is_read_whole(tmp_path: Path, language: Language) -> None:
    out = tmp_path / "t.xlsx"
    write_template(dictionary(), ["housing", "consent_credit_report", "birth_date"], out, language)
    book = load_workbook(out)
    sheet = book.worksheets[0]
    filled = {"amount_requested": 5000, "term_months": 36, "housing": None}
    for fact, value in filled.items():
        label = dictionary()[fact].label[language]
        at = next(cell.column for cell in sheet[HEADER_ROW] if cell.value == label)
        sheet.cell(HEADER_ROW + 1, at, value or dictionary()[fact].choices[2].label[language])
    book.save(out)
    found = read(out).chosen
    matching = match(found, dictionary())
    assert all(c.confidence is Confidence.EXACT for c in matching.columns)
    assert taken(found).ready["housing"].to_list() == ["rent"]
    assert {str(v.type) for v in sheet.data_validations.dataValidation} >= {
        "list",
        "whole",
        "decimal",
        "date",
    }


def test_the_samples_are_the_same_from_the_same_seed(tmp_path: Path) -> None:
    made = make_samples.make(tmp_path)
    for path in made:
        assert path.read_bytes() == (make_samples.OUT / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "currency", "ready", "waiting"),
    [("applicants_en.xlsx", "USD", 242, 7), ("applicants_zh.xlsx", "CNY", 243, 6)],
)
def test_the_samples_have_honest_mistakes(
    name: str, currency: str, ready: int, waiting: int
) -> None:
    found = taken(read(make_samples.OUT / name).chosen, currency)
    assert (found.rows, found.ready_count, found.waiting_count, found.duplicates) == (
        250,
        ready,
        waiting,
        1,
    )
    assert "21k" in {problem.value for problem in found.problems}


def test_a_table_too_long_for_a_sheet_is_refused_before_it_is_written(tmp_path: Path) -> None:
    long = pl.DataFrame({"a": pl.int_range(2**20, eager=True)})
    with pytest.raises(FileNotWritable, match="csv or"):
        write_table(long, tmp_path / "t.xlsx")


def test_a_wide_sheet_prints_on_pages_that_can_be_read_under_its_header(tmp_path: Path) -> None:
    columns = [OutColumn(f"H{i}", width=20) for i in range(30)]
    write_decisions([], columns, [("Cases", 0)], tmp_path / "d.xlsx", name="D")
    book = load_workbook(tmp_path / "d.xlsx")
    wide, narrow = book["D"], book["Summary"]
    assert (wide.page_setup.fitToWidth, narrow.page_setup.fitToWidth) == (3, None)
    assert (wide.print_title_rows, wide.print_title_cols) == ("$1:$1", "$A:$A")
    assert narrow.print_title_rows == "$1:$1"
    assert not narrow.print_title_cols


def test_a_header_that_needs_two_lines_gets_them(tmp_path: Path) -> None:
    columns = [OutColumn("Amount requested", width=10), OutColumn("No.")]
    write_decisions([], columns, [], tmp_path / "d.xlsx", name="D")
    book = load_workbook(tmp_path / "d.xlsx")
    assert book["D"].row_dimensions[1].height == 30
    assert book["Summary"].row_dimensions[1].height is None
