"""The audit trail: the journal and its proof, the backups, and how long data is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from workbench.i18n import N_, _, plural
from workbench.ui.backups_side import BackupsSide
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs, Step
from workbench.ui.journal_side import JournalSide
from workbench.ui.layouts import column, pane, row
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.retention_side import RetentionSide
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk


class AuditPage(Page):
    """Three sides: journal, backups, retention."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._entries = 0
        self.journal = JournalSide(desk, jobs)
        self.backups = BackupsSide(desk, jobs)
        self.retention = RetentionSide(desk, jobs)
        self._sides: dict[str, JournalSide | BackupsSide | RetentionSide] = {
            "journal": self.journal,
            "backups": self.backups,
            "retention": self.retention,
        }
        self.tabs = Tabs(
            (
                ("journal", N_("Journal")),
                ("backups", N_("Backups")),
                ("retention", N_("Retention and erasure")),
            ),
            N_("Sides of the record"),
        )
        self.tabs.chosen.connect(self._show_side)
        self._stack = QStackedWidget()
        for side in self._sides.values():
            self._stack.addWidget(side)
        self.problems = ProblemBar()
        self.close_day = button(
            N_("Close the day…"), lambda: self._close_day(desk, jobs), icon="lock"
        )
        head = row(self.tabs, None, self.close_day, margins=(10, 8, 14, 8))
        notice = column(self.problems, margins=(10, 0, 14, 0))
        layout = column(head, notice, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(column(pane(layout, "surface")))
        self.journal.counted.connect(self._on_counted)
        self.backups.restored.connect(self.changed.emit)
        self.retention.erased.connect(self.changed.emit)
        again(self, self.described.emit)

    def _close_day(self, desk: Desk, jobs: Jobs) -> None:
        """Write the day's signed report into a folder of the user's choice."""
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the day's report"))
        if not folder:
            return

        def work(_step: Step) -> Path:
            from workbench.workflow import day_close

            return day_close.close_day(desk, Path(folder))

        jobs.start(self, work, self._on_closed, self.problems.show_error)

    def _on_closed(self, file: Path) -> None:
        self.problems.show_done(_("The day was closed: {file}.", file=file.name), file)
        self.changed.emit()
        self.refresh()

    def title(self) -> str:
        return _("Audit trail")

    def subtitle(self) -> str:
        if not self._entries:
            return ""
        return plural("{n} entry in the journal", "{n} entries in the journal", self._entries)

    def refresh(self) -> None:
        self._sides[self.tabs.current()].refresh()

    def take_focus(self) -> None:
        self.journal.take_focus()

    def open_at(self, place: str) -> None:
        self.tabs.show_tab(place)
        self._show_side(place)

    def _show_side(self, word: str) -> None:
        self._stack.setCurrentWidget(self._sides[word])
        self._sides[word].refresh()

    def _on_counted(self, entries: int) -> None:
        self._entries = entries
        self.described.emit()
