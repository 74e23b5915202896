"""The child process that marks problems in a copy of a workbook: `python -m ... REQUEST.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbench.errors import Severity
from workbench.spreadsheets.child_processes import MEMORY, limit_this_process
from workbench.spreadsheets.known_headers import is_ours
from workbench.spreadsheets.workbook_writer import clean

_TINTS = {
    Severity.ERROR: PatternFill("solid", fgColor="FFFBE3DF"),
    Severity.WARNING: PatternFill("solid", fgColor="FFFDF0D0"),
}
_MOST_CELLS = 400_000
_SECONDS = 50


def main(arguments: list[str]) -> int:
    """Mark the workbook as asked; 1 when it is too large to be kept as it is."""
    asked = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limit_this_process(MEMORY, _SECONDS)
    with Path(asked["source"]).open("rb") as stream:
        book = load_workbook(stream)
    if sum(sheet.max_row * sheet.max_column for sheet in book.worksheets) > _MOST_CELLS:
        return 1
    for sheet in book.worksheets:
        rows = [line for line in asked["rows"] if line[0] == sheet.title]
        if rows:
            _mark_cells(sheet, asked["cells"])
            _add_columns(sheet, asked["headers"], rows)
    book.save(asked["out"])
    return 0


def _mark_cells(sheet: Worksheet, cells: list[list[str]]) -> None:
    for name, place, text, severity in cells:
        cell = sheet[place] if name == sheet.title else None
        if cell is None or isinstance(cell, MergedCell):
            continue
        cell.fill = _TINTS[Severity(severity)]
        said = clean(text) if cell.comment is None else f"{cell.comment.text}\n{clean(text)}"
        cell.comment = Comment(said, "Credit Workbench", width=300, height=90)


def _add_columns(sheet: Worksheet, headers: list[str], rows: list[list[Any]]) -> None:
    header_row = max(1, min(line[1] for line in rows) - 1)
    first = _first_free_column(sheet, header_row)
    for i, header in enumerate(headers):
        cell = sheet.cell(header_row, first + i, clean(header))
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    sheet.column_dimensions[get_column_letter(first)].width = 26
    sheet.column_dimensions[get_column_letter(first + 1)].width = 70
    for _sheet, row, status, word, advice in rows:
        cell = sheet.cell(row, first, clean(word))
        if status != "ready":
            cell.fill = _TINTS[Severity.ERROR if status == "waiting" else Severity.WARNING]
        told = sheet.cell(row, first + 1, clean(advice))
        told.data_type = "s"
        told.alignment = Alignment(wrap_text=True, vertical="top")
    if not sheet.tables:
        last = get_column_letter(first + 1)
        sheet.auto_filter.ref = f"A{header_row}:{last}{max(line[1] for line in rows)}"


def _first_free_column(sheet: Worksheet, header_row: int) -> int:
    """The column after the last filled one, or the one an earlier answer used."""
    for cell in sheet[header_row]:
        if isinstance(cell.value, str) and is_ours(cell.value):
            return int(cell.column)
    last = 0
    for row in sheet.iter_rows(values_only=True):
        filled = [i for i, value in enumerate(row, 1) if value is not None]
        last = max(last, filled[-1] if filled else 0)
    return last + 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
