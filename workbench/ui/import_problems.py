"""The problems of a sheet, put together as an officer works them off: like with like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.errors import Problem, Severity
from workbench.i18n import _, plural
from workbench.ui.import_fixes import Cell

MOST_SINGLE = 40
"""Up to so many groups, the same value in the same column is one group; past it, the same kind
of problem in the same column is."""
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column, in the order of their rows; never empty."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem of the topmost row."""
        return self.problems[0]

    @property
    def severity(self) -> Severity:
        """Errors keep their rows waiting, warnings do not."""
        return self.first.severity

    def title(self, label: str) -> str:
        """What the card is called; `label` is the fact's name in the reader's language."""
        place = self.first.place
        name = label or place.header
        if len(self.problems) == 1:
            if place.row is None:
                return name
            if not name:
                return _("Row {row}", row=place.row)
            return _("Row {row} · {column}", row=place.row, column=name)
        return plural("{column} · {n} row", "{column} · {n} rows", len(self.problems), column=name)

    def fixable(self) -> tuple[Problem, ...]:
        """The problems for which a right value is known."""
        return tuple(p for p in self.problems if p.fix is not None and cell_of(p) is not None)


def cell_of(problem: Problem) -> Cell | None:
    """The cell a fix of this problem would go into; None when it is not about one cell."""
    place = problem.place
    if place.row is None or not problem.fact:
        return None
    return place.sheet, place.row, problem.fact


def fixes_of(problems: Iterable[Problem]) -> dict[Cell, str]:
    """The right value for every cell where one is known."""
    return {
        cell: problem.fix
        for problem in problems
        if problem.fix is not None and (cell := cell_of(problem)) is not None
    }


def grouped(problems: Sequence[Problem], most: int = MOST_SINGLE) -> list[ProblemGroup]:
    """Errors before warnings, then by row; notes that need no work are left out."""
    told = [p for p in problems if p.severity is not Severity.INFO]
    exact = _together(told, exact=True)
    return exact if len(exact) <= most else _together(told, exact=False)


def similar(problem: Problem, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the same kind in the same column whose right value is known too."""
    kind = _kind(problem, exact=False)
    return tuple(p for p in problems if p.fix is not None and _kind(p, exact=False) == kind)


def _kind(problem: Problem, *, exact: bool) -> tuple[str, ...]:
    place = problem.place
    kind = (problem.severity, problem.code, place.sheet, place.column, problem.fact)
    return (*kind, problem.value) if exact else kind


def _together(problems: Sequence[Problem], *, exact: bool) -> list[ProblemGroup]:
    found: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        found.setdefault(_kind(problem, exact=exact), []).append(problem)
    groups = [ProblemGroup(tuple(sorted(group, key=_row))) for group in found.values()]
    return sorted(groups, key=lambda g: (_WEIGHT[g.severity], _row(g.first)))


def _row(problem: Problem) -> int:
    return problem.place.row or 0
