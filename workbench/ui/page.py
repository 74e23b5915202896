"""What a page of the window is: a widget the shell can show, name and refresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.ui.layouts import go_to_pane

if TYPE_CHECKING:
    from workbench.storage.first_look import FirstLook


class Page(QWidget):
    """One page. It gets its desk and jobs by argument, asks the workflow, and tells the shell.

    `described`: title or subtitle changed. `changed`: the store changed because of this page;
    the shell refreshes counts and the other pages. `wants_page`: go elsewhere, such as
    "review" or "letters:due"; what follows the colon is handed to that page's `open_at`.
    `sample_asked`: open the sample batch. `set_`: a setting of this name was changed.
    """

    described = Signal()
    changed = Signal()
    wants_page = Signal(str)
    sample_asked = Signal()
    set_ = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def title(self) -> str:
        """The page's name, in the reader's language."""
        return ""

    def subtitle(self) -> str:
        """One quiet line below it: what is shown here now."""
        return ""

    def refresh(self) -> None:
        """Ask the workflow again; called when the page is shown or the store changed."""

    def take_focus(self) -> None:
        """Put the keyboard where work on this page begins."""
        if not go_to_pane(self):
            self.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """The parts of the page that F6 goes through, in the order of reading."""
        return (self,)

    def open_at(self, place: str) -> None:
        """Go to a place within the page, such as a view or an application's number."""

    def within(self) -> str:
        """Where in the page one is now, as `open_at` takes it."""
        return ""

    def half_done(self) -> Mapping[str, Any] | None:
        """What would be lost if the program ended now, in plain words; None for nothing."""
        return None

    def half_done_words(self, kept: Mapping[str, Any]) -> str:
        """What `half_done` wrote down, named in a sentence: "the import of november.xlsx"."""
        del kept
        return ""

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Take up what `half_done` wrote down in an earlier run of the program."""

    def let_go(self) -> None:
        """Let go of what was taken up again."""

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped or chosen elsewhere."""

    def show_first(self, look: FirstLook) -> None:
        """Take what was read before the store was opened, to show something at once."""

    def open_sample(self) -> None:
        """Take the sample batch, to look around with."""
