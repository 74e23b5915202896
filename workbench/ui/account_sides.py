"""The sides of an account that show it: where it stands, its statements, schedule and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.accounts.account import EVENT_WORDS
from workbench.i18n import N_, _, day, moment, money
from workbench.ui import account_words as said
from workbench.ui.labels import label
from workbench.ui.layouts import column
from workbench.ui.table import Column, TableModel, TableView

if TYPE_CHECKING:
    from workbench.accounts.account import AccountEvent, DueRow, MonthRow
    from workbench.workflow.account_watch import Behaviour
    from workbench.workflow.monitor import AccountFile

_MARGINS = (14, 9, 14, 10)


@dataclass(frozen=True, slots=True)
class Shown:
    """An account with what the pane shows beside its file."""

    file: AccountFile
    behaviour: Behaviour | None
    flags: tuple[str, ...]


class RowsSide(QWidget):
    """A table of an account's rows, with a sentence where there are none."""

    def __init__(self, name: str, columns: tuple[Column[object], ...], none: str) -> None:
        super().__init__()
        self.model: TableModel[object] = TableModel(columns)
        self.table = TableView(self.model, name, density="compact")
        self._none = label(none, ink="text2", wrap=True)
        layout = column(self._none, self.table, gap=0, margins=(0, 0, 0, 0))
        self._none.setContentsMargins(16, 12, 16, 12)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(layout)

    def show_rows(self, rows: tuple[object, ...]) -> None:
        """Show these rows."""
        self.model.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)


def month_columns() -> tuple[Column[MonthRow], ...]:
    """Statements, newest first."""
    return (
        Column(
            "month", N_("Month"), lambda r: f"{r.month:%Y-%m}", 84, stretch=True, strong=True
        ),
        Column("opening", N_("Opening"), lambda r: money(r.opening), 82, right=True, spare=4),
        Column("purchases", N_("Drawn"), lambda r: money(r.purchases), 76, right=True, spare=2),
        Column("payments", N_("Paid"), lambda r: money(r.payments), 76, right=True),
        Column("interest", N_("Interest"), lambda r: money(r.interest), 66, right=True, spare=3),
        Column("fees", N_("Fees"), lambda r: money(r.fees), 56, right=True, spare=5),
        Column("closing", N_("Closing"), lambda r: money(r.closing), 84, right=True, strong=True),
        Column("minimum", N_("Minimum"), lambda r: money(r.minimum_due), 74, right=True, spare=1),
        Column(
            "late", N_("Late"), lambda r: said.late_text(r.dpd), 66, right=True,
            ink=lambda r: "decline" if r.dpd else "text3",
            tip=lambda r: _("only the minimum was paid") if r.minimum_only else "",
        ),
    )  # fmt: skip


def due_columns() -> tuple[Column[DueRow], ...]:
    """The instalments that hold."""
    return (
        Column("due_on", N_("Due on"), lambda r: day(r.due_on), 106, stretch=True, strong=True),
        Column("number", N_("No."), lambda r: f"{r.series}.{r.number}", 54, ink="text2"),
        Column("principal", N_("Principal"), lambda r: money(r.principal), 84, right=True),
        Column("interest", N_("Interest"), lambda r: money(r.interest), 70, right=True),
        Column("fee", N_("Fee"), lambda r: money(r.fee), 60, right=True, spare=1),
        Column("payment", N_("Payment"), lambda r: money(r.payment), 84, right=True, strong=True),
        Column("balance", N_("Left"), lambda r: money(r.balance), 88, right=True, ink="text2"),
        Column(
            "paid", N_("Paid"), lambda r: _("paid") if r.paid else "", 60,
            ink="approve",
        ),
    )  # fmt: skip


def event_columns() -> tuple[Column[AccountEvent], ...]:
    """What moved, newest first."""
    return (
        Column("on", N_("Date"), lambda r: day(r.on), 106),
        Column("kind", N_("What"), lambda r: _(EVENT_WORDS[r.kind]), 130, strong=True),
        Column(
            "amount", N_("Amount"), lambda r: money(r.amount) if r.amount else "", 92, right=True
        ),
        Column("actor", N_("Who"), lambda r: r.actor, 96, ink="text2", spare=1),
        Column("at", N_("Recorded"), lambda r: moment(r.booked_at), 124, ink="text3", spare=2),
        Column("note", N_("Note"), lambda r: r.note, 80, stretch=True, ink="text3"),
    )
