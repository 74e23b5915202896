"""The first side of an account: where it stands, what is due, what it is made of, its terms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.i18n import N_, _, day, money, number, percent
from workbench.ui import account_words as said
from workbench.ui import theme
from workbench.ui.chart_axes import Mark
from workbench.ui.chart_card import ChartCard
from workbench.ui.charts import Meter
from workbench.ui.labels import NamedValue, Picture, heading, label, set_ink, shown
from workbench.ui.layouts import Card, clear, column, row
from workbench.ui.line_charts import Lines, Series

if TYPE_CHECKING:
    from workbench.ui.account_sides import Shown
    from workbench.workflow.monitor import AccountFile

_MARGINS = (14, 9, 14, 10)


class StandingSide(QWidget):
    """Balance and limit, what is due, flags, exposure, terms, and the balance over the months.

    The cards are made once and filled anew for each account: the next one opens at a key.
    """

    def __init__(self) -> None:
        super().__init__()
        self._balance, self._due = _BalanceCard(), _DueCard()
        self._flags, self._months = _FlagsCard(), _MonthsCard()
        self._parts, self._terms = _PartsCard(), _TermsCard()
        both = row(self._balance, self._due, gap=8)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        below = row(self._parts, self._terms, gap=8)
        self.setLayout(
            column(both, self._flags, self._months, below, None, margins=(12, 0, 12, 10), gap=8)
        )

    def show_account(self, one: Shown) -> None:
        """Show this account."""
        self._balance.show_account(one.file)
        self._due.show_account(one.file)
        self._flags.show_flags(one.flags)
        self._months.show_account(one.file)
        self._parts.show_account(one.file)
        self._terms.show_account(one.file)


class _BalanceCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._on = label(ink="text3", scale=0.9)
        self._balance = label(scale=1.7, weight=theme.SEMIBOLD, tabular=True)
        self._meter = Meter(N_("Used of the limit"))
        self._limit = NamedValue(N_("Limit"))
        self._drawable = label(ink="text2", scale=0.94)
        self.lay(
            row(label(N_("Balance"), weight=theme.SEMIBOLD), self._on, None, gap=8),
            *(self._balance, self._meter, self._limit, self._drawable, None),
            gap=4,
            margins=_MARGINS,
        )

    def show_account(self, file: AccountFile) -> None:
        """What is owed of how much, and what may be drawn."""
        account, position = file.account, file.position
        used = float(position.balance / account.limit) if account.limit else None
        limit = money(account.limit, account.currency)
        words = percent(used) if used is not None else _("no limit")
        self._on.setText(_("on {date}", date=day(position.on)))
        self._balance.setText(money(position.balance, account.currency))
        self._meter.show_value(used, 1.0, words=words, limit_words=limit)
        self._limit.show_value(limit)
        drawable = money(position.available, account.currency)
        self._drawable.setText(_("{amount} may be drawn", amount=drawable))


class _DueCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._mark = Picture("approve", 16, "approve")
        self._bucket = label(weight=theme.SEMIBOLD, scale=1.1)
        self._due, self._due_on = NamedValue(N_("Minimum due")), NamedValue(N_("Due on"))
        self._late, self._since = NamedValue(N_("Past due")), NamedValue(N_("Since"))
        self.lay(
            heading(N_("Payment")),
            row(self._mark, self._bucket, None, gap=6),
            *(self._due, self._due_on, self._late, self._since, None),
            gap=4,
            margins=_MARGINS,
        )

    def show_account(self, file: AccountFile) -> None:
        """What is to be paid when, and what is late since when."""
        account, position = file.account, file.position
        late = position.dpd > 0
        ink = "decline" if late else "approve"
        self._mark.show_icon(ink, ink)
        self._bucket.setText(file.product.bucket(position.dpd).text())
        set_ink(self._bucket, ink)
        self._due.show_value(money(position.minimum_due, account.currency))
        self._due_on.show_value(day(position.due_on) if position.due_on else "–")
        since = position.past_due_since if late else None
        for line in (self._late, self._since):
            line.set_visible(since is not None)
        self._late.show_value(money(position.past_due, account.currency), "decline")
        self._since.show_value(day(since) if since else "")


class _FlagsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._lines: QVBoxLayout = column(gap=7)
        self.lay(heading(N_("Flags")), self._lines, gap=7, margins=_MARGINS)

    def show_flags(self, codes: tuple[str, ...]) -> None:
        """What stands out, and what follows from it."""
        clear(self._lines)
        for code in codes:
            rule = said.flag_rule(code)
            protects = rule is not None and rule.protects
            name = shown(said.flag_text(code), weight=theme.MEDIUM, scale=0.96, wrap=True)
            what = shown(rule.what_follows() if rule else "", ink="text2", scale=0.92, wrap=True)
            icon = Picture("lock" if protects else "flag", 16, "decline" if protects else "refer")
            icon.setAccessibleName(_("protects the customer") if protects else _("to look at"))
            line = row(icon, column(name, what, gap=1), gap=9)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
        self.setVisible(bool(codes))


class _MonthsCard(ChartCard):
    def __init__(self) -> None:
        self._lines = Lines(N_("Balance by month"))
        self._lines.setMinimumHeight(132)
        self._lines.setMaximumHeight(150)
        super().__init__(N_("Balance by month"), self._lines, side=_MARGINS[0])

    def show_account(self, file: AccountFile) -> None:
        """How balance and limit went, once there are two months."""
        months = file.months
        names = [f"{one.month:%Y-%m}" for one in months]
        every = max(1, -(-len(names) // 5))
        balance = tuple((float(at), float(one.closing)) for at, one in enumerate(months))
        limit = tuple((float(at), float(one.limit)) for at, one in enumerate(months))
        late = [Mark(at, "") for at, one in enumerate(months) if one.dpd > 0]
        self._lines.show_series(
            [Series(_("balance"), balance), Series(_("limit"), limit, "base", dashed=True)],
            late,
            say_x=lambda at: names[min(len(names) - 1, max(0, round(at)))],
            say_y=lambda value: number(Decimal(round(value))),
            x_ticks=[float(at) for at in range(0, len(names), every)],
        )
        self.hint.setText(_("a dashed upright where a payment was late") if late else "")
        self.setVisible(len(months) > 1)


class _PartsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._unbilled = NamedValue(N_("Not billed yet"))
        self._on_statement = NamedValue(N_("On the last statement"))
        self._revolving = NamedValue(N_("Bears interest"))
        self._planned = NamedValue(N_("In instalment plans"))
        self._interest, self._fees = NamedValue(N_("Interest")), NamedValue(N_("Fees"))
        self._credit = NamedValue(N_("Credit balance"))
        self._balance = NamedValue(N_("Balance"), strong=True)
        self._own = NamedValue(N_("This account"))
        self._other = NamedValue(N_("Other accounts of the customer"))
        self._connected = NamedValue(N_("Connected people"))
        self._total = NamedValue(N_("Exposure in all"), strong=True)
        self.lay(
            heading(N_("What the balance is made of")),
            *(self._unbilled, self._on_statement, self._revolving, self._planned, self._interest),
            *(self._fees, self._credit, self._balance, 4, heading(N_("Exposure"))),
            *(self._own, self._other, self._connected, self._total, None),
            gap=3,
            margins=_MARGINS,
        )

    def show_account(self, file: AccountFile) -> None:
        """The parts that make the balance, and what the customer owes in all."""
        position, exposure, currency = file.position, file.exposure, file.account.currency
        parts = (
            (self._unbilled, position.unbilled),
            (self._on_statement, position.on_statement),
            (self._revolving, position.revolving),
            (self._planned, position.planned),
            (self._interest, position.interest),
            (self._fees, position.fees),
            (self._credit, -position.credit),
        )
        for line, amount in parts:
            line.set_visible(bool(amount))
            line.show_value(money(amount, currency))
        for line, amount in (
            (self._balance, position.balance),
            (self._own, exposure.own),
            (self._other, exposure.other),
            (self._connected, exposure.connected),
            (self._total, exposure.total),
        ):
            line.show_value(money(amount, currency))


class _TermsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        names = (
            N_("Product"), N_("Version"), N_("Daily rate"), N_("Rate a year"),
            N_("Rate a year when late"), N_("Statement day"), N_("Due day"), N_("Opened on"),
            N_("State since"), N_("Review by"), N_("Restructured"),
        )  # fmt: skip
        self._lines = [NamedValue(name) for name in names]
        self.lay(heading(N_("Terms")), *self._lines, None, gap=3, margins=_MARGINS)

    def show_account(self, file: AccountFile) -> None:
        """What was agreed, and since when it stands so."""
        account = file.account
        values = (
            file.product.text(),
            account.product_version,
            percent(account.daily_rate, places=4),
            percent(account.daily_rate * 365, places=2),
            percent(account.late_rate * 365, places=2),
            str(account.statement_day),
            str(account.due_day),
            day(account.opened_on),
            day(account.state_since),
            day(account.review_on) if account.review_on else "–",
            _("yes") if account.restructured else _("no"),
        )
        for line, value in zip(self._lines, values, strict=True):
            line.show_value(value)
