"""Accounts: the list with one account beside it, campaigns, and the calendar of what falls due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from workbench.accounts.account import Action, ActionState
from workbench.i18n import N_, _, plural
from workbench.ui import account_asks, theme
from workbench.ui import account_words as said
from workbench.ui.account_calendar_side import CalendarSide
from workbench.ui.account_campaign_side import CampaignSide
from workbench.ui.account_import_bar import ImportBar
from workbench.ui.account_list import AccountList
from workbench.ui.account_pane import AccountPane
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.errors import WorkbenchError
    from workbench.ui.account_asks import Entry, Place, Proposed
    from workbench.ui.account_sides import Shown
    from workbench.workflow.desk import Desk
    from workbench.workflow.monitor import AccountRow

SIDES = (
    ("accounts", N_("Accounts")),
    ("campaign", N_("Campaign")),
    ("calendar", N_("Calendar")),
)


class AccountsPage(Page):
    """Every account, one beside the list; what is done to it goes through the workflow."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked = 0
        self._make_parts()
        self._connect()
        self._lay()
        self._bind_keys()
        again(self, self.described.emit)

    def _make_parts(self) -> None:
        self.problems = ProblemBar()
        self.done = label("", ink="approve")
        self.done.hide()
        self.tabs = Tabs(SIDES, N_("Parts of the page"))
        self.bring_in = button(N_("Bring in accounts…"), self._open_bar, icon="import", height=32)
        self.bar = ImportBar(self._desk, self._jobs)
        starts = (
            button(N_("Import performance…"), self._open_bar, role="primary", height=34),
            button(N_("Book approved applications"), self._book, icon="approve", height=34),
        )
        self.list = AccountList(self._desk, self._jobs, self.problems, starts)
        self.pane = AccountPane(self._desk, self._jobs)
        self.campaign = CampaignSide(self._desk, self._jobs)
        self.calendar = CalendarSide(self._desk, self._jobs)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_side)
        self.list.picked.connect(self._on_picked)
        self.list.emptied.connect(lambda: self.pane.show_blank(_("No account selected"), " "))
        self.list.loaded.connect(self.described.emit)
        self.pane.stepped.connect(self.list.table.step)
        self.pane.freed.connect(self._on_freed)
        self.pane.proposed.connect(self._propose)
        self.pane.entered.connect(self._enter)
        self.pane.placed.connect(self._tell_place)
        self.pane.cost_asked.connect(lambda text: self.wants_page.emit(f"cost:{text}"))
        self.pane.changed.connect(self._on_entered)
        for cards in (self.pane, self.calendar):
            cards.confirmed.connect(self._confirm)
            cards.withdrawn.connect(self._withdraw)
        self.calendar.opened.connect(self._open)
        self.calendar.counted.connect(lambda n: self.tabs.set_counts({"calendar": n} if n else {}))
        self.campaign.changed.connect(self._on_changed)
        self.bar.changed.connect(self._on_changed)

    def _lay(self) -> None:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.list)
        both.addWidget(self.pane)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 0)
        both.setSizes([660, 570])
        both.setChildrenCollapsible(False)
        both.setHandleWidth(1)
        self.list.setMinimumWidth(420)
        self.pane.setMinimumWidth(max(480, theme.grown(440)))
        self._stack = QStackedWidget()
        for side in (both, self.campaign, self.calendar):
            self._stack.addWidget(side)
        head = row(self.tabs, self.done, None, self.bring_in, gap=12, margins=(14, 10, 14, 4))
        trouble = column(self.problems, self.bar, gap=6, margins=(14, 2, 14, 6))
        layout = column(head, trouble, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _bind_keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, press in (
            ("J", lambda: self.list.table.step(1)),
            ("K", lambda: self.list.table.step(-1)),
            ("/", lambda: self.list.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)),
        ):
            made = QShortcut(QKeySequence(keys), self.list.table)
            made.setContext(within)
            made.activated.connect(press)

    def title(self) -> str:
        return _("Accounts")

    def subtitle(self) -> str:
        total = self.list.counts.get("all", 0)
        late = self.list.counts.get("past_due", 0)
        if not total:
            return ""
        words = plural("{n} account", "{n} accounts", total)
        behind = plural("{n} past due", "{n} past due", late)
        return f"{words} · {behind}" if late else words

    def refresh(self) -> None:
        one = self.pane.one
        self.list.load(keep=one.file.account.number if one else "")
        self.calendar.refresh()
        if self.tabs.current() == "campaign":
            self.campaign.refresh()

    def take_focus(self) -> None:
        self.list.take_focus()

    def open_at(self, place: str) -> None:
        """ "campaign", "calendar", a view of the list, or an account's number."""
        if place in dict(SIDES):
            self.tabs.show_tab(place)
            self._show_side(place)
        elif place in dict((*said.VIEWS, *said.MORE_VIEWS)):
            self._open("", view=place)
        elif place:
            self._open(place)

    def open_files(self, paths: Sequence[Path]) -> None:
        self._open_bar()
        for path in paths:
            self.bar.take(str(path))

    def _open(self, number: str, view: str = "all") -> None:
        self.tabs.show_tab("accounts")
        self._show_side("accounts")
        self.list.filter.setText(number)
        self.list.show_view(view)

    def _show_side(self, side: str) -> None:
        self._stack.setCurrentIndex([word for word, _name in SIDES].index(side))
        if side == "campaign":
            self.campaign.refresh()
        elif side == "calendar":
            self.calendar.refresh()

    def _open_bar(self) -> None:
        self.bar.open_bar()

    def _book(self) -> None:
        self.bar.open_bar()
        self.bar.book_approved()

    def _on_picked(self, picked: AccountRow) -> None:
        self._asked += 1
        asked = self._asked
        self._jobs.start(
            self,
            lambda _step: account_asks.one_account(self._desk, picked.id),
            lambda one: self._on_account(one, asked),
            self.problems.show_error,
            reads=True,
        )

    def _on_account(self, one: Shown, asked: int) -> None:
        if asked == self._asked and not self._is_written_on(one):
            self.pane.show_account(one)

    def _is_written_on(self, one: Shown) -> bool:
        """Whether somebody is filling in a form on this account: it stays as it is."""
        before = self.pane.one
        same = before is not None and before.file.account.id == one.file.account.id
        return same and self.pane.form is not None

    def _propose(self, asked: Proposed) -> None:
        one = self.pane.one
        if one is not None:
            which = one.file.account.id
            self._record(lambda _step: account_asks.propose(self._desk, which, asked))

    def _enter(self, entry: Entry) -> None:
        one = self.pane.one
        if one is None:
            return
        which, version = one.file.account.id, one.file.account.version
        self._write(one, lambda _step: account_asks.record(self._desk, which, entry, version))

    def _tell_place(self, told: Place) -> None:
        one = self.pane.one
        if one is None:
            return
        which = one.file.account.id
        self._write(one, lambda _step: account_asks.tell_place(self._desk, which, told))

    def _write(self, one: Shown, work: Callable[[Step], object]) -> None:
        """Write to an account, then show it as it is now."""
        number = one.file.account.number
        self._jobs.start(self, work, lambda _done: self._on_entered(number), self._on_refused)

    def _on_freed(self) -> None:
        """Back to the list, with the account as it is now."""
        self.list.take_focus()
        self.refresh()

    def _on_refused(self, error: WorkbenchError) -> None:
        self.done.hide()
        self.problems.show_error(error)
        self.refresh()

    def _on_entered(self, number: str) -> None:
        self.pane.close_form()
        self.problems.hide()
        self.done.setText(_("Recorded on {account}.", account=number))
        set_ink(self.done, "approve")
        self.done.show()
        self._on_changed()

    def _confirm(self, action: Action) -> None:
        self._record(lambda _step: (account_asks.confirm(self._desk, action),))

    def _withdraw(self, action: Action) -> None:
        self._record(lambda _step: (account_asks.withdraw(self._desk, action),))

    def _record(self, work: Any) -> None:
        def recording(step: Step) -> Any:
            return work(step)

        self._jobs.start(self, recording, self._on_recorded, self._on_refused)

    def _on_recorded(self, actions: tuple[Action, ...]) -> None:
        self.pane.close_form()
        self.problems.hide()
        self._tell_done(actions)
        self._on_changed()

    def _tell_done(self, actions: tuple[Action, ...]) -> None:
        one = actions[0]
        sentence = {
            ActionState.DONE: N_("{what}. Recorded for {account}."),
            ActionState.WITHDRAWN: N_("{what}. Withdrawn for {account}."),
            ActionState.PROPOSED: N_("{what}. {account} waits for a person."),
            ActionState.AWAITING_SECOND: N_("{what}. {account} waits for a second person."),
        }[one.state]
        self.done.setText(_(sentence, what=said.action_title(one), account=one.account))
        set_ink(self.done, "approve" if one.state is ActionState.DONE else "text2")
        self.done.show()

    def _on_changed(self) -> None:
        self.refresh()
        self.changed.emit()
