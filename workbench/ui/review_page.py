"""The review queue: cases in views, filtered and sorted, with the case itself beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from workbench.credit.decision import Choice, Decision
from workbench.credit.status import Outcome
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui.buttons import button
from workbench.ui.case_pane import CasePane
from workbench.ui.decision_bar import KEYS
from workbench.ui.fields import filter_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, pane, row
from workbench.ui.notices import Blank, ProblemBar, UndoBar
from workbench.ui.page import Page
from workbench.ui.queue_columns import DECIDED_WORDS, queue_columns
from workbench.ui.score_charts import Scale
from workbench.ui.table import TableModel, TableView
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.storage.queue import QueuePage, QueueRow
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

VIEWS = (
    ("needs_review", N_("Needs review")),
    ("referred", N_("Referred")),
    ("all", N_("All")),
    ("approved", N_("Approved")),
    ("declined", N_("Declined")),
    ("overridden", N_("Overridden")),
)
_PAGE = 200
Loaded = tuple["QueuePage", dict[str, int], dict[str, Scale]]
"""A page of the queue, the counts of all views, and every product's scale."""


class ReviewPage(Page):
    """List and case side by side. Agreeing is one key; the next case opens by itself."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._scales: dict[str, Scale] = {}
        self._sort, self._descending = "waiting", True
        self._after: Any = None
        self._asked = 0
        self._wanted: int | None = None
        self._opening = 0
        self._wanted_number = ""
        self._make_list()
        self._make_case()
        self._lay()
        self._bind_keys()
        again(self, self.described.emit)

    def _make_list(self) -> None:
        self.tabs = Tabs(VIEWS, N_("Views of the queue"))
        self.tabs.chosen.connect(lambda _view: self._load())
        self.filter = filter_field(
            N_("Filter by name or number"), N_("Filter by name or number  ( / )")
        )
        self.filter.setFixedWidth(280)
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self._load)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self.model: TableModel[QueueRow] = TableModel(queue_columns(lambda: self._scales))
        self.model.wanted.connect(self._load_more)
        density = self._desk.settings.text("density")
        self.table = TableView(self.model, N_("Review queue"), density=density)
        self.table.picked.connect(self._on_picked)
        self.table.sorted_by.connect(self._on_sorted)
        self.table.show_arrow(self._sort, descending=self._descending)

    def _make_case(self) -> None:
        self.case = CasePane(self._desk, self._jobs)
        self.case.chosen.connect(self.choose)
        self.case.recorded.connect(self._record)
        self.case.reopened.connect(self._reopen)
        self.case.stepped.connect(self.table.step)
        self.case.setMinimumWidth(480)
        self.undo = UndoBar()
        self.problems = ProblemBar()

    def _lay(self) -> None:
        head = column(
            row(self.tabs, None, margins=(10, 8, 8, 4)),
            row(self.filter, None, margins=(14, 2, 10, 8)),
            gap=0,
        )
        self._blank = self._make_blank()
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._blank)
        notices = column(self.problems, self.undo, margins=(10, 0, 10, 0), gap=0)
        listed = column(head, self._lists, notices, gap=0)
        listed.setStretch(1, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(pane(listed, "surface"))
        self.split.addWidget(self.case)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([700, 560])
        self.setLayout(column(self.split, gap=0))

    def _make_blank(self) -> Blank:
        self._import = button(
            N_("Import a spreadsheet"),
            lambda: self.wants_page.emit("import"),
            role="primary",
            height=34,
        )
        self._clear = button(N_("Clear the filter"), self.filter.clear, height=34)
        return Blank("inbox", "", "", [self._import, self._clear])

    def _bind_keys(self) -> None:
        for outcome, key in KEYS.items():
            self._key(key, partial(self._letter_key, outcome))
        self._key("J", lambda: self.table.step(1))
        self._key("K", lambda: self.table.step(-1))
        self._key("/", self.filter.setFocus)
        self._key("Ctrl+F", self.filter.setFocus)
        self._key("Ctrl+Z", self._take_back)

    def _key(self, keys: str, call: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)

    def title(self) -> str:
        return _("Review queue")

    def subtitle(self) -> str:
        return plural("{n} case in this view", "{n} cases in this view", self.model.total())

    def refresh(self) -> None:
        self._load()

    def open_at(self, place: str) -> None:
        """A view's word ("approved"), or an application's number."""
        if place in dict(VIEWS):
            self.tabs.show_tab(place)
        else:
            self.tabs.show_tab("all")
            self.filter.setText(place)
            self._wanted_number = place
        self._load()

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        self._typing.stop()
        self._asked += 1
        asked, size = self._asked, max(_PAGE, min(2_000, self.model.rowCount()))
        self._jobs.start(
            self,
            lambda _step: _fetch(self._desk, self._wish(size)),
            lambda found: self._on_loaded(found, asked),
            self.problems.show_error,
            reads=True,
        )

    def _wish(self, size: int, after: Any = None) -> dict[str, Any]:
        return {
            "view": self.tabs.current(),
            "search": self.filter.text(),
            "sort": self._sort,
            "descending": self._descending,
            "size": size,
            "after": after,
        }

    def _load_more(self) -> None:
        asked = self._asked
        wish = self._wish(_PAGE, self._after)
        self._jobs.start(
            self,
            lambda _step: _fetch(self._desk, wish),
            lambda found: self._on_more(found[0], asked),
            self.problems.show_error,
            reads=True,
        )

    def _on_more(self, page: QueuePage, asked: int) -> None:
        if asked == self._asked:
            self._after = page.after
            self.model.add_rows(page.rows)

    def _on_loaded(self, found: Loaded, asked: int) -> None:
        if asked != self._asked:
            return
        page, counts, self._scales = found
        self.tabs.set_counts(counts)
        keep = self._wanted or self._shown_id()
        at = self.table.current_row()
        self._after = page.after
        self.model.show_rows(page.rows, page.total)
        self._lists.setCurrentIndex(0 if page.rows else 1)
        self._wanted = None
        if page.rows:
            self.table.select_row(self._place_of(keep, at))
        else:
            self._show_nothing(counts)
        self.described.emit()

    def _place_of(self, wanted: int | None, at: int) -> int:
        rows = self.model.rows()
        for place, listed in enumerate(rows):
            if listed.application_id == wanted or listed.number == self._wanted_number:
                return place
        return min(max(0, at), len(rows) - 1)

    def _show_nothing(self, counts: dict[str, int]) -> None:
        self.case.show_blank()
        filtered = bool(self.filter.text())
        empty = not counts.get("all")
        self._import.setVisible(empty)
        self._clear.setVisible(filtered and not empty)
        if empty:
            words = (
                _("No applications yet"),
                _(
                    "Import a spreadsheet to score applicants and start reviewing. "
                    "Files stay on this computer."
                ),
            )
        elif filtered:
            words = (_("No applications match"), _("Nothing here has this name or number."))
        elif self.tabs.current() == "needs_review":
            decided = counts.get("approved", 0) + counts.get("declined", 0)
            words = (
                _("Nothing left to review"),
                plural("{n} case is decided.", "{n} cases are decided.", decided),
            )
        else:
            words = (_("No cases in this view"), "")
        self._blank.show_words(*words)

    def _shown_id(self) -> int | None:
        return self.case.file.application.id if self.case.file else None

    def _on_sorted(self, sort: str, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self._load()

    def _on_picked(self, listed: QueueRow) -> None:
        number = listed.application_id
        self._opening = number
        self._jobs.start(
            self,
            lambda _step: _open(self._desk, number),
            lambda file: self._on_opened(file, number),
            self.problems.show_error,
            reads=True,
        )

    def _on_opened(self, file: CaseFile, application: int) -> None:
        if application == self._opening:
            self.case.show_case(file, self.table.current_row() + 1, self.model.total())

    def _letter_key(self, outcome: Outcome) -> None:
        if self._desk.settings.get("letter_keys") and self.case.form is None:
            self.choose(outcome)

    def choose(self, outcome: Outcome) -> None:
        """Record the choice where nothing is missing, or open the form that asks for it."""
        file = self.case.file
        if file is None or file.decision is not None:
            return
        if file.assessment is None:
            self.problems.show_text(
                _(
                    "{number} has not been assessed. Assess the batch on the Import page first.",
                    number=file.application.number,
                )
            )
            return
        from workbench.workflow import decide

        choice = Choice(outcome)
        if outcome is file.assessment.advice and not decide.what_is_missing(
            self._desk, file, choice
        ):
            self._record(choice)
        else:
            self.case.open_form(outcome)

    def _record(self, choice: Choice) -> None:
        file = self.case.file
        if file is None:
            return
        self._wanted = self._next_id()

        def work(_step: Step) -> Decision:
            from workbench.workflow import decide

            return decide.decide(self._desk, file.application.id, choice, seen_version=file.version)

        self._jobs.start(self, work, lambda made: self._on_recorded(made, file), self._on_refused)

    def _next_id(self) -> int | None:
        if not self._desk.settings.get("open_next_case"):
            return self._shown_id()
        at = self.table.current_row()
        if at + 1 < self.model.rowCount():
            return int(self.model.row(at + 1).application_id)
        return None

    def _on_recorded(self, decision: Decision, file: CaseFile) -> None:
        self.problems.hide()
        self.case.close_form()
        seconds = int(self._desk.settings.get("undo_seconds"))
        said = _(
            "{done}: {name}", done=_(DECIDED_WORDS[decision.outcome]), name=file.application.name()
        )
        self.undo.offer(said, seconds, lambda: self._undo(decision))
        self._after_change()

    def _on_refused(self, error: WorkbenchError) -> None:
        self._wanted = None
        self.problems.show_error(error)

    def _take_back(self) -> None:
        if self.undo.is_offered():
            self.undo.take_back()
        else:
            self._reopen()

    def _reopen(self) -> None:
        file = self.case.file
        if file is not None and file.decision is not None:
            self._undo(file.decision)

    def _undo(self, decision: Decision) -> None:
        def work(_step: Step) -> None:
            from workbench.workflow import decide

            decide.undo(self._desk, decision)

        self._wanted = decision.application_id
        self._jobs.start(self, work, lambda _none: self._after_change(), self._on_refused)

    def _after_change(self) -> None:
        self.case.file = None
        self.changed.emit()
        self._load()


def _fetch(desk: Desk, wish: dict[str, Any]) -> Loaded:
    from workbench.workflow import decide, intake

    view = wish.pop("view")
    scales = {
        one.product: Scale(
            None,
            one.scorecard.score_least,
            one.scorecard.score_most,
            one.cut_off.decline,
            one.cut_off.approve,
        )
        for one in intake.products()
    }
    return decide.queue(desk, view, **wish), dict(decide.counts(desk)), scales


def _open(desk: Desk, application: int) -> CaseFile:
    from workbench.workflow import decide

    return decide.case(desk, application)
