"""What a new version changes, sentence by sentence, with the past decisions each would flip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import N_, _, number, plural
from workbench.ui import theme
from workbench.ui.labels import heading, label, named_value, shown
from workbench.ui.layouts import clear, column, pane, row, rule, scrolled

if TYPE_CHECKING:
    from workbench.workflow.strategies import CountedChange, Difference


class ChangesCard(QFrame):
    """The difference between two versions, read before anything is proposed or published."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 0, 16, 12)
        self._rows.setSpacing(8)
        title = pane(row(heading(N_("What would change")), margins=(16, 12, 16, 4)))
        layout = column(title, scrolled(self._rows), gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing was looked at yet."""
        clear(self._rows)
        said = N_("Each change is tried on the cases assessed before; their advice stays as it is.")
        self._rows.addWidget(label(said, ink="text2", wrap=True))
        self._rows.addStretch(1)

    def show_difference(self, found: Difference) -> None:
        """Show every change, then all of them together."""
        clear(self._rows)
        if not found.changes:
            self._rows.addWidget(label(N_("Both say the same."), ink="text2"))
        for counted in found.changes:
            self._rows.addWidget(_change(counted, found.cases))
        self._rows.addWidget(rule())
        for part in _together(found):
            self._rows.addWidget(part)
        self._rows.addStretch(1)

    def sentences(self) -> list[str]:
        """What is said now, for tests and for copying."""
        from PySide6.QtWidgets import QLabel

        return [part.text() for part in self.findChildren(QLabel) if part.text()]


def _change(counted: CountedChange, cases: int) -> QWidget:
    said = counted.change.text()
    text = shown(said[:1].upper() + said[1:], wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return pane(column(text, shown(_flips(counted, cases), **_looks(counted)), gap=1))


def _looks(counted: CountedChange) -> dict[str, object]:
    heavy = bool(counted.decided)
    return {
        "ink": "refer" if heavy else "text2",
        "scale": 0.92,
        "weight": theme.MEDIUM if counted.flips else theme.REGULAR,
        "wrap": True,
    }


def _flips(counted: CountedChange, cases: int) -> str:
    if counted.change.is_silent:
        return _("Changes no advice")
    if counted.flips is None:
        return _("Cannot be tried alone; see below")
    if not cases:
        return _("No past cases to try it on")
    said = plural("{n} past case would flip", "{n} past cases would flip", counted.flips)
    if counted.decided:
        decided = plural("{n} of them decided", "{n} of them decided", counted.decided)
        return f"{said}{_(', ')}{decided}"
    return said


def _pair_words(was: str, now: str) -> str:
    return f"{outcome_word(Outcome(was))} → {outcome_word(Outcome(now))}"


def _together(found: Difference) -> list[QWidget]:
    moved = {pair: n for pair, n in sorted(found.moved.items()) if pair[0] != pair[1]}
    lines = [
        named_value(N_("Past cases tried"), number(found.cases)),
        named_value(N_("Would get another advice"), number(found.flips), strong=bool(found.flips)),
        named_value(
            N_("Of them decided by a person"),
            number(found.decided),
            ink="refer" if found.decided else "text",
        ),
    ]
    lines += [
        named_value(
            partial(_pair_words, *pair),
            number(n),
        )
        for pair, n in moved.items()
    ]
    return [pane(line) for line in lines]
