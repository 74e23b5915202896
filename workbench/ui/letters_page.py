"""The Letters page: what is due, what is written, what waits; looked at, saved and printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, plural, sentences
from workbench.ui import theme
from workbench.ui.buttons import button, rest, wake
from workbench.ui.jobs import Jobs
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane, row
from workbench.ui.letters_course import LettersCourse, Lists
from workbench.ui.letters_list import LetterLine, LettersList
from workbench.ui.letters_more import LettersMore
from workbench.ui.letters_pages import LetterPages
from workbench.ui.letters_print import a_printer
from workbench.ui.letters_viewer import LettersViewer
from workbench.ui.notices import Action, ProblemBar
from workbench.ui.page import Page
from workbench.ui.tabs import Tabs
from workbench.ui.words import again
from workbench.workflow.desk import Desk
from workbench.workflow.notify import NotifyResult

DUE, WRITTEN, HELD = "due", "written", "held"
_LIST_WIDTH = 336
_APART = "ProblemBar { margin: 10px 14px; }"


class LettersPage(Page):
    """The list at the left by state, the letter at the right as it will be printed."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.course = LettersCourse(desk, jobs, self)
        self.problems = ProblemBar()
        self.problems.setStyleSheet(_APART)
        self.tabs = Tabs(
            ((DUE, N_("Due")), (WRITTEN, N_("Written")), (HELD, N_("Needs attention"))),
            N_("Letters shown"),
        )
        self.list = LettersList()
        self._wanted = ""  # the number of a letter to be shown as soon as the list is there
        self.viewer = LettersViewer(jobs)
        self.told = label(ink="text2", wrap=True, scale=0.96)
        self.write_all = button(self._write_words, self._write_all, role="primary", icon="letters")
        self.mailed = button(self._mailed_words, self._mark_mailed, icon="check")
        self.more = LettersMore(self, desk, jobs, self.list.chosen)
        self.viewer.more.setMenu(self.more.menu)
        self._lay_out()
        self._connect()
        again(self, self._on_language)
        self._show_list()

    def title(self) -> str:
        return _("Letters")

    def subtitle(self) -> str:
        if not self.course.is_read():
            return ""
        lists = self.course.lists
        parts = [
            plural("{n} written", "{n} written", len(lists.written)),
            plural("{n} due", "{n} due", len(lists.due)),
        ]
        if lists.held:
            parts.append(plural("{n} needs attention", "{n} need attention", len(lists.held)))
        return " · ".join(parts)

    def refresh(self) -> None:
        self.course.ask_lists()

    def take_focus(self) -> None:
        self.list.setFocus()

    def open_at(self, place: str) -> None:
        """Show a state by its word ("due", "written" or "held"), or a letter by its number."""
        is_state = place in (DUE, WRITTEN, HELD)
        self._wanted = "" if is_state else place
        self.tabs.show_tab(place if is_state else WRITTEN)
        self._show_list()

    def _lay_out(self) -> None:
        top = row(self.tabs, None, margins=(10, 8, 10, 8))
        foot = column(self.told, self.mailed, self.write_all, margins=(14, 10, 14, 12), gap=8)
        self._foot = pane(foot, "footer")
        side = column(top, self.list, self._foot, gap=0)
        side.setStretch(1, 1)
        left = pane(side, "side-start")
        left.setFixedWidth(max(_LIST_WIDTH, theme.grown(250)))
        body = row(left, self.viewer, gap=0)
        body.setStretch(1, 1)
        layout = column(self.problems, body, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _tab: self._show_list())
        self.list.reached.connect(self._on_reached)
        self.list.chosen_changed.connect(self._on_chosen)
        self.viewer.language_chosen.connect(self._ask_pages)
        self.viewer.write_wanted.connect(self._write_one)
        self.viewer.again_wanted.connect(self._write_held)
        self.viewer.case_wanted.connect(self._open_case)
        self.viewer.lender_wanted.connect(lambda: self.wants_page.emit("lender"))
        self.viewer.save_one_wanted.connect(self._save_one)
        self.viewer.save_merged_wanted.connect(self._save_merged)
        self.viewer.save_all_wanted.connect(self._save_all)
        self.viewer.print_wanted.connect(self.ask_print)
        for keys, act in (("Ctrl+F", self.viewer.start_search), ("Ctrl+P", self.ask_print)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.course.listed.connect(self._on_listed)
        self.course.shown.connect(self._on_shown)
        self.course.held_back.connect(self._on_held_back)
        self.course.written.connect(self._on_written)
        self.course.saved.connect(self._on_saved)
        self.course.printed.connect(self._on_printed)
        self.course.mailed.connect(self._on_mailed)
        self.course.troubled.connect(self._on_trouble)
        self.more.done.connect(self._on_more_done)
        self.more.failed.connect(self._on_trouble)
        self.more.wrote.connect(self._on_more)

    def ask_print(self) -> None:
        """Ask for a printer, then print the chosen letters from their kept bytes."""
        lines = [line for line in self.list.chosen() if line.letter_id is not None]
        if not lines:
            return
        printer = a_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print letters"))
        if dialog.exec():
            self.course.print(lines, printer)

    def _show_list(self) -> None:
        if not self.course.is_read():
            return
        lists = self.course.lists
        lines = {DUE: lists.due, WRITTEN: lists.written, HELD: lists.held}[self.tabs.current()]
        self.tabs.set_counts(
            {DUE: len(lists.due), WRITTEN: len(lists.written), HELD: len(lists.held)}
        )
        self.list.show_lines(lines)
        numbers = [line.reference for line in lines] if self._wanted else []
        if self._wanted in numbers:
            self.list.go_to(numbers.index(self._wanted))
        if not lines:
            self.viewer.show_nothing(*self._nothing())
        self._refit()

    def _nothing(self) -> tuple[str, str]:
        return {
            DUE: (_("No letters due"), _("A letter is due as soon as a case is decided.")),
            WRITTEN: (_("No letters written yet"), _("Letters that were written are kept here.")),
            HELD: (_("Nothing needs attention"), _("A letter that may not be sent waits here.")),
        }[self.tabs.current()]

    def _tries_again(self) -> bool:
        return self.tabs.current() == HELD and bool(self.course.lists.held)

    def _write_words(self) -> str:
        if self._tries_again():
            held = len(self.course.lists.held)
            return plural("Try the {n} held back again", "Try the {n} held back again", held)
        count = len(self.course.lists.due) + len(self.course.lists.held)
        return plural("Write the {n} letter due", "Write all {n} letters due", count)

    def _unmailed(self) -> list[LetterLine]:
        return [x for x in self.list.chosen() if x.letter_id is not None and not x.mailed]

    def _mailed_words(self) -> str:
        count = len(self._unmailed())
        return plural("Mark {n} letter as mailed", "Mark {n} letters as mailed", count)

    def _mark_mailed(self) -> None:
        self.course.mark_mailed(self._unmailed())

    def _on_mailed(self, count: int) -> None:
        self._tell(plural("{n} letter noted as mailed.", "{n} letters noted as mailed.", count))

    def _refit(self) -> None:
        lists = self.course.lists
        self.write_all.setText(self._write_words())
        self.mailed.setText(self._mailed_words())
        self.mailed.setVisible(bool(self._unmailed()))
        self.write_all.setVisible(bool(lists.due or lists.held))
        self.told.setVisible(bool(self.told.text()))
        parts = (self.told, self.mailed, self.write_all)
        self._foot.setVisible(not all(part.isHidden() for part in parts))
        self.described.emit()

    def _on_language(self) -> None:
        self._tell("")  # what was said stands in the language before
        self._refit()
        if self.isVisible():
            self.refresh()

    def _on_listed(self, _lists: Lists) -> None:
        self._show_list()
        self._wanted = ""

    def _on_reached(self, line: LetterLine) -> None:
        if line.findings:
            self.viewer.show_findings(line, line.findings)
        else:
            self.viewer.show_waiting(line)
            self._ask_pages()

    def _on_chosen(self) -> None:
        self.viewer.show_chosen(sum(line.letter_id is not None for line in self.list.chosen()))
        self.mailed.setText(self._mailed_words())
        self.mailed.setVisible(bool(self._unmailed()))

    def _ask_pages(self) -> None:
        line = self.list.current()
        if line is not None:
            self.course.ask_pages(line, self.viewer.chosen_language())

    def _on_shown(self, line: LetterLine, pages: LetterPages) -> None:
        if self.list.current() == line:
            self.viewer.show_pages(line, pages)

    def _on_held_back(self, line: LetterLine, findings: str) -> None:
        if self.list.current() == line:
            self.viewer.show_findings(line, (findings,))

    def _write_all(self) -> None:
        self._tell("")
        rest(self.write_all)
        held = self.course.lists.held
        only = [line.application_id for line in held] if self._tries_again() else None
        self.course.write(only, self.viewer.chosen_language())

    def _write_one(self) -> None:
        line = self.list.current()
        if line is not None:
            self.course.write([line.application_id], self.viewer.chosen_language())

    def _write_held(self) -> None:
        line = self.list.current()
        if line is not None:
            language, stands_for = self.viewer.chosen_language(), self.viewer.stands_for()
            self.course.write([line.application_id], language, stands_for)

    def _open_case(self) -> None:
        line = self.list.current()
        if line is not None:
            self.wants_page.emit(f"review:{line.reference}")

    def _on_written(self, result: NotifyResult) -> None:
        wake(self.write_all)
        words = plural("{n} letter written.", "{n} letters written.", result.written)
        if result.waiting:
            words = sentences(
                words, plural("{n} needs attention.", "{n} need attention.", len(result.waiting))
            )
        self._tell(words)
        self.changed.emit()

    def _save_one(self) -> None:
        line = self.viewer.line()
        if line is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save letter"), f"{line.reference}.pdf", _("PDF file (*.pdf)")
        )
        if name:
            self.course.save_one(line, Path(name))

    def _save_merged(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save letters in one file"), _("letters.pdf"), _("PDF file (*.pdf)")
        )
        if name:
            self.course.save_merged(
                self.list.chosen(),
                Path(name),
                duplex=self.viewer.duplex.isChecked(),
                cover=self.viewer.cover.isChecked(),
            )

    def _save_all(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the letters"))
        if folder:
            self.course.save_all(Path(folder))

    def _on_saved(self, out: Path, count: int) -> None:
        said = plural(
            "{n} letter saved in {place}.", "{n} letters saved in {place}.", count, place=out.name
        )
        self.problems.show_done(said, out)

    def _on_printed(self, count: int) -> None:
        self._tell(
            plural(
                "{n} letter was sent to the printer.",
                "{n} letters were sent to the printer.",
                count,
            )
        )

    def _on_more_done(self, words: str, out: Path | None) -> None:
        if out is None:
            self._tell(words)
        else:
            self.problems.show_done(words, out)

    def _on_more(self) -> None:
        self.refresh()
        self.changed.emit()

    def _on_trouble(self, error: WorkbenchError, actions: Sequence[Action] = ()) -> None:
        wake(self.write_all)
        if not self.list.lines():
            self.viewer.show_nothing(*self._nothing())
        self.problems.show_error(error, actions)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self._refit()
