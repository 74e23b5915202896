"""Developing from a file: report, workbook, PDF and a draft that may be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from workbench.errors import TableUnsuitable
from workbench.scoring.check import check
from workbench.workflow.develop import Wish, develop, labelled_table
from workbench.workflow.developing import offered

pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = np.random.default_rng(4)
    rows = 900
    income = draw.lognormal(10.8, 0.4, rows).round(0)
    use, inquiries = draw.uniform(0, 1, rows).round(3), draw.integers(0, 5, rows)
    odds = -1.5 + 1.5 * use + 0.4 * inquiries - (np.log(income) - 10.8)
    table = pl.DataFrame(
        {
            "loan_amnt": draw.integers(1, 20, rows) * 1_000,
            "term": draw.choice([36, 60], rows),
            "annual_inc": income,
            "revol_util": use,
            "inq_last_6mths": inquiries,
            "sex": draw.choice(["female", "male"], rows),
            "issued": [f"20{10 + n // 300}-{1 + n % 12:02d}-01" for n in range(rows)],
            "outcome": np.where(draw.uniform(size=rows) < 1 / (1 + np.exp(-odds)), "bad", "good"),
        }
    )
    file = tmp_path_factory.mktemp("book") / "book.csv"
    table.write_csv(file)
    return file


def test_a_development_writes_report_workbook_pdf_and_a_draft_without_faults(
    book: Path, tmp_path: Path
) -> None:
    wish = Wish("outcome", time="issued", cv=2, product="personal-loan")
    made = develop(book, wish, tmp_path)
    names = {file.name for file in made.files}
    assert names == {"report.md", "scorecard.csv", "report.xlsx", "report.pdf", "strategy.toml"}
    assert check((tmp_path / "strategy.toml").read_text(encoding="utf-8")) == ()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    keys = {part.key for part in made.parts}
    assert {"book", "columns", "ranking", "gains", "calibration", "stability", "fairness"} <= keys


def test_what_the_report_says_is_in_the_text(book: Path, tmp_path: Path) -> None:
    made = develop(book, Wish("outcome", cv=0), tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| sex | it is a protected characteristic |" in text
    assert all(part.title in text for part in made.parts)


def test_a_column_that_is_not_there_is_named(book: Path) -> None:
    with pytest.raises(TableUnsuitable, match="no column paid"):
        develop(book, Wish("paid"), None)


@pytest.mark.parametrize("text", ["a;b\r1;2\r3;4", "a b\n1 2\n3 4", "a,b\r\n1,2\r\n3,4\r\n"])
def test_tables_with_other_marks_and_line_ends_are_read(text: str, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(text.encode())
    assert labelled_table(file).rows() == [(1, 2), (3, 4)]


def test_a_book_offers_its_outcomes_and_dates(book: Path) -> None:
    found = offered(book)
    assert found.outcomes == ("outcome",) and found.times == ("issued",)
    assert found.rows == 900 and "term" in found.columns
