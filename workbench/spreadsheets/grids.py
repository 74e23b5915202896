"""Grids of cell values become columns: text for the eye, numbers for the calculation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from workbench.errors import Problem
from workbench.spreadsheets.layout import Merge
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, letter_of

KIND_SUFFIX = "?"
NUMBER_SUFFIX = "#"


class ErrorText(str):
    """What an Excel error cell shows, such as "#N/A"."""

    __slots__ = ()


class NotComputed(str):
    """A formula cell for which the file holds no value."""

    __slots__ = ()


@dataclass(slots=True)
class Grid:
    """A sheet's cells from A1 on; blanks are "" and every row is a list. `errors` counts the
    error cells and formulas without a result among them; `notes` tell of cells that cannot be
    read as they stand."""

    rows: list[list[object]]
    merges: Sequence[Merge] = ()
    errors: int = 0
    notes: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class ColumnFrame:
    """One column in Arrow's shape, with what a reader of the sheet wants to know of it."""

    letter: str
    kind: CellKind
    frames: dict[str, pl.Series] = field(default_factory=dict)


_KIND_OF: dict[type, CellKind] = {
    str: CellKind.TEXT,
    float: CellKind.NUMBER,
    int: CellKind.NUMBER,
    bool: CellKind.YES_NO,
    dt.date: CellKind.DATE,
    dt.datetime: CellKind.MOMENT,
    dt.time: CellKind.TIME,
    dt.timedelta: CellKind.TIME,
    ErrorText: CellKind.ERROR,
    NotComputed: CellKind.NOT_COMPUTED,
}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows first..end-1 (from 0) of one sheet."""

    sheet: str
    rows: list[list[object]]
    first: int
    end: int

    def kept(self) -> list[int]:
        """The rows that hold any value."""
        last = min(self.end, len(self.rows))
        return [i for i in range(self.first, last) if _any_value(self.rows[i])]


def to_frame(
    parts: Sequence[Part], columns: Sequence[tuple[int, str]]
) -> tuple[pl.DataFrame, list[CellKind]]:
    """The rows of the parts as one frame, and the kind of each column.

    Columns: "sheet", "row" (from 1), and per source column `A` (String), where there are
    numbers `A#` (Float64), where kinds are mixed `A?` (UInt8). Rows without any value go.
    """
    width = 1 + max((i for i, _h in columns), default=0)
    places = [(part, part.kept()) for part in parts]
    rows = [_padded(part.rows[i], width) for part, kept in places for i in kept]
    by_column = list(zip(*rows, strict=False)) if rows else [()] * width
    sheets = [pl.repeat(p.sheet, len(kept), dtype=pl.String, eager=True) for p, kept in places]
    series: list[pl.Series] = [
        pl.concat(sheets).alias(SHEET),
        pl.Series(ROW, [i + 1 for _part, kept in places for i in kept], dtype=pl.Int64),
    ]
    kinds = []
    for index, _header in columns:
        found = column_frame(letter_of(index), by_column[index])
        series += found.frames.values()
        kinds.append(found.kind)
    letters = [letter_of(index) for index, _header in columns]
    return _without_blank_rows(pl.DataFrame(series), letters), kinds


def _any_value(row: list[object]) -> bool:
    return row.count("") != len(row)


def _padded(row: list[object], width: int) -> list[object]:
    return row if len(row) >= width else row + [""] * (width - len(row))


def _without_blank_rows(frame: pl.DataFrame, letters: list[str]) -> pl.DataFrame:
    if not letters or frame.is_empty():
        return frame
    return frame.filter(pl.any_horizontal(pl.col(letters).is_not_null()))


def column_frame(letter: str, values: Sequence[object]) -> ColumnFrame:
    """A column's values as series; homogeneous ones take no step per cell in Python."""
    types = set(map(type, values))
    if types <= {float, int}:
        return _numbers(letter, pl.Series(letter, values, dtype=pl.Float64, strict=False))
    if types <= {float, int, str} and not any(values_of(values, str)):
        numbers = [None if value == "" else value for value in values]
        return _numbers(letter, pl.Series(letter, numbers, dtype=pl.Float64, strict=False))
    if types == {str}:
        return _texts(letter, pl.Series(letter, values, dtype=pl.String))
    for kind, cell_kind in _SIMPLE.items():
        if types <= {kind, str} and not any(values_of(values, str)):
            return _simple(letter, values, cell_kind)
    return _mixed(letter, values)


_SIMPLE = {dt.date: CellKind.DATE, bool: CellKind.YES_NO}


def _simple(letter: str, values: Sequence[object], kind: CellKind) -> ColumnFrame:
    """Days, or yes and no, with nothing but blanks between them."""
    found = pl.Series(letter, [None if value == "" else value for value in values])
    texts = found.cast(pl.String)
    return ColumnFrame(
        letter, kind, {letter: texts.str.to_uppercase() if kind is CellKind.YES_NO else texts}
    )


def values_of(values: Sequence[object], kind: type) -> list[object]:
    """Those of the values that are of this very type."""
    return [value for value in values if type(value) is kind]


def _numbers(letter: str, numbers: pl.Series) -> ColumnFrame:
    kind = CellKind.NUMBER if numbers.null_count() < len(numbers) else CellKind.BLANK
    frames = {letter: number_texts(numbers).alias(letter)}
    if kind is CellKind.NUMBER:
        frames[letter + NUMBER_SUFFIX] = _finite(numbers).alias(letter + NUMBER_SUFFIX)
    return ColumnFrame(letter, kind, frames)


def _finite(numbers: pl.Series) -> pl.Series:
    """Numbers without what a damaged file calls infinite or no number; its text stays."""
    finite = numbers.is_finite()
    return numbers if finite.all() else numbers.set(~finite, None)


def _texts(letter: str, texts: pl.Series) -> ColumnFrame:
    cleaned = blank_to_null(texts)
    kind = CellKind.TEXT if cleaned.null_count() < len(cleaned) else CellKind.BLANK
    return ColumnFrame(letter, kind, {letter: cleaned})


def blank_to_null(texts: pl.Series) -> pl.Series:
    """Texts of nothing but spaces become null."""
    frame = texts.to_frame("t")
    blank = pl.col("t").str.strip_chars() == ""
    cleaned = frame.select(pl.when(blank).then(None).otherwise(pl.col("t")).alias("t"))
    return cleaned.to_series().alias(texts.name)


def number_texts(numbers: pl.Series) -> pl.Series:
    """Numbers written shortest: 24000.0 -> "24000", 0.837 -> "0.837"."""
    whole = (pl.col("n") == pl.col("n").floor()) & (pl.col("n").abs() < 2**63)
    if numbers.to_frame("n").select(whole.fill_null(value=True).all()).item():
        return numbers.cast(pl.Int64).cast(pl.String)
    written = (
        pl.when(whole)
        .then(pl.col("n").cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(pl.col("n").cast(pl.String))
    )
    return numbers.to_frame("n").select(written.alias("t")).to_series()


def _mixed(letter: str, values: Sequence[object]) -> ColumnFrame:
    kinds = pl.Series(letter + KIND_SUFFIX, [_kind(value) for value in values], dtype=pl.UInt8)
    texts = pl.Series(letter, [_as_text(value) for value in values], dtype=pl.String)
    numbers = pl.Series(
        letter + NUMBER_SUFFIX,
        [value if type(value) is float or type(value) is int else None for value in values],
        dtype=pl.Float64,
        strict=False,
    )
    written = pl.DataFrame({"t": texts, "n": number_texts(numbers)})
    texts = written.select(pl.coalesce("n", "t").alias(letter)).to_series()
    present = sorted(set(kinds.unique().to_list()) - {int(CellKind.BLANK)})
    frames = {letter: texts}
    if len(numbers) > numbers.null_count():
        frames[letter + NUMBER_SUFFIX] = _finite(numbers)
    if len(present) > 1:
        frames[letter + KIND_SUFFIX] = kinds
        return ColumnFrame(letter, CellKind.MIXED, frames)
    return ColumnFrame(letter, CellKind(present[0]) if present else CellKind.BLANK, frames)


def _kind(value: object) -> int:
    if value is None or (type(value) is str and not value.strip()):
        return CellKind.BLANK
    return _KIND_OF.get(type(value), CellKind.TEXT)


def shown(value: object) -> str:
    """One cell as the preview shows it, on one line and cut where it is long."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    if type(value) is float or type(value) is int:
        return str(value)
    return " ".join((_as_text(value) or "")[:400].splitlines())[:200]


def _as_text(value: object) -> str | None:
    """A value as a reader sees it; numbers are written elsewhere, all at once."""
    kind = type(value)
    if kind is str:
        text = str(value)
        return text if text.strip() else None
    if value is None or kind is float or kind is int:
        return None
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)
