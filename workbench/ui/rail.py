"""The navigation rail at the left edge: pages by group, how many cases wait, who sits here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, _, number
from workbench.ui import icons, theme
from workbench.ui.brand import Mark
from workbench.ui.chips import badge
from workbench.ui.labels import Elided, label
from workbench.ui.layouts import column, row
from workbench.ui.words import again, say

WIDE, NARROW = 208, 56


class Place(NamedTuple):
    """One entry of the rail: the page's word, its name, icon, group and key."""

    word: str
    title: str
    icon: str
    group: str
    keys: str


GROUPS = {"work": N_("Work"), "insight": N_("Insight"), "foot": ""}


class _Entry(QPushButton):
    """A page's button, with a count where something waits."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setIcon(icons.icon(place.icon, "text2", "accent"))
        self.setIconSize(QSize(18, 18))
        self.setFont(theme.font(1.0, theme.MEDIUM))
        self._count: QLabel | None = None
        self._narrow, self._waiting = False, 0
        say(self, lambda _said: self._put(), place.title)
        self._follow_keys()

    def _follow_keys(self) -> None:
        from workbench.ui import key_map  # it reads the places, which are made of this file's

        key_map.on_change(self, self._put)

    def show_count(self, waiting: int) -> None:
        """Show how many wait behind this page."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._put()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._put()

    def _put(self) -> None:
        from workbench.ui import key_map

        title = _(self.place.title)
        self.setText("" if self._narrow else f"  {title}")
        keys = key_map.caption(f"page:{self.place.word}")
        self.setToolTip(f"{title}  ({keys})" if keys else title)
        waits = number(self._waiting)
        self.setAccessibleName(f"{title}, {waits}" if self._waiting else title)
        self._put_count(waits)

    def _put_count(self, waits: str) -> None:
        """Most pages never have a count, and the first window is seen sooner without."""
        if self._count is None and self._waiting:
            self._count = badge(strong=self.place.word == "review")
            self.setLayout(row(None, self._count, margins=(0, 0, 8, 0)))
        if self._count is not None:
            self._count.setText(waits)
            self._count.setVisible(bool(self._waiting) and not self._narrow)


class Rail(QWidget):
    """The rail. `chosen` carries the word of the page."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], officer: str, title: str) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entries = {place.word: _Entry(place) for place in places}
        self._group = QButtonGroup(self)
        for entry in self._entries.values():
            self._group.addButton(entry)
            entry.clicked.connect(lambda _c=False, word=entry.place.word: self.chosen.emit(word))
        self._words: list[QWidget] = []
        self._officer = _Officer(officer, title)
        self.setLayout(self._laid())
        say(self, self.setAccessibleName, N_("Pages"))
        self.set_narrow(False)

    def show_page(self, word: str) -> None:
        """Mark the page that is shown."""
        self._entries[word].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many cases wait behind pages."""
        for word, entry in self._entries.items():
            entry.show_count(counts.get(word, 0))

    def set_narrow(self, narrow: bool) -> None:
        """Only icons, for narrow windows."""
        self.setFixedWidth(NARROW if narrow else theme.grown(WIDE))
        for widget in self._words:
            widget.setVisible(not narrow)
        for entry in self._entries.values():
            entry.set_narrow(narrow)
        self._officer.set_narrow(narrow)

    def show_officer(self, name: str, title: str) -> None:
        """Say who sits here now."""
        self._officer.show_person(name, title)

    def entry(self, word: str) -> QPushButton:
        """The button of a page."""
        return self._entries[word]

    def _laid(self) -> QVBoxLayout:
        name = label(N_("Credit Workbench"), scale=1.04, weight=theme.SEMIBOLD)
        self._words.append(name)
        head = row(Mark(), name, None, margins=(6, 0, 0, 0), gap=10)
        layout = column(head, 8, margins=(8, 13, 8, 12), gap=2)
        for group, title in GROUPS.items():
            if group == "foot":
                layout.addStretch(1)
            elif any(e.place.group == group for e in self._entries.values()):
                layout.addWidget(self._heading(title))
            for entry in self._entries.values():
                if entry.place.group == group:
                    layout.addWidget(entry)
        layout.addSpacing(8)
        layout.addWidget(self._officer)
        return layout

    def _heading(self, title: str) -> QLabel:
        made = label(title, ink="text3", scale=0.85, weight=theme.SEMIBOLD)
        made.setContentsMargins(10, 12, 0, 3)
        self._words.append(made)
        return made


class _Officer(QWidget):
    """Who sits here: initials, name and title."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._initials = QLabel(initials(name))
        self._initials.setProperty("role", "avatar")
        self._initials.setFixedSize(28, 28)
        self._initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._initials.setFont(theme.font(0.9, theme.SEMIBOLD))
        self._initials.setToolTip(name)
        self._title = title
        self._name = Elided(name)
        self._work = Elided("", ink="text3", scale=0.86)
        self._words = QWidget()
        self._words.setLayout(column(self._name, self._work, gap=0))
        self.setLayout(row(self._initials, self._words, margins=(6, 0, 0, 0), gap=9))
        self._put()
        again(self, self._put)

    def show_person(self, name: str, title: str) -> None:
        """Another person sits here."""
        self._title = title
        self._name.show_text(name)
        self._initials.setText(initials(name))
        self._initials.setToolTip(name)
        self._put()

    def _put(self) -> None:
        self._work.show_text(self._title or _("Loan officer"))

    def set_narrow(self, narrow: bool) -> None:
        """Only the initials."""
        self._words.setVisible(not narrow)


def initials(name: str) -> str:
    """ "Lin Mei" -> "LM"; "林梅" -> "林"."""
    words = name.split()
    if words and not words[0].isascii():
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper() or "?"
