"""Workbooks written row by row: typed cells, frozen header, filter; nothing held in memory.

The same rows always give the same bytes. Text is stored as text, so that no applicant's name
can become a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import quoteattr

from workbench.spreadsheets.sheet import letter_of

_EPOCH = dt.date(1899, 12, 30)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST = 32_767
_BATCH = 2_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("[&<>]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Style(IntEnum):
    """How a cell looks; the number is its place in the style sheet."""

    PLAIN = 0
    TEXT = 1
    HEADER = 2
    WHOLE = 3
    MONEY = 4
    PERCENT = 5
    DATE = 6
    MOMENT = 7
    TITLE = 8
    NUMBER = 9


_FORMATS = {
    Style.TEXT: 49,
    Style.WHOLE: 3,
    Style.MONEY: 4,
    Style.PERCENT: 10,
    Style.DATE: 164,
    Style.MOMENT: 165,
    Style.NUMBER: 166,
}


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column of a written sheet; `width` is in characters."""

    header: str
    style: Style = Style.TEXT
    width: float = 14


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    name: str
    filtered: str


class WorkbookWriter:
    """A workbook being written: sheets one after the other, each row by row."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._sheets: list[_SheetEntry] = []

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
        titles: Sequence[str] = (),
    ) -> int:
        """A sheet with title lines, a header that stays in view, and a filter; gives the
        number of rows written. A value's own type decides its cell, None is blank."""
        top = len(titles) + 1
        number = len(self._sheets) + 1
        info = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml", _FIXED_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        letters = [letter_of(i) for i in range(len(columns))]
        with self._archive.open(info, "w", force_zip64=True) as binary:
            stream = io.TextIOWrapper(binary, encoding="utf-8", newline="\n", write_through=False)
            stream.write(_sheet_start(columns, top))
            for i, title in enumerate(titles):
                stream.write(f'<row r="{i + 1}">{_text_cell(f"A{i + 1}", title, Style.TITLE)}</row>')
            stream.write(_row_text([c.header for c in columns], top, letters, [Style.HEADER] * 999))
            styles = [column.style for column in columns]
            last = _write_rows(stream, rows, top, letters, styles)
            filtered = f"A{top}:{letters[-1]}{max(last, top)}"
            stream.write(f'</sheetData><autoFilter ref="{filtered}"/>{_PAGE}</worksheet>')
            stream.flush()
            stream.detach()
        self._sheets.append(_SheetEntry(name[:31], filtered))
        return last - top

    def _finish(self) -> None:
        parts = {
            "[Content_Types].xml": _content_types(len(self._sheets)),
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": _workbook(self._sheets),
            "xl/_rels/workbook.xml.rels": _relations(
                [
                    *(
                        ("worksheet", f"worksheets/sheet{i + 1}.xml")
                        for i in range(len(self._sheets))
                    ),
                    ("styles", "styles.xml"),
                ]
            ),
            "xl/styles.xml": _styles(),
        }
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            self._archive.writestr(info, text)


_PAGE = (
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup orientation="landscape" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
)


def _sheet_start(columns: Sequence[OutColumn], top: int) -> str:
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{column.width}" customWidth="1"/>'
        for i, column in enumerate(columns, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
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
        elif kind is int or kind is float:
            cells.append(f'<c r="{letter}{number}" s="{style:d}"><v>{value!r}</v></c>')
        else:
            cells.append(_other_cell(f"{letter}{number}", value, style))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text_cell(place: str, text: object, style: Style) -> str:
    said = clean(str(text))
    if _MARKUP.search(said):
        said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<c r="{place}" s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
    )


def clean(text: str) -> str:
    """A text as a cell can hold it: no control characters, at most 32,767 characters."""
    return _FORBIDDEN.sub(" ", text)[:_LONGEST]


def _other_cell(place: str, value: object, style: Style) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Decimal | int | float):
        return f'<c r="{place}" s="{style:d}"><v>{value}</v></c>'
    if isinstance(value, dt.datetime):
        return f'<c r="{place}" s="{Style.MOMENT:d}"><v>{_serial(value)!r}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{Style.DATE:d}"><v>{(value - _EPOCH).days}</v></c>'
    return _text_cell(place, value, Style.TEXT)


def _serial(moment: dt.datetime) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (moment.date() - _EPOCH).days + seconds / 86_400


def _content_types(sheets: int) -> str:
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" '
        f'ContentType="{office}.worksheet+xml"/>'
        for i in range(sheets)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>{parts}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _workbook(sheets: Sequence[_SheetEntry]) -> str:
    names = "".join(
        f'<sheet name={quoteattr(clean(sheet.name))} sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{names}</sheets></workbook>'
    )


def _styles() -> str:
    looks = []
    for style in Style:
        number = _FORMATS.get(style, 0)
        font = {Style.HEADER: 1, Style.TITLE: 2}.get(style, 0)
        fill = 2 if style is Style.HEADER else 0
        wrap = '<alignment vertical="center" wrapText="1"/>' if style is Style.HEADER else ""
        looks.append(
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">{wrap}</xf>'
        )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
        '<numFmt numFmtId="166" formatCode="0.######"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="14"/><name val="Calibri"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE4ECF7"/><bgColor indexed="64"/></patternFill></fill></fills>'
        "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
