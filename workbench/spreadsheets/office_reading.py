"""Workbooks by calamine, with openpyxl where calamine refuses; runs in the child process only."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine as calamine
from defusedxml import ElementTree  # type: ignore[import-untyped]

from workbench.spreadsheets.close_look import Look, look_closely
from workbench.spreadsheets.grids import ErrorText, Grid, NotComputed
from workbench.spreadsheets.guards import PartScan, check_extent
from workbench.spreadsheets.layout import Merge
from workbench.spreadsheets.reading_ahead import Ahead
from workbench.spreadsheets.sheet import index_of
from workbench.spreadsheets.verdicts import Unreadable, Verdict
from workbench.spreadsheets.xlsb_errors import error_scans

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SMALL, _LARGEST_LOOKED_AT = 2**20, 16 * 2**20
Scans = Callable[[], Mapping[str, PartScan]]
"""The guards' findings per part of the file, waited for where they are still at it."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet as the workbook lists it."""

    name: str
    visible: bool = True
    chart: bool = False


class CalamineBook:
    """A workbook open in calamine. One that is read ahead is still looked through by the guards,
    and a sheet of it is measured after it was read, not before."""

    def __init__(self, path: Path, scans: Scans, ahead: Ahead | None = None) -> None:
        try:
            self._book = ahead.book() if ahead else calamine.CalamineWorkbook.from_path(path)
        except calamine.PasswordError:
            raise Unreadable(Verdict.LOCKED) from None
        self._path = path
        self._old, self._new = path.suffix == ".xls", path.suffix == ".xlsx"
        self._ahead = ahead
        self._scans = scans
        self._parts: Mapping[str, str] = {}
        if path.suffix == ".xlsb":
            errors = error_scans(path)
            self._scans = lambda: {name.lower(): scan for name, scan in errors.items()}
            self._parts = {name: name for name in errors}
        elif path.suffix == ".xlsx":
            self._parts = sheet_parts(path)

    def heads(self) -> list[SheetHead]:
        """The sheets in the workbook's order."""
        return [
            SheetHead(
                meta.name,
                visible=meta.visible == calamine.SheetVisibleEnum.Visible,
                chart=meta.typ != calamine.SheetTypeEnum.WorkSheet,
            )
            for meta in self._book.sheets_metadata
        ]

    def grid(self, name: str) -> Grid:
        """The cells of a sheet, error cells and formulas without a value marked as such."""
        if self._ahead is None:
            scan, look = self._looked(name)
            sheet = self._book.get_sheet_by_name(name)
        else:
            sheet = self._ahead.sheet(name)
            scan, look = self._looked(name)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        if self._old:
            rows = [[_unlaced(cell) for cell in row] for row in rows]
        grid = Grid(rows, _merges(sheet))
        if scan is not None:
            mark(grid, scan)
        if look is not None:
            mark(grid, look)
            grid.notes = look.notes(name)
        return grid

    def _looked(self, name: str) -> tuple[PartScan | None, Look | None]:
        """What the guards found on a sheet, and a close look at one that is small or written as
        few programs do."""
        scan = self._measured(name)
        odd = scan is None or scan.size <= _SMALL or not (scan.plain and scan.ordered)
        wanted = self._new and odd and (scan is None or scan.size <= _LARGEST_LOOKED_AT)
        return scan, self._look(name) if wanted else None

    def _look(self, name: str) -> Look | None:
        """A close look at a sheet. Raises ValueError where another reader must read it."""
        look = look_closely(self._path, self._parts[name]) if name in self._parts else None
        if look is not None and look.lost:
            raise ValueError(name)
        return look

    def _measured(self, name: str) -> PartScan | None:
        """What the guards found on a sheet. Raises Unreadable for one that no memory holds, and
        ValueError for one that another reader must read."""
        scan = self._scans().get(self._parts.get(name, "").lower())
        if scan is not None and scan.wide:
            raise ValueError(name)
        if scan is not None:
            check_extent(scan, name)
        return scan


def _unlaced(cell: object) -> object:
    """Text of old workbooks that was read byte by byte: "A\0n\0n\0a\0" is "Anna"."""
    return cell.replace("\0", "") if isinstance(cell, str) else cell


def _merges(sheet: calamine.CalamineSheet) -> list[Merge]:
    return [((r0, c0), (r1, c1)) for (r0, c0), (r1, c1) in (sheet.merged_cell_ranges or ())]


def mark(grid: Grid, found: PartScan | Look) -> None:
    """Put the errors and the missing results that the reader left blank back in their cells."""
    for cell, shown in found.errors.items():
        _put(grid, cell, ErrorText(shown))
    for cell in found.not_computed:
        _put(grid, cell, NotComputed(""))
    grid.errors = len(found.errors) + len(found.not_computed)


def _put(grid: Grid, cell: str, value: str) -> None:
    match = _CELL.fullmatch(cell)
    if match is None:
        return
    column, row = index_of(match[1]), int(match[2]) - 1
    while len(grid.rows) <= row:
        grid.rows.append([])
    line = grid.rows[row]
    line += [""] * (column + 1 - len(line))
    if line[column] == "" or isinstance(value, ErrorText):
        line[column] = value


def sheet_parts(path: Path) -> dict[str, str]:
    """Sheet names and the parts of the archive that hold them."""
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_named_parts(archive))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, StopIteration):
        return {}


def _named_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    book = next(n for n in archive.namelist() if n.lower().endswith("workbook.xml"))
    stored = {name.lower(): name for name in archive.namelist()}
    folder, file = posixpath.split(book)
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(archive.read(relations))
    }
    for element in ElementTree.fromstring(archive.read(book)).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "id"), "")
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        part = posixpath.normpath(part)
        yield element.get("name", ""), stored.get(part.lower(), part)


def is_epoch_1904(path: Path) -> bool:
    """Whether the workbook counts days from 1904, as old Macintosh ones do."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = next(n for n in archive.namelist() if n.lower().endswith("workbook.xml"))
            text = archive.read(book)[:20_000]
    except (KeyError, zipfile.BadZipFile, StopIteration):
        return False
    return bool(re.search(rb"date1904=[\"'](1|true)[\"']", text))


class OpenpyxlBook:
    """A workbook open in openpyxl's reading mode, for what calamine refuses."""

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook

        self._book = load_workbook(path, read_only=True, data_only=True)
        if not self._book.sheetnames:
            raise Unreadable(Verdict.BROKEN)
        self._path, self._parts = path, sheet_parts(path)

    def heads(self) -> list[SheetHead]:
        """The sheets in the workbook's order; chart sheets are not among them."""
        return [
            SheetHead(sheet.title, visible=sheet.sheet_state == "visible")
            for sheet in self._book.worksheets
        ]

    def grid(self, name: str) -> Grid:
        """The cells of a sheet; its own word on its size is not believed."""
        look = look_closely(self._path, self._parts[name]) if name in self._parts else Look()
        if not all(text.strip().isdecimal() for text in look.lost.values()):
            raise Unreadable(Verdict.BROKEN)
        sheet = self._book[name]
        sheet.reset_dimensions()
        rows = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
        grid = Grid(rows, look.merges, notes=look.notes(name))
        mark(grid, look)
        grid.errors = max(grid.errors, count_errors(rows))
        return grid


def count_errors(rows: list[list[object]]) -> int:
    """How many of the cells show an Excel error."""
    return sum(type(cell) is ErrorText for row in rows for cell in row)


def _value(cell: object) -> object:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "e":
        return ErrorText(str(value))
    return value
