"""Others on the same case: says at once who works on it, and that a colleague changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.ui.jobs import Jobs
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import row

if TYPE_CHECKING:
    from workbench.workflow.casework import CaseWork
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

_LOOK_EVERY = 5_000  # milliseconds


class Others(QFrame):
    """One line above a case, shown only when somebody else is on it."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._desk, self._jobs = desk, jobs
        self._file: CaseFile | None = None
        self.said = label(ink="refer", scale=0.96, wrap=True)
        layout = row(Picture("user", 16, "refer"), self.said, margins=(16, 4, 12, 5), gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._look = QTimer(self, interval=_LOOK_EVERY)
        self._look.timeout.connect(self.look)
        self.hide()

    def watch_case(self, file: CaseFile) -> None:
        """Look at this case now, and every few seconds while it is shown."""
        self._file = file
        self.hide()
        self.look()
        self._look.start()

    def look(self) -> None:
        """Ask once who works on the case and whether it was changed."""
        file, over = self._file, self.parentWidget()
        if file is None or over is None or not over.isVisible():
            return
        number = file.application.id

        def ask(_step: object) -> CaseWork | None:
            from workbench.workflow import casework

            try:
                return casework.standing(self._desk, number)
            except WorkbenchError:
                return None

        self._jobs.start(self, ask, self._on_standing, reads=True)

    def _on_standing(self, work: CaseWork | None) -> None:
        file = self._file
        if file is None or (work is not None and work.application_id != file.application.id):
            return
        words = others_words(file.version, work)
        self.said.setText(words)
        self.setVisible(bool(words))


def others_words(seen: int, work: CaseWork | None) -> str:
    """What to say of others on a case that was shown at version `seen`; empty for nothing."""
    if work is None:
        return _("This case left the queue.")
    if work.version != seen:
        return _(
            "{name} changed this case meanwhile. Open it again to see it as it is now.",
            name=work.changed_by,
        )
    if work.held_by_other:
        return _("{name} works on this case.", name=work.held_by_other)
    return ""
