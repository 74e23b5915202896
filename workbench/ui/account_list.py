"""The list of accounts: views with counts, search, product, sorting; pages come as one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from workbench.accounts.account import holder_word
from workbench.i18n import N_, _, money, number, percent
from workbench.ui import theme
from workbench.ui.account_words import (
    MORE_VIEWS,
    STATE_STATUS,
    VIEWS,
    flag_text,
    late_text,
    state_word,
)
from workbench.ui.buttons import button
from workbench.ui.chips import paint_chip
from workbench.ui.fields import choice_field, filter_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, pane, row
from workbench.ui.list_wait import ListWait
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.workflow.desk import Desk
    from workbench.workflow.monitor import AccountPage, AccountRow

_PAGE = 200


def account_columns() -> tuple[Column[AccountRow], ...]:
    """The columns of the list."""
    return (
        Column(
            "number", N_("Account"), lambda r: r.number, 92, ink="text2", sort="number", spare=1
        ),
        Column(
            "name", N_("Customer"), lambda r: holder_word(r.name), 120, stretch=True, strong=True,
            sort="name",
            tip=lambda r: f"{holder_word(r.name)} · {r.reference}",
        ),
        Column(
            "balance", N_("Balance"), lambda r: money(r.balance, places=0), 82, right=True,
            sort="balance",
        ),
        Column(
            "limit", N_("Limit"), lambda r: money(r.limit, places=0), 72, right=True, ink="text2",
            sort="limit", spare=2,
        ),
        Column(
            "utilisation", N_("Used"), lambda r: percent(r.utilisation, places=0), 62, right=True,
            sort="utilisation", ink=lambda r: "refer" if (r.utilisation or 0) > 1 else "text2",
            spare=4,
        ),
        Column(
            "dpd", N_("Late"), lambda r: late_text(r.dpd), 70, right=True, sort="dpd",
            ink=lambda r: "decline" if r.dpd else "text3", strong=lambda r: r.dpd > 0,
        ),
        Column(
            "score", N_("Score"), lambda r: str(r.score or "–"), 68, right=True, sort="score",
            ink="text2", spare=3,
        ),
        Column(
            "state", N_("State"), lambda r: state_word(r.state), 126,
            paint=lambda p, box, r: paint_chip(p, box, STATE_STATUS[r.state], state_word(r.state)),
        ),
        Column(
            "flags", N_("Flags"), lambda r: str(len(r.flags)) if r.flags else "", 54, right=True,
            ink="refer", strong=True, spare=5, tip=lambda r: "\n".join(map(flag_text, r.flags)),
        ),
    )  # fmt: skip


class AccountList(QWidget):
    """`picked` carries the row that became current, `emptied` that nothing is listed."""

    picked = Signal(object)
    emptied = Signal()
    loaded = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, problems: ProblemBar, starts: tuple[QPushButton, ...]
    ) -> None:
        super().__init__()
        self._desk, self._jobs, self._problems = desk, jobs, problems
        self._sort, self._descending, self._asked, self._keep = "number", False, 0, ""
        self.counts: Mapping[str, int] = {}
        self._make_head()
        self._make_table()
        self._lay(starts)
        again(self, self._fill_products)

    def _make_head(self) -> None:
        self.tabs = Tabs(VIEWS, N_("Views of the accounts"))
        self.tabs.chosen.connect(self.show_view)
        self.more = choice_field(N_("Other views"), 132)
        self.more.activated.connect(lambda _at: self.load())
        self.filter = filter_field(N_("Filter by name or account"), N_("Name or account"))
        self.filter.setMinimumWidth(max(150, theme.grown(122)))
        self.filter.setMaximumWidth(theme.grown(236))
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self.load)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self.product = choice_field(N_("Product"), 132)
        self.product.activated.connect(lambda _at: self.load())

    def _make_table(self) -> None:
        self.model: TableModel[AccountRow] = TableModel(account_columns())
        self.model.wanted.connect(lambda: self._load(more=True))
        density = self._desk.settings.text("density")
        self.table = TableView(self.model, N_("Accounts"), density=density)
        self.filter.left.connect(self.table.setFocus)
        self.table.picked.connect(self.picked)
        self.table.sorted_by.connect(self._on_sorted)
        self.table.show_arrow(self._sort, descending=self._descending)
        self.wait = ListWait(
            self.table, self._problems, N_("Reading the accounts"), self._say_alone, self.load
        )

    def _lay(self, starts: tuple[QPushButton, ...]) -> None:
        self.clear = button(N_("Clear the filter"), self.clear_filter, height=34)
        self._blank = Blank("wallet", "", "", [*starts, self.clear])
        self._starts = starts
        head = column(
            row(self.tabs, None, margins=(10, 8, 8, 4)),
            row(self.filter, self.product, self.more, None, margins=(14, 2, 10, 8)),
            gap=0,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._blank)
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(column(pane(layout, "surface")))
        self._fill_products()

    def _fill_products(self) -> None:
        from workbench.accounts.product import products
        from workbench.ui.account_words import product_word

        kept = self.product.currentData()
        self.product.clear()
        self.product.addItem(_("All products"), None)
        for word in sorted(products()):
            self.product.addItem(product_word(word), word)
        self.product.setCurrentIndex(max(0, self.product.findData(kept)))
        self._fill_more()

    def _fill_more(self) -> None:
        """The views that have no tab; the first entry is the tab's own."""
        kept = self.more.currentData()
        self.more.clear()
        self.more.addItem(_("Any state"), "")
        for word, name in MORE_VIEWS:
            n = self.counts.get(word)
            self.more.addItem(_(name) + (f"  {number(n)}" if n is not None else ""), word)
        self.more.setCurrentIndex(max(0, self.more.findData(kept)))

    def view(self) -> str:
        """The view shown now."""
        return str(self.more.currentData() or "") or self.tabs.current()

    def show_view(self, word: str) -> None:
        """Show a view, with a tab or without one."""
        if word in dict(VIEWS):
            self.tabs.show_tab(word)
            self.more.setCurrentIndex(0)
        else:
            self.tabs.show_tab("all")
            self.more.setCurrentIndex(max(0, self.more.findData(word)))
        self.load()

    def load(self, keep: str = "") -> None:
        """Ask for the first page of the view; `keep` is the number to stay on."""
        self._keep = keep
        self._load(more=False)

    def _load(self, *, more: bool) -> None:
        self._asked += 1
        asked, offset = self._asked, self.model.rowCount() if more else 0
        view, search = self.view(), self.filter.text()
        product, sort, descending = self.product.currentData(), self._sort, self._descending
        self.wait.begin()

        def work(_step: Step) -> tuple[AccountPage, Mapping[str, int]]:
            from workbench.workflow import monitor

            page = monitor.accounts(
                self._desk, view, search=search, sort=sort, descending=descending,
                offset=offset, size=_PAGE, product=product,
            )  # fmt: skip
            return page, monitor.account_counts(self._desk)

        self._jobs.start(
            self, work, lambda found: self._on_loaded(found, asked, more=more),
            self.wait.refuse, reads=True,
        )  # fmt: skip

    def _say_alone(self, words: str) -> None:
        self._blank.show_words(words, "")
        self._show_blank(starts=False, clear=False)

    def _on_loaded(
        self, found: tuple[AccountPage, Mapping[str, int]], asked: int, *, more: bool
    ) -> None:
        if asked != self._asked:
            return
        self.wait.end()
        page, self.counts = found
        self.tabs.set_counts({word: self.counts[word] for word, _name in VIEWS})
        self._fill_more()
        if more:
            self.model.add_rows(page.rows)
            return
        self.model.show_rows(page.rows, page.total)
        self._stack.setCurrentWidget(self.table)
        if page.rows:
            numbers = [one.number for one in page.rows]
            self.table.select_row(numbers.index(self._keep) if self._keep in numbers else 0)
        else:
            self._say_empty()
        self.loaded.emit()

    def _say_empty(self) -> None:
        if self.counts.get("all", 0) == 0:
            self._blank.show_words(
                _("No accounts yet"),
                _("Book the approved applications, or import monthly performance."),
            )
            self._show_blank(starts=True, clear=False)
        else:
            self._blank.show_words(_("No accounts match"), _("Nothing in this view fits."))
            self._show_blank(starts=False, clear=True)
        self.emptied.emit()

    def _show_blank(self, *, starts: bool, clear: bool) -> None:
        for each in self._starts:
            each.setVisible(starts)
        self.clear.setVisible(clear)
        self._stack.setCurrentWidget(self._blank)

    def clear_filter(self) -> None:
        """All accounts again."""
        self.filter.clear()
        self.product.setCurrentIndex(0)
        self.show_view("all")

    def _on_sorted(self, sort: str, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self.load()

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
