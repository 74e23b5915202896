"""A workbook read whole: the right reader, the right sheet, its table as columns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets import guards, unlocking
from workbench.spreadsheets.grids import Grid, Part, shown, to_frame
from workbench.spreadsheets.known_headers import is_known
from workbench.spreadsheets.layout import MOST_COLUMNS, find_table
from workbench.spreadsheets.office_reading import (
    CalamineBook,
    OpenpyxlBook,
    Scans,
    SheetHead,
    is_epoch_1904,
)
from workbench.spreadsheets.reader_child import Request
from workbench.spreadsheets.reading_ahead import Ahead
from workbench.spreadsheets.sheet import letter_of
from workbench.spreadsheets.sheet_choice import (
    FoundSheet,
    choose,
    errors_elsewhere,
    fill_merged,
    joined_note,
    keep_best,
    not_read_note,
    not_taken_notes,
)
from workbench.spreadsheets.sniffing import Format
from workbench.spreadsheets.verdicts import Unreadable, Verdict

T = TypeVar("T")
TOP_ROWS = 30
_MOST_SHEETS = 200


class Book(Protocol):
    """What every reader offers."""

    def heads(self) -> list[SheetHead]:
        """The sheets in the workbook's order."""

    def grid(self, name: str) -> Grid:
        """The cells of one sheet."""


def read_workbook(request: Request, ahead: Ahead | None = None) -> dict[str, Any]:
    """The findings of a workbook as a plain mapping; the cells go to the request's folder.
    `ahead` has begun to parse it, where it is large.

    Raises Unreadable with a known verdict.
    """
    path, form = unlocking.unlocked(Path(request.path), Format(request.format), request)
    scans = _guard(path, form, beside=ahead is not None)
    refusal: _Refused | None = None
    for reader in _readers(path, form, scans, ahead):
        try:
            found = _findings(_guarded(reader), request, path)
        except _Refused as fault:
            scans()
            refusal = fault
            continue
        if refusal is not None and form in {Format.XLS, Format.ODS}:
            found["notes"].append(note_fields(_SECOND_READER))
        return found
    panicked = refusal is not None and refusal.panicked
    raise Unreadable(Verdict.LIMIT if panicked else Verdict.BROKEN) from refusal


_SECOND_READER = Problem(
    "second_reader",
    Severity.WARNING,
    Place(),
    N_(
        "This workbook was read by a second reader, which cannot tell Excel errors from blank "
        "cells. Save it as .xlsx to be sure."
    ),
)


class _Refused(Exception):
    """A reader could not open the file or one of its sheets; the next one is asked."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(repr(cause))
        self.panicked = not isinstance(cause, Exception)


def _guarded(step: Callable[[], T]) -> T:
    """What a reader hands out; whatever it raises instead becomes one refusal."""
    try:
        return step()
    except (Unreadable, MemoryError):
        raise
    except BaseException as fault:  # a reader's panic is no Exception
        raise _Refused(fault) from fault


def _guard(path: Path, form: Format, *, beside: bool) -> Scans:
    """The guards' findings, to be asked for; they are there at once unless the file is parsed
    beside."""
    if beside:
        with_guards = ThreadPoolExecutor(max_workers=1)
        return with_guards.submit(guards.check_zip, path).result
    found: dict[str, guards.PartScan] = {}
    if form in {Format.XLSX, Format.XLSB, Format.ODS}:
        found = guards.check_zip(path)
    if form is Format.XLS:
        guards.check_chains(path)
    return lambda: found


def _readers(
    path: Path, form: Format, scans: Scans, ahead: Ahead | None
) -> list[Callable[[], Book]]:
    """The readers to try in turn; the first that opens the file is believed."""

    def xlrd_book() -> Book:
        from workbench.spreadsheets.xls_reading import XlrdBook

        return XlrdBook(path)

    def ods_book() -> Book:
        from workbench.spreadsheets.ods_reading import OdsBook

        return OdsBook(path)

    def calamine_book() -> Book:
        return CalamineBook(path, scans, ahead)

    return {
        Format.XLSX: [calamine_book, lambda: OpenpyxlBook(path)],
        Format.XLSB: [calamine_book],
        Format.ODS: [ods_book, calamine_book],
        Format.XLS: [xlrd_book, calamine_book],
        Format.OLD_XLS: [xlrd_book],
    }[form]


def _findings(book: Book, request: Request, path: Path) -> dict[str, Any]:
    heads = _guarded(book.heads)[:_MOST_SHEETS]
    found, infos, notes = _look_at(book, heads, request)
    chosen = choose(found, heads, request.sheet)
    notes += errors_elsewhere({str(i["name"]): i.pop("errors") for i in infos}, chosen)
    for sheet in chosen:
        notes += sheet.grid.notes
        notes += fill_merged(sheet)
        notes += sheet.table.notes
    first = chosen[0]
    parts = [Part(s.head.name, s.grid.rows, s.table.first, s.table.end) for s in chosen]
    frame, kinds = to_frame(parts, first.table.columns)
    frame.write_ipc(Path(request.folder) / "cells-0.arrow")
    top = first.grid.rows[:TOP_ROWS]
    return {
        "sheets": infos,
        "chosen": ", ".join(sheet.head.name for sheet in chosen),
        "header_row": first.table.header[-1] + 1 if first.table.header else 0,
        "first_data_row": first.table.first + 1,
        "columns": [
            {"letter": letter_of(i), "header": header, "kind": int(kind)}
            for (i, header), kind in zip(first.table.columns, kinds, strict=True)
        ],
        "notes": [note_fields(note) for note in (*joined_note(chosen), *notes)],
        "top": [[i + 1, list(map(shown, row[:MOST_COLUMNS]))] for i, row in enumerate(top)],
        "titles": first.table.titles,
        "broken": sum(sheet.grid.errors for sheet in chosen),
        "epoch_1904": bool(getattr(book, "epoch_1904", False)) or is_epoch_1904(path),
    }


def note_fields(note: Problem) -> dict[str, Any]:
    """A note as the parent reads it back."""
    return {**note._asdict(), "place": note.place._asdict(), "values": dict(note.values)}


def _look_at(
    book: Book, heads: list[SheetHead], request: Request
) -> tuple[list[FoundSheet], list[dict[str, Any]], list[Problem]]:
    found: list[FoundSheet] = []
    infos, notes, seen = [], [], []
    refusal: Exception | None = None
    for head in heads:
        if head.chart:
            continue
        try:
            grid = _guarded(partial(book.grid, head.name))
        except (Unreadable, _Refused) as fault:
            if request.sheet == head.name:
                raise
            refusal = refusal or fault
            notes.append(not_read_note(head.name))
            continue
        rows, columns = _extent(grid)
        info = {"name": head.name, "rows": rows, "columns": columns, "visible": head.visible}
        infos.append({**info, "errors": grid.errors})
        if request.sheet not in (None, head.name) or not rows:
            continue
        table = find_table(grid.rows, head.name, is_known, grid.merges, request.header_row)
        if head.visible:
            seen.append((head.name, table.end - table.first, table.score))
        found = keep_best([*found, FoundSheet(head, grid, table)])
    if refusal is not None and not any(sheet.head.visible for sheet in found):
        raise refusal
    return found, infos, [*notes, *not_taken_notes(seen, found)]


def _extent(grid: Grid) -> tuple[int, int]:
    rows = len(grid.rows)
    while rows and grid.rows[rows - 1].count("") == len(grid.rows[rows - 1]):
        rows -= 1
    return rows, max((len(row) for row in grid.rows[:TOP_ROWS]), default=0)
