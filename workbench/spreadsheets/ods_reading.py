"""OpenDocument sheets read from their content part; runs in the child process only."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree  # type: ignore[import-untyped]

from workbench.spreadsheets.grids import ErrorText, Grid
from workbench.spreadsheets.guards import MOST_CELLS
from workbench.spreadsheets.layout import Merge
from workbench.spreadsheets.office_reading import SheetHead, count_errors
from workbench.spreadsheets.sheet import letter_of
from workbench.spreadsheets.verdicts import Unreadable, Verdict

_WIDEST = 16_384
_HIDDEN = "false"


class OdsBook:
    """An .ods workbook. Cells repeated past any data are not unrolled."""

    def __init__(self, path: Path) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = _part(archive, "META-INF/manifest.xml")
                if b"encryption-data" in manifest:
                    raise Unreadable(Verdict.LOCKED)
                root = ElementTree.fromstring(archive.read("content.xml"))
        except (KeyError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError):
            raise Unreadable(Verdict.BROKEN) from None
        self._hidden = _hidden_styles(root)
        bodies = [element for element in root.iter() if _local(element) == "spreadsheet"]
        self._tables = [table for body in bodies for table in body if _local(table) == "table"]

    def heads(self) -> list[SheetHead]:
        """The sheets in the workbook's order."""
        return [
            SheetHead(
                _attribute(t, "name"), visible=_attribute(t, "style-name") not in self._hidden
            )
            for t in self._tables
        ]

    def grid(self, name: str) -> Grid:
        """The cells of a sheet, with what LibreOffice shows in error cells."""
        table = next(t for t in self._tables if _attribute(t, "name") == name)
        rows: list[list[object]] = []
        merges: list[Merge] = []
        blank = width = 0
        for row in _rows(table):
            at = len(rows) + blank
            cells = list(_cells(row, at, merges))
            while cells and cells[-1] == "":
                cells.pop()
            repeated = int(_attribute(row, "number-rows-repeated") or 1)
            if not cells:
                blank += repeated
                continue
            width = max(width, len(cells))
            _check_extent(name, at + repeated, width)
            rows += [[] for _ in range(blank)]
            rows += [list(cells) for _ in range(repeated)]
            blank = 0
        square = [row + [""] * (width - len(row)) for row in rows]
        return Grid(square, merges, count_errors(square))


def _check_extent(sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet that no memory holds for a row far below the others, or repeated."""
    if rows * columns > MOST_CELLS:
        raise Unreadable(
            Verdict.FAR_CELL,
            cell=f"{letter_of(columns - 1)}{rows}",
            sheet=sheet,
            rows=f"{rows:,}",
            columns=f"{columns:,}",
        )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _hidden_styles(root: Element) -> set[str]:
    hidden = set()
    for style in root.iter():
        if _local(style) == "style" and any(_attribute(p, "display") == _HIDDEN for p in style):
            hidden.add(_attribute(style, "name"))
    return hidden


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        local = _local(child)
        if local == "table-row":
            yield child
        elif local in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _rows(child)


def _cells(row: Element, index: int, merges: list[Merge]) -> Iterator[object]:
    column = 0
    for cell in row:
        if _local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        value = _value(cell)
        repeated = int(_attribute(cell, "number-columns-repeated") or 1)
        across = int(_attribute(cell, "number-columns-spanned") or 1)
        down = int(_attribute(cell, "number-rows-spanned") or 1)
        if across > 1 or down > 1:
            merges.append(((index, column), (index + down - 1, column + across - 1)))
        column += repeated
        if column > _WIDEST:
            return
        yield from [value] * repeated


def _value(cell: Element) -> object:
    kind, text = _attribute(cell, "value-type"), _shown(cell)
    if text.startswith(
        ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "Err:")
    ):
        return ErrorText(text)
    try:
        if kind in {"float", "percentage", "currency"}:
            return float(_attribute(cell, "value"))
        if kind == "boolean":
            return _attribute(cell, "boolean-value") == "true"
        if kind == "date":
            return _moment(_attribute(cell, "date-value"))
    except ValueError:
        return text
    return text


def _moment(text: str) -> object:
    moment = dt.datetime.fromisoformat(text)
    return moment.date() if moment.time() == dt.time() else moment.replace(microsecond=0)


def _shown(cell: Element) -> str:
    lines = ["".join(_words(p)) for p in cell if _local(p) == "p"]
    return "\n".join(lines) or _attribute(cell, "string-value")


def _words(paragraph: Element) -> Iterator[str]:
    yield paragraph.text or ""
    for child in paragraph:
        local = _local(child)
        if local == "s":
            yield " " * int(_attribute(child, "c") or 1)
        elif local == "tab":
            yield "\t"
        elif local == "line-break":
            yield "\n"
        elif local != "annotation":
            yield from _words(child)
        yield child.tail or ""
