"""Sealed case files in the window: seal a proposal, answer one that came, take an answer back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from workbench.credit.second_person import Word
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, shown
from workbench.ui.layouts import column, row
from workbench.ui.notices import bar_of
from workbench.ui.proposal_bar import proposal_lines
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.workflow.casefile import OpenedFile
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

_FILTER = "*.casefile"


class PassphraseDialog(QDialog):
    """`PassphraseDialog.ask(self) -> str | None`: the words two people agreed on."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Passphrase of the file"))
        self.words = QLineEdit()
        self.words.setFixedSize(theme.grown(380), HEIGHT)
        self.words.setEchoMode(QLineEdit.EchoMode.Password)
        say(self.words, self.words.setAccessibleName, N_("Passphrase of the file"))
        hint = label(
            N_(
                "At least 15 characters, agreed on by word of mouth or telephone, not in the "
                "message that carries the file."
            ),
            ink="text2",
            scale=0.94,
            wrap=True,
        )
        hint.setFixedWidth(theme.grown(380))
        go = button(N_("Go on"), self.accept, role="primary")
        go.setDefault(True)
        go.setEnabled(False)
        self.words.textChanged.connect(lambda text: go.setEnabled(bool(text.strip())))
        foot = row(None, button(N_("Cancel"), self.reject), go, gap=8)
        self.setLayout(column(hint, self.words, foot, gap=10, margins=(22, 18, 22, 16)))

    @classmethod
    def ask(cls, over: QWidget) -> str | None:
        """The passphrase; None when it was cancelled."""
        asked = cls(over)
        return asked.words.text() if asked.exec() else None


class OpenedDialog(QDialog):
    """Shows a sealed case and takes the answer: "approve", "return", or nothing."""

    def __init__(self, over: QWidget, opened: OpenedFile, against: str) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Sealed case file"))
        self.resize(640, 620)
        self.word: Word | None = None
        self.remark = QLineEdit()
        self.remark.setFixedHeight(HEIGHT)
        say(self.remark, self.remark.setAccessibleName, N_("Remark"))
        say(self.remark, self.remark.setPlaceholderText, N_("Remark; needed to return it"))
        head = shown(f"{opened.name}  ·  {opened.number}", scale=1.2, weight=theme.SEMIBOLD)
        sender = shown(
            _("Signed by {name}; nothing was changed since.", name=opened.sender.shown_name),
            ink="approve",
        )
        self.missing = shown(against, ink="decline", wrap=True)
        self.missing.setVisible(bool(against))
        layout = column(head, sender, gap=8, margins=(24, 20, 24, 18))
        layout.addWidget(_content(opened), 1)
        layout.addWidget(self.remark)
        layout.addWidget(self.missing)
        layout.addLayout(self._foot(against))
        self.setLayout(layout)

    def _foot(self, against: str) -> QVBoxLayout:
        sign = button(
            N_("Sign and approve"), lambda: self._end(Word.APPROVED), role="primary", icon="approve"
        )
        back = button(N_("Return"), lambda: self._end(Word.RETURNED), icon="undo")
        back.setEnabled(False)
        self.remark.textChanged.connect(
            lambda text: back.setEnabled(not against and bool(text.strip()))
        )
        sign.setEnabled(not against)
        sign.setShortcut("Ctrl+Return")
        close = button(N_("Close"), self.reject)
        for press in (close, back, sign):
            press.setAutoDefault(False)  # Enter in the remark neither signs nor closes
        return column(row(None, close, back, sign, gap=8))

    def _end(self, word: Word) -> None:
        self.word = word
        self.accept()


def _content(opened: OpenedFile) -> QWidget:
    from workbench.credit.facts import dictionary
    from workbench.ui.layouts import scrolled
    from workbench.workflow.casefile import as_case

    lines: list[QWidget | None] = [
        shown(text, ink=ink, wrap=True)
        for text, ink in proposal_lines(as_case(opened), opened.proposal)
    ]
    known = dictionary()
    for name, value in opened.facts.items():
        title = known[name].text() if name in known else name
        lines.append(shown(f"{title}: {value}", ink="text2", scale=0.94, wrap=True))
    return scrolled(column(*lines, None, gap=4))


def seal_case(over: QWidget, desk: Desk, jobs: Jobs, file: CaseFile) -> None:
    """Write the proposal of a case as a sealed file, by way of two questions."""
    passphrase = PassphraseDialog.ask(over)
    if passphrase is None:
        return
    name = f"{file.application.number}.casefile"
    chosen, _kind = QFileDialog.getSaveFileName(over, _("Sealed case file"), name, _FILTER)
    if chosen:
        _start(over, jobs, lambda: _sealed(desk, file.application.id, passphrase, Path(chosen)))


def take_file(over: QWidget, desk: Desk, jobs: Jobs, done: Callable[[], object]) -> None:
    """Open a case file that came: answer it, or take its answer into the store."""
    chosen, _kind = QFileDialog.getOpenFileName(over, _("Sealed case file"), "", _FILTER)
    passphrase = PassphraseDialog.ask(over) if chosen else None
    if passphrase is None:
        return
    file = Path(chosen)

    def on_read(found: OpenedFile | str) -> None:
        if isinstance(found, str):
            bar_of(over).show_done(found)
            done()
        else:
            _ask_answer(over, desk, jobs, found, (file, passphrase))

    jobs.start(over, lambda _step: _read(desk, file, passphrase), on_read, bar_of(over).show_error)


def _ask_answer(
    over: QWidget, desk: Desk, jobs: Jobs, opened: OpenedFile, source: tuple[Path, str]
) -> None:
    from workbench.workflow import casefile

    asked = OpenedDialog(over, opened, casefile.what_speaks_against(desk, opened))
    name = f"{opened.number}-answer.casefile"
    file, passphrase = source
    while asked.exec() and asked.word is not None:
        chosen, _kind = QFileDialog.getSaveFileName(over, _("Answer to send back"), name, _FILTER)
        if chosen:  # without a place for it the answer stands to be given still
            answered = partial(casefile.answer, desk, file, passphrase, asked.word, Path(chosen))
            _start(over, jobs, partial(answered, remark=asked.remark.text()))
            return


def _read(desk: Desk, file: Path, passphrase: str) -> OpenedFile | str:
    """A case that waits for an answer, or what became of an answer that was merged."""
    from workbench.workflow import casefile

    if casefile.is_answer(file, passphrase):
        number, word = casefile.merge(desk, file, passphrase)
        if word is Word.APPROVED:
            return _("{number} was signed; the decision is recorded.", number=number)
        return _("{number} was returned; it waits for a decision again.", number=number)
    return casefile.open_file(desk, file, passphrase)


def _sealed(desk: Desk, application: int, passphrase: str, out: Path) -> Path:
    from workbench.workflow import casefile

    return casefile.seal(desk, application, passphrase, out)


def _start(over: QWidget, jobs: Jobs, work: Callable[[], Path]) -> None:
    def run(_step: Step) -> Path:
        return work()

    bar = bar_of(over)
    jobs.start(over, run, bar.show_saved, bar.show_error)
