"""The entries of a letter pack as a list: by section, filtered as one types."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from workbench.i18n import N_, _, current
from workbench.letters.pack_entries import SECTIONS, Entry
from workbench.letters.pack_entries import Path as EntryPath
from workbench.ui import theme
from workbench.ui.fields import filter_field
from workbench.ui.layouts import column, row
from workbench.ui.words import again, say

_PLACE = Qt.ItemDataRole.UserRole
_CHANGED = " •"


class EntryList(QWidget):
    """The list with its filter. `chosen` carries the Entry that was reached."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[EntryPath, Entry] = {}
        self.filter = filter_field(N_("Filter the entries"), N_("Find a text or field"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setStyleSheet("QListWidget::item { padding: 6px 12px; }")
        self.list.currentItemChanged.connect(self._on_reached)
        self.filter.textChanged.connect(lambda _typed: self._fill())
        say(self.list, self.list.setAccessibleName, N_("Entries of the letter pack"))
        layout = column(row(self.filter, margins=(10, 8, 10, 8)), self.list, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self._fill)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the one that was reached stays reached where it is among them."""
        self._entries = {entry.path: entry for entry in entries}
        self._fill()

    def current(self) -> Entry | None:
        """The entry that is looked at."""
        item = self.list.currentItem()
        return self._entries.get(item.data(_PLACE)) if item is not None else None

    def go_to(self, path: EntryPath) -> None:
        """Reach an entry by its place."""
        for at in range(self.list.count()):
            if self.list.item(at).data(_PLACE) == path:
                self.list.setCurrentRow(at)

    def _fill(self) -> None:
        before = self.current()
        self.list.blockSignals(True)
        self.list.clear()
        for section, name in SECTIONS.items():
            found = [e for e in self._entries.values() if e.section == section and self._fits(e)]
            if found:
                self.list.addItem(_section(_(name)))
            for entry in found:
                self.list.addItem(_item(entry))
        self.list.blockSignals(False)
        if before is not None:
            self.go_to(before.path)
        if self.list.currentItem() is None and self.list.count() > 1:
            self.list.setCurrentRow(1)

    def _fits(self, entry: Entry) -> bool:
        typed = self.filter.text().strip().casefold()
        return not typed or any(typed in text.casefold() for text in (title(entry), *_texts(entry)))

    def _on_reached(self, item: QListWidgetItem | None, _before: object) -> None:
        entry = self.current() if item is not None else None
        if entry is not None:
            self.chosen.emit(entry)


def title(entry: Entry) -> str:
    """What the list calls an entry: its name, or the beginning of its text."""
    if entry.section in ("texts", "reasons", "agencies") and entry.path[0] != "report_agency":
        said = entry.excerpt(current()).replace("**", "")
        return said if entry.section != "agencies" else re.split("[,，（]", said)[0]
    head, colon, tail = entry.label.partition(": ")
    if entry.section == "caps" and colon:
        return f"{head}: {_(tail)}"
    return _(entry.label)


def _texts(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry.value, dict):
        return (entry.label, *map(str, entry.value.values()))
    return (entry.label, "" if len(str(entry.value)) > 400 else str(entry.value))


def _section(name: str) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setFont(theme.font(0.85, theme.SEMIBOLD))
    return item


def _item(entry: Entry) -> QListWidgetItem:
    shown = title(entry)
    item = QListWidgetItem(shown + (_CHANGED if entry.is_changed else ""))
    item.setData(_PLACE, entry.path)
    item.setToolTip(shown)
    return item
