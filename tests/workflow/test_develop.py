"""Developing from a file: report, workbook, PDF and a draft that may be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up_book import write_book
from workbench.errors import TableUnsuitable
from workbench.scoring.check import check
from workbench.workflow.develop import SCALE, Scale, Wish, develop, labelled_table
from workbench.workflow.developing import offered

pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "book.csv"
    write_book(file)
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


@pytest.mark.parametrize(
    ("scale", "said", "drafted"),
    [(None, "50:1 at 600; 40 points double", 20), ((500, 20, 30), "20:1 at 500; 30 points", 30)],
)
def test_a_scale_holds_for_the_card_and_a_draft_keeps_its_policys_points_without_one(
    scale: Scale | None, said: str, drafted: int, book: Path, tmp_path: Path
) -> None:
    wish = Wish("outcome", cv=0, product="personal-loan", scale=scale)
    made = develop(book, wish, tmp_path)
    assert said in (tmp_path / "report.md").read_text(encoding="utf-8")
    text = (tmp_path / "strategy.toml").read_text(encoding="utf-8")
    assert f"points_to_double_odds = {drafted}\n" in text
    assert made.made is not None
    assert made.made.card.scaling.double == (scale or SCALE)[2]


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "latin-1"])
def test_headers_with_spaces_and_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    word = "caf\xe9" if encoding == "latin-1" else "是否违约"
    file = tmp_path / "table.csv"
    file.write_bytes(f"the mean radius of it,{word}\r\n1,2\r\n".encode(encoding))
    found = labelled_table(file)
    assert found.columns == ["the mean radius of it", word] and found.rows() == [(1, 2)]


def test_a_book_offers_its_outcomes_and_dates(book: Path) -> None:
    found = offered(book)
    assert found.outcomes == ("outcome",) and found.times == ("issued",)
    assert found.rows == 900 and "term" in found.columns
    assert found.words["outcome"] == ("bad", "good") and "annual_inc" not in found.words
    assert "gbm" in found.rivals
