"""What else is done with letters: another kind, a correction, signed copies, a check, a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMenu, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui.jobs import Jobs, Step
from workbench.ui.letters_call import LetterCall
from workbench.ui.letters_list import LetterLine
from workbench.ui.words import again
from workbench.workflow import (
    called_letters,
    letter_check,
    letter_register,
    letter_signing,
    posting,
)
from workbench.workflow.called_letters import Call

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk


class LettersMore(QObject):
    """The menu behind "More" on the Letters page. `done` carries a sentence and what was written,
    if anything was; `failed` an error and the actions that help."""

    done = Signal(str, object)
    failed = Signal(object, object)
    wrote = Signal()
    """The store has another letter, or knows more of one."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        jobs: Jobs,
        chosen: Callable[[], Sequence[LetterLine]],
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs, self._chosen = page, desk, jobs, chosen
        self.menu = QMenu(page)
        self.another = self.menu.addAction("", self._ask_another)
        self.corrected = self.menu.addAction("", self._correct)
        self.handed = self.menu.addAction("", self._hand_over)
        self.signed = self.menu.addAction("", self._ask_key)
        self.menu.addSeparator()
        self.checked = self.menu.addAction("", self._ask_file)
        self.register = self.menu.addAction("", self._ask_register)
        self.menu.aboutToShow.connect(self._allow)
        again(self, self._label)
        self._label()

    def write_called(self, application: str, call: Call) -> None:
        """Write and keep a letter that was called for."""
        desk = self._desk

        def failed(error: WorkbenchError) -> None:
            again_ = (N_("Try again"), lambda: self.write_called(application, call))
            self.failed.emit(error, [again_])

        self._jobs.start(
            self,
            lambda _step: called_letters.write_called(desk, application, call),
            lambda kept: self._tell_wrote(_("Letter {number} written.", number=kept.number)),
            failed,
            title=N_("Writing letters"),
        )

    def sign(self, key_file: Path, password: str, folder: Path) -> None:
        """Write signed copies of the chosen letters into a folder."""
        desk, ids = self._desk, self._ids()

        def work(step: Step) -> int:
            from workbench.letters.signing import Key

            key = Key(key_file, password)
            return len(letter_signing.sign_letters(desk, ids, key, folder, step))

        def told(count: int) -> None:
            words = plural("{n} letter signed.", "{n} letters signed.", count)
            self._tell_wrote(words, folder)

        self._run(work, told, N_("Signing letters"))

    def check(self, file: Path) -> None:
        """Say whether a file is a letter of this store."""
        desk = self._desk
        self._run(
            lambda _step: letter_check.verify_letter(desk, file),
            lambda verdict: self.done.emit(verdict.text(), None),
        )

    def write_register(self, file: Path) -> None:
        """Write the register as a table."""
        desk = self._desk

        def work(_step: Step) -> int:
            return letter_register.write_register(letter_register.register(desk), file)

        def told(count: int) -> None:
            self.done.emit(plural("{n} letter listed.", "{n} letters listed.", count), file)

        self._run(work, told)

    def _run(
        self, work: Callable[[Step], Any], done: Callable[[Any], None], title: str = ""
    ) -> None:
        self._jobs.start(self, work, done, self._fail, title=title)

    def _fail(self, error: WorkbenchError) -> None:
        self.failed.emit(error, [])

    def _tell_wrote(self, words: str, out: Path | None = None) -> None:
        self.done.emit(words, out)
        self.wrote.emit()

    def _ids(self) -> list[int]:
        return [line.letter_id for line in self._chosen() if line.letter_id is not None]

    def _ask_another(self) -> None:
        lines = self._chosen()
        number = f"A-{lines[0].application_id:06d}" if lines else ""
        asked = LetterCall.ask(self._page, self._desk, self._jobs, number)
        if asked is not None:
            self.write_called(*asked)

    def _correct(self) -> None:
        desk, number = self._desk, self._chosen()[0].reference
        self._run(
            lambda _step: called_letters.correct_letter(desk, number),
            lambda kept: self._tell_wrote(
                _("Letter {number} replaces {old}.", number=kept.number, old=number)
            ),
            N_("Writing letters"),
        )

    def _hand_over(self) -> None:
        desk, ids = self._desk, self._ids()
        self._run(
            lambda _step: posting.mark_sent(desk, ids, sent_by="handed_over"),
            lambda count: self._tell_wrote(
                plural(
                    "{n} letter noted as handed over.", "{n} letters noted as handed over.", count
                )
            ),
        )

    def _ask_key(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self._page, _("The lender's key"), "", _("PKCS#12 keys ({kinds})", kinds="*.p12 *.pfx")
        )
        if not name:
            return
        password, given = QInputDialog.getText(
            self._page,
            _("The lender's key"),
            _("Password of the key"),
            QLineEdit.EchoMode.Password,
        )
        folder = (
            QFileDialog.getExistingDirectory(self._page, _("Folder for the signed letters"))
            if given
            else ""
        )
        if folder:
            self.sign(Path(name), password, Path(folder))

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self._page, _("Check a letter"), "", _("PDF file (*.pdf)")
        )
        if name:
            self.check(Path(name))

    def _ask_register(self) -> None:
        day = date.today().isoformat()  # noqa: DTZ011 -- a name for a file, in the desk's own day
        name, _kind = QFileDialog.getSaveFileName(
            self._page,
            _("Register of letters"),
            _("letters-{day}.csv", day=day),
            _("Tables ({kinds})", kinds="*.csv"),
        )
        if name:
            self.write_register(Path(name))

    def _allow(self) -> None:
        kept = self._ids()
        self.corrected.setEnabled(len(kept) == 1)
        self.handed.setEnabled(bool(kept))
        self.signed.setEnabled(bool(kept))

    def _label(self) -> None:
        self.another.setText(_("Another letter for this case…"))
        self.corrected.setText(_("Correct this letter"))
        self.handed.setText(_("Note as handed over"))
        self.signed.setText(_("Signed copies…"))
        self.checked.setText(_("Check a letter's file…"))
        self.register.setText(_("Register as a table…"))
