"""A text table read in pieces, so that a million rows need little memory."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.delimited import Dialect, dialect_of, rows_of
from workbench.spreadsheets.grids import blank_to_null, shown
from workbench.spreadsheets.known_headers import is_known
from workbench.spreadsheets.layout import (
    LOOKED_AT,
    MOST_COLUMNS,
    Table,
    end_of,
    find_table,
    usual_width,
)
from workbench.spreadsheets.reader_child import Request
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, letter_of
from workbench.spreadsheets.verdicts import Unreadable, Verdict
from workbench.spreadsheets.workbook_intake import TOP_ROWS, note_fields

PIECE = 50_000
WIDEST = 16_384
_TAIL = 60
_NAMED_ROWS = 5


@dataclass(slots=True)
class _Told:
    """Records of which the same is said: how many, and the first of them."""

    rows: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, row: int) -> None:
        self.count += 1
        if len(self.rows) < _NAMED_ROWS:
            self.rows.append(row)


def read_text(request: Request) -> dict[str, Any]:
    """The findings of a text table; its cells go to the request's folder piece by piece."""
    path = Path(request.path)
    dialect = dialect_of(path, request.encoding)
    records = rows_of(path, dialect)
    skipped = 1 if dialect.named and next(records, None) is not None else 0
    head = list(itertools.islice(records, LOOKED_AT + 1))
    grid: list[list[object]] = [[] for _ in range(skipped)]
    grid += [list(record) for record in head]
    if not any(cell.strip() for record in head for cell in record):
        raise Unreadable(Verdict.NO_DATA, empty=1, hidden=0, charts=0)
    square = _squared(grid)
    table = find_table(square, request.name, is_known, (), request.header_row, whole=False)
    body: Iterator[Sequence[object]] = itertools.chain(grid[table.first :], records)
    end = _End(table, usual_width(square[table.first :]), request.name, dialect.delimiter)
    count, notes, filled = _write(end.above(body), table, request, dialect.delimiter)
    said = (*_encoding_note(dialect), *table.notes, *end.notes, *notes)
    return {
        "sheets": [
            {"name": request.name, "rows": count, "columns": len(table.columns), "visible": True}
        ],
        "chosen": request.name,
        "header_row": table.header[-1] + 1 if table.header else 0,
        "first_data_row": table.first + 1,
        "columns": [
            {
                "letter": letter_of(i),
                "header": header,
                "kind": int(CellKind.TEXT if filled[i] else CellKind.BLANK),
            }
            for i, header in table.columns
        ],
        "notes": [note_fields(note) for note in said],
        "top": [
            [i + 1, list(map(shown, row[:MOST_COLUMNS]))] for i, row in enumerate(square[:TOP_ROWS])
        ],
        "titles": table.titles,
        "epoch_1904": False,
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
    }


def _encoding_note(dialect: Dialect) -> list[Problem]:
    """What is said of a text whose encoding is not a Unicode one."""
    if dialect.encoding.startswith("utf"):
        return []
    sentence, severity = _READ_AS, Severity.INFO
    if not dialect.sure:
        sentence, severity = _GUESSED, Severity.WARNING
    values = {"encoding": dialect.encoding.upper()}
    return [Problem("encoding", severity, Place(), sentence, values)]


_READ_AS = N_("The text was read as {encoding}.")
_GUESSED = N_(
    "The text was read as {encoding}, which is a guess. Look at the names in the first rows, or "
    "save the file as CSV UTF-8."
)


def _squared(rows: list[list[object]]) -> list[list[object]]:
    """Rows of one width; what stands past a thousand cells of a row is not looked at here."""
    width = min(max((len(row) for row in rows), default=0), WIDEST)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


@dataclass(slots=True)
class _End:
    """The end of a text table, looked at when its last record has been read."""

    table: Table
    usual: float
    sheet: str
    delimiter: str
    notes: list[Problem] = field(default_factory=list)

    def above(self, records: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
        """The records above the notes and totals at the end, which are told then."""
        tail: deque[Sequence[object]] = deque()
        first = self.table.first
        for record in records:
            tail.append(record)
            if len(tail) > _TAIL:
                first += 1
                yield tail.popleft()
        rows = list(tail)
        at = 1 + max((i for i, row in enumerate(rows) if self._swallows(row)), default=-1)
        kept, told = end_of(rows[at:], self.usual, self.sheet, first + at)
        self.notes += told
        yield from rows[: at + kept]

    def _swallows(self, row: Sequence[object]) -> bool:
        width = len(self.table.columns)
        return any(_holds_lines(str(cell), self.delimiter, width) for cell in row if cell)


def _holds_lines(text: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds whole lines of a table so wide: a quotation mark is open before it."""
    lines = text.split("\n")[1:]
    return any(line.count(delimiter) >= max(2, width - 1) for line in lines)


def _write(
    body: Iterator[Sequence[object]], table: Table, request: Request, delimiter: str
) -> tuple[int, list[Problem], dict[int, bool]]:
    ragged, open_quotes = _Told(), _Told()
    filled = dict.fromkeys((i for i, _h in table.columns), False)
    row = table.first
    pieces = iter(lambda: list(itertools.islice(body, PIECE)), [])
    nothing: list[Sequence[object]] = []
    for number, piece in enumerate(itertools.chain([next(pieces, nothing)], pieces)):
        frame = _frame(piece, row, table, request.name, ragged)
        row += len(piece)
        _find_open_quotes(frame, delimiter, open_quotes)
        for i in filled:
            filled[i] = filled[i] or frame[letter_of(i)].null_count() < frame.height
        frame.write_ipc(Path(request.folder) / f"cells-{number}.arrow")
    notes = _notes(ragged, "row_too_long", _TOO_LONG, request.name)
    notes += _notes(open_quotes, "quote_open", _QUOTE_OPEN, request.name)
    return row, notes, filled


def _find_open_quotes(frame: pl.DataFrame, delimiter: str, told: _Told) -> None:
    letters = frame.columns[2:]
    for letter in letters:
        broken = frame.filter(pl.col(letter).str.contains("\n", literal=True))
        for row, text in broken.select(ROW, letter).iter_rows():
            if _holds_lines(text, delimiter, len(letters)):
                told.add(row)


def _frame(
    piece: list[Sequence[object]], first: int, table: Table, name: str, ragged: _Told
) -> pl.DataFrame:
    width = 1 + max((i for i, _h in table.columns), default=0)
    rows = [_fitted(record, width, first + i + 1, ragged) for i, record in enumerate(piece)]
    by_column = list(zip(*rows, strict=True)) if rows else [()] * width
    series = [
        pl.repeat(name, len(rows), dtype=pl.String, eager=True).alias(SHEET),
        pl.int_range(first + 1, first + 1 + len(rows), dtype=pl.Int64, eager=True).alias(ROW),
    ]
    series += [
        blank_to_null(pl.Series(letter_of(i), by_column[i], dtype=pl.String))
        for i, _header in table.columns
    ]
    frame = pl.DataFrame(series)
    letters = [letter_of(i) for i, _header in table.columns]
    return frame.filter(pl.any_horizontal(pl.col(letters).is_not_null())) if letters else frame


def _fitted(record: Sequence[object], width: int, row: int, ragged: _Told) -> Sequence[object]:
    if len(record) == width:
        return record
    if len(record) > width:
        if any(str(cell).strip() for cell in record[width:]):
            ragged.add(row)
        return record[:width]
    return [*record, *[""] * (width - len(record))]


def _notes(told: _Told, code: str, sentence: str, sheet: str) -> list[Problem]:
    if not told.count:
        return []
    values = {"count": str(told.count), "rows": ", ".join(map(str, told.rows))}
    place = Place(sheet=sheet, row=told.rows[0])
    return [Problem(code, Severity.WARNING, place, sentence, values)]


_TOO_LONG = N_(
    "Rows with more cells than the header names: {count}, first row {rows}. What "
    "stands past the last column was left out. Put text with the separator in "
    "quotation marks."
)
_QUOTE_OPEN = N_(
    "Row {rows} holds whole lines of the table in one cell: a quotation mark before them is open. "
    "Close or remove it and import the file again."
)
