"""Asks why a decided case is reopened: a new event, with its reason; the decision stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import KeyButton, button
from workbench.ui.fields import HEIGHT
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.words import say

REASON_AT_LEAST = 8


class ReopenForm(QWidget):
    """`reopened` carries the reason; `left` when it was cancelled."""

    reopened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reason = QLineEdit()
        self.reason.setFixedHeight(HEIGHT)
        say(self.reason, self.reason.setAccessibleName, N_("Reason"))
        say(self.reason, self.reason.setPlaceholderText, N_("Why it is decided anew"))
        self.reason.textChanged.connect(lambda _text: self._check())
        self.reason.returnPressed.connect(self._record)
        self.record = KeyButton(N_("Reopen the case"), "⏎", "undo", primary=True)
        self.record.clicked.connect(lambda _c=False: self._record())
        cancel = button(N_("Cancel"), self.left.emit)
        hint = label(
            N_("The decision stays on record; the next one gets a letter of its own."),
            ink="text2",
            scale=0.92,
            wrap=True,
        )
        head = label(N_("Reopen the case"), scale=1.04, weight=theme.SEMIBOLD)
        foot = row(None, cancel, self.record, gap=8)
        self.setLayout(column(head, hint, self.reason, foot, gap=7, margins=(14, 10, 14, 11)))
        self._check()

    def _check(self) -> None:
        self.record.setEnabled(len(self.reason.text().strip()) >= REASON_AT_LEAST)

    def _record(self) -> None:
        if self.record.isEnabled():
            self.reopened.emit(self.reason.text().strip())
