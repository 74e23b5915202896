"""A cell of a spreadsheet that an officer put right before its row was taken in."""

from __future__ import annotations

from dataclasses import dataclass

LEFT_OUT, JOINT, RIGHT = "left_out", "joint", "right"
"""What an officer can say of a whole row that doubles another: take it not, take it as the
other's joint application, or take it as it stands. The fact of such a fix is ""."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The cell (sheet, row as the sheet counts it, column letter), the fact it holds, and its
    text before and after. `old` is None where the cell was blank. Without a fact it is about
    the whole row, and `new` is LEFT_OUT, JOINT or RIGHT."""

    sheet: str
    row: int
    fact: str
    letter: str
    old: str | None
    new: str
