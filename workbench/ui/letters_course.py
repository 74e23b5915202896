"""What the Letters page asks for: lists, previews, writing, saving and printing, all by jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from workbench.errors import LetterHeldBack, WorkbenchError
from workbench.files import write_whole
from workbench.i18n import N_, Language
from workbench.ui.jobs import Job, Jobs, Step
from workbench.ui.letters_list import LetterLine
from workbench.ui.letters_pages import LetterPages
from workbench.ui.letters_print import print_letters
from workbench.ui.reading import Reading
from workbench.workflow import letter_files, notify, posting
from workbench.workflow.desk import Desk
from workbench.workflow.letter_writing import HeldBack
from workbench.workflow.notify import NotifyResult, StandsFor


@dataclass(frozen=True, slots=True)
class Lists:
    """The letters by state."""

    due: tuple[LetterLine, ...] = ()
    written: tuple[LetterLine, ...] = ()
    held: tuple[LetterLine, ...] = ()


class LettersCourse(QObject):
    """Asks the workflow and remembers which letters were held back, with their findings."""

    listed = Signal(object)
    """Lists: what is due, written and held back."""
    shown = Signal(object, object)
    """LetterLine and its LetterPages."""
    held_back = Signal(object, str)
    """LetterLine that cannot be shown, and the sentences why."""
    written = Signal(object)
    """NotifyResult of a run that wrote letters."""
    saved = Signal(object, int)
    """The file or folder, and how many letters it holds."""
    printed = Signal(int)
    """How many letters were handed to the printer."""
    mailed = Signal(int)
    """How many letters were noted as mailed."""
    troubled = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._held: dict[int, HeldBack] = {}
        self._asked = 0
        self._job: Job | None = None
        self.lists = Lists()
        self._reading = Reading(parent, N_("Reading the letters"), "letters")

    def is_read(self) -> bool:
        """Whether the lists were read once."""
        return self._reading.is_read()

    def ask_lists(self) -> None:
        """Read again which letters are due and which are written."""
        desk, held = self._desk, dict(self._held)
        self._reading.ask(
            self._jobs, lambda _step: _read(desk, held), self._on_lists, self.troubled.emit
        )

    def ask_pages(self, line: LetterLine, language: Language | None) -> None:
        """The pages of a letter: its kept bytes, or as it would be written now."""
        self._asked += 1
        desk, asked = self._desk, self._asked

        def work(_step: Step) -> LetterPages:
            if line.letter_id is not None:
                return LetterPages.read(notify.letter_file(desk, line.letter_id))
            return LetterPages.read(notify.preview_letter(desk, line.application_id, language))

        def done(pages: LetterPages) -> None:
            if asked == self._asked:
                self.shown.emit(line, pages)

        def failed(error: WorkbenchError) -> None:
            if asked == self._asked:
                self._on_no_pages(line, error)

        self._jobs.start(self, work, done, failed, reads=True)

    def write(
        self,
        only: Sequence[int] | None,
        language: Language | None,
        stands_for: StandsFor = notify.NOTHING,
    ) -> None:
        """Write letters that are due: those of these applications, or all."""
        desk = self._desk

        def work(step: Step) -> NotifyResult:
            return notify.write_letters(
                desk, only=only, language=language, stands_for=stands_for, step=step
            )

        self._job = self._jobs.start(
            self, work, self._on_written, self._on_stopped, title=N_("Writing letters")
        )

    def save_one(self, line: LetterLine, out: Path) -> None:
        """Write a kept letter's very bytes to a file."""
        assert line.letter_id is not None
        desk, letter = self._desk, line.letter_id
        self._jobs.start(
            self,
            lambda _step: write_whole(out, notify.letter_file(desk, letter)),
            lambda _done: self.saved.emit(out, 1),
            self.troubled.emit,
        )

    def save_merged(
        self, lines: Sequence[LetterLine], out: Path, *, duplex: bool = False, cover: bool = False
    ) -> None:
        """Write letters into one file with a bookmark each."""
        desk, chosen = self._desk, _ids(lines)
        self._jobs.start(
            self,
            lambda step: letter_files.merge_letters(
                desk, out, letters=chosen, duplex=duplex, cover=cover, step=step
            ),
            lambda count: self.saved.emit(out, count),
            self._on_stopped,
            title=N_("Saving letters"),
        )

    def save_all(self, folder: Path) -> None:
        """Put every kept letter into a folder, named by its number, with a list of them."""
        desk = self._desk

        def work(step: Step) -> int:
            count = letter_files.lay_out(desk, folder, step=step)
            kept = posting.in_postal_order(desk, notify.letters_written(desk))
            posting.write_manifest(kept, folder)
            return count

        self._jobs.start(
            self,
            work,
            lambda count: self.saved.emit(folder, count),
            self._on_stopped,
            title=N_("Saving letters"),
        )

    def print(self, lines: Sequence[LetterLine], printer: QPrinter) -> None:
        """Hand letters to a printer from their kept bytes, in the order of the post."""
        desk, wanted = self._desk, set(_ids(lines))

        def work(step: Step) -> int:
            kept = [one for one in notify.letters_written(desk) if one.id in wanted]
            sorted_out = posting.in_postal_order(desk, kept)
            pages = (LetterPages.read(notify.letter_file(desk, one.id)) for one in sorted_out)
            print_letters(printer, pages, sum(one.pages for one in sorted_out), step)
            return len(sorted_out)

        self._jobs.start(
            self,
            work,
            self.printed.emit,
            self._on_stopped,
            title=N_("Printing letters"),
            reads=True,
        )

    def mark_mailed(self, lines: Sequence[LetterLine]) -> None:
        """Note that letters were handed to the post."""
        desk, chosen = self._desk, _ids(line for line in lines if not line.mailed)

        def done(count: int) -> None:
            self.mailed.emit(count)
            self.ask_lists()

        self._jobs.start(
            self, lambda _step: posting.mark_sent(desk, chosen), done, self.troubled.emit
        )

    def _on_lists(self, lists: Lists) -> None:
        self.lists = lists
        self.listed.emit(lists)

    def _on_no_pages(self, line: LetterLine, error: WorkbenchError) -> None:
        if isinstance(error, LetterHeldBack):
            self.held_back.emit(line, str(error.values["findings"]))
        else:
            self.troubled.emit(error)

    def _on_written(self, result: NotifyResult) -> None:
        tried = {line.application_id for line in self.lists.held}
        self._held = {key: held for key, held in self._held.items() if key not in tried}
        for held in result.waiting:
            self._held[held.application_id] = held
        self.written.emit(result)
        self.ask_lists()

    def _on_stopped(self, error: WorkbenchError) -> None:
        self.troubled.emit(error)
        self.ask_lists()


def _ids(lines: Iterable[LetterLine]) -> list[int]:
    return [line.letter_id for line in lines if line.letter_id is not None]


def _read(desk: Desk, held: dict[int, HeldBack]) -> Lists:
    due = [
        LetterLine(one.application_id, one.name or one.number, one.number, one.outcome)
        for one in notify.letters_due(desk)
    ]
    waiting = [
        replace(
            line,
            findings=tuple(f.text() for f in held[line.application_id].findings),
            codes=tuple(f.code for f in held[line.application_id].findings),
        )
        for line in due
        if line.application_id in held
    ]
    written = [
        LetterLine(
            one.application_id,
            one.name or one.application,
            one.number,
            one.kind,
            letter_id=one.id,
            language=one.language,
            pages=one.pages,
            mailed=one.mailed_at is not None,
            sent_by=one.sent_by,
            due_on=one.due_on.isoformat() if one.due_on else "",
        )
        for one in notify.letters_written(desk)
    ]
    return Lists(
        due=tuple(line for line in due if line.application_id not in held),
        written=tuple(reversed(written)),
        held=tuple(waiting),
    )
