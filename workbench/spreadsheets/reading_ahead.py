"""A large workbook is parsed on the second core while the rest of its reader is still loading.

Nothing heavier than the parser itself may be imported here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import python_calamine as calamine

from workbench.spreadsheets.sniffing import Format

_LARGE = 2**20


def is_read_ahead(path: Path, form: Format) -> bool:
    """Whether a workbook is large enough to be parsed at once, with the guards beside the parser
    and not before it; the limit on memory alone stands before the parser then."""
    return form is Format.XLSX and path.stat().st_size > _LARGE


class Ahead:
    """A workbook and its first sheet, parsed in a thread from now on. What the parser raises is
    raised to whoever asks for the one that it could not open."""

    def __init__(self, path: Path) -> None:
        self._first = ""
        with_parser = ThreadPoolExecutor(max_workers=1)
        self._book = with_parser.submit(calamine.CalamineWorkbook.from_path, path)
        self._sheet = with_parser.submit(self._parsed)

    def _parsed(self) -> calamine.CalamineSheet:
        book = self._book.result()
        sheets = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        self._first = sheets[0].name
        return book.get_sheet_by_name(self._first)

    def book(self) -> calamine.CalamineWorkbook:
        """The workbook, as soon as its first sheet is done: it answers nothing until then."""
        wait([self._sheet])
        return self._book.result()

    def sheet(self, name: str) -> calamine.CalamineSheet:
        """A sheet by its name; the first one is there already."""
        book = self.book()
        return self._sheet.result() if name == self._first else book.get_sheet_by_name(name)
