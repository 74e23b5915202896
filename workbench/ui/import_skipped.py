"""What a sheet's reader left out, joined or filled in, said beside the first rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workbench.errors import Problem, Severity
from workbench.i18n import N_, _, plural
from workbench.ui import theme
from workbench.ui.labels import label
from workbench.ui.layouts import column
from workbench.ui.words import again

_MOST = 4
_LONGEST = 160


class SkippedNotes(QWidget):
    """The first of a sheet's notes, warnings before the others; all of them on hovering."""

    def __init__(self) -> None:
        super().__init__()
        title = label(N_("Noticed while reading"), weight=theme.SEMIBOLD)
        self.said = label(ink="text2", wrap=True, scale=0.96)
        self.setLayout(column(title, self.said, gap=4))
        self._notes: Sequence[Problem] = ()
        again(self, self._say)

    def show_notes(self, notes: Sequence[Problem]) -> None:
        """Say what is noted of a sheet; nothing is shown where nothing is."""
        self._notes = sorted(notes, key=lambda note: note.severity is Severity.INFO)
        self._say()

    def _say(self) -> None:
        lines = [_cut(note.text()) for note in self._notes]
        more = len(lines) - _MOST
        told = lines[:_MOST]
        if more > 0:
            told.append(plural("… and {n} more.", "… and {n} more.", more))
        self.said.setText("\n".join(told))
        self.said.setToolTip("\n".join(lines[:40]) if more > 0 else "")
        self.setAccessibleName(_("Noticed while reading") + ". " + " ".join(lines[:40]))
        self.setVisible(bool(lines))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
