"""Calling for a letter that no decision calls for: what it says is asked, the letter shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, Language, _
from workbench.letters.record import KIND_WORDS, Kind
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane, row
from workbench.ui.letters_list import LANGUAGE_WORDS
from workbench.ui.letters_pages import LetterPages
from workbench.ui.notices import Blank
from workbench.ui.page_view import PageView
from workbench.ui.words import say
from workbench.workflow import called_letters
from workbench.workflow.called_letters import CALLED, Call

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

_FORM_WIDTH = 356
_PAUSE = 400  # milliseconds after the last key


class LetterCall(QDialog):
    """The form at the left, the letter it makes at the right; `LetterCall.ask` runs it.

    It asks the workflow for the letter after every change; what keeps it from being written is
    shown in the letter's place.
    """

    def __init__(self, over: QWidget, desk: Desk, jobs: Jobs, application: str) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Another letter"))
        self.resize(1020, 700)
        self._desk, self._jobs, self._asked = desk, jobs, 0
        self.number = QLineEdit(application)
        self.kind, self.language = choice_field(N_("Kind"), 312), choice_field(N_("Language"), 312)
        self.needed, self.found = QPlainTextEdit(), QPlainTextEdit()
        self.changed = QCheckBox()
        self.view, self.blank = PageView(jobs), Blank("letter", N_("No letter yet"))
        self.write = button(N_("Write the letter"), self.accept, role="primary", icon="letter")
        self.write.setEnabled(False)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self._preview)
        self._dress()
        self._lay()
        self._suggest()
        self._on_kind()

    @classmethod
    def ask(
        cls, over: QWidget, desk: Desk, jobs: Jobs, application: str = ""
    ) -> tuple[str, Call] | None:
        """The application's number and what is called for; None when nothing is."""
        dialog = cls(over, desk, jobs, application)
        return (dialog.application(), dialog.call()) if dialog.exec() else None

    def application(self) -> str:
        """The number of the case."""
        return self.number.text().strip()

    def call(self) -> Call:
        """What is called for."""
        asked = str(self.language.currentData())
        return Call(
            Kind(self.kind.currentData()),
            needed=tuple(x.strip() for x in self.needed.toPlainText().splitlines() if x.strip()),
            found=self.found.toPlainText().strip(),
            changed=self.changed.isChecked(),
            language=Language(asked) if asked else None,
        )

    def _dress(self) -> None:
        self.number.setFixedHeight(HEIGHT)
        for kind in CALLED:
            self.kind.addItem(_(KIND_WORDS[kind]), kind.value)
        self.language.addItem(_("Language as set"), "")
        for word, name in LANGUAGE_WORDS.items():
            self.language.addItem(name, word)
        names = (
            (self.number, N_("Application number")),
            (self.needed, N_("Papers and facts wanted")),
        )
        for field, name in (*names, (self.found, N_("What the review found"))):
            say(field, field.setAccessibleName, name)
        say(self.changed, self.changed.setText, N_("The review changed the decision"))
        for field in (self.needed, self.found):
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._later.start)
        self.number.textChanged.connect(self._later.start)
        self.kind.currentIndexChanged.connect(lambda _at: self._on_kind())
        self.language.currentIndexChanged.connect(self._later.start)
        self.changed.toggled.connect(self._later.start)

    def _lay(self) -> None:
        self._wanted = _named(N_("Papers and facts wanted, one a line"), self.needed)
        self._review = _named(N_("What the review found"), self.found, self.changed)
        cancel = button(N_("Cancel"), self.reject)
        form = column(
            label(N_("Another letter"), scale=1.14, weight=theme.SEMIBOLD),
            _named(N_("Application number"), self.number),
            _named(N_("Kind"), self.kind),
            _named(N_("Language"), self.language),
            self._wanted,
            self._review,
            None,
            row(None, cancel, self.write),
            margins=(20, 18, 20, 16),
            gap=12,
        )
        left = pane(form, "side-start")
        left.setFixedWidth(theme.grown(_FORM_WIDTH))
        shown = column(self.blank, self.view, gap=0)
        body = row(left, pane(shown), gap=0)
        body.setStretch(1, 1)
        self.view.hide()
        self.setLayout(body)
        self.write.setDefault(True)

    def _suggest(self) -> None:
        """Begin with the facts that the assessment could not find."""
        if not self.application():
            return
        try:
            wanted = called_letters.facts_wanted(self._desk, self.application())
        except WorkbenchError:
            return
        self.needed.setPlainText("\n".join(name for _fact, name in wanted))

    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        self._wanted.setVisible(kind == Kind.INCOMPLETE.value)
        self._review.setVisible(kind == Kind.REVIEW_RESULT.value)
        self._preview()

    def _preview(self) -> None:
        self._asked += 1
        desk, asked, number, call = self._desk, self._asked, self.application(), self.call()
        self.write.setEnabled(False)
        if not number:
            self._say(_("No application"), _("Enter the number of the case, such as A-000007."))
            return

        def work(_step: Step) -> LetterPages:
            return LetterPages.read(called_letters.preview_called(desk, number, call))

        self._jobs.start(
            self,
            work,
            lambda pages: self._show(pages, asked),
            lambda error: self._refuse(error, asked),
            reads=True,
        )

    def _show(self, pages: LetterPages, asked: int) -> None:
        if asked == self._asked:
            self.blank.hide()
            self.view.show()
            self.view.show_pages(pages)
            self.write.setEnabled(True)

    def _refuse(self, error: WorkbenchError, asked: int) -> None:
        if asked == self._asked:
            self._say(_("The letter cannot be written yet"), error.text())

    def _say(self, title: str, text: str) -> None:
        self.view.hide()
        self.blank.show_words(title, text)
        self.blank.show()


def _named(name: str, *fields: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(label(name, ink="text2", weight=theme.MEDIUM), *fields, gap=4))
    return made
