"""Choosing how the letters of a text table are written, by the eye: the first rows follow."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_, _
from workbench.spreadsheets.delimited import ENCODINGS
from workbench.ui.fields import choice_field
from workbench.ui.labels import label
from workbench.ui.layouts import row
from workbench.ui.words import again

WORDS = {
    "utf-8": N_("Unicode (UTF-8)"),
    "gb18030": N_("Simplified Chinese (GB18030, GBK)"),
    "big5": N_("Traditional Chinese (Big5)"),
    "cp932": N_("Japanese (Shift JIS)"),
    "cp1252": N_("Western European (Windows)"),
    "utf-16-le": N_("Unicode (UTF-16)"),
    "utf-16-be": N_("Unicode (UTF-16, big end first)"),
}
_ALIKE = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "latin-1": "cp1252", "gbk": "gb18030"}
_WIDTH = 270


class EncodingChoice(QWidget):
    """The list of encodings. Moving through it tries one; choosing one reads the file by it."""

    tried = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list = choice_field(N_("Encoding of the text"), _WIDTH)
        for name in ENCODINGS:
            self.list.addItem("", name)
        self.list.highlighted.connect(lambda at: self.tried.emit(self.list.itemData(at)))
        self.list.activated.connect(lambda at: self.chosen.emit(self.list.itemData(at)))
        title = label(N_("Encoding"), ink="text2")
        title.setBuddy(self.list)
        self.setLayout(row(title, self.list, gap=8))
        self._name_items()
        again(self, self._name_items)

    def show_encoding(self, encoding: str) -> None:
        """The encoding in which the file was read; hidden for workbooks ("")."""
        self.setVisible(bool(encoding))
        at = self.list.findData(_ALIKE.get(encoding, encoding))
        self.list.setCurrentIndex(max(0, at))

    def _name_items(self) -> None:
        for at in range(self.list.count()):
            self.list.setItemText(at, _(WORDS[self.list.itemData(at)]))
