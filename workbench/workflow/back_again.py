"""Rows that come back: put right in the officer's own workbook, and imported once more."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from workbench.spreadsheets.sheet import ROW, SHEET, Sheet
from workbench.spreadsheets.unmatched import names_of_columns
from workbench.storage import rows_waiting
from workbench.storage.rows_waiting import WaitingRow
from workbench.workflow.desk import Desk

Cells = Mapping[str, str | None]


def come_back(
    desk: Desk, product: str, sheet: Sheet, *rows: pl.DataFrame
) -> dict[tuple[str, int], int]:
    """Places of these rows -> the waiting rows they are, put right or only changed.

    A row is one that waits when it stands in the same place of a sheet of that name and says
    the same in every cell but those that something was wrong with.
    """
    held = [row for row in rows_waiting.waiting_rows(desk.store, product=product) if row.raw]
    places = {place for frame in rows for place in zip(frame[SHEET], frame[ROW], strict=True)}
    asked = {(row.sheet, row.row) for row in held} & places
    if not asked:
        return {}
    cells = _cells(sheet, asked)
    return {
        (row.sheet, row.row): row.id
        for row in held
        if (row.sheet, row.row) in asked and _is_same(row, cells[row.sheet, row.row])
    }


def _cells(sheet: Sheet, places: set[tuple[str, int]]) -> dict[tuple[str, int], Cells]:
    names = names_of_columns((column.letter, column.header) for column in sheet.columns)
    wanted = sheet.cells.filter(pl.col(ROW).is_in([row for _sheet, row in places]))
    return {
        (line[SHEET], line[ROW]): {name: line[letter] for letter, name in names.items()}
        for line in wanted.iter_rows(named=True)
    }


def _is_same(row: WaitingRow, cells: Cells) -> bool:
    raw: Cells = json.loads(row.raw)
    wrong = {told["header"] for told in json.loads(row.problems)}
    others = raw.keys() - wrong
    return raw.keys() <= cells.keys() and all(raw[name] == cells[name] for name in others)
