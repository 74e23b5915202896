"""The calendar of accounts: suspensions to review, actions that wait, what takes effect when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.accounts.account import Action
from workbench.i18n import N_, _, day, plural, sentences
from workbench.ui import account_asks, theme
from workbench.ui import account_words as said
from workbench.ui.account_action_cards import ActionCards
from workbench.ui.buttons import button, rest, wake
from workbench.ui.chips import paint_chip
from workbench.ui.jobs import Jobs
from workbench.ui.labels import label
from workbench.ui.layouts import card, column, row, scrolled
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.reading import Reading
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.workflow.account_campaign import CalendarEntry
    from workbench.workflow.account_notices import NoticeResult
    from workbench.workflow.desk import Desk

_ROW, _HEAD = 28, 36


def calendar_columns() -> tuple[Column[CalendarEntry], ...]:
    """What falls due, the most overdue first."""
    return (
        Column(
            "on", N_("Latest"), lambda r: day(r.on), 118, strong=True,
            ink=lambda r: "decline" if r.overdue else "text",
        ),
        Column(
            "overdue", N_("When"), lambda r: _("overdue") if r.overdue else _("not due yet"), 110,
            paint=lambda p, box, r: paint_chip(
                p, box, "decline" if r.overdue else "pending",
                _("overdue") if r.overdue else _("not due yet"),
            ),
        ),
        Column("number", N_("Account"), lambda r: r.number, 96, ink="text2"),
        Column("name", N_("Customer"), lambda r: r.name, 140, strong=True),
        Column("what", N_("What"), lambda r: _(r.what), 200, stretch=True),
        Column(
            "state", N_("State"), lambda r: said.state_word(r.state), 130,
            paint=lambda p, box, r: paint_chip(
                p, box, said.STATE_STATUS[r.state], said.state_word(r.state)
            ),
        ),
    )  # fmt: skip


class CalendarSide(QWidget):
    """`opened` carries the number of an account to look at, `confirmed` and `withdrawn` an
    action, `counted` how many entries are overdue or wait."""

    opened = Signal(str)
    confirmed = Signal(object)
    withdrawn = Signal(object)
    counted = Signal(int)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.entries: tuple[CalendarEntry, ...] = ()
        self.untold = 0
        self.waiting: tuple[Action, ...] = ()
        self.problems = ProblemBar()
        self.cards = ActionCards(named=True)
        self.cards.confirmed.connect(self.confirmed)
        self.cards.withdrawn.connect(self.withdrawn)
        self.model: TableModel[CalendarEntry] = TableModel(calendar_columns())
        self.table = TableView(self.model, N_("Calendar of accounts"), density="compact")
        self.table.opened.connect(lambda entry: self.opened.emit(entry.number))
        self._lay()
        self._reading = Reading(self, N_("Reading what falls due"), "calendar")
        again(self, self._tell)

    def _lay(self) -> None:
        self._waits = label("", weight=theme.SEMIBOLD)
        self._falls = label("", weight=theme.SEMIBOLD)
        self._hint = label(
            N_("Enter opens the account. A stopped account stays here until it is settled."),
            ink="text3",
            scale=0.92,
        )
        self._letters = label("", weight=theme.SEMIBOLD)
        self.told = label("", ink="text2", scale=0.94, wrap=True)
        self.write = button(N_("Write the letters"), self.write_letters, icon="letter")
        line = row(self._letters, None, self.write, gap=8)
        self._due_letters = card(column(line, self.told, gap=4, margins=(16, 8, 12, 8)))
        listed = card(column(self._falls, self._hint, self.table, gap=5, margins=(16, 10, 16, 8)))
        parts = (self._due_letters, self._waits, self.cards, listed, None)
        body = column(*parts, gap=8, margins=(18, 10, 18, 16))
        self._blank = Blank(
            "calendar", N_("Nothing falls due"), N_("No account is stopped, and nothing waits.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(body))
        self._stack.addWidget(self._blank)
        layout = column(column(self.problems, margins=(18, 8, 18, 0)), self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Ask what falls due."""
        self._reading.ask(self._jobs, lambda _step: account_asks.due(self._desk), self._on_found)

    def write_letters(self) -> None:
        """Write the letters of what was done; each is then on the page of letters."""
        rest(self.write)
        self._jobs.start(
            self,
            lambda step: account_asks.write_notices(self._desk, step),
            self._on_written,
            self._on_error,
            title=N_("Writing the letters of accounts"),
        )

    def _on_error(self, error: WorkbenchError) -> None:
        wake(self.write)
        self.problems.show_error(error)

    def _on_written(self, found: NoticeResult) -> None:
        wake(self.write)
        said = [plural("{n} letter written.", "{n} letters written.", found.written)]
        said += [f"{account}: {why}" for account, why in found.waiting]
        if found.unaddressed:
            said.append(
                plural(
                    "{n} letter waits for an address: add it on the account, or import it.",
                    "{n} letters wait for an address: add it on the account, or import it.",
                    found.unaddressed,
                )
            )
        self.told.setText(sentences(*said))
        self.refresh()

    def _on_found(self, found: Any) -> None:
        self.problems.hide()
        self.entries, self.waiting, self.untold = found
        self._tell()
        self.counted.emit(len(self.waiting) + sum(one.overdue for one in self.entries))

    def _tell(self) -> None:
        none = not self.entries and not self.waiting and not self.untold and not self.told.text()
        self._due_letters.setVisible(bool(self.untold or self.told.text()))
        self.told.setVisible(bool(self.told.text()))
        self.write.setVisible(bool(self.untold))
        self._letters.setText(
            plural(
                "{n} change is not told to its customer yet",
                "{n} changes are not told to their customers yet",
                self.untold,
            )
        )
        self._stack.setCurrentIndex(1 if none else 0)
        self.cards.show_actions(self.waiting)
        self._waits.setVisible(bool(self.waiting))
        self._waits.setText(
            plural(
                "{n} action waits for a person", "{n} actions wait for people", len(self.waiting)
            )
        )
        late = sum(one.overdue for one in self.entries)
        self._falls.setText(
            plural("{n} entry in 60 days", "{n} entries in 60 days", len(self.entries))
            + (" · " + plural("{n} overdue", "{n} overdue", late) if late else "")
        )
        self.model.show_rows(self.entries)
        self.table.setFixedHeight(_HEAD + _ROW * min(16, max(1, len(self.entries))))
