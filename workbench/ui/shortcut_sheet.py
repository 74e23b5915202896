"""Every key on one sheet, opened by ? from anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.chips import key_cap
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.places import PLACES
from workbench.ui.words import say

Keys = tuple[tuple[str, ...], str]

SHEET: tuple[tuple[str, tuple[Keys, ...]], ...] = (
    (
        N_("Everywhere"),
        (
            (("Ctrl", "K"), N_("Search applicants, pages and commands")),
            *((tuple(place.keys.split("+")), place.title) for place in PLACES if place.keys),
            (("Ctrl", "I"), N_("Import a spreadsheet")),
            (("Ctrl", "E"), N_("Export decisions")),
            (("F6",), N_("Next part of the window")),
            (("Ctrl", "B"), N_("Narrow or widen the rail")),
            (("Ctrl", "L"), N_("Lock the window, or switch the user")),
            (("?",), N_("This sheet")),
            (("Ctrl", "Q"), N_("Close the program")),
        ),
    ),
    (
        N_("Review queue"),
        (
            (("J",), N_("Next case")),
            (("K",), N_("Previous case")),
            (("A",), N_("Approve")),
            (("R",), N_("Refer")),
            (("D",), N_("Decline")),
            (("C",), N_("Counter-offer")),
            (("S",), N_("Skip the case; it comes back after a while")),
            (("Ctrl", "Z"), N_("Take the last decision back")),
            (("/",), N_("Filter this list")),
            (("Shift", "↓"), N_("Select several cases")),
            (("Ctrl", "A"), N_("Select all cases loaded")),
        ),
    ),
    (
        N_("Forms and fixing"),
        (
            (("Ctrl", "⏎"), N_("Record, or go on")),
            (("Esc",), N_("Cancel, or close")),
            (("F2",), N_("Edit the cell")),
            (("F8",), N_("Next problem")),
            (("Shift", "F8"), N_("Previous problem")),
            (("Ctrl", "C"), N_("Copy; on a chart, its figures")),
        ),
    ),
)
"""The keys by where they work, as the sheet shows them."""


class ShortcutSheet(QDialog):
    """The sheet."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Keys"))
        groups = row(*(_group(title, keys) for title, keys in SHEET), gap=36)
        note = label(
            N_(
                "Letter keys work while the list or the case has the keyboard. They can be "
                "switched off in Settings."
            ),
            ink="text2",
            scale=0.94,
            wrap=True,
        )
        close = button(N_("Close"), self.accept, role="primary", height=34)
        foot = row(note, close, gap=20)
        foot.setStretch(0, 1)
        self.setLayout(column(groups, foot, gap=20, margins=(24, 20, 24, 18)))
        close.setFocus(Qt.FocusReason.OtherFocusReason)


def _group(title: str, keys: tuple[Keys, ...]) -> QWidget:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    for at, (caps, does) in enumerate(keys):
        grid.addLayout(row(*(key_cap(cap) for cap in caps), None, gap=4), at, 0)
        grid.addWidget(label(does, scale=0.97), at, 1)
    grid.setRowStretch(len(keys), 1)
    layout = column(label(title, weight=theme.SEMIBOLD), gap=10)
    layout.addLayout(grid)
    made = QWidget()
    made.setLayout(layout)
    return made
