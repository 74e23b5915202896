"""What a list says while its rows are read, and where the store does not let them be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from workbench.i18n import N_, _
from workbench.ui.notices import SLOW_MS, ProblemBar

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.ui.reading import BusyLine


class ListWait(QObject):
    """Rows read before stay below a line; where there are none yet, `say` says it in their place.

    `words` is the catalogue sentence for reading, `load` reads again where it was refused.
    """

    def __init__(
        self,
        table: QTableView,
        problems: ProblemBar,
        words: str,
        say: Callable[[str], object],
        load: Callable[[], object],
    ) -> None:
        super().__init__(table)
        self._table, self._problems, self._words = table, problems, words
        self._say, self._load = say, load
        self._line: BusyLine | None = None
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self.tell)

    def begin(self) -> None:
        """Rows are asked for; nothing is said of it for a while."""
        self._slow.start()

    def is_begun(self) -> bool:
        """Whether rows were asked for and it may be said yet."""
        return self._slow.isActive()

    def tell(self) -> None:
        """Say that it is being read."""
        if self._has_rows():
            from workbench.ui.reading import BusyLine

            self._line = BusyLine.over(self._table)
        else:
            self._say(_(self._words))

    def end(self) -> None:
        """The rows have come."""
        self._slow.stop()
        if self._line is not None:
            self._line.hide()

    def refuse(self, error: WorkbenchError) -> None:
        """Say why they have not, with a way to ask again."""
        self.end()
        if not self._has_rows():
            self._say(_("The list was not read"))
        self._problems.show_error(error, [(N_("Try again"), self._ask_again)])

    def _has_rows(self) -> bool:
        return self._table.model().rowCount() > 0

    def _ask_again(self) -> None:
        self._problems.hide()
        self._load()
