"""The sides of an account that show it: where it stands, its statements, schedule and events."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from workbench.accounts.account import EVENT_WORDS
from workbench.i18n import N_, _, day, moment, money, number, percent
from workbench.ui import account_words as said
from workbench.ui import theme
from workbench.ui.chart_axes import Mark
from workbench.ui.chart_card import ChartCard
from workbench.ui.charts import Meter
from workbench.ui.labels import Picture, heading, label, named_value, shown
from workbench.ui.layouts import card, clear, column, row
from workbench.ui.line_charts import Lines, Series
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


class StandingSide(QWidget):
    """Balance and limit, what is due, flags, exposure, terms, and the balance over the months."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 10)
        self._layout.setSpacing(8)

    def show_account(self, one: Shown) -> None:
        """Show this account."""
        clear(self._layout)
        both = row(_balance_card(one.file), _due_card(one.file), gap=8)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self._layout.addLayout(both)
        if one.flags:
            self._layout.addWidget(_flags_card(one.flags))
        if len(one.file.months) > 1:
            self._layout.addWidget(_months_card(one.file))
        below = row(_parts_card(one.file), _terms_card(one.file), gap=8)
        self._layout.addLayout(below)
        self._layout.addStretch(1)


def _balance_card(file: AccountFile) -> QFrame:
    account, position = file.account, file.position
    meter = Meter(N_("Used of the limit"))
    used = float(position.balance / account.limit) if account.limit else None
    words = percent(used) if used is not None else _("no limit")
    meter.show_value(used, 1.0, words=words, limit_words=money(account.limit, account.currency))
    big = shown(
        money(position.balance, account.currency), scale=1.7, weight=theme.SEMIBOLD, tabular=True
    )
    drawable = _("{amount} may be drawn", amount=money(position.available, account.currency))
    return card(
        column(
            heading(N_("Balance"), lambda: _("on {date}", date=day(position.on))),
            big,
            meter,
            named_value(N_("Limit"), money(account.limit, account.currency)),
            shown(drawable, ink="text2", scale=0.94),
            None,
            gap=4,
            margins=_MARGINS,
        )
    )


def _due_card(file: AccountFile) -> QFrame:
    account, position = file.account, file.position
    late = position.dpd > 0
    bucket = shown(
        file.product.bucket(position.dpd).text(),
        ink="decline" if late else "approve",
        weight=theme.SEMIBOLD,
        scale=1.1,
    )
    mark = Picture("decline" if late else "approve", 16, "decline" if late else "approve")
    lines: list[QLayout] = [row(mark, bucket, None, gap=6)]
    due = money(position.minimum_due, account.currency)
    lines.append(named_value(N_("Minimum due"), due))
    lines.append(named_value(N_("Due on"), day(position.due_on) if position.due_on else "–"))
    if late and position.past_due_since is not None:
        lines.append(
            named_value(N_("Past due"), money(position.past_due, account.currency), ink="decline")
        )
        lines.append(named_value(N_("Since"), day(position.past_due_since)))
    return card(column(heading(N_("Payment")), *lines, None, gap=4, margins=_MARGINS))


def _flags_card(codes: tuple[str, ...]) -> QFrame:
    lines = []
    for code in codes:
        rule = said.flag_rule(code)
        protects = rule is not None and rule.protects
        name = shown(said.flag_text(code), weight=theme.MEDIUM, scale=0.96, wrap=True)
        what = shown(rule.what_follows() if rule else "", ink="text2", scale=0.92, wrap=True)
        words = column(name, what, gap=1)
        icon = Picture("lock" if protects else "flag", 16, "decline" if protects else "refer")
        icon.setAccessibleName(_("protects the customer") if protects else _("to look at"))
        line = row(icon, words, gap=9)
        line.setStretch(1, 1)
        lines.append(line)
    return card(column(heading(N_("Flags")), *lines, gap=7, margins=_MARGINS))


def _months_card(file: AccountFile) -> QFrame:
    chart = Lines(N_("Balance by month"))
    months = file.months
    names = [f"{one.month:%Y-%m}" for one in months]
    every = max(1, -(-len(names) // 5))
    balance = tuple((float(at), float(one.closing)) for at, one in enumerate(months))
    limit = tuple((float(at), float(one.limit)) for at, one in enumerate(months))
    late = [Mark(at, "") for at, one in enumerate(months) if one.dpd > 0]
    chart.show_series(
        [Series(_("balance"), balance), Series(_("limit"), limit, "base", dashed=True)],
        late,
        say_x=lambda at: names[min(len(names) - 1, max(0, round(at)))],
        say_y=lambda value: number(Decimal(round(value))),
        x_ticks=[float(at) for at in range(0, len(names), every)],
    )
    chart.setMinimumHeight(132)
    chart.setMaximumHeight(150)
    hint = _("a dashed upright where a payment was late") if late else ""
    return ChartCard(N_("Balance by month"), chart, lambda: hint, side=_MARGINS[0])


def _parts_card(file: AccountFile) -> QFrame:
    position, currency = file.position, file.account.currency
    parts = (
        (N_("Not billed yet"), position.unbilled),
        (N_("On the last statement"), position.on_statement),
        (N_("Bears interest"), position.revolving),
        (N_("In instalment plans"), position.planned),
        (N_("Interest"), position.interest),
        (N_("Fees"), position.fees),
        (N_("Credit balance"), -position.credit),
    )
    lines = [named_value(name, money(amount, currency)) for name, amount in parts if amount]
    lines.append(named_value(N_("Balance"), money(position.balance, currency), strong=True))
    exposure = file.exposure
    told = (
        (N_("This account"), exposure.own),
        (N_("Other accounts of the customer"), exposure.other),
        (N_("Connected people"), exposure.connected),
    )
    more = [named_value(name, money(amount, currency)) for name, amount in told]
    more.append(named_value(N_("Exposure in all"), money(exposure.total, currency), strong=True))
    return card(
        column(
            heading(N_("What the balance is made of")), *lines, 4, heading(N_("Exposure")), *more,
            None, gap=3, margins=_MARGINS,
        )
    )  # fmt: skip


def _terms_card(file: AccountFile) -> QFrame:
    account = file.account
    lines = [
        named_value(N_("Product"), file.product.text()),
        named_value(N_("Version"), account.product_version),
        named_value(N_("Daily rate"), percent(account.daily_rate, places=4)),
        named_value(N_("Rate a year"), percent(account.daily_rate * 365, places=2)),
        named_value(N_("Rate a year when late"), percent(account.late_rate * 365, places=2)),
        named_value(N_("Statement day"), str(account.statement_day)),
        named_value(N_("Due day"), str(account.due_day)),
        named_value(N_("Opened on"), day(account.opened_on)),
        named_value(N_("State since"), day(account.state_since)),
        named_value(N_("Review by"), day(account.review_on) if account.review_on else "–"),
        named_value(N_("Restructured"), _("yes") if account.restructured else _("no")),
    ]
    return card(column(heading(N_("Terms")), *lines, None, gap=3, margins=_MARGINS))


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
