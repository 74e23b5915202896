"""Every key on one sheet, opened by ? from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from workbench.i18n import N_
from workbench.ui import key_map, theme
from workbench.ui.buttons import button
from workbench.ui.chips import key_cap
from workbench.ui.labels import label
from workbench.ui.layouts import Item, column, row
from workbench.ui.words import say

Keys = tuple[tuple[tuple[str, ...], ...], str]


def lines(where: str) -> list[Keys]:
    """The deeds of a place with their keys as the user has them now."""
    return [
        (tuple(map(key_map.caps, key_map.keys_of(deed.word))), deed.title)
        for deed in key_map.DEEDS
        if deed.where == where and key_map.keys_of(deed.word)
    ]


class ShortcutSheet(QDialog):
    """The sheet."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Keyboard"))
        everywhere = lines(key_map.EVERYWHERE)
        fixed = [((keys,), title) for keys, title in key_map.FIXED]
        groups = row(
            _group(key_map.WHERE[key_map.EVERYWHERE], everywhere),
            _group(key_map.WHERE[key_map.QUEUE], lines(key_map.QUEUE)),
            _group(N_("Forms and fixing"), fixed),
            gap=32,
        )
        note = label(
            N_(
                "Letter keys work while the list or the case has the keyboard. In Settings they "
                "can be switched off, and every key can be changed."
            ),
            ink="text2",
            scale=0.94,
            wrap=True,
        )
        close = button(N_("Close"), self.accept, role="primary", height=34)
        foot = row(note, close, gap=20)
        foot.setStretch(0, 1)
        self.setLayout(column(groups, foot, gap=20, margins=(24, 20, 24, 18)))
        theme.dress(self)
        close.setFocus(Qt.FocusReason.OtherFocusReason)


def _group(title: str, keys: Sequence[Keys]) -> QWidget:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for at, (ways, does) in enumerate(keys):
        grid.addLayout(row(*_ways(ways), None, gap=4), at, 0)
        grid.addWidget(label(does, scale=0.97), at, 1)
    grid.setRowStretch(len(keys), 1)
    layout = column(label(title, weight=theme.SEMIBOLD), gap=10)
    layout.addLayout(grid)
    made = QWidget()
    made.setLayout(layout)
    return made


def _ways(ways: Sequence[tuple[str, ...]]) -> list[Item]:
    """The caps of every way a thing is done, a little apart."""
    items: list[Item] = []
    for at, caps in enumerate(ways):
        items += [6] * bool(at) + [key_cap(cap) for cap in caps]
    return items
