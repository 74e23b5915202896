"""An import under way: the file as read, its matching, its fixes, and what checking found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workbench.credit.facts import Kind, dictionary
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.matching import Matching
from workbench.spreadsheets.sheet import ROW, SHEET, Sheet, Workbook
from workbench.ui.import_cells import SheetCells, SheetColumn
from workbench.ui.import_fixes import FixHistory
from workbench.ui.import_match_step import MatchLine
from workbench.workflow.repair import WaitingRows

_SAMPLES = 3
_NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.RATIO, Kind.DURATION}


@dataclass
class Draft:
    """Everything about one file on its way in; nothing of it is stored yet.

    `repairs` are waiting rows that are put right; then there is no file on the disk.
    `by_hand` are the letters of columns that the officer matched. `round` grows with every
    change, so that the answer to an earlier check can be told from the one that counts.
    """

    path: Path
    product: str
    password: str | None = None
    workbook: Workbook | None = None
    matching: Matching | None = None
    intake: Intake | None = None
    repairs: WaitingRows | None = None
    profile: str = ""
    profile_names: list[str] = field(default_factory=list)
    by_hand: set[str] = field(default_factory=set)
    fixes: FixHistory = field(default_factory=FixHistory)
    round: int = 0

    @property
    def sheet(self) -> Sheet:
        """The sheet on the desk; only after the file was read."""
        assert self.workbook is not None
        return self.workbook.chosen

    def show(self, workbook: Workbook, matching: Matching) -> None:
        """Another reading of the file: what was matched or fixed before is forgotten."""
        self.workbook, self.matching, self.intake = workbook, matching, None
        self.by_hand.clear()
        self.fixes.clear()
        self.round += 1

    def match(self, letter: str, fact: str | None, unit: str = "") -> None:
        """Take a column for a fact (None: ignore it), its numbers meant in `unit`."""
        assert self.matching is not None
        self.matching = self.matching.with_fact(letter, fact, unit)
        self.by_hand.add(letter)
        self.round += 1

    def needed(self) -> tuple[str, ...]:
        """Required facts that no column holds yet."""
        return tuple(self.matching.required_open()) if self.matching else ()


def match_lines(draft: Draft) -> list[MatchLine]:
    """A line for every column of the file, in its order."""
    assert draft.matching is not None
    lines = []
    for matched in draft.matching.columns:
        source = draft.sheet.column(matched.letter)
        sure = "likely" if matched.unit_assumed else matched.confidence.value
        sure = "chosen" if matched.letter in draft.by_hand else sure
        lines.append(
            MatchLine(
                letter=matched.letter,
                header=source.header,
                samples=source.samples[:_SAMPLES],
                fact=matched.fact,
                confidence=sure,
                unit=matched.unit,
            )
        )
    return lines


def sheet_cells(sheet: Sheet, matching: Matching) -> SheetCells:
    """The matched columns of the sheet for the grid, in the file's order."""
    facts = dictionary()
    matched = matching.matched()
    places = zip(sheet.cells[SHEET].to_list(), sheet.cells[ROW].to_list(), strict=True)
    return SheetCells(
        columns=tuple(
            SheetColumn(
                fact=str(column.fact),
                letter=column.letter,
                header=sheet.column(column.letter).header,
                numeric=facts[str(column.fact)].kind in _NUMERIC,
                money=facts[str(column.fact)].kind is Kind.MONEY,
            )
            for column in matched
        ),
        sheets=sheet.cells[SHEET],
        rows=sheet.cells[ROW],
        texts=tuple(sheet.cells[column.letter] for column in matched),
        lines={place: at for at, place in enumerate(places)},
    )
