"""Old Excel workbooks (.xls) by xlrd; runs in the child process only."""

from __future__ import annotations

import datetime as dt
import io
from functools import partial
from itertools import islice
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_TEXT

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.delimited import ENCODINGS, likeliest
from workbench.spreadsheets.grids import ErrorText, Grid
from workbench.spreadsheets.office_reading import SheetHead, count_errors
from workbench.spreadsheets.verdicts import Unreadable, Verdict

_LARGEST_WITH_FORMATS = 8 * 2**20
_UNICODE, _LOOKED_AT, _MOST_TEXTS = 80, 3, 2_000
_WESTERN = ("cp1252", "iso-8859-1", "ascii", "latin_1")


class XlrdBook:
    """A .xls workbook open in xlrd."""

    def __init__(self, path: Path) -> None:
        self._book = _open(path)
        self._guessed = _guessed(self._book)
        if self._guessed:
            self._book = _open(path, self._guessed)

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
        return Grid(rows, merges, count_errors(rows), self._notes(name))

    def _notes(self, sheet: str) -> tuple[Problem, ...]:
        if not self._guessed:
            return ()
        values = {"encoding": self._guessed.upper()}
        place = Place(sheet=sheet)
        return (Problem("encoding", Severity.WARNING, place, _GUESSED, values),)

    @property
    def epoch_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return bool(self._book.datemode)


_GUESSED = N_(
    "The text was read as {encoding}, which is a guess. Look at the names in the first rows, or "
    "save the file as .xlsx."
)


def _guessed(book: xlrd.book.Book) -> str:
    """The Chinese or Japanese encoding of an old workbook that claims a western one, or none."""
    if book.biff_version >= _UNICODE or book.encoding not in _WESTERN:
        return ""
    texts = (
        str(cell.value)
        for i in range(min(book.nsheets, _LOOKED_AT))
        for row in book.sheet_by_index(i).get_rows()
        for cell in row
        if cell.ctype == XL_CELL_TEXT
    )
    sample = " ".join(islice(texts, _MOST_TEXTS)).encode(book.encoding, "ignore")
    best, _score = likeliest(sample, filter(partial(_fits, sample), ENCODINGS))
    return "" if sample.isascii() or best in {"", "cp1252"} else best


def _fits(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _open(path: Path, encoding: str | None = None) -> xlrd.book.Book:
    quiet = io.StringIO()
    formats = path.stat().st_size <= _LARGEST_WITH_FORMATS
    try:
        return xlrd.open_workbook(
            path,
            logfile=quiet,
            on_demand=True,
            ragged_rows=True,
            formatting_info=formats,
            encoding_override=encoding,
        )
    except xlrd.XLRDError as refusal:
        if "encrypted" in str(refusal).lower():
            raise Unreadable(Verdict.LOCKED) from None
        raise
    except (IndexError, KeyError, NotImplementedError, AssertionError, TypeError):
        if not formats:
            raise
        return xlrd.open_workbook(
            path, logfile=quiet, on_demand=True, ragged_rows=True, encoding_override=encoding
        )


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
