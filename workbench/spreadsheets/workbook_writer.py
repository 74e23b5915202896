"""Workbooks written row by row: typed cells, frozen header, filter; nothing held in memory.

The same rows always give the same bytes. Text is stored as text, so that no applicant's name
can become a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from workbench.spreadsheets.chart_parts import chart_parts
from workbench.spreadsheets.sheet import letter_of
from workbench.spreadsheets.workbook_parts import (
    HEAD,
    MAIN,
    RELATED,
    TINTS,
    Style,
    comment_parts,
    content_types,
    relations,
    styles,
    workbook,
)

_EPOCH = dt.date(1899, 12, 30)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST = 32_767
_BATCH = 2_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("[&<>]")


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
    """A workbook being written: sheets one after the other, each row by row."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._sheets: list[str] = []
        self._commented: list[int] = []
        self._charted: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._archive.close()

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

        `comments` maps cells ("D18") to what is said of them; it is read after the rows. A
        sheet has comments or a chart, not both.
        """
        top = len(titles) + 1
        number = len(self._sheets) + 1
        info = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml", _FIXED_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        letters = [letter_of(i) for i in range(len(columns))]
        with self._archive.open(info, "w", force_zip64=True) as binary:
            stream = io.TextIOWrapper(binary, encoding="utf-8", newline="\n", write_through=False)
            stream.write(_sheet_start(columns, top))
            for i, title in enumerate(titles):
                stream.write(
                    f'<row r="{i + 1}">{_text_cell(f"A{i + 1}", title, Style.TITLE)}</row>'
                )
            stream.write(_row_text([c.header for c in columns], top, letters, [Style.HEADER] * 999))
            styles = [column.style for column in columns]
            last = _write_rows(stream, rows, top, letters, styles)
            filtered = f"A{top}:{letters[-1]}{max(last, top)}"
            tints = _tints(columns, top, last)
            stream.write(f'</sheetData><autoFilter ref="{filtered}"/>{tints}{_PAGE}')
            stream.write(_related(comments, chart) + "</worksheet>")
            stream.flush()
            stream.detach()
        named = self._sheet_name(name)
        if comments:
            self._add(comment_parts(number, comments))
            self._commented.append(number)
        elif chart is not None:
            self._add(chart_parts(number, named, chart.title, chart.first, chart.last))
            self._charted.append(number)
        self._sheets.append(named)
        return last - top

    def _sheet_name(self, name: str) -> str:
        """A name that Excel takes: no brackets or slashes, at most 31 characters, no double."""
        fitting = re.sub(r"[\[\]:*?/\\]", " ", clean(name)).strip("' ")[:31] or "Sheet"
        taken = {sheet.casefold() for sheet in self._sheets}
        number, chosen = 1, fitting
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{fitting[:27]} {number}"
        return chosen

    def _finish(self) -> None:
        parts = {
            "[Content_Types].xml": content_types(len(self._sheets), self._commented, self._charted),
            "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": workbook(self._sheets),
            "xl/_rels/workbook.xml.rels": relations(
                [
                    *(
                        ("worksheet", f"worksheets/sheet{i + 1}.xml")
                        for i in range(len(self._sheets))
                    ),
                    ("styles", "styles.xml"),
                ]
            ),
            "xl/styles.xml": styles(),
        }
        self._add(parts)

    def _add(self, parts: Mapping[str, str]) -> None:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            self._archive.writestr(info, text)


_PAGE = (
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup orientation="landscape" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
)


def _related(comments: Mapping[str, str] | None, chart: BarChart | None) -> str:
    if comments:
        return '<legacyDrawing r:id="rId1"/>'
    return "" if chart is None else '<drawing r:id="rId1"/>'


def _tints(columns: Sequence[OutColumn], top: int, last: int) -> str:
    """Conditional formats: one rule per word and column."""
    parts, priority = [], 0
    for i, column in enumerate(columns):
        rules = ""
        for word, style in column.tints.items():
            priority += 1
            text = escape(clean(word).replace('"', '""'))
            rules += (
                f'<cfRule type="cellIs" dxfId="{TINTS.index(style)}" priority="{priority}" '
                f'operator="equal"><formula>"{text}"</formula></cfRule>'
            )
        if rules and last > top:
            letter = letter_of(i)
            place = f"{letter}{top + 1}:{letter}{last}"
            parts.append(f'<conditionalFormatting sqref="{place}">{rules}</conditionalFormatting>')
    return "".join(parts)


def _sheet_start(columns: Sequence[OutColumn], top: int) -> str:
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{column.width}" customWidth="1"/>'
        for i, column in enumerate(columns, 1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATED}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{top}" '
        f'topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>"
    )


def _write_rows(
    stream: io.TextIOWrapper,
    rows: Iterable[Sequence[object]],
    top: int,
    letters: Sequence[str],
    styles: Sequence[Style],
) -> int:
    number = top
    batch: list[str] = []
    for row in rows:
        number += 1
        batch.append(_row_text(row, number, letters, styles))
        if len(batch) == _BATCH:
            stream.write("".join(batch))
            batch.clear()
    stream.write("".join(batch))
    return number


def _row_text(
    row: Sequence[object], number: int, letters: Sequence[str], styles: Sequence[Style]
) -> str:
    cells = []
    for letter, value, style in zip(letters, row, styles, strict=False):
        if value is None:
            continue
        kind = type(value)
        if kind is str:
            cells.append(_text_cell(f"{letter}{number}", value, style))
        elif kind is int or (kind is float and math.isfinite(value)):  # type: ignore[arg-type]
            cells.append(f'<c r="{letter}{number}" s="{style:d}"><v>{value!r}</v></c>')
        else:
            cells.append(_other_cell(f"{letter}{number}", value, style))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text_cell(place: str, text: object, style: Style) -> str:
    said = clean(str(text))
    if _MARKUP.search(said):
        said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    inside = f'<is><t xml:space="preserve">{said}</t></is>'
    return f'<c r="{place}" s="{style:d}" t="inlineStr">{inside}</c>'


def clean(text: str) -> str:
    """A text as a cell can hold it: no control characters, at most 32,767 characters."""
    return _FORBIDDEN.sub(" ", text)[:_LONGEST]


def _other_cell(place: str, value: object, style: Style) -> str:
    if isinstance(value, Marked):
        return _text_cell(place, "" if value.value is None else value.value, value.style)
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Decimal | int | float):
        return f'<c r="{place}" s="{style:d}"><v>{value}</v></c>' if math.isfinite(value) else ""
    if isinstance(value, dt.datetime):
        return f'<c r="{place}" s="{Style.MOMENT:d}"><v>{_serial(value)!r}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{Style.DATE:d}"><v>{(value - _EPOCH).days}</v></c>'
    return _text_cell(place, value, Style.TEXT)


def _serial(moment: dt.datetime) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (moment.date() - _EPOCH).days + seconds / 86_400
