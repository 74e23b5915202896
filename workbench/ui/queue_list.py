"""The list of the review queue: views with counts, a filter, the table, and what it says empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from workbench.i18n import N_, _, plural
from workbench.ui import desk_asks, theme
from workbench.ui.buttons import button, tool
from workbench.ui.fields import filter_field
from workbench.ui.filter_chips import FilterChips
from workbench.ui.jobs import Jobs
from workbench.ui.layouts import column, row
from workbench.ui.list_options import ListOptions
from workbench.ui.list_wait import ListWait
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.queue_columns import queue_columns
from workbench.ui.saved_views import SavedViews, View
from workbench.ui.score_marks import Scale
from workbench.ui.skipped_cases import SkippedCases
from workbench.ui.table import TableModel, TableView
from workbench.ui.tabs import Tabs

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.storage.first_look import FirstLook
    from workbench.storage.queue_rows import QueuePage, QueueRow
    from workbench.workflow.casework import CaseWork
    from workbench.workflow.desk import Desk

VIEWS = (
    ("needs_review", N_("Needs review")),
    ("referred", N_("Referred")),
    ("second_signature", N_("To sign")),
    ("all", N_("All")),
    ("approved", N_("Approved")),
    ("declined", N_("Declined")),
    ("overridden", N_("Overridden")),
)
_PAGE, _MOST_KEPT, _MOST_TAKEN = 100, 2_000, 10_000


class QueueList(QWidget):
    """Cases of a view. `picked` carries the row that became current, `many` the rows when
    several are selected; `emptied` that nothing is listed; `loaded` that rows came."""

    picked = Signal(object)
    many = Signal(object)
    emptied = Signal()
    loaded = Signal()
    import_asked = Signal()
    sample_asked = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, problems: ProblemBar) -> None:
        super().__init__()
        self._desk, self._jobs, self._problems = desk, jobs, problems
        self._scales: Mapping[str, Scale] = {}
        self._works: dict[int, CaseWork] = {}
        self._sort, self._descending = "waiting", True
        self._after: Any = None
        self._asked = 0
        self._takes_all = False
        self._make_head()
        self._make_table()
        self._make_blank()
        self._lay()

    def _make_head(self) -> None:
        self.tabs = Tabs(VIEWS, N_("Views of the queue"))
        self.tabs.button("second_signature").hide()
        self.tabs.chosen.connect(lambda _view: self.load())
        self.filter = filter_field(
            N_("Filter by name or number"), N_("Filter by name or number  ( / )")
        )
        self.filter.setFixedWidth(theme.grown(236))
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self.load)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self.chips = FilterChips(self._desk.officer)
        self.chips.changed.connect(self.load)
        self.skipped = SkippedCases(lambda: int(self._desk.settings.get("skip_minutes")))
        self.skipped.returned.connect(self.load)
        self.views = SavedViews(dict(VIEWS), self.view_now, self._return_to)

    def _make_table(self) -> None:
        self.model: TableModel[QueueRow] = TableModel(
            queue_columns(lambda: self._scales, lambda: self._works)
        )
        self.model.wanted.connect(self._load_more)
        density = self._desk.settings.text("density")
        self.table = TableView(self.model, N_("Review queue"), density=density)
        self.filter.left.connect(self.table.setFocus)
        self.wait = ListWait(
            self.table, self._problems, N_("Reading the queue"), self._say_alone, self.load
        )
        self.table.picked.connect(self._on_picked)
        self.table.selectionModel().selectionChanged.connect(lambda *_both: self._on_selection())
        self.table.sorted_by.connect(self._on_sorted)
        self.table.all_wanted.connect(self._take_all)
        self.table.show_arrow(self._sort, descending=self._descending)
        self.options = tool("columns", N_("Columns and row height"))
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setMenu(ListOptions(self.table, self._desk.settings))

    def _make_blank(self) -> None:
        self.import_ = button(
            N_("Import a spreadsheet…"), self.import_asked.emit, role="primary", height=34
        )
        self.sample = button(
            N_("Open the sample batch"), self.sample_asked.emit, icon="spark", height=34
        )
        self.clear = button(N_("Clear the filter"), self.clear_filter, height=34)
        self.blank = Blank("inbox", "", "", [self.import_, self.sample, self.clear])

    def _lay(self) -> None:
        head = column(
            row(self.tabs, None, margins=(10, 8, 8, 4)),
            row(
                *(self.filter, self.chips, self.skipped, None, self.views, self.options),
                margins=(14, 2, 10, 8),
            ),
            gap=0,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.blank)
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def skip(self, listed: QueueRow) -> None:
        """Put a case aside; it comes back by itself."""
        self.skipped.skip(listed.application_id)
        self.load()

    def view_now(self) -> View:
        """What is listed now, to be kept under a name."""
        return View(self.tabs.current(), self.chips.chosen(), self._sort, self._descending)

    def _return_to(self, view: View) -> None:
        self.tabs.show_tab(view.tab)
        self.chips.put(view.filters)
        self._sort, self._descending = view.sort, view.descending
        self.table.show_arrow(view.sort, descending=view.descending)
        self.filter.clear()
        self.load()

    def show_view(self, view: str) -> None:
        """Move to a view without asking for it yet."""
        self.tabs.show_tab(view)

    def clear_filter(self) -> None:
        """Show the whole view again."""
        self.filter.clear()
        self.chips.clear()
        self.load()

    def show_first(self, look: FirstLook) -> None:
        """Show what was read before the store was opened; `load` brings the rest."""
        self.tabs.set_counts(look.counts)
        if not self.chips.filters():
            self.model.show_rows(look.page.rows, len(look.page.rows))

    def load(self) -> None:
        """Ask the store for the view as it is now; what is shown stays until the answer."""
        self._typing.stop()
        self._asked += 1
        self._takes_all = False
        self.wait.begin()
        asked, view = self._asked, self.tabs.current()
        wish = self._wish(max(_PAGE, min(_MOST_KEPT, self.model.rowCount())))
        self._jobs.start(
            self,
            lambda _step: desk_asks.load(self._desk, view, wish),
            lambda found: self._on_loaded(found, asked),
            self._on_error,
            reads=True,
        )

    def _on_error(self, error: WorkbenchError) -> None:
        self._takes_all = False
        self.wait.refuse(error)

    def _say_alone(self, words: str) -> None:
        for press in (self.import_, self.sample, self.clear):
            press.hide()
        self.blank.show_words(words)
        self._stack.setCurrentIndex(1)

    def _wish(self, size: int, after: Any = None) -> dict[str, Any]:
        return {
            "search": self.filter.text(),
            "sort": self._sort,
            "descending": self._descending,
            "filters": self.chips.filters(),
            "size": size,
            "after": after,
            "counted": after is None,
        }

    def _load_more(self) -> None:
        if not self._takes_all:
            self._bring(_PAGE)

    def _take_all(self) -> None:
        """What is selected already was only the part that is loaded."""
        left = min(self.model.total(), _MOST_TAKEN) - self.model.rowCount()
        if left > 0 and not self._takes_all and self._after is not None:
            self._asked += 1  # a page that is under way comes with the rest once more
            self._takes_all = True
            self.wait.begin()
            self._bring(left)

    def _bring(self, size: int) -> None:
        asked, view = self._asked, self.tabs.current()
        wish = self._wish(size, self._after)
        self._jobs.start(
            self,
            lambda _step: desk_asks.more(self._desk, view, wish),
            lambda found: self._on_more(found[0], found[1], asked),
            self._on_error,
            reads=True,
        )

    def _on_more(self, page: QueuePage, works: dict[int, CaseWork], asked: int) -> None:
        if asked != self._asked:
            return
        takes_all = self._takes_all and len(self.table.selected()) == self.model.rowCount()
        self._takes_all = False
        self.wait.end()
        self._after = page.after
        self._works.update(works)
        self.model.add_rows(self.skipped.without(page.rows))
        if page.after is None:  # that is all, also where some were skipped or decided elsewhere
            self.model.add_rows(())
        if takes_all:
            self.table.selectAll()

    def _on_loaded(self, found: desk_asks.Loaded, asked: int) -> None:
        if asked != self._asked:
            return
        self.wait.end()
        page, counts, self._scales, self._works = found
        rows = self.skipped.without(page.rows)
        self.tabs.set_counts(counts)
        self._show_to_sign(counts)
        self._after = page.after
        self.model.show_rows(rows, page.total - (len(page.rows) - len(rows)))
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows:
            self.loaded.emit()
        else:
            self._say_nothing(counts)
            self.emptied.emit()

    def _show_to_sign(self, counts: Mapping[str, int]) -> None:
        """The view of proposals stands there while some wait, or while it is the one shown."""
        waits = bool(counts.get("second_signature")) or self.tabs.current() == "second_signature"
        self.tabs.button("second_signature").setVisible(waits)

    def _say_nothing(self, counts: Mapping[str, int]) -> None:
        filtered = bool(self.filter.text() or self.chips.filters())
        empty = not counts.get("all")
        self.import_.setVisible(empty)
        self.sample.setVisible(empty)
        self.clear.setVisible(filtered and not empty)
        self.blank.show_words(*self._nothing_words(counts, empty=empty, filtered=filtered))

    def _nothing_words(
        self, counts: Mapping[str, int], *, empty: bool, filtered: bool
    ) -> tuple[str, str]:
        if empty:
            return _("No applications yet"), _(
                "Import a spreadsheet to score applicants and start reviewing. "
                "Files stay on this computer."
            )
        if filtered:
            return _("No applications match"), _("Nothing in this view fits the filter.")
        if self.tabs.current() == "needs_review":
            decided = counts.get("approved", 0) + counts.get("declined", 0)
            return _("Nothing left to review"), plural(
                "{n} case is decided.", "{n} cases are decided.", decided
            )
        return _("No cases in this view"), ""

    def _on_sorted(self, sort: str, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self.load()

    def _on_picked(self, listed: QueueRow) -> None:
        if len(self.table.selected()) <= 1:
            self.picked.emit(listed)

    def _on_selection(self) -> None:
        chosen = self.table.selected()
        if len(chosen) > 1:
            self.many.emit(chosen)
        elif chosen:
            self.picked.emit(chosen[0])

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
