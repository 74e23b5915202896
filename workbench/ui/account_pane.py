"""One account beside the list: its sides, what waits on it, and what can be proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.accounts.account import ActionKind, ActionState, holder_word
from workbench.i18n import N_, _
from workbench.ui import account_asks, theme
from workbench.ui import account_words as said
from workbench.ui.account_action_cards import ActionCards
from workbench.ui.account_address_form import AccountAddressForm
from workbench.ui.account_entry_form import AccountEntryForm
from workbench.ui.account_form import AccountForm
from workbench.ui.account_help_side import HelpSide
from workbench.ui.account_relief_side import ReliefSide
from workbench.ui.account_score_side import ScoreSide
from workbench.ui.account_sides import (
    RowsSide,
    Shown,
    due_columns,
    event_columns,
    month_columns,
)
from workbench.ui.account_standing import StandingSide
from workbench.ui.buttons import button, tool
from workbench.ui.chips import Chip, key_cap
from workbench.ui.jobs import Jobs
from workbench.ui.labels import Elided, label
from workbench.ui.layouts import column, has_keyboard, pane, read_after, row, scrolled
from workbench.ui.notices import Blank
from workbench.ui.table import Column
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

SIDES = (
    ("standing", N_("Account")),
    ("months", N_("Statements")),
    ("schedule", N_("Schedule")),
    ("events", N_("Events")),
    ("score", N_("Score")),
    ("relief", N_("Relief")),
    ("help", N_("Customer")),
)
_ANY = tuple[Column[object], ...]


class AccountPane(QWidget):
    """`proposed` carries a Proposed, `entered` an Entry, `placed` a Place, `confirmed` and
    `withdrawn` an Action, `stepped` -1 or 1, `cost_asked` the account's rate as a fee sentence,
    `changed` the number of the account on which something was recorded; `freed` when the keyboard
    was in a form that closed."""

    proposed = Signal(object)
    entered = Signal(object)
    placed = Signal(object)
    confirmed = Signal(object)
    withdrawn = Signal(object)
    stepped = Signal(int)
    cost_asked = Signal(str)
    changed = Signal(str)
    freed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._jobs = desk, jobs
        self.one: Shown | None = None
        self.form: AccountForm | AccountEntryForm | AccountAddressForm | None = None
        self._stale: set[str] = set()
        self._make_parts()
        self._lay()
        again(self, self._on_language)

    def _make_parts(self) -> None:
        self._name = Elided("", scale=1.36)
        self._name.setFont(theme.font(1.36, theme.SEMIBOLD))
        self._chip, self._eased = Chip(), Chip()
        self._line = Elided("", ink="text2", scale=0.94)
        self.tabs = Tabs(SIDES, N_("Sides of the account"))
        self.tabs.chosen.connect(self.show_side)
        self.cards = ActionCards()
        self.cards.confirmed.connect(self.confirmed)
        self.cards.withdrawn.connect(self.withdrawn)
        self.standing, self.score = StandingSide(), ScoreSide()
        self.months = RowsSide(
            N_("Statements"), cast("_ANY", month_columns()), N_("No month has been closed yet.")
        )
        self.schedule = RowsSide(
            N_("Schedule"), cast("_ANY", due_columns()), N_("Nothing is repaid by a schedule here.")
        )
        self.events = RowsSide(
            N_("Events"), cast("_ANY", event_columns()), N_("Nothing has moved here yet.")
        )
        self.help = HelpSide(self._desk, self._jobs)
        self.relief = ReliefSide(self._desk, self._jobs)
        self.relief.changed.connect(self.changed)

    def _lay(self) -> None:
        self._sides = QStackedWidget()
        self._sides.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._areas: dict[str, QWidget] = {
            "standing": scrolled(column(self.standing)),
            "months": self.months,
            "schedule": self.schedule,
            "events": self.events,
            "score": scrolled(column(self.score)),
            "relief": scrolled(column(self.relief)),
            "help": scrolled(column(self.help)),
        }
        for area in self._areas.values():
            self._sides.addWidget(area)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._bar = self._make_bar()
        self._foot.addWidget(self._bar)
        account = QWidget()
        tabs = column(row(self.tabs, None), margins=(10, 0, 10, 6))
        layout = column(self._head(), self.cards, tabs, self._sides, gap=0)
        layout.setStretch(3, 1)
        layout.addLayout(self._foot)
        account.setLayout(layout)
        self._blank = Blank(
            "wallet", N_("Select an account"), N_("Press J and K to move through the list.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(account)
        self.setLayout(column(self._stack, gap=0))

    def _head(self) -> QVBoxLayout:
        back = tool("chevron_up", N_("Previous account"), lambda: self.stepped.emit(-1), keys="K")
        ahead = tool("chevron_down", N_("Next account"), lambda: self.stepped.emit(1), keys="J")
        first = row(
            self._name, self._chip, self._eased, None, key_cap("K"), key_cap("J"), back, ahead
        )
        return column(first, self._line, gap=1, margins=(16, 8, 10, 5))

    def _make_bar(self) -> QWidget:
        self.propose = button(
            N_("Propose a change…"), self.open_form, role="primary", icon="compare"
        )
        self.suspend = button(
            N_("Suspend…"), lambda: self.open_form(ActionKind.SUSPENSION), icon="lock"
        )
        self.reinstate = button(
            N_("Reinstate…"), lambda: self.open_form(ActionKind.REINSTATEMENT), icon="undo"
        )
        self.enter = button(N_("Record…"), self.open_entry, icon="plus")
        self.place = button(N_("Address…"), self.open_place, icon="letter")
        self.cost = button(N_("True cost"), self._ask_cost, icon="scale")
        self._closed = label(N_("The account is closed."), ink="text2")
        self.reinstate.hide()
        self._closed.hide()
        layout = row(
            self.propose, self.suspend, self.reinstate, self._closed, None, self.enter,
            self.place, self.cost, margins=(14, 9, 14, 9), gap=8,
        )  # fmt: skip
        return pane(layout, "footer")

    def show_blank(self, title: str = "", text: str = "") -> None:
        """Nothing is selected."""
        self.one = None
        self.close_form()
        self._blank.show_words(
            title or _("Select an account"), text or _("Press J and K to move through the list.")
        )
        self._stack.setCurrentIndex(0)

    def show_account(self, one: Shown) -> None:
        """Show this account, on the side that was looked at last."""
        self.one = one
        self.close_form()
        self._tell_head(one)
        open_ones = (ActionState.PROPOSED, ActionState.AWAITING_SECOND)
        self.cards.show_actions([a for a in one.file.actions if a.state in open_ones])
        self._stale = set(self._areas)
        self.show_side(self.tabs.current())
        self._stack.setCurrentIndex(1)

    def _tell_head(self, one: Shown) -> None:
        account = one.file.account
        self._name.show_text(holder_word(account.name))
        self._name.setFixedWidth(min(220, self._name.wanted_width()))
        self._chip.show_status(said.STATE_STATUS[account.state], said.state_word(account.state))
        self._eased.setVisible(account.restructured)
        self._eased.show_status("override", N_("Restructured"))
        parts = (account.number, one.file.product.text(), account.reference)
        self._line.show_text("  ·  ".join(part for part in parts if part))
        kinds = said.kinds_of(account.state)
        self.propose.setVisible(bool(kinds))
        self._closed.setVisible(not kinds)
        kept_here = all(month.source != "imported" for month in one.file.months)
        self.enter.setVisible(kept_here)
        self.place.setVisible(not kept_here)
        self.suspend.setVisible(ActionKind.SUSPENSION in kinds)
        self.reinstate.setVisible(ActionKind.REINSTATEMENT in kinds)

    def show_side(self, word: str) -> None:
        """Bring a side to the front, filled when it is first looked at."""
        self.tabs.show_tab(word)
        self._sides.setCurrentWidget(self._areas[word])
        one = self.one
        if one is None or word not in self._stale:
            return
        self._stale.discard(word)
        shows: dict[str, Callable[[], Any]] = {
            "standing": lambda: self.standing.show_account(one),
            "months": lambda: self.months.show_rows(tuple(reversed(one.file.months))),
            "schedule": lambda: self.schedule.show_rows(one.file.schedule),
            "events": lambda: self.events.show_rows(tuple(reversed(one.file.events))),
            "score": lambda: self.score.show_account(one),
            "relief": lambda: self.relief.show_account(one),
            "help": lambda: self.help.show_account(one),
        }
        shows[word]()
        read_after(
            self._areas[word], self.propose, self.suspend, self.reinstate, self.enter, self.place,
            self.cost,
        )  # fmt: skip

    def open_form(self, kind: ActionKind | None = None) -> None:
        """Put an action together in the place of the bar."""
        if self.one is None or not said.kinds_of(self.one.file.account.state):
            return
        form = AccountForm(self.one)
        if kind is not None:
            form.choose(kind)
        form.recorded.connect(self.proposed)
        self._put_form(form)

    def open_entry(self) -> None:
        """Record money that moved, in the place of the bar."""
        if self.one is not None:
            form = AccountEntryForm(self.one)
            form.recorded.connect(self.entered)
            self._put_form(form)

    def open_place(self) -> None:
        """Tell where the letters of an account kept elsewhere go."""
        if self.one is not None:
            which = self.one.file.account.id
            form = AccountAddressForm(account_asks.known_place(self._desk, which))
            form.recorded.connect(self.placed)
            self._put_form(form)

    def _put_form(self, form: AccountForm | AccountEntryForm | AccountAddressForm) -> None:
        self.close_form()
        self.form = form
        form.left.connect(self.close_form)
        self._foot.addWidget(form)
        self._bar.hide()
        form.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Put the bar back."""
        held = self.form is not None and has_keyboard(self.form)
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._bar.setVisible(True)
        if held:
            self.freed.emit()

    def _ask_cost(self) -> None:
        if self.one is not None:
            rate = f"{(self.one.file.account.daily_rate * 100).normalize():f}%"
            self.cost_asked.emit(_("{rate} per day, equal payments, 12 months", rate=rate))

    def _on_language(self) -> None:
        if self.one is None:
            self.show_blank()
        else:
            self.show_account(self.one)
