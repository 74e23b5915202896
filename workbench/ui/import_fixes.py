"""What the officer put right in a sheet before it was taken in: every fix can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Cell = tuple[str, int, str]
"""Sheet, row as the spreadsheet counts it, and fact."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One stroke of the officer: each cell's text before and after (None: as in the file)."""

    before: Mapping[Cell, str | None]
    after: Mapping[Cell, str | None]


class FixHistory:
    """The fixes in force, and the way back and forth through them.

    One call of `put` is one stroke, however many cells it fills: one undo takes it back whole.
    """

    def __init__(self) -> None:
        self._texts: dict[Cell, str] = {}
        self._done: list[_Change] = []
        self._undone: list[_Change] = []

    @property
    def texts(self) -> Mapping[Cell, str]:
        """The text to read instead of the file's, for every cell put right."""
        return self._texts

    def put(self, texts: Mapping[Cell, str | None]) -> bool:
        """Put these texts in force (None: the file's own again). False when nothing changes."""
        new = {cell: text for cell, text in texts.items() if self._texts.get(cell) != text}
        if not new:
            return False
        self._done.append(_Change({cell: self._texts.get(cell) for cell in new}, new))
        self._undone.clear()
        self._apply(new)
        return True

    def can_undo(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether a stroke was taken back and nothing was put right since."""
        return bool(self._undone)

    def undo(self) -> tuple[Cell, ...]:
        """Take the last stroke back; the cells it had filled."""
        change = self._done.pop()
        self._undone.append(change)
        return self._apply(change.before)

    def redo(self) -> tuple[Cell, ...]:
        """Do again what was last taken back; the cells it fills."""
        change = self._undone.pop()
        self._done.append(change)
        return self._apply(change.after)

    def clear(self) -> None:
        """Forget everything: another sheet is on the desk."""
        self._texts.clear()
        self._done.clear()
        self._undone.clear()

    def _apply(self, texts: Mapping[Cell, str | None]) -> tuple[Cell, ...]:
        for cell, text in texts.items():
            if text is None:
                self._texts.pop(cell, None)
            else:
                self._texts[cell] = text
        return tuple(texts)
