"""A fresh recovery code, shown once: to be copied or printed, and put in a safe."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.labels import label, shown
from workbench.ui.layouts import card, column, row
from workbench.ui.words import say

OF_PASSWORDS = N_(
    "Print this code and put it in a safe: it opens the store when nobody knows a "
    "password any more. It is shown once."
)
OF_KEYRING = N_(
    "Print this code and put it in a safe: it opens the store and its backups when the keyring is "
    "lost. It is shown once."
)


class RecoverySheet(QDialog):
    """The code in large type, what it is for, and a button that copies it."""

    def __init__(self, over: QWidget, code: str, what_for: str = OF_PASSWORDS) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Recovery code"))
        self.code = shown(code, scale=1.24, weight=theme.SEMIBOLD, tabular=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        why = label(what_for, ink="text2", wrap=True)
        why.setFixedWidth(theme.grown(520))
        copy = button(N_("Copy"), lambda: QGuiApplication.clipboard().setText(code), icon="copy")
        done = button(N_("I have it"), self.accept, role="primary")
        framed = card(column(self.code, margins=(18, 14, 18, 14)))
        layout = column(why, framed, row(None, copy, done, gap=8), gap=14, margins=(24, 20, 24, 18))
        self.setLayout(layout)
        copy.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter, pressed once more, loses nothing
