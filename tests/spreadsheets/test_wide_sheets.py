"""A sheet as wide as a spreadsheet can be is read as quickly as any other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.spreadsheets.conftest import HEADER
from workbench.spreadsheets.grids import shown
from workbench.spreadsheets.layout import MOST_COLUMNS, find_table
from workbench.spreadsheets.read import read


def test_a_header_over_all_columns_is_looked_at_once(text_file: Callable[..., Path]) -> None:
    wide = ",".join(f"c{i}" for i in range(6_000))
    path = text_file(f"{','.join(HEADER)},{wide}\nAnna,5000,36,900{',1' * 6_000}\n")
    began = time.process_time()
    book = read(path)
    assert time.process_time() - began < 5
    assert len(book.chosen.columns) == MOST_COLUMNS
    assert [len(row.texts) for row in book.chosen.top] == [MOST_COLUMNS] * 2
    assert "too_many_columns" in [note.code for note in book.chosen.notes]


def test_each_header_is_asked_for_a_few_times_only() -> None:
    asked: list[str] = []
    grid = [[f"c{i}" for i in range(200)], [*map(str, range(200))]]
    find_table(grid, "S", lambda header: bool(asked.append(header)))
    assert len(asked) <= 4 * 200


def test_a_cell_is_shown_as_its_sheet_shows_it() -> None:
    assert list(map(shown, [24000.0, 0.837, True, "  ", "x" * 300, 36, None])) == [
        "24000", "0.837", "TRUE", "", "x" * 200, "36", "",
    ]  # fmt: skip
