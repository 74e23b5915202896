"""Views of the queue that a person keeps: tab, filters and order, named by what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QMenu, QToolButton

from workbench.i18n import N_, _
from workbench.ui.buttons import tool
from workbench.ui.filter_chips import Filter, filter_words, kept_word, recalled
from workbench.ui.window_memory import keep_words, words_kept
from workbench.ui.words import say

_PLACE = "queue/views"


class View(NamedTuple):
    """What a list shows: its tab, the filters in force, and by what it is sorted."""

    tab: str
    filters: tuple[Filter, ...]
    sort: str
    descending: bool

    def written(self) -> str:
        """The view in one word, as the window remembers it."""
        order = "falling" if self.descending else "rising"
        return " ".join([self.tab, self.sort, order, *map(kept_word, self.filters)])


def read_view(word: str) -> View | None:
    """The view behind a word; None when it is none of ours."""
    parts = word.split(" ")
    if len(parts) < 3:
        return None
    tab, sort, order, *filters = parts
    return View(tab, tuple(recalled(filters)), sort, order == "falling")


class SavedViews(QToolButton):
    """A button with the views kept, one to keep what is shown now, and one to forget it."""

    def __init__(
        self,
        titles: Mapping[str, str],
        now: Callable[[], View],
        return_to: Callable[[View], object],
    ) -> None:
        super().__init__()
        self._titles, self._now, self._return_to = titles, now, return_to
        pattern = tool("flag", N_("Saved views"))
        self.setIcon(pattern.icon())
        self.setIconSize(pattern.iconSize())
        self.setFixedSize(pattern.size())
        pattern.deleteLater()
        for put in (self.setAccessibleName, self.setToolTip):
            say(self, put, N_("Saved views"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_ = QMenu(self)
        self.menu_.aboutToShow.connect(self.fill)
        self.setMenu(self.menu_)

    def fill(self) -> None:
        """Put the menu together anew."""
        self.menu_.clear()
        kept = words_kept(_PLACE)
        for word in kept:
            view = read_view(word)
            if view is not None and view.tab in self._titles:
                self.menu_.addAction(self.words(view), partial(self._return_to, view))
        if kept:
            self.menu_.addSeparator()
        now = self._now().written()
        if now in kept:
            self.menu_.addAction(_("Delete this view"), partial(self._keep, kept, now, False))
        else:
            self.menu_.addAction(_("Save this view"), partial(self._keep, kept, now, True))

    def words(self, view: View) -> str:
        """What a view is called: "Needs review · Amount ≥ 10,000"."""
        return " · ".join([_(self._titles[view.tab]), *map(filter_words, view.filters)])

    def _keep(self, kept: list[str], word: str, keeps: bool) -> None:
        keep_words(_PLACE, [*kept, word] if keeps else [each for each in kept if each != word])
