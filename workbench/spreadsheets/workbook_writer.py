"""Workbooks written row by row: typed cells, frozen header, filter; nothing held in memory.

The same rows always give the same bytes. Text is stored as text, so that no applicant's name
can become a formula.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from errno import EFBIG
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

_LONGEST = 32_767
_LONGEST_NAME = 31
_MOST_ROWS = 2**20
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_AUTHOR = "Credit Workbench"
_NOTE = {"author": _AUTHOR, "width": 240, "height": 80}
_BAR = "#0A7568"
_TWO_LINES = 30  # points, for a header that does not fit on one line
_READABLE = 230  # characters that a page of paper holds in print of a readable size
_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}


class Style(Enum):
    """How a cell looks."""

    PLAIN = auto()
    TEXT = auto()
    HEADER = auto()
    WHOLE = auto()
    MONEY = auto()
    PERCENT = auto()
    DATE = auto()
    MOMENT = auto()
    TITLE = auto()
    NUMBER = auto()
    ERROR = auto()
    WARNING = auto()
    GOOD = auto()


_LOOKS: dict[Style, dict[str, object]] = {
    Style.TEXT: {"num_format": "@"},
    Style.HEADER: {"bold": True, "bg_color": "#E4ECF7", "valign": "vcenter", "text_wrap": True},
    Style.WHOLE: {"num_format": "#,##0"},
    Style.MONEY: {"num_format": "#,##0.00"},
    Style.PERCENT: {"num_format": "0.00%"},
    Style.DATE: {"num_format": "yyyy-mm-dd"},
    Style.MOMENT: {"num_format": "yyyy-mm-dd hh:mm"},
    Style.TITLE: {"bold": True, "font_size": 14},
    Style.NUMBER: {"num_format": "0.######"},
    Style.ERROR: {"bg_color": "#FBE3DF"},
    Style.WARNING: {"bg_color": "#FDF0D0"},
    Style.GOOD: {"bg_color": "#DDF3E4"},
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A value whose cell is tinted: Style.ERROR or Style.WARNING."""

    value: object
    style: Style


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column of a written sheet; `width` is in characters. `tints` colours the cells that
    say one of its words (Style.GOOD, WARNING or ERROR), also after somebody edits them."""

    header: str
    style: Style = Style.TEXT
    width: float = 14
    tints: Mapping[str, Style] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BarChart:
    """A native chart over the rows first..last (from 1) of the columns A and B."""

    title: str
    first: int
    last: int


class WorkbookWriter:
    """A workbook being written: sheets one after the other, each row by row.

    What is on its way to the file waits in a folder only this user can look into, gone
    afterwards. There it is put together too: what packs it would print that it could not on a
    full disk, on top of the error. Raises OSError when the file, or a sheet of 1,048,576 rows,
    has no more room.
    """

    def __init__(self, path: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True)
        self._path, self._made = path, Path(self._folder.name) / "made.xlsx"
        self._book = Workbook(str(self._made), {**_OPTIONS, "tmpdir": self._folder.name})
        self._book.set_properties({"author": _AUTHOR, "created": _CREATED})
        self._book.use_zip64()
        self._formats = {style: self._book.add_format(look) for style, look in _LOOKS.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._book.close()
                shutil.copyfile(self._made, self._path)
        except FileCreateError as refused:
            raise OSError(*refused.args[0].args) from refused
        finally:
            for sheet in self._book.worksheets():
                with suppress(OSError):
                    sheet.row_data_fh.close()
            self._folder.cleanup()

    def table(
        self,
        name: str,
        columns: Sequence[OutColumn],
        rows: Iterable[Sequence[object]],
        *,
        titles: Sequence[str] = (),
        comments: Mapping[str, str] | None = None,
        chart: BarChart | None = None,
    ) -> int:
        """A sheet with title lines, a header that stays in view, and a filter; gives the
        number of rows written. A value's own type decides its cell, None is blank.

        `comments` maps cells ("D18") to what is said of them. The rows of a sheet with a chart
        are few: they are held, since the chart repeats its figures.
        """
        top = len(titles)
        sheet = self._book.add_worksheet(self._sheet_name(name))
        _set_up_page(sheet, top, sum(column.width for column in columns))
        sheet.freeze_panes(top + 1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        for cell, said in (comments or {}).items():
            sheet.write_comment(cell, clean(said), _NOTE)
        if chart is not None:
            rows = list(rows)
            self._draw(sheet, chart, rows[chart.first - top - 2 : chart.last - top - 1])
        cells = _Cells(sheet, self._formats)
        for number, title in enumerate(titles):
            cells.put_text(number, 0, title, Style.TITLE)
        if any(len(column.header) >= column.width for column in columns):
            sheet.set_row(top, _TWO_LINES)
        for at, column in enumerate(columns):
            cells.put_text(top, at, column.header, Style.HEADER)
        last = cells.put_rows(top, rows, [column.style for column in columns])
        sheet.autofilter(top, 0, last, len(columns) - 1)
        if last > top:
            self._tint(sheet, columns, top + 1, last)
        return last - top

    def _sheet_name(self, name: str) -> str:
        """A name that Excel takes: no brackets or slashes, at most 31 characters, no double."""
        fitting = re.sub(r"[\[\]:*?/\\]", " ", clean(name)).strip("' ")
        fitting = _cut(fitting, _LONGEST_NAME).strip("' ") or "Sheet"
        taken = {sheet.name.casefold() for sheet in self._book.worksheets()}
        number, chosen = 1, fitting
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{_cut(fitting, _LONGEST_NAME - 4)} {number}"
        return chosen

    def _tint(self, sheet: Any, columns: Sequence[OutColumn], first: int, last: int) -> None:
        """Conditional formats: one rule per word and column."""
        for at, column in enumerate(columns):
            for word, style in column.tints.items():
                quoted = clean(word).replace('"', '""')
                rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"'}
                rule["format"] = self._formats[style]
                sheet.conditional_format(first, at, last, at, rule)

    def _draw(self, sheet: Any, chart: BarChart, rows: Sequence[Sequence[object]]) -> None:
        """The chart stands right of the table, as tall as its bars need."""
        drawn = self._book.add_chart({"type": "bar"})
        first, last = chart.first - 1, chart.last - 1
        drawn.add_series(
            {
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, 1, last, 1],
                "categories_data": [clean(str(row[0])) for row in rows],
                "values_data": [row[1] for row in rows],
                "fill": {"color": _BAR},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        drawn.set_title({"name": clean(chart.title), "name_font": {"size": 12, "bold": True}})
        drawn.set_legend({"none": True})
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"min": 0, "num_format": "#,##0"})
        drawn.set_size({"width": 560, "height": 20 * max(13, 2 + 2 * (last - first + 1))})
        sheet.insert_chart(1, 3, drawn)


def _set_up_page(sheet: Any, header: int, width: float) -> None:
    """As many pages wide as can still be read; the header stands on each, and where there is
    more than one beside the other, so does the first column."""
    across = max(1, math.ceil(width / _READABLE))
    sheet.set_landscape()
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(header)
    if across > 1:
        sheet.repeat_columns(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


class _Cells:
    """The cells of one sheet, by row and column from 0."""

    def __init__(self, sheet: Any, formats: Mapping[Style, Any]) -> None:
        self._sheet, self._formats = sheet, formats

    def put_rows(
        self, above: int, rows: Iterable[Sequence[object]], styles: Sequence[Style]
    ) -> int:
        """Write the rows below row `above`; gives the last row written."""
        put, number = self.put, above
        for row in rows:
            if number == _MOST_ROWS - 1:
                raise OSError(EFBIG, "a sheet has no more rows")
            number += 1
            for at, (value, style) in enumerate(zip(row, styles, strict=False)):
                if value is not None:
                    put(number, at, value, style)
        return number

    def put(self, row: int, at: int, value: object, style: Style) -> None:
        """Write a value as its own type says."""
        kind = type(value)
        if kind is str:
            self.put_text(row, at, value, style)
        elif kind is bool:
            self._sheet.write_boolean(row, at, value)
        elif isinstance(value, Decimal | int | float):
            if math.isfinite(value):
                self._sheet.write_number(row, at, value, self._formats.get(style))
        elif isinstance(value, dt.datetime):
            whole = value.replace(microsecond=0)
            self._sheet.write_datetime(row, at, whole, self._formats[Style.MOMENT])
        elif isinstance(value, dt.date):
            self._sheet.write_datetime(row, at, value, self._formats[Style.DATE])
        elif isinstance(value, Marked):
            said = "" if value.value is None else value.value
            self.put_text(row, at, said, value.style)
        else:
            self.put_text(row, at, value, Style.TEXT)

    def put_text(self, row: int, at: int, text: object, style: Style) -> None:
        """Write text, whatever it looks like."""
        said, look = clean(str(text)), self._formats.get(style)
        if said.startswith("<r>") and said.endswith("</r>"):
            # The library would take the text itself for finished markup; in runs it is escaped.
            self._sheet.write_rich_string(row, at, *said[:2], said[2:], look)
        else:
            self._sheet.write_string(row, at, said, look)


def clean(text: str) -> str:
    """A text as a cell can hold it: no control characters, at most 32,767 characters."""
    return _cut(_FORBIDDEN.sub(" ", text), _LONGEST)


def _cut(text: str, most: int) -> str:
    """At most so many characters as Excel counts them: one beyond U+FFFF is two."""
    if len(text) <= most // 2:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
