"""A cell of a spreadsheet that an officer put right before its row was taken in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """The cell (sheet, row as the sheet counts it, column letter), the fact it holds, and its
    text before and after. `old` is None where the cell was blank."""

    sheet: str
    row: int
    fact: str
    letter: str
    old: str | None
    new: str
