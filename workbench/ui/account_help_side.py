"""What customers ask, answered with their own numbers; and the one-page sheet for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from workbench import i18n
from workbench.accounts.customer_answers import QUESTIONS
from workbench.errors import WorkbenchError
from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.account_sides import Shown
from workbench.ui.buttons import button
from workbench.ui.file_boxes import ask_pdf_to_write
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import heading, named_value, shown
from workbench.ui.layouts import card, clear, column, row
from workbench.ui.notices import ProblemBar

if TYPE_CHECKING:
    from workbench.accounts.customer_answers import CustomerAnswer
    from workbench.accounts.customer_sheet import CustomerSheet
    from workbench.workflow.desk import Desk

_MARGINS = (14, 9, 14, 10)


class HelpSide(QWidget):
    """A button a question; the answer stands below with the figures it was made from."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._one: Shown | None = None
        self._asked = 0
        self._code = ""
        self.problems = ProblemBar()
        self.questions = QGridLayout()
        self.questions.setVerticalSpacing(2)
        self.questions.setColumnStretch(1, 1)
        self.answer = QVBoxLayout()
        self.sheet = QVBoxLayout()
        self.save = button(N_("Save the sheet as PDF…"), self._ask_file, icon="save")
        self._lay()

    def _lay(self) -> None:
        asks = card(
            column(
                heading(N_("What customers ask"), N_("answered with their own numbers")),
                self.answer,
                self.questions,
                gap=8,
                margins=_MARGINS,
            )
        )
        head = row(
            heading(N_("The customer's sheet"), N_("one page, both languages")), None, self.save
        )
        told = card(column(head, self.sheet, gap=8, margins=_MARGINS))
        self.setLayout(column(self.problems, asks, told, None, gap=8, margins=(12, 0, 12, 10)))

    def show_account(self, one: Shown) -> None:
        """Offer the questions, and show this account's sheet."""
        self._one = one
        self.problems.hide()
        clear(self.questions)
        clear(self.answer)
        for at, (code, words) in enumerate(QUESTIONS.items()):
            ask = button(words, partial(self.ask, code), role="link", height=24)
            self.questions.addWidget(ask, at, 0)
        self._show_sheet()

    def ask(self, code: str) -> None:
        """Answer one question."""
        one = self._one
        if one is None:
            return
        self._asked += 1
        self._code = code
        asked, which = self._asked, one.file.account.id

        def work(_step: Step) -> Any:
            from workbench.workflow import account_answers

            return account_answers.answer(self._desk, which, code)

        self._jobs.start(
            self, work, lambda found: self._on_answer(found, asked), self.problems.show_error,
            reads=True,
        )  # fmt: skip

    def _on_answer(self, found: CustomerAnswer, asked: int) -> None:
        if asked != self._asked:
            return
        self.problems.hide()
        clear(self.answer)
        self.answer.addWidget(shown(found.question, weight=theme.SEMIBOLD, wrap=True))
        _fill(self.answer, found.paragraphs, found.figures)
        save = button(N_("Save the answer as PDF…"), self._ask_answer_file, icon="save", height=28)
        self.answer.addLayout(row(save, None))

    def _ask_answer_file(self) -> None:
        if self._one is not None:
            file = ask_pdf_to_write(self, f"{self._one.file.account.number}-{self._code}.pdf")
            if file:
                self.save_answer(Path(file))

    def save_answer(self, file: Path) -> None:
        """Write the answer that is shown, on the letterhead; the certificate is one of them."""
        one, code, language = self._one, self._code, i18n.current()
        if one is None:
            return
        which = one.file.account.id

        def work(_step: Step) -> Any:
            from workbench.workflow import customer_sheet_pdf

            return customer_sheet_pdf.write_answer(self._desk, which, code, file, language)

        self._jobs.start(
            self, work, lambda _done: self.problems.show_saved(file), self.problems.show_error,
            title=N_("Writing the answer"),
        )  # fmt: skip

    def _show_sheet(self) -> None:
        one = self._one
        if one is None:
            return
        which, language = one.file.account.id, i18n.current()

        def work(_step: Step) -> Any:
            from workbench.workflow import account_care

            return account_care.customer_sheet(self._desk, which, language)

        self._jobs.start(self, work, self._on_sheet, self._on_no_sheet, reads=True)

    def _on_no_sheet(self, error: WorkbenchError) -> None:
        clear(self.sheet)
        self.sheet.addWidget(shown(error.text(), ink="text2", wrap=True))
        self.save.setEnabled(False)

    def _on_sheet(self, found: CustomerSheet) -> None:
        clear(self.sheet)
        self.save.setEnabled(True)
        self.sheet.addWidget(shown(found.title, scale=1.1, weight=theme.SEMIBOLD, wrap=True))
        for part in found.lines:
            self.sheet.addWidget(shown(part.heading, weight=theme.SEMIBOLD, wrap=True))
            _fill(self.sheet, part.paragraphs, part.figures)
        self.sheet.addWidget(shown(found.contact, ink="text2", wrap=True))

    def _ask_file(self) -> None:
        if self._one is not None:
            file = ask_pdf_to_write(self, f"{self._one.file.account.number}.pdf")
            if file:
                self.save_to(Path(file))

    def save_to(self, file: Path) -> None:
        """Write the sheet, one page with both languages, as a PDF."""
        one = self._one
        if one is None:
            return
        which = one.file.account.id

        def work(_step: Step) -> Any:
            from workbench.workflow import customer_sheet_pdf

            return customer_sheet_pdf.write_sheet(self._desk, which, file)

        self._jobs.start(
            self, work, lambda _done: self.problems.show_saved(file), self.problems.show_error,
            title=N_("Writing the sheet"),
        )  # fmt: skip


def _fill(
    layout: QVBoxLayout, paragraphs: Sequence[str], figures: Sequence[tuple[str, str]]
) -> None:
    for text in paragraphs:
        layout.addWidget(shown(text, scale=0.98, wrap=True))
    for name, value in figures:
        line: QLayout = named_value(lambda name=name: name, value)  # type: ignore[misc]
        layout.addLayout(line)
