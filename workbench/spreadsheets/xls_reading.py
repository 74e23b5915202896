"""Old Excel workbooks (.xls) by xlrd; runs in the child process only."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_TEXT

from workbench.spreadsheets.grids import ErrorText, Grid
from workbench.spreadsheets.office_reading import SheetHead, count_errors
from workbench.spreadsheets.verdicts import Unreadable, Verdict

_LARGEST_WITH_FORMATS = 8 * 2**20


class XlrdBook:
    """A .xls workbook open in xlrd."""

    def __init__(self, path: Path) -> None:
        self._book = _open(path)

    def heads(self) -> list[SheetHead]:
        """The worksheets in the workbook's order; xlrd leaves chart sheets out."""
        states = self._book._sheet_visibility  # noqa: SLF001 -- xlrd has no public name for it
        return [
            SheetHead(name, visible=not states[i] if i < len(states) else True)
            for i, name in enumerate(self._book.sheet_names())
        ]

    def grid(self, name: str) -> Grid:
        """The cells of a sheet, error cells as what Excel shows."""
        sheet = self._book.sheet_by_name(name)
        mode = self._book.datemode
        rows = [[_value(cell, mode) for cell in sheet.row(i)] for i in range(sheet.nrows)]
        merges = [((r0, c0), (r1 - 1, c1 - 1)) for r0, r1, c0, c1 in sheet.merged_cells]
        return Grid(rows, merges, count_errors(rows))

    @property
    def epoch_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return bool(self._book.datemode)


def _open(path: Path) -> xlrd.book.Book:
    quiet = io.StringIO()
    formats = path.stat().st_size <= _LARGEST_WITH_FORMATS
    try:
        return xlrd.open_workbook(
            path, logfile=quiet, on_demand=True, ragged_rows=True, formatting_info=formats
        )
    except xlrd.XLRDError as refusal:
        if "encrypted" in str(refusal).lower():
            raise Unreadable(Verdict.LOCKED) from None
        raise
    except (IndexError, KeyError, NotImplementedError, AssertionError, TypeError):
        if not formats:
            raise
        return xlrd.open_workbook(path, logfile=quiet, on_demand=True, ragged_rows=True)


def _value(cell: xlrd.sheet.Cell, mode: int) -> object:
    kind, value = cell.ctype, cell.value
    if kind == XL_CELL_TEXT:
        return str(value)
    if kind == XL_CELL_DATE:
        return _moment(float(value), mode)
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_ERROR:
        return ErrorText(xlrd.error_text_from_code.get(value, "#N/A"))
    return value if isinstance(value, float) else ""


def _moment(serial: float, mode: int) -> object:
    """A serial number as date, time or moment; the number itself when it is out of range."""
    try:
        moment = xlrd.xldate_as_datetime(serial, mode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return serial
    if 0 <= serial < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment.replace(microsecond=0)
