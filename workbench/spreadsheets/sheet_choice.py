"""Which sheets of a workbook hold the applicants: the best one, and those laid out like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.grids import Grid
from workbench.spreadsheets.layout import Table
from workbench.spreadsheets.office_reading import SheetHead
from workbench.spreadsheets.sheet import letter_of, normal
from workbench.spreadsheets.verdicts import Unreadable, Verdict

_KNOWN_ENOUGH = 2


@dataclass(slots=True)
class FoundSheet:
    """A sheet that was looked at, and the table on it."""

    head: SheetHead
    grid: Grid
    table: Table

    def worth(self) -> tuple[float, int]:
        """How much it looks like a list of applicants: known columns first, then size."""
        cells = (self.table.end - self.table.first) * len(self.table.columns)
        return (self.table.score if cells else 0.0, cells)

    def layout(self) -> tuple[tuple[int, str], ...]:
        """The same for sheets with the same columns in the same places."""
        return tuple((i, normal(header)) for i, header in self.table.columns)


def keep_best(found: Sequence[FoundSheet]) -> list[FoundSheet]:
    """The best visible sheet with those laid out like it, and the best hidden one; the others
    need not be held in memory."""
    kept: list[FoundSheet] = []
    for visible in (True, False):
        here = [sheet for sheet in found if sheet.head.visible is visible]
        if here:
            best = max(here, key=FoundSheet.worth)
            alike = best.table.score >= _KNOWN_ENOUGH and visible
            layout = best.layout()
            kept += [s for s in here if s is best or (alike and s.layout() == layout)]
    return kept


def choose(
    found: Sequence[FoundSheet], heads: Sequence[SheetHead], asked: str | None
) -> list[FoundSheet]:
    """The sheet asked for, or the visible ones that hold applicants, in the book's order.

    Raises Unreadable when there is none.
    """
    visible = [sheet for sheet in found if sheet.head.visible or asked]
    if visible:
        return visible
    if asked and asked not in [head.name for head in heads]:
        raise Unreadable(Verdict.NO_SHEET, sheets=", ".join(head.name for head in heads))
    hidden = sum(not head.visible for head in heads)
    charts = sum(head.chart for head in heads)
    empty = len(heads) - hidden - charts
    raise Unreadable(Verdict.NO_DATA, empty=max(empty, 0), hidden=hidden, charts=charts)


def joined_note(sheets: Sequence[FoundSheet]) -> list[Problem]:
    """What is said when several sheets are taken together."""
    if len(sheets) < 2:
        return []
    names = ", ".join(sheet.head.name for sheet in sheets)
    sentence = N_("Sheets with the same columns were taken together: {sheets}.")
    return [Problem("sheets_joined", Severity.INFO, Place(), sentence, {"sheets": names})]


def not_taken_notes(
    others: Sequence[tuple[str, int, float]], taken: Sequence[FoundSheet]
) -> list[Problem]:
    """What is said of visible sheets that are not taken: their name, rows and table's score."""
    names = {sheet.head.name for sheet in taken}
    told, plain = [], []
    for name, rows, score in others:
        if name in names or not rows:
            continue
        if score < _KNOWN_ENOUGH:
            plain.append(name)
            continue
        values = {"sheet": name, "count": str(rows)}
        place = Place(sheet=name)
        told.append(Problem("sheet_apart", Severity.WARNING, place, _APART, values))
    if plain:
        values = {"sheets": ", ".join(plain)}
        told.append(Problem("sheets_left_out", Severity.INFO, Place(), _LEFT_OUT, values))
    return told


_APART = N_(
    "Sheet “{sheet}” has other columns and was not taken (rows: {count}). Choose this "
    "sheet and import the file once more for it."
)
_LEFT_OUT = N_("Sheets that hold no list of applicants were left out: {sheets}.")


def errors_elsewhere(errors: Mapping[str, int], taken: Sequence[FoundSheet]) -> list[Problem]:
    """What is said of error cells on sheets that are not taken."""
    names = {sheet.head.name for sheet in taken}
    sentence = N_("Sheet “{sheet}”, which is not taken, holds cells with Excel errors: {count}.")
    return [
        Problem(
            "errors_elsewhere",
            Severity.WARNING,
            Place(sheet=sheet),
            sentence,
            {"sheet": sheet, "count": str(count)},
        )
        for sheet, count in errors.items()
        if count and sheet not in names
    ]


def not_read_note(sheet: str) -> Problem:
    """What is said of a sheet that no reader could open, while others could be."""
    sentence = N_("Sheet “{sheet}” could not be read and was left out.")
    place = Place(sheet=sheet)
    return Problem("sheet_not_read", Severity.WARNING, place, sentence, {"sheet": sheet})


def fill_merged(found: FoundSheet) -> list[Problem]:
    """Repeat group keys over the rows of their merged block, in rows that hold something else."""
    filled: dict[int, int] = {}
    rows, table = found.grid.rows, found.table
    for (r0, c0), (r1, _c1) in found.grid.merges:
        if r0 < table.first or r1 == r0 or r0 >= table.end:
            continue
        value = rows[r0][c0] if c0 < len(rows[r0]) else ""
        for row in rows[r0 + 1 : min(r1 + 1, table.end)]:
            if value != "" and c0 < len(row) and row[c0] == "" and row.count("") < len(row):
                row[c0] = value
                filled[c0] = filled.get(c0, 0) + 1
    sentence = N_(
        "Column {column}: the value of merged cells was given to every row of theirs "
        "(rows: {count})."
    )
    return [
        Problem(
            "merged_filled",
            Severity.INFO,
            Place(sheet=found.head.name, column=letter_of(column)),
            sentence,
            {"column": letter_of(column), "count": str(count)},
        )
        for column, count in filled.items()
    ]
