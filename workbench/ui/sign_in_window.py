"""The first thing seen of a store under passwords: who are you, and only then the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from workbench.errors import WorkbenchError
from workbench.i18n import N_
from workbench.settings import Settings
from workbench.ui import theme
from workbench.ui.jobs import Jobs
from workbench.ui.layouts import column, row
from workbench.ui.recovery_sheet import RecoverySheet
from workbench.ui.sign_in_form import SignInForm
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

Enter = Callable[[str, str], "Desk"]
Recover = Callable[[str, str, str], "tuple[Desk, str]"]


class SignInWindow(QDialog):
    """Asks until somebody got in or gave up; `desk` is then theirs, or None."""

    def __init__(self, enter: Enter, recover: Recover, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk: Desk | None = None
        self.recovery_code = ""
        self._enter, self._recover, self._jobs = enter, recover, jobs
        say(self, self.setWindowTitle, N_("Credit Workbench"))
        self.form = SignInForm(N_("Credit Workbench"), recovers=True)
        self.form.entered.connect(self._on_entered)
        self.form.recovering.connect(self._on_recovering)
        self.setLayout(column(None, row(None, self.form, None), None, margins=(60, 50, 60, 50)))
        theme.dress(self)
        self.form.begin()

    def _on_entered(self, name: str, password: str) -> None:
        self._jobs.start(
            self, lambda _step: self._enter(name, password), self._on_desk, self._on_refused
        )

    def _on_recovering(self, code: str, name: str, password: str) -> None:
        self._jobs.start(
            self,
            lambda _step: self._recover(code, name, password),
            self._on_recovered,
            self._on_refused,
        )

    def _on_desk(self, desk: Desk) -> None:
        self.desk = desk
        self.accept()

    def _on_recovered(self, made: tuple[Desk, str]) -> None:
        self.desk, self.recovery_code = made
        RecoverySheet(self, self.recovery_code).exec()
        self.accept()

    def _on_refused(self, error: WorkbenchError) -> None:
        self.form.show_error(error)


def ask_who(place: str | None, settings: Settings) -> Desk | None:
    """The desk of whoever signs in; None when the window was closed instead."""
    from workbench.ui.program import make_application
    from workbench.workflow import people

    make_application(settings)
    jobs = Jobs()
    window = SignInWindow(
        lambda name, password: people.open_desk(place, name, lambda: password),
        lambda code, name, password: people.recover(place, code, name, password),
        jobs,
    )
    window.exec()
    jobs.close()
    return window.desk
