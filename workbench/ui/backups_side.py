"""Backups on the audit page: what there is, one more now, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.i18n import N_, _, moment, number
from workbench.ui import file_boxes
from workbench.ui.buttons import button, rest, wake
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label
from workbench.ui.layouts import card, column, row
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.people_dialogs import AgreeDialog
from workbench.ui.reading import Reading
from workbench.ui.table import Column, TableModel, TableView

if TYPE_CHECKING:
    from workbench.credit.roles import Person
    from workbench.workflow.desk import Desk
    from workbench.workflow.keep import BackupFile

_KIB = 1024


def backup_columns() -> tuple[Column[BackupFile], ...]:
    """The columns of the list of backups."""
    return (
        Column("at", N_("Made"), lambda b: moment(b.at), 180, strong=True),
        Column("size", N_("Size"), lambda b: f"{number(b.size // _KIB)} KiB", 120, right=True),
        Column("file", N_("File"), _where, 200, stretch=True, ink="text2", tip=_whole),
    )


def _where(one: BackupFile) -> str:
    """The name first: a long folder is shortened at its end."""
    return f"{one.file.name} · {one.file.parent}"


def _whole(one: BackupFile) -> str:
    return str(one.file)


class BackupsSide(QWidget):
    """Each copy was opened and checked before it counted. `restored`: the store is another."""

    restored = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.now = button(N_("Back up now"), self._back_up, role="primary", icon="save", height=32)
        self.back = button(N_("Restore…"), self._restore, icon="undo", height=32)
        self.model: TableModel[BackupFile] = TableModel(backup_columns())
        self.table = TableView(self.model, N_("Backups"))
        self.problems = ProblemBar()
        self._said = label(
            N_(
                "A backup is encrypted with the store's own key, opened and compared before it "
                "counts, and thinned with age as the settings say. A restore is an entry of the "
                "journal, and what it replaces is kept beside the store."
            ),
            ink="text2",
            wrap=True,
        )
        self._lay()
        self._reading = Reading(self, N_("Looking for backups"), "database")

    def _lay(self) -> None:
        told = row(self._said, self.back, self.now, margins=(14, 10, 14, 10), gap=10)
        told.setStretch(0, 1)
        head = column(
            card(told),
            self.problems,
            margins=(14, 0, 14, 10),
            gap=10,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(Blank("save", N_("No backups in the folder yet")))
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read the folder again."""

        def read(_step: Step) -> tuple[BackupFile, ...]:
            from workbench.workflow import keep

            return keep.kept_backups(self._desk)

        self._reading.ask(self._jobs, read, self._show)

    def _show(self, found: tuple[BackupFile, ...]) -> None:
        self.model.show_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)

    def _back_up(self) -> None:
        def work(_step: Step) -> Any:
            from workbench.workflow import keep

            return keep.backup_now(self._desk)

        rest(self.now)
        self._jobs.start(
            self, work, self._on_ended, self._on_refused, title=N_("Backing up the store")
        )

    def _on_ended(self, made: BackupFile) -> None:
        wake(self.now)
        self.problems.show_saved(made.file)
        self.refresh()

    def _on_refused(self, error: Any) -> None:
        wake(self.now)
        wake(self.back)
        self.problems.show_error(error)

    def _restore(self) -> None:
        chosen = file_boxes.ask_backup(self)
        if not chosen:
            return

        def who(_step: Step) -> Any:
            from workbench.workflow import people

            return people.restorers(self._desk)

        self._jobs.start(
            self, who, partial(self._agreed, Path(chosen)), self._on_refused, reads=True
        )

    def _agreed(self, file: Path, could: Sequence[Person]) -> None:
        """Restore at once where nobody else may; else when one of them has agreed."""
        second = AgreeDialog.ask(self, could) if could else ("", "")
        if second is None:
            return

        def work(_step: Step) -> Any:
            from workbench.workflow import keep

            return keep.restore_onto(self._desk, file, second)

        rest(self.back)
        self._jobs.start(
            self, work, self._on_restored, self._on_refused, title=N_("Restoring the backup")
        )

    def _on_restored(self, kept: Any) -> None:
        wake(self.back)
        said = _("The backup is the store again. What it replaced is kept as {file}.", file=kept)
        self.problems.show_done(said)
        self.refresh()
        self.restored.emit()
