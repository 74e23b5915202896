"""The sections of a long page as a list beside it: a click goes there, scrolling moves along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QScrollArea, QWidget

from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.words import again, say

_AROUND = 44  # pixels: the padding of an item on both sides, and the room around the list
_LEAST = 196


class SectionList(QListWidget):
    """Names the parts of a scrolled page; the part at the top of the view is the current one."""

    def __init__(self, titles: Sequence[str], parts: Sequence[QWidget], area: QScrollArea) -> None:
        super().__init__()
        self._titles, self._parts, self._area = tuple(titles), tuple(parts), area
        self.setProperty("role", "chapters")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self, self.setAccessibleName, N_("Sections"))
        for _title in self._titles:
            self.addItem("")
        self._name()
        again(self, self._name)
        theme.on_change(self, self._name)
        self.setCurrentRow(0)
        self.currentRowChanged.connect(self._go)
        area.verticalScrollBar().valueChanged.connect(self._follow)

    def _name(self) -> None:
        for at, title in enumerate(self._titles):
            self.item(at).setText(_(title))
        self.setFixedWidth(max(_LEAST, self.sizeHintForColumn(0) + _AROUND))

    def _go(self, at: int) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(self._parts[at].y() - self._parts[0].y())

    def _follow(self, top: int) -> None:
        bar = self._area.verticalScrollBar()
        starts = [part.y() - self._parts[0].y() for part in self._parts]
        reached = max((at for at, start in enumerate(starts) if start <= top + 8), default=0)
        if top == bar.maximum() and starts[self.currentRow()] >= top:
            return  # the last parts share the end of the page
        self.blockSignals(True)
        self.setCurrentRow(reached)
        self.blockSignals(False)
