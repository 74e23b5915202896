"""A large workbook is parsed while its reader loads, and nothing else about it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineError

from tests.spreadsheets.conftest import HEADER
from workbench.spreadsheets import reading_ahead
from workbench.spreadsheets.read import read
from workbench.spreadsheets.reading_ahead import Ahead, is_read_ahead
from workbench.spreadsheets.sniffing import Format


def test_a_large_workbook_reads_as_a_small_one(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook([HEADER, ("Anna", 5000, 36, None), ("Bo", "#N/A", 12, 900)])
    plain = read(path)
    monkeypatch.setattr(reading_ahead, "_LARGE", 10)
    ahead = read(path)
    assert is_read_ahead(path, Format.XLSX)
    assert ahead.chosen.cells.equals(plain.chosen.cells)
    assert ahead.sheets == plain.sheets
    assert ahead.chosen.notes == plain.chosen.notes


def test_every_sheet_is_there_by_its_name(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADER])
    book = load_workbook(path)
    book.create_sheet("Dec").append(["December"])
    book.save(path)
    ahead = Ahead(path)
    assert ahead.sheet("Dec").to_python() == [["December"]]
    assert ahead.sheet("Nov").to_python() == [list(HEADER)]


def test_what_the_parser_refuses_is_told_to_whoever_asks(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    ahead = Ahead(broken)
    with pytest.raises(CalamineError):
        ahead.book()


def test_only_large_workbooks_of_the_newer_kind_are_read_ahead(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "small.xlsx")
    assert not is_read_ahead(tmp_path / "small.xlsx", Format.XLSX)
    (tmp_path / "large.xls").write_bytes(b"\0" * (2**20 + 1))
    assert not is_read_ahead(tmp_path / "large.xls", Format.XLS)
