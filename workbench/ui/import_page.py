"""The Import page: from an applicant spreadsheet to scored applications, in four steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from workbench.errors import Cancelled, WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui import file_boxes, import_resume, import_unscored
from workbench.ui.import_check_step import CheckStep
from workbench.ui.import_course import Checked, ImportCourse
from workbench.ui.import_draft import match_lines
from workbench.ui.import_file_step import FileStep
from workbench.ui.import_fixes import Cell
from workbench.ui.import_footer import Footer
from workbench.ui.import_match_step import MatchStep
from workbench.ui.import_own_fact import ask_own_fact
from workbench.ui.import_recent import RecentFiles
from workbench.ui.import_score_step import ScoreResult, ScoreStep
from workbench.ui.import_sentences import foot
from workbench.ui.import_steps import Stepper
from workbench.ui.import_unscored import Unscored
from workbench.ui.jobs import Jobs
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane, row
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.words import again
from workbench.workflow import intake, samples
from workbench.workflow.desk import Desk

FILE, MATCH, CHECK, SCORE = range(4)
_APART = "ProblemBar { margin: 10px 14px; }"


class ImportPage(Page):
    """Shows where an import stands and hands every wish on to its course."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk = desk
        self._recent = RecentFiles(desk.settings.file.parent)
        self._files: list[Path] = []
        self._fresh = True
        self.course = ImportCourse(desk, jobs, self)
        self._resuming = import_resume.Resuming(self.course)
        self.file = FileStep()
        self.file.choose_product(samples.sample_file()[1])
        self.match = MatchStep()
        self.check = CheckStep()
        self.score = ScoreStep()
        self.stepper = Stepper((N_("File"), N_("Match columns"), N_("Check and fix"), N_("Score")))
        self.profile = label(ink="text2")
        self.problems = ProblemBar()
        self.problems.setStyleSheet(_APART)
        self.footer = Footer(self.go_on, self.go_back, self.ask_report)
        self.steps = QStackedWidget()
        self._lay_out()
        self._connect_steps()
        self._connect_course()
        again(self, self._say)
        self.show_step(FILE)

    def title(self) -> str:
        return _("Import applications")

    def subtitle(self) -> str:
        draft = self.course.draft
        if draft is None or draft.workbook is None:
            return _("From an applicant spreadsheet to scored applications")
        return _(
            "{file} · sheet “{sheet}” · {rows}",
            file=draft.path.name,
            sheet=draft.sheet.name,
            rows=plural("{n} row", "{n} rows", draft.sheet.cells.height),
        )

    def refresh(self) -> None:
        if self.course.draft is None:
            self.file.show_start(self._recent.paths())
            import_unscored.tell_cut_off(self.problems, self._desk)
        self.course.ask_waiting()

    def take_focus(self) -> None:
        opened = self.course.draft is not None and self.course.draft.workbook is not None
        first = self.footer.next if opened else self.file.choose
        wanted = (first, self.match.table, self.check.grid, self.score.queue_button)
        wanted[self.steps.currentIndex()].setFocus()

    def open_at(self, place: str) -> None:
        if place.isdigit():
            self.open_waiting(int(place))

    def half_done(self) -> Mapping[str, Any] | None:
        step = self.steps.currentIndex()
        written = import_resume.written_down(self.course.draft, step)
        return self._resuming.kept or (written if step != SCORE else None)

    def half_done_words(self, kept: Mapping[str, Any]) -> str:
        return _("the import of {file}", file=kept["file"])

    def resume(self, kept: Mapping[str, Any]) -> None:
        self.show_step(FILE)
        self.file.choose_product(str(kept["product"]))
        self.file.show_loading(_("Reading {file}", file=kept["file"]))
        self._resuming.begin(kept)

    def let_go(self) -> None:
        self._resuming.kept = None
        self.start_over()

    def _take_up(self) -> None:
        if (step := self._resuming.take_up(self.problems.show_text)) == MATCH:
            self.show_step(MATCH)
        elif step == CHECK:
            self._fresh = True
            self.course.check()

    def open_waiting(self, batch_id: int) -> None:
        """Put the rows of a batch that wait on the desk, to be fixed."""
        self._fresh = True
        self._resuming.kept = None
        self.course.open_waiting(batch_id)

    def open_file(self, path: str) -> None:
        self.open_files([Path(path)])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read the first of these files; the others follow when it is taken in."""
        self._files = list(paths[1:])
        self._resuming.kept = None
        self.problems.hide()
        self.show_step(FILE)
        self.file.ask_password(asked=False)
        self.file.show_loading(_("Reading {file}", file=paths[0].name))
        self.course.open(paths[0], self.file.chosen_product())
        self._say()

    def open_sample(self) -> None:
        """Read the sample batch in the language spoken now."""
        path, product = samples.sample_file()
        self.file.choose_product(product)
        self.open_files([path])

    def start_over(self) -> None:
        """Put the file away and choose another, or go on with the next of several."""
        self.course.close()
        if self._files:
            self.open_files(self._files)
            return
        self.show_step(FILE)
        self.refresh()
        self.described.emit()

    def go_on(self) -> None:
        """The step's own button: continue, check, or score."""
        if not self.footer.next.isEnabled() or self.footer.isHidden():
            return
        step = self.steps.currentIndex()
        if step == FILE:
            self.show_step(MATCH)
        elif step == MATCH:
            self._fresh = True
            self.course.check()
            self._say()
        elif step == CHECK:
            self.show_step(SCORE)
            self.score.begin(_("Taking in the rows"))
            self.course.take_in()

    def go_back(self) -> None:
        """One step back; from the first to choosing another file."""
        step = self.steps.currentIndex()
        if step == FILE or self._is_repair():
            self.start_over()
        else:
            self.show_step(step - 1)

    def ask_report(self) -> None:
        """Ask where the officer's own workbook goes, with every problem marked in it."""
        draft = self.course.draft
        if draft is None or draft.intake is None:
            return
        proposed = str(draft.path.with_name(f"{draft.path.stem}-answer.xlsx"))
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save error report"), proposed, _("Excel workbook (*.xlsx)")
        )
        if name:
            self.course.save_report(Path(name))

    def ask_template(self) -> None:
        """Ask where an empty workbook for the chosen product goes, and write it."""
        product = self.file.chosen_product()
        name = file_boxes.ask_template_to_write(self, f"{product}.xlsx")
        if name:
            self.course.save_template(product, Path(name))

    def show_step(self, step: int) -> None:
        """Go to a step that can be gone to."""
        self.steps.setCurrentIndex(step)
        self.stepper.show_step(step, closed=step == SCORE or self._is_repair())
        self._say()
        if self.isVisible():
            self.take_focus()

    def _lay_out(self) -> None:
        for step in (self.file, self.match, self.check, self.score):
            self.steps.addWidget(step)
        head = row(self.stepper, None, self.profile, margins=(18, 10, 16, 10), gap=10)
        layout = column(pane(head, "topbar"), self.problems, self.steps, self.footer, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect_steps(self) -> None:
        self.stepper.chosen.connect(self.show_step)
        self.file.files_chosen.connect(self.open_files)
        self.file.sample_wanted.connect(self.open_sample)
        self.file.template_wanted.connect(self.ask_template)
        self.file.sheet_chosen.connect(self._on_sheet)
        self.file.header_chosen.connect(self._on_header)
        self.file.encoding_tried.connect(self.course.try_encoding)
        self.file.encoding_chosen.connect(self._on_encoding)
        self.file.password_given.connect(lambda word: self.course.read(password=word))
        self.file.product_chosen.connect(self.course.set_product)
        self.file.stopped.connect(self.course.stop)
        self.match.fact_chosen.connect(self.course.match)
        self.match.unit_chosen.connect(self.course.match)
        self.match.profile_chosen.connect(self.course.use_profile)
        self.match.own_fact_wanted.connect(self._on_own_fact)
        self.match.profile_saved.connect(self.course.save_profile)
        self.check.edited.connect(self._on_edited)
        self.check.undo_wanted.connect(self.course.undo)
        self.check.redo_wanted.connect(self.course.redo)
        self.score.stopped.connect(self.course.stop)
        self.score.queue_wanted.connect(lambda _advice: self.wants_page.emit("review:needs_review"))
        self.score.again_wanted.connect(self.start_over)
        self.score.take_back_wanted.connect(self.course.take_back)
        self.score.repair_wanted.connect(self._on_repair_wanted)
        self.file.repair_wanted.connect(self.open_waiting)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_on)

    def _connect_course(self) -> None:
        self.course.opened.connect(self._on_opened)
        self.course.tried.connect(self.file.show_tried)
        self.course.waiting_opened.connect(self._on_waiting_opened)
        self.course.waiting_listed.connect(self.file.show_waiting)
        self.course.products_listed.connect(self.file.show_products)
        self.course.matched.connect(self._on_matched)
        self.course.checked.connect(self._on_checked)
        self.course.moved.connect(self._on_moved)
        self.course.taken.connect(self._on_taken)
        self.course.unscored.connect(self._on_unscored)
        self.course.taken_back.connect(self._on_taken_back)
        self.course.saved.connect(self.problems.show_saved)
        self.course.troubled.connect(self._on_trouble)

    def _on_sheet(self, name: str) -> None:
        self.file.show_loading(_("Reading sheet “{sheet}”", sheet=name))
        self.course.read(sheet=name)

    def _on_header(self, header_row: int) -> None:
        draft = self.course.draft
        if draft is not None and draft.workbook is not None:
            taken = draft.workbook.taken()
            self.course.read(sheet=taken[0] if len(taken) == 1 else None, header_row=header_row)

    def _on_encoding(self, encoding: str) -> None:
        self.file.show_loading(_("Reading the text as {encoding}", encoding=encoding.upper()))
        self.course.read(encoding=encoding)

    def _on_own_fact(self, letter: str) -> None:
        draft = self.course.draft
        assert draft is not None
        asked = ask_own_fact(self, draft.sheet.column(letter).header or letter)
        if asked is not None:
            self.course.make_own_fact(letter, asked)

    def _on_opened(self) -> None:
        draft = self.course.draft
        assert draft is not None and draft.workbook is not None
        self.problems.hide()
        self._recent.add(draft.path)
        self._take_up()
        self.file.show_workbook(draft.workbook)
        self._on_matched()
        self.footer.next.setFocus()
        self.described.emit()

    def _on_waiting_opened(self) -> None:
        self.problems.hide()
        self.show_step(CHECK)
        self._take_up()
        self.described.emit()

    def _on_repair_wanted(self) -> None:
        draft, result = self.course.draft, self.score.result
        if result is not None and result.batch_id is not None:
            self.open_waiting(result.batch_id)
        elif draft is not None and draft.repairs is not None:
            self.open_waiting(draft.repairs.batch.id)
        else:
            self.start_over()

    def _is_repair(self) -> bool:
        draft = self.course.draft
        return draft is not None and draft.repairs is not None

    def _on_matched(self) -> None:
        draft = self.course.draft
        assert draft is not None
        self.match.show_lines(match_lines(draft), draft.needed())
        self.match.show_profiles(draft.profile_names, draft.profile)
        self._say()

    def _on_edited(self, texts: dict[Cell, str | None]) -> None:
        self.course.fix(texts)
        self._say()

    def _on_checked(self, answer: Checked) -> None:
        draft = self.course.draft
        assert draft is not None
        fixes = draft.fixes
        if self._fresh:
            self._fresh = False
            self.check.show_sheet(answer.cells, answer.found, fixes.texts)
            self.show_step(CHECK)
        else:
            self.check.show_findings(answer.found, fixes.texts)
        self.check.show_history(can_undo=fixes.can_undo(), can_redo=fixes.can_redo())
        self._say()

    def _on_moved(self, title: str, at: int, total: int) -> None:
        if self.steps.currentIndex() == SCORE and title:
            self.score.show_progress(_(title), at, total)

    def _on_taken(self, result: ScoreResult) -> None:
        self.score.show_result(result, len(self._files))
        self.changed.emit()
        self._say()

    def _on_taken_back(self, count: int) -> None:
        self.changed.emit()
        self.start_over()
        said = plural("{n} case was taken back.", "{n} cases were taken back.", count)
        self.problems.show_done(said)

    def _on_trouble(self, error: WorkbenchError) -> None:
        taking_in = self._leave_progress()
        draft = self.course.draft
        if draft is None or draft.workbook is None:
            self.file.show_start(self._recent.paths())
        if isinstance(error, Cancelled) and not taking_in:
            return
        if not (asked := intake.asks_password(error)):
            self._resuming.kept = None
        self.file.ask_password(asked=asked)
        self.problems.show_error(error)
        self._say()

    def _leave_progress(self) -> bool:
        """From the bar of a scoring without a result back to where it was begun; whether it was."""
        was = self.steps.currentIndex() == SCORE and self.score.result is None
        if was:
            self.show_step(CHECK if self.course.draft is not None else FILE)
        return was

    def _on_unscored(self, left: Unscored) -> None:
        if left.why is not None:
            self._leave_progress()
            self.changed.emit()
        if left.why is not None or self.course.draft is None:
            import_unscored.tell_unscored(self.problems, left, self._score_rest)

    def _score_rest(self) -> None:
        self.problems.hide()
        self.show_step(SCORE)
        self.score.begin(_("Scoring applications"))
        self.course.score_rest()

    def _say(self) -> None:
        step = self.steps.currentIndex()
        draft = self.course.draft if step != SCORE else None
        opened = draft is not None and draft.workbook is not None
        self.footer.setVisible(opened)
        if draft is None or not opened:
            return
        self.profile.setText(_("Profile: {name}", name=draft.profile) if draft.profile else "")
        self.footer.show_foot(
            foot(step, draft, checking=self.course.checking),
            report=step == CHECK and draft.intake is not None and draft.repairs is None,
        )
