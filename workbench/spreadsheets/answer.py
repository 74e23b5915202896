"""The answer workbook: the officer's own file comes back with every problem marked in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from workbench.errors import Problem, Severity
from workbench.files import replacing
from workbench.i18n import N_, _
from workbench.spreadsheets import known_headers
from workbench.spreadsheets.child_processes import run_child
from workbench.spreadsheets.read import private_folder, read
from workbench.spreadsheets.sheet import ROW, Sheet, index_of, letter_of
from workbench.spreadsheets.sniffing import Format, sniff
from workbench.spreadsheets.verdicts import Unreadable
from workbench.spreadsheets.workbook_writer import Marked, OutColumn, Style, WorkbookWriter

Statuses = Mapping[tuple[str, int], str]
"""What became of a row, by sheet and row: "ready", "waiting" or "duplicate"."""

LARGEST_KEPT = 1_500_000
"""Workbooks of more bytes are written anew, without their own formatting."""
_SECONDS = 60
Told = Mapping[tuple[str, int], tuple[str, str]]
_TINTS = {Severity.ERROR: Style.ERROR, Severity.WARNING: Style.WARNING}
_WORDS = {
    "ready": N_("Taken"),
    "waiting": N_("Waiting: put right and import again"),
    "duplicate": N_("Already there"),
}


def write_answer(
    source: str | Path,
    out: str | Path,
    problems: Sequence[Problem],
    statuses: Statuses,
    *,
    password: str | None = None,
) -> None:
    """Write the officer's file back as .xlsx: problem cells tinted with a comment, and two
    columns at the end (what became of the row, what to do) with a filter.

    A small .xlsx keeps its formatting; other files come back as a plain workbook. Put right and
    imported again, only the repaired rows are new. Raises FileNotWritable, FileNotReadable.
    """
    file = Path(source)
    with replacing(out) as draft:
        if _can_be_kept(file) and _marked_copy(file, draft, problems, statuses):
            return
        told = {place: (status, said) for place, status, said in _lines(problems, statuses)}
        names: list[str | None] = list(dict.fromkeys(sheet for sheet, _row in statuses))
        if not names or sniff(file) is Format.TEXT:
            names = [None]
        sheets = (read(file, sheet=name, password=password).chosen for name in names)
        _write_anew(sheets, draft, problems, told)


def _can_be_kept(file: Path) -> bool:
    return sniff(file) is Format.XLSX and file.stat().st_size <= LARGEST_KEPT


def _marked_copy(file: Path, draft: Path, problems: Sequence[Problem], statuses: Statuses) -> bool:
    """Mark a copy of the workbook in a child process; False when it cannot be done safely."""
    asked = {
        "source": str(file),
        "out": str(draft),
        "headers": [_(known_headers.STATUS), _(known_headers.WHAT_TO_DO)],
        "cells": [
            [p.place.sheet, p.place.cell, p.text(), p.severity.value]
            for p in problems
            if p.place.cell and p.severity is not Severity.INFO
        ],
        "rows": [
            [sheet, row, status, _(_WORDS[status]), advice]
            for (sheet, row), status, advice in _lines(problems, statuses)
        ],
    }
    with private_folder() as folder:
        request = folder / "request.json"
        request.write_text(json.dumps(asked), encoding="utf-8")
        try:
            return run_child("answer_child", request, _SECONDS) == 0
        except Unreadable:
            return False


def _lines(
    problems: Sequence[Problem], statuses: Statuses
) -> Iterator[tuple[tuple[str, int], str, str]]:
    """Place, status and what to do, per row."""
    told: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        if problem.place.row is not None and problem.severity is not Severity.INFO:
            said = (
                f"{problem.place.header}: {problem.text()}"
                if problem.place.header
                else problem.text()
            )
            told.setdefault((problem.place.sheet, problem.place.row), []).append(said)
    for place, status in statuses.items():
        yield place, status, " ".join(told.get(place, ()))


def _write_anew(
    sheets: Iterable[Sheet], draft: Path, problems: Sequence[Problem], told: Told
) -> None:
    with WorkbookWriter(draft) as book:
        for sheet in sheets:
            mine = [
                p
                for p in problems
                if p.place.cell and p.place.sheet == sheet.name and p.severity is not Severity.INFO
            ]
            mine.sort(key=lambda p: p.severity is Severity.ERROR)
            tints = {p.place.cell: _TINTS[p.severity] for p in mine}
            above = sheet.top[: max(sheet.header_row - 1, 0)]
            book.table(
                sheet.name,
                _headers(sheet),
                _rows(sheet, tints, told),
                titles=[" ".join(filter(None, top.texts)) for top in above],
                comments={p.place.cell: p.text() for p in mine},
            )


def _width(sheet: Sheet) -> int:
    return 1 + max((index_of(column.letter) for column in sheet.columns), default=0)


def _headers(sheet: Sheet) -> list[OutColumn]:
    names = [""] * _width(sheet)
    for column in sheet.columns:
        names[index_of(column.letter)] = column.header
    return [
        *(OutColumn(name, width=max(10, min(30, len(name) + 4))) for name in names),
        OutColumn(_(known_headers.STATUS), width=24),
        OutColumn(_(known_headers.WHAT_TO_DO), width=60),
    ]


def _rows(sheet: Sheet, tints: Mapping[str, Style], told: Told) -> Iterator[list[object]]:
    """The sheet's rows in their own places, blank ones between them."""
    width = _width(sheet)
    letters = [column.letter for column in sheet.columns]
    at = [index_of(letter) for letter in letters]
    following = max(sheet.header_row, 1) + 1
    frame = sheet.cells.select(ROW, *letters)
    for row, *texts in frame.iter_rows():
        yield from ([] for _gap in range(row - following))
        following = row + 1
        cells: list[object] = [None] * width
        for index, text in zip(at, texts, strict=True):
            tint = tints.get(f"{letter_of(index)}{row}")
            cells[index] = Marked(text, tint) if tint is not None else text
        status, advice = told.get((sheet.name, row), ("", ""))
        yield [*cells, _(_WORDS[status]) if status else None, advice or None]
