"""Asks why a decided case is reopened: a new event, with its reason; the decision stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.buttons import KeyButton
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
        self.cancel = KeyButton(N_("Cancel"), "Esc", "close")
        self.cancel.clicked.connect(lambda _c=False: self.left.emit())
        self.missing = label(
            lambda: _("A reason has at least {n} characters.", n=REASON_AT_LEAST),
            ink="text2",
            scale=0.9,
        )
        hint = label(
            N_("The decision stays on record; the next one gets a letter of its own."),
            ink="text2",
            scale=0.92,
            wrap=True,
        )
        head = label(N_("Reopen the case"), scale=1.04, weight=theme.SEMIBOLD)
        foot = row(self.missing, None, self.cancel, self.record, gap=8)
        self.setLayout(column(head, hint, self.reason, foot, gap=7, margins=(14, 10, 14, 11)))
        self._check()

    def _check(self) -> None:
        whole = len(self.reason.text().strip()) >= REASON_AT_LEAST
        self.record.setEnabled(whole)
        self.missing.setVisible(not whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _record(self) -> None:
        if self.record.isEnabled():
            self.reopened.emit(self.reason.text().strip())
