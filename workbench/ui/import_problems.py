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
Kind = tuple[str, ...]
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column, in the order of their rows; never empty."""

    problems: tuple[Problem, ...]
    within: str = ""
    """The sheet they stand on, where others were taken together with it."""

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
        return " · ".join(filter(None, (self.within, self._title(label))))

    def _title(self, label: str) -> str:
        place = self.first.place
        name = label or place.header
        if len(self.problems) == 1:
            if place.row is None:
                return name or ("" if self.within else place.sheet or _("The whole file"))
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


class ProblemBook:
    """All problems of a check, put together once, so that walking them costs nothing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.groups = grouped(problems)
        self._walk = [problem for group in self.groups for problem in group.problems]
        self._at = {id(problem): at for at, problem in enumerate(self._walk)}
        self._fixable: dict[Kind, list[Problem]] = {}
        for problem in self._walk:
            if problem.fix is not None:
                self._fixable.setdefault(_kind(problem, exact=False), []).append(problem)

    def __len__(self) -> int:
        return len(self._walk)

    def similar(self, problem: Problem) -> Sequence[Problem]:
        """Problems of the same kind in the same column whose right value is known too."""
        return self._fixable.get(_kind(problem, exact=False), ())

    def after(self, problem: Problem | None, by: int) -> Problem | None:
        """The problem `by` further on, round and round; the first when none is given."""
        if not self._walk:
            return None
        now = -1 if by > 0 else 0
        if problem is not None:
            now = self._at.get(id(problem), now)
        return self._walk[(now + by) % len(self._walk)]

    def same(self, problem: Problem) -> Problem | None:
        """What is now said of the cell of an earlier problem."""
        cell = cell_of(problem)
        return next((p for p in self._walk if p.code == problem.code and cell_of(p) == cell), None)


def grouped(problems: Sequence[Problem], most: int = MOST_SINGLE) -> list[ProblemGroup]:
    """Errors before warnings, then by row; notes that need no work are left out."""
    told = [p for p in problems if p.severity is not Severity.INFO]
    exact = _together(told, exact=True)
    return exact if len(exact) <= most else _together(told, exact=False)


def _kind(problem: Problem, *, exact: bool) -> Kind:
    place = problem.place
    kind = (problem.severity, problem.code, place.sheet, place.column, problem.fact)
    return (*kind, problem.value) if exact else kind


def _together(problems: Sequence[Problem], *, exact: bool) -> list[ProblemGroup]:
    found: dict[Kind, list[Problem]] = {}
    for problem in problems:
        found.setdefault(_kind(problem, exact=exact), []).append(problem)
    several = len({problem.place.sheet for problem in problems if problem.place.row}) > 1
    groups = [
        ProblemGroup(tuple(sorted(group, key=_row)), group[0].place.sheet if several else "")
        for group in found.values()
    ]
    return sorted(groups, key=lambda g: (_WEIGHT[g.severity], _row(g.first)))


def _row(problem: Problem) -> int:
    return problem.place.row or 0
