"""Cases put aside for a while: they leave the list, and come back by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_, plural
from workbench.ui.buttons import button
from workbench.ui.layouts import row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.storage.queue_rows import QueueRow


class SkippedCases(QWidget):
    """How many were skipped, and a button that brings them back at once.

    Nothing of it is recorded: skipping is a person's own order of work, until the window is
    closed. `returned` tells that some are to be listed again.
    """

    returned = Signal()

    def __init__(self, minutes: Callable[[], int]) -> None:
        super().__init__()
        self._minutes = minutes
        self._until: dict[int, float] = {}
        self.back = button(
            self._words,
            self.bring_back,
            role="chip",
            icon="undo",
            tip=N_("Return them to the list now"),
        )
        self.back.setFixedHeight(26)
        self.setLayout(row(self.back, gap=0))
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._on_due)
        again(self, self._say)
        self._say()

    def skip(self, application: int) -> None:
        """Put a case aside for the minutes of the settings."""
        self._until[application] = time.monotonic() + 60 * self._minutes()
        self._wait()

    def without(self, rows: Sequence[QueueRow]) -> list[QueueRow]:
        """The rows that were not skipped."""
        return [each for each in rows if each.application_id not in self._until]

    def bring_back(self) -> None:
        """List all of them again."""
        self._until.clear()
        self._wait()
        self.returned.emit()

    def _on_due(self) -> None:
        now = time.monotonic()
        self._until = {case: until for case, until in self._until.items() if until > now}
        self._wait()
        self.returned.emit()

    def _wait(self) -> None:
        self._say()
        if self._until:
            self._clock.start(max(1, int(1000 * (min(self._until.values()) - time.monotonic()))))
        else:
            self._clock.stop()

    def _words(self) -> str:
        return plural("{n} skipped", "{n} skipped", len(self._until))

    def _say(self) -> None:
        self.back.setText(self._words())
        self.setVisible(bool(self._until))
