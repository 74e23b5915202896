"""A pane while it is read for the first time, and where it cannot be read.

    self._reading = Reading(self, N_("Reading the letters"), "letters")
    self._reading.ask(jobs, work, self._on_lists)      # as often as the pane is read anew

An empty list means that there is nothing, so nothing that only waits may look like one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs, Work
from workbench.ui.layouts import column
from workbench.ui.notices import SLOW_MS, Blank, bar_of
from workbench.ui.words import Text, again, say, spoken

_LINE = 2  # pixels


class BusyLine(QWidget):
    """A thin line over a list whose rows are read anew: those read before stay until then."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        say(self, self.setAccessibleName, N_("The list is being read"))
        self.hide()

    @classmethod
    def over(cls, table: QTableView) -> BusyLine:
        """Show the one line of a table, below its headings."""
        made = table.findChild(cls) or cls(table)
        made.setGeometry(0, table.horizontalHeader().height(), table.width(), _LINE)
        made.show()
        made.raise_()
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("accent"))
        painter.end()


class Reading(QWidget):
    """Stands over a pane that was not read yet: after a while it says so, and where the store
    refuses it says why and asks again. Later readings leave what is shown until they end."""

    def __init__(self, pane: QWidget, words: Text, icon: str) -> None:
        super().__init__(pane)
        self._pane, self._words = pane, words
        self._error: WorkbenchError | None = None
        self._awaited, self._is_read = 0, False
        self._refused: list[Callable[[], object]] = []
        self.again = button(N_("Try again"), self._ask_again, icon="refresh", role="primary")
        self.blank = Blank(icon, words, "", [self.again])
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(column(self.blank))
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._cover)
        again(self, self._say)
        pane.installEventFilter(self)
        self.hide()

    def is_read(self) -> bool:
        """Whether the pane was read once, so that what is empty is empty."""
        return self._is_read

    def ask(
        self,
        jobs: Jobs,
        work: Work,
        done: Callable[[Any], object],
        failed: Callable[[WorkbenchError], object] | None = None,
        *,
        title: str = "",
    ) -> None:
        """Read by `work(step)` and show by `done(result)`; `failed` tells of a refusal once the
        pane was read, on the page's bar where it is not given."""
        if not self._is_read and not self._awaited:
            self._refused.clear()
            self._error = None
            self._slow.start()
        self._awaited += 1

        def ended(found: Any) -> None:
            self._awaited -= 1
            self._is_read = self._is_read or not (self._awaited or self._refused)
            done(found)
            if self._is_read:
                self._slow.stop()
                self.hide()

        def refused(error: WorkbenchError) -> None:
            self._awaited -= 1
            if self._is_read:
                (failed or bar_of(self).show_error)(error)
            else:
                self._error = error
                self._refused.append(lambda: self.ask(jobs, work, done, failed, title=title))
                self._cover()

        jobs.start(self, work, ended, refused, title=title, reads=True)

    def _cover(self) -> None:
        self._say()
        self.setGeometry(self._pane.rect())
        had_keyboard = self._pane.isAncestorOf(QApplication.focusWidget() or self)
        self.show()
        self.raise_()
        if self._error and had_keyboard:
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        self.again.setVisible(self._error is not None)
        if self._error is None:
            self.blank.show_words(spoken(self._words))
        else:
            self.blank.show_words(_("This was not read"), self._error.text())

    def _ask_again(self) -> None:
        for ask in self._refused[:]:
            ask()
        self._say()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._pane.rect())
        return False
