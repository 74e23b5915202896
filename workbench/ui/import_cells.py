"""The cells of a sheet under repair: what each says, what is wrong with it, what was put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from workbench.errors import Problem, Severity
from workbench.ui.import_fixes import Cell
from workbench.ui.import_problems import ProblemBook


class Mark(StrEnum):
    """How a cell is marked in the grid; the value is also the name of its icon's meaning."""

    ERROR = "error"
    WARNING = "warning"
    DUPLICATE = "duplicate"
    FIXED = "fixed"


_DOUBLES = {"duplicate_row", "left_out", "same_person", "same_reference"}


class Shown(StrEnum):
    """Which rows the grid shows: the four tabs."""

    ALL = "all"
    ERRORS = "errors"
    WARNINGS = "warnings"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the file that goes to a fact."""

    fact: str
    letter: str
    header: str
    numeric: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The matched columns of a sheet, read only where the grid looks.

    `texts` has one String column per entry of `columns`, in the same order; `sheets` and `rows`
    give each line's sheet and its row as the spreadsheet counts it; `lines` is the way back.
    """

    columns: tuple[SheetColumn, ...]
    sheets: pl.Series
    rows: pl.Series
    texts: tuple[pl.Series, ...]
    lines: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, line: int, column: int) -> Cell:
        """The name of the cell that a fix is kept under."""
        return str(self.sheets[line]), int(self.rows[line]), self.columns[column].fact

    def text(self, line: int, column: int) -> str:
        """What the file says there; empty where it says nothing."""
        return self.texts[column][line] or ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What checking found: the problems, and where each of them is marked.

    `marks` holds the heaviest problem of each cell; rows are (sheet, row).
    """

    problems: tuple[Problem, ...] = ()
    marks: Mapping[Cell, Problem] = field(default_factory=dict)
    book: ProblemBook = field(default_factory=lambda: ProblemBook(()))
    error_rows: frozenset[tuple[str, int]] = frozenset()
    warning_rows: frozenset[tuple[str, int]] = frozenset()


def findings(problems: Sequence[Problem]) -> Findings:
    """Where the problems of a check stand in the grid."""
    marks: dict[Cell, Problem] = {}
    rows: dict[Severity, set[tuple[str, int]]] = {s: set() for s in Severity}
    for problem in problems:
        place = problem.place
        if place.row is None:
            continue
        rows[problem.severity].add((place.sheet, place.row))
        cell = (place.sheet, place.row, problem.fact)
        if cell not in marks or problem.severity is Severity.ERROR:
            marks[cell] = problem
    return Findings(
        problems=tuple(problems),
        marks=marks,
        book=ProblemBook(problems),
        error_rows=frozenset(rows[Severity.ERROR]),
        warning_rows=frozenset(rows[Severity.WARNING]),
    )


def mark_of(problem: Problem) -> Mark | None:
    """How a cell with this problem is marked; a mere note is not."""
    if problem.severity is Severity.INFO:
        return None
    if problem.code in _DOUBLES:
        return Mark.DUPLICATE
    return Mark.ERROR if problem.severity is Severity.ERROR else Mark.WARNING


def lines_of(cells: SheetCells, rows: Iterable[tuple[str, int]]) -> list[int]:
    """The lines of the grid on which these rows stand, from the top."""
    return sorted(cells.lines[row] for row in rows if row in cells.lines)
