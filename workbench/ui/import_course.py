"""The course of an import: reads, matches, checks and stores by jobs, and says what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.errors import Cancelled, WorkbenchError
from workbench.i18n import N_, current
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.matching import Matching
from workbench.spreadsheets.sheet import Sheet, Workbook
from workbench.storage import profiles
from workbench.storage.batches import Batch
from workbench.ui import desk_asks
from workbench.ui.import_cells import Findings, SheetCells, findings
from workbench.ui.import_draft import Draft, sheet_cells
from workbench.ui.import_fixes import Cell
from workbench.ui.import_own_fact import OwnFactAnswer
from workbench.ui.import_score_step import ScoreResult
from workbench.ui.import_unscored import Unscored, score_rest, unscored
from workbench.ui.jobs import Job, Jobs, Step
from workbench.workflow import assess, intake, own_columns, repair, taking_back
from workbench.workflow.desk import Desk
from workbench.workflow.product_strategies import in_force


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of one check: the typed rows, the cells of the grid, what was found."""

    intake: Intake
    cells: SheetCells
    found: Findings


@dataclass(frozen=True, slots=True)
class Read:
    """The answer of one reading: the file, its columns matched, and the profiles there are."""

    workbook: Workbook
    matching: Matching
    profiles: tuple[str, ...]
    profile: str


class ImportCourse(QObject):
    """Leads one file from the disk into the store. Every slow step is a job; one signal each."""

    opened = Signal()
    """The file was read and its columns matched; `draft` holds both."""
    waiting_opened = Signal()
    """Rows that waited are on the desk; they are being checked."""
    waiting_listed = Signal(object)
    """Batches with rows that wait, newest first."""
    matched = Signal()
    """A column was matched otherwise, or a profile was put over all of them."""
    checked = Signal(object)
    """Checked: the rows were typed and checked."""
    moved = Signal(str, int, int)
    """What is being done, how much of it is done, of how much."""
    tried = Signal(object)
    """The first rows of the file as they read in the encoding that is being tried."""
    taken = Signal(object)
    """ScoreResult: the rows are stored and scored."""
    products_listed = Signal(object)
    """What every product is called, in both languages, by its word."""
    unscored = Signal(object)
    """Unscored: applications that are stored and not scored."""
    taken_back = Signal(int)
    """How many applications left the queue again."""
    saved = Signal(object)
    """The file written."""
    troubled = Signal(object)
    """A WorkbenchError; nothing was stored."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tries = 0
        self._desk, self._jobs = desk, jobs
        self._job: Job | None = None
        self.draft: Draft | None = None
        self.checking = False

    def open(self, path: Path, product: str) -> None:
        """Read a file; it replaces the one under way."""
        self.stop()
        self.draft = Draft(path, product)
        self.read()

    def read(
        self,
        sheet: str | None = None,
        header_row: int | None = None,
        password: str | None = None,
        encoding: str | None = None,
    ) -> None:
        """Read the file again: another sheet, header row or encoding, or with its password."""
        draft = self._draft()
        draft.password = password or draft.password
        desk, path, key = self._desk, draft.path, draft.password

        def work(step: Step) -> Read:
            found = intake.preview(
                path,
                sheet=sheet,
                password=key,
                header_row=header_row,
                encoding=encoding,
                cancel=lambda: _is_stopped(step),
            )
            matching = intake.suggest(desk, found.chosen)
            kept = profiles.profiles(desk.store)
            return Read(found, matching, tuple(one.name for one in kept), _used(kept, found.chosen))

        self._start(work, lambda answer: self._on_read(draft, answer), reads=True)

    def save_template(self, product: str, file: Path) -> None:
        """Write an empty workbook for a product; `saved` names it."""
        desk = self._desk

        def work(_step: Step) -> None:
            from workbench.workflow import export

            export.write_template(desk, product, file, current())

        self._start(work, lambda _done: self.saved.emit(file), reads=True)

    def try_encoding(self, encoding: str) -> None:
        """Read the first rows of a text table in an encoding, to look at; the last one asked for
        is the one that is shown, whichever is read first."""
        path = self._draft().path
        self._tries += 1
        asked = self._tries
        self._jobs.start(
            self,
            lambda _step: intake.first_rows(path, encoding),
            lambda rows: self.tried.emit(rows) if asked == self._tries else None,
            self.troubled.emit,
            reads=True,
        )

    def make_own_fact(self, letter: str, asked: OwnFactAnswer) -> None:
        """Make a column a fact of the lender's own, and take it for that."""
        draft, desk = self._draft(), self._desk
        header = draft.sheet.column(letter).header

        def work(_step: Step) -> str:
            made = own_columns.add(
                desk, header, asked.kind, label_en=asked.label_en, label_zh=asked.label_zh
            )
            return made.name

        def done(name: str) -> None:
            if draft is self.draft:
                self.match(letter, name)

        self._start(work, done)

    def ask_waiting(self) -> None:
        """Read which batches have rows that wait, how many applications are not scored, and the
        products there are, whether or not one of their strategies can be read."""
        desk = self._desk

        def read(_step: Step) -> tuple[Sequence[Batch], Unscored]:
            return repair.batches_waiting(desk), unscored(desk)

        def done(found: tuple[Sequence[Batch], Unscored]) -> None:
            self.waiting_listed.emit(found[0])
            self.unscored.emit(found[1])

        def products(_step: Step) -> Mapping[str, dict[str, str]]:
            return desk_asks.product_names(desk)

        told = self.troubled.emit
        self._jobs.start(self, read, done, told, reads=True)
        self._jobs.start(self, products, self.products_listed.emit, told, reads=True)

    def open_waiting(self, batch_id: int) -> None:
        """Put the rows of a batch that wait on the desk."""
        self.stop()
        desk = self._desk

        def done(rows: repair.WaitingRows) -> None:
            draft = Draft(Path(rows.batch.source_name), rows.batch.product, repairs=rows)
            draft.show(Workbook(rows.batch.source_name, "", (), rows.sheet), rows.matching)
            self.draft = draft
            self.waiting_opened.emit()
            self.check()

        self._start(lambda _step: repair.waiting_rows(desk, batch_id), done, reads=True)

    def close(self) -> None:
        """Put the file away; nothing of it was stored, or all of it is."""
        self.stop()
        self.draft = None

    def stop(self) -> None:
        """Stop what is being done; what is stored stays stored."""
        if self._job is not None:
            self._job.cancel()

    def set_product(self, product: str) -> None:
        """Another product: its strategy will check and score the rows."""
        if self.draft is not None:
            self.draft.product = product
            self.draft.round += 1

    def match(self, letter: str, fact: str | None, unit: str = "") -> None:
        """Take a column for a fact (None: ignore it), its numbers meant in `unit`."""
        self._draft().match(letter, fact, unit)
        self.matched.emit()

    def use_profile(self, name: str) -> None:
        """Match by a saved profile ("": by names and values)."""
        draft, desk = self._draft(), self._desk
        sheet = draft.sheet

        def done(matching: Matching) -> None:
            draft.matching, draft.profile = matching, name
            draft.by_hand.clear()
            draft.round += 1
            self.matched.emit()

        self._start(lambda _step: intake.suggest(desk, sheet, name or None), done, reads=True)

    def save_profile(self, name: str) -> None:
        """Keep this matching under a name, for the next file with such columns."""
        draft, desk = self._draft(), self._desk
        assert draft.matching is not None
        sheet, matching = draft.sheet, draft.matching

        def done(_nothing: object) -> None:
            draft.profile = name
            draft.profile_names = sorted({*draft.profile_names, name})
            self.matched.emit()

        self._start(lambda _step: intake.save_profile(desk, name, sheet, matching), done)

    def check(self) -> None:
        """Type and check every row, with the fixes in force. The newest check counts."""
        draft = self._draft()
        assert draft.matching is not None
        draft.round += 1
        at, sheet, matching, product = draft.round, draft.sheet, draft.matching, draft.product
        fixes, repairs, desk = dict(draft.fixes.texts), draft.repairs, self._desk
        self.checking = True

        def work(_step: Step) -> Checked:
            if repairs is not None:
                found = repair.check(repairs, fixes)
            else:
                found = intake.check(sheet, matching, in_force(desk, product).currency, fixes)
            return Checked(found, sheet_cells(sheet, matching), findings(found.problems))

        def done(answer: Checked) -> None:
            if draft is self.draft and draft.round == at:
                self.checking = False
                draft.intake = answer.intake
                self.checked.emit(answer)

        def failed(error: WorkbenchError) -> None:
            self.checking = False
            self.troubled.emit(error)

        self._start(work, done, failed, reads=True)

    def fix(self, texts: Mapping[Cell, str | None]) -> None:
        """Put cells right; the rows are checked again."""
        if self._draft().fixes.put(texts):
            self.check()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._draft().fixes.can_undo():
            self._draft().fixes.undo()
            self.check()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._draft().fixes.can_redo():
            self._draft().fixes.redo()
            self.check()

    def take_in(self) -> None:
        """Store the rows whole, then score them."""
        draft, desk = self._draft(), self._desk
        workbook, matching, found = draft.workbook, draft.matching, draft.intake
        assert workbook is not None and matching is not None and found is not None
        product, repairs = draft.product, draft.repairs

        def work(step: Step) -> ScoreResult | Unscored:
            if repairs is not None:
                kept = repair.take_in(desk, repairs.batch.id, found)
            else:
                kept = intake.accept(desk, workbook, matching, found, product=product, step=step)
            try:
                return _scored(desk, draft.path.name, kept, step)
            except WorkbenchError as why:  # the rows are stored all the same
                return unscored(desk, why)

        self._start(work, self._on_taken, title=N_("Scoring applications"))

    def score_rest(self) -> None:
        """Score what is stored and was not scored."""
        desk = self._desk
        self._start(
            lambda step: score_rest(desk, step), self.taken.emit, title=N_("Scoring applications")
        )

    def _on_taken(self, answer: ScoreResult | Unscored) -> None:
        (self.unscored if isinstance(answer, Unscored) else self.taken).emit(answer)

    def take_back(self, batch_id: int) -> None:
        """Undo a whole import, while none of its cases is decided."""
        desk = self._desk
        self._start(lambda _step: taking_back.take_back(desk, batch_id), self.taken_back.emit)

    def save_report(self, out: Path) -> None:
        """Write the officer's own workbook with every problem marked in it."""
        draft, desk = self._draft(), self._desk
        found = draft.intake
        assert found is not None

        def work(_step: Step) -> None:
            from workbench.workflow import export

            export.write_answer_workbook(desk, draft.path, found, out, password=draft.password)

        self._start(work, lambda _done: self.saved.emit(out), title=N_("Saving error report"))

    def _draft(self) -> Draft:
        assert self.draft is not None
        return self.draft

    def _on_read(self, draft: Draft, answer: Read) -> None:
        if draft is self.draft:
            draft.show(answer.workbook, answer.matching)
            draft.profile_names, draft.profile = list(answer.profiles), answer.profile
            self.opened.emit()

    def _start(
        self,
        work: Callable[[Step], object],
        done: Callable[..., object],
        failed: Callable[[WorkbenchError], object] | None = None,
        *,
        title: str = "",
        reads: bool = False,
    ) -> None:
        def moved(at: int, total: int) -> None:
            self.moved.emit(title, at, total)

        self._job = self._jobs.start(
            self, work, done, failed or self.troubled.emit, moved, title=title, reads=reads
        )


def _scored(desk: Desk, file: str, kept: intake.IntakeResult, step: Step) -> ScoreResult:
    """Score what was taken in; nothing where nothing was new."""
    batch = kept.batch_id
    scored = None if batch is None else assess.assess_ready(desk, batch=batch, step=step)
    return ScoreResult(
        file=file,
        rows=kept.rows,
        advice=scored.advice if scored else {},
        waiting=kept.waiting,
        duplicates=kept.duplicates,
        strategies=scored.used if scored else (),
        batch_id=batch,
    )


def _used(kept: Sequence[profiles.KeptProfile], sheet: Sheet) -> str:
    """The name of the profile that was saved from a sheet with this header."""
    header = sheet.fingerprint()
    return next((one.name for one in kept if one.fingerprint == header), "")


def _is_stopped(step: Step) -> bool:
    try:
        step(0, 1)
    except Cancelled:
        return True
    return False
