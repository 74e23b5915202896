"""The letter that belongs to a case, as it would be printed now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.credit.status import Outcome
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, row
from workbench.ui.notices import Blank, bar_of

if TYPE_CHECKING:
    from workbench.ui.letters_pages import LetterPages
    from workbench.ui.page_view import PageView
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk


class LetterSide(QWidget):
    """A preview of the letter; written off the GUI thread, and only when it is looked at."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked = 0
        self._blank = Blank("letter", N_("No letter yet"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._view: PageView | None = None
        self._application = ""
        self.another = button(N_("Another letter…"), self._ask_another, icon="letter")
        foot = row(self.another, None, margins=(12, 8, 12, 8))
        layout = column(self._stack, foot, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_case(self, file: CaseFile) -> None:
        """Show the letter of this case's decision, or what is missing for one."""
        self._application = file.application.number
        decision = file.decision
        if decision is None or decision.outcome is Outcome.REFER:
            self._say(_("No letter yet"), _("A letter is written once the case is decided."))
            return
        self._say(_("Writing the letter"))
        self._asked += 1
        asked, number = self._asked, file.application.id

        def write(_step: Step) -> LetterPages:
            from workbench.ui import letters_pages
            from workbench.workflow import notify

            return letters_pages.LetterPages.read(notify.preview_letter(self._desk, number))

        self._jobs.start(
            self,
            write,
            lambda pages: self._show_pages(pages, asked),
            lambda error: self._on_error(error, asked),
            reads=True,
        )

    def _ask_another(self) -> None:
        from workbench.ui.letters_call import LetterCall
        from workbench.workflow import called_letters

        asked = LetterCall.ask(self, self._desk, self._jobs, self._application)
        if asked is None:
            return
        desk, (number, call), bar = self._desk, asked, bar_of(self)

        def write() -> None:
            bar.hide()
            self._jobs.start(
                self,
                lambda _step: called_letters.write_called(desk, number, call),
                lambda kept: self._say(_("Letter {number} written.", number=kept.number)),
                lambda error: bar.show_error(error, [(N_("Try again"), write)]),
            )

        write()

    def _say(self, title: str, text: str = "") -> None:
        self._blank.show_words(title, text)
        self._stack.setCurrentIndex(0)

    def _on_error(self, error: WorkbenchError, asked: int) -> None:
        if asked == self._asked:
            self._say(_("The letter cannot be written yet"), error.text())

    def _show_pages(self, pages: LetterPages, asked: int) -> None:
        if asked != self._asked:
            return
        if self._view is None:
            from workbench.ui.page_view import PageView

            self._view = PageView(self._jobs)
            self._stack.addWidget(self._view)
        self._view.show_pages(pages)
        self._stack.setCurrentWidget(self._view)
