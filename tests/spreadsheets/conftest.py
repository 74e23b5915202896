"""What the tests of intake stand on: small workbooks made on the spot, read without a child."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook as NewBook

from workbench.credit.facts import dictionary
from workbench.spreadsheets import answer, child_processes, read, reader_child
from workbench.spreadsheets.convert import Fixes, Intake, convert
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.sheet import Sheet

Rows = Sequence[Sequence[object]]
HEADER = ("Name", "Loan amount", "Term (months)", "Monthly income")


@pytest.fixture(autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the children's work in this process, unless a test asks for real ones."""
    if request.node.get_closest_marker("slow"):
        return

    def run_here(module: str, asked: Path, seconds: float, cancel: object = None) -> int:
        return int(importlib.import_module(f"workbench.spreadsheets.{module}").main([str(asked)]))

    for room in (read, answer):
        monkeypatch.setattr(room, "run_child", run_here)
    no_limit = lambda memory, seconds: None  # noqa: E731
    monkeypatch.setattr(reader_child, "limit_this_process", no_limit)
    monkeypatch.setattr(child_processes, "limit_this_process", no_limit)
    child = importlib.import_module("workbench.spreadsheets.answer_child")
    monkeypatch.setattr(child, "limit_this_process", no_limit)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of these rows: `workbook(rows, name="a.xlsx", sheet="Nov")`."""

    def make(rows: Rows, name: str = "applicants.xlsx", sheet: str = "Nov") -> Path:
        book = NewBook()
        book.active.title = sheet
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """A text table: `text_file("a,b\\n1,2", encoding="gb18030")`."""

    def make(text: str, encoding: str = "utf-8", name: str = "applicants.csv") -> Path:
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return make


def taken(sheet: Sheet, currency: str = "USD", fixes: Fixes | None = None) -> Intake:
    """A sheet matched and converted as the program does."""
    facts = dictionary()
    return convert(sheet, match(sheet, facts), facts, currency=currency, fixes=fixes)


@pytest.fixture
def intake(workbook: Callable[..., Path]) -> Callable[..., Intake]:
    """Rows (header first) taken in: `intake(rows, currency="CNY")`."""

    def take(rows: Rows, currency: str = "USD", fixes: Fixes | None = None) -> Intake:
        return taken(read.read(workbook(rows)).chosen, currency, fixes)

    return take
