"""A store that does not open is not the end: what is wrong, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog

from workbench.errors import KeyringSilent
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.labels import Picture, label, shown
from workbench.ui.layouts import column, row
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError

_WIDTH, _WIDER = 640, 800


class WayOut(QDialog):
    """The sentence of what kept the store from opening, and the ways on.

    `answer` afterwards is ("restore", a backup), ("open", another store), ("again", ""),
    ("recover", the recovery code) where the keyring withheld the key, or ("", "") when the person
    closes the program.
    """

    def __init__(self, fault: WorkbenchError) -> None:
        super().__init__()
        self.answer = ("", "")
        withheld = isinstance(fault, KeyringSilent)
        self.setFixedWidth(theme.grown(_WIDER if withheld else _WIDTH))
        say(self, self.setWindowTitle, N_("Credit Workbench"))
        title = label(N_("The store could not be opened"), scale=1.25, weight=theme.SEMIBOLD)
        self.said = shown(fault.text(), wrap=True)
        safe = label(
            N_(
                "Nothing was changed. A backup can be put beside it as a store of its own; the "
                "store that did not open stays where it is."
            ),
            ink="text2",
            wrap=True,
        )
        self.again = button(N_("Try again"), lambda: self._leave("again"), role="primary")
        self.again.setDefault(True)
        self.restore = button(N_("Open a backup…"), self._ask_backup, icon="history")
        self.other = button(N_("Open another store…"), self._ask_store, icon="folder")
        self.code = button(N_("Recovery code…"), self._ask_code, icon="lock")
        if not withheld:
            self.code.hide()
        close = button(N_("Close the program"), self.reject)
        head = row(Picture("database", 30, "decline"), title, None, gap=12)
        presses = row(self.code, self.restore, self.other, None, close, self.again)
        self.setLayout(column(head, self.said, safe, 6, presses, gap=10, margins=(20, 18, 20, 16)))
        theme.dress(self)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self, what: str, file: str = "") -> None:
        self.answer = (what, file)
        self.accept()

    def _ask_backup(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(self, _("Open a backup"), "", _STORES)
        if file:
            self._leave("restore", file)

    def _ask_store(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(self, _("Open another store"), "", _STORES)
        if file:
            self._leave("open", file)

    def _ask_code(self) -> None:
        code, given = QInputDialog.getText(self, _("Recovery code"), _("The code from the safe"))
        if given and code.strip():
            self._leave("recover", code)


_STORES = "*.db *.backup"


def ask_way_out(fault: WorkbenchError) -> tuple[str, str]:
    """Show the way out; what the person chose, as WayOut has it."""
    asked = WayOut(fault)
    asked.exec()
    return asked.answer


def place_beside(store: Path) -> Path:
    """Where a backup of a store is put to be worked on: "workbench-restored.db" beside it."""
    names = [f"{store.stem}-restored{store.suffix}"]
    names += [f"{store.stem}-restored-{n}{store.suffix}" for n in range(2, 100)]
    return next(store.parent / name for name in names if not (store.parent / name).exists())
