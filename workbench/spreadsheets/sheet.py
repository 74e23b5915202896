"""A sheet as it was read: every value as text with its kind, in its place."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from workbench.errors import Problem

SHEET = "sheet"
ROW = "row"


class CellKind(IntEnum):
    """What a cell holds, as the workbook stores it."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    MOMENT = 4
    TIME = 5
    YES_NO = 6
    ERROR = 7
    NOT_COMPUTED = 8
    MIXED = 9


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a workbook. `rows` and `columns` reach to its last filled cell."""

    name: str
    rows: int
    columns: int
    visible: bool = True


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of the officer's sheet; `kind` is what its filled cells are, or MIXED."""

    letter: str
    header: str
    kind: CellKind = CellKind.TEXT
    samples: tuple[str, ...] = ()
    filled: int = 0


@dataclass(frozen=True, slots=True)
class TopRow:
    """One of the sheet's first rows as it stands, for choosing the header row by eye."""

    row: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table found on a sheet.

    `cells`: the columns "sheet" and "row" (as Excel counts), then one String column per source
    column, named by its letter; null is blank, numbers are written shortest, dates in ISO form.
    `numbers`: Float64 for letters that hold numbers. `kinds`: CellKind as UInt8 for letters of
    mixed kind. `header_row` 0 means that no header was found and letters stand in for it.
    """

    name: str
    header_row: int
    first_data_row: int
    columns: tuple[SourceColumn, ...]
    cells: pl.DataFrame
    numbers: pl.DataFrame
    kinds: pl.DataFrame
    notes: tuple[Problem, ...] = ()
    top: tuple[TopRow, ...] = ()
    titles: str = ""
    epoch_1904: bool = False

    def column(self, letter: str) -> SourceColumn:
        """The column with this letter. Raises KeyError."""
        for column in self.columns:
            if column.letter == letter:
                return column
        raise KeyError(letter)

    def kind_of(self, letter: str) -> pl.Series:
        """The kind of every cell of a column, as UInt8."""
        if letter in self.kinds.columns:
            return self.kinds[letter]
        kind = int(self.column(letter).kind)
        return self.cells[letter].is_not_null().cast(pl.UInt8) * kind

    def fingerprint(self) -> str:
        """The same for every sheet with this header, whatever its rows hold."""
        headers = "\n".join(normal(column.header) for column in self.columns)
        return hashlib.sha256(headers.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: what sheets it has, and the table of the chosen one. `encoding` is
    how a text table was read, "" for workbooks."""

    file: str
    sha256: str
    sheets: tuple[SheetInfo, ...]
    chosen: Sheet
    encoding: str = ""

    def taken(self) -> tuple[str, ...]:
        """The sheets that the chosen table is made of: one, or several with the same columns."""
        names = {self.chosen.name, *self.chosen.name.split(", ")}
        whole = [info.name for info in self.sheets if info.name == self.chosen.name]
        return tuple(whole or [info.name for info in self.sheets if info.name in names])


def normal(header: str) -> str:
    """A header as it is compared: no case, spaces, marks or width; "Loan Amt." -> "loanamt"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


def letter_of(index: int) -> str:
    """0 -> "A", 26 -> "AA": the column's name in the sheet."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def index_of(letter: str) -> int:
    """ "A" -> 0, "AA" -> 26."""
    index = 0
    for character in letter:
        index = index * 26 + ord(character) - 64
    return index - 1
