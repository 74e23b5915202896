"""Repayment help: what the customer can pay, and what each relief costs more in honest words."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from workbench.accounts.relief import (
    RUN_UP_WORDS,
    ReliefOption,
    ReliefPlan,
    RunUp,
    Wish,
)
from workbench.i18n import N_, _, day, money, plural
from workbench.money.schedules import Instalment, Schedule
from workbench.money.typed_figures import typed_figure
from workbench.ui import theme
from workbench.ui.account_sides import Shown
from workbench.ui.buttons import button
from workbench.ui.chips import Chip
from workbench.ui.fields import HEIGHT, choice_field, number_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import heading, label, named_value, repolish, shown
from workbench.ui.layouts import card, clear, column, row
from workbench.ui.notices import ProblemBar
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.words import again, say

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

_MARGINS = (14, 9, 14, 10)
_TYPING_MS = 300
_NOTE_AT_LEAST = 10


class ReliefSide(QWidget):
    """`changed` carries the number of the account whose plan was restructured."""

    changed = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._one: Shown | None = None
        self._asked = 0
        self.found: ReliefPlan | None = None
        self.chosen: ReliefOption | None = None
        self._make_parts()
        self._lay()

    def _make_parts(self) -> None:
        self.problems = ProblemBar()
        self.cash = QLineEdit()
        self.cash.setFixedSize(theme.grown(112), HEIGHT)
        self.cash.setFont(theme.font(1.0, tabular=True))
        say(self.cash, self.cash.setAccessibleName, N_("What the customer can pay a month"))
        self._wait = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._wait.timeout.connect(self.look)
        self.cash.textEdited.connect(lambda _text: self._wait.start())
        self.pay_day = number_field(N_("Day of the month on which income arrives"), 0, 31)
        self.term = number_field(N_("Months wished for"), 0, 60)
        for field in (self.pay_day, self.term):
            field.setFixedWidth(theme.grown(64))
            field.setSpecialValueText("–")
            field.valueChanged.connect(lambda _value: self._wait.start())
        self.run_up = choice_field(N_("Interest to today"), 150)
        for each in RunUp:
            self.run_up.addItem(_(RUN_UP_WORDS[each]), each.value)
        again(self.run_up, self._name_choices)
        self.run_up.activated.connect(lambda _at: self.look())
        self._interest = label(N_("Interest to today"), ink="text2")
        self.note = QLineEdit()
        self.note.setFixedHeight(HEIGHT)
        say(self.note, self.note.setPlaceholderText, N_("What was agreed, and with whom"))
        say(self.note, self.note.setAccessibleName, N_("What was agreed, and with whom"))
        self.agree = button(
            N_("Record the new schedule"), self._agree, role="primary", icon="check"
        )
        self.note.textChanged.connect(lambda _text: self._can_agree())
        self.said = label(ink="text2", wrap=True)
        self.options = QVBoxLayout()
        self.options.setSpacing(6)
        self.tables = row(gap=24)

    def _lay(self) -> None:
        asked = row(
            label(N_("Can pay a month"), ink="text2"),
            self.cash,
            label(N_("Pay day"), ink="text2"),
            self.pay_day,
            label(N_("Months"), ink="text2"),
            self.term,
            None,
            gap=9,
        )
        top = card(
            column(
                heading(N_("Repayment help"), N_("the cheapest plan within free cash")),
                asked,
                row(self._interest, self.run_up, None, gap=9),
                self.said,
                gap=7,
                margins=_MARGINS,
            )
        )
        self._beside = card(
            column(
                heading(N_("Now and proposed, side by side")),
                self.tables,
                row(self.note, self.agree, gap=8),
                gap=8,
                margins=_MARGINS,
            )
        )
        inner = column(
            self.problems, top, self.options, self._beside, None, gap=8, margins=(12, 0, 12, 10)
        )
        self.setLayout(inner)
        self._beside.hide()

    def show_account(self, one: Shown) -> None:
        """Start with what falls due now as what can be paid."""
        before, self._one, self.chosen = self._one, one, None
        if before is not None and before.file.account == one.file.account:
            self.look()  # what was typed stays
            return
        self.problems.hide()
        self.note.clear()
        due = next((row_.payment for row_ in one.file.schedule if not row_.paid), None)
        position = one.file.position
        usual = due or position.minimum_due or (position.balance / 12).quantize(Decimal(1))
        self.cash.setText(f"{usual:,.2f}" if usual else "")
        self.look()

    def look(self) -> None:
        """Ask for every relief within what can be paid."""
        one, cash = self._one, _amount(self.cash.text())
        self.cash.setProperty("wrong", "true" if cash is None else "false")
        repolish(self.cash)
        if one is None or cash is None:
            clear(self.options)
            self._beside.hide()
            self.said.setText(_("Enter what is left each month after essentials."))
            return
        self._asked += 1
        asked, which = self._asked, one.file.account.id
        wish = Wish(
            free_cash=(cash,),
            income_day=self.pay_day.value() or None,
            term_months=self.term.value() or None,
            run_up=RunUp(str(self.run_up.currentData())),
        )

        def work(_step: Step) -> ReliefPlan:
            from workbench.workflow import account_relief

            return account_relief.relief_options(self._desk, which, wish)

        self._jobs.start(
            self, work, lambda found: self._on_found(found, asked), self._on_error, reads=True
        )

    def _on_error(self, error: Any) -> None:
        clear(self.options)
        self._beside.hide()
        self.said.setText(error.text())

    def _on_found(self, found: ReliefPlan, asked: int) -> None:
        if asked != self._asked:
            return
        self.found = found
        self._tell_interest(found)
        clear(self.options)
        for option in found.options:
            self.options.addWidget(self._option_card(option, cheapest=option is found.cheapest))
        if found.cheapest is None:
            self.said.setText(
                _("No plan fits what can be paid: every one of them asks for more in some month.")
            )
            self._beside.hide()
        else:
            self.said.setText(
                _("The cheapest plan that fits {costs}.", costs=self._costs(found.cheapest))
            )
            self.choose(found.cheapest)

    def _name_choices(self) -> None:
        for at, each in enumerate(RunUp):
            self.run_up.setItemText(at, _(RUN_UP_WORDS[each]))

    def _tell_interest(self, found: ReliefPlan) -> None:
        """What has run up to today, and what is made of it; nothing where none has."""
        interest = max((option.interest for option in found.options), default=Decimal(0))
        for part in (self._interest, self.run_up):
            part.setVisible(interest > 0)
        amount = money(interest, self._currency())
        self._interest.setText(_("Interest to today, {amount}:", amount=amount))

    def _costs(self, option: ReliefOption) -> str:
        """What it costs more, or less, than going on as now; in honest words."""
        amount = money(abs(option.extra_cost), self._currency())
        if option.extra_cost > 0:
            return _("costs {amount} more in all than going on as now", amount=amount)
        if option.extra_cost < 0:
            return _("costs {amount} less in all than going on as now", amount=amount)
        return _("costs as much as going on as now")

    def _currency(self) -> str:
        return self._one.file.account.currency if self._one else ""

    def _option_card(self, option: ReliefOption, *, cheapest: bool) -> QFrame:
        status, words = ("approve", N_("fits")) if option.fits else ("refer", N_("does not fit"))
        parts: list[QWidget] = [
            shown(_(option.name), weight=theme.SEMIBOLD),
            Chip(status, words),
        ]
        if cheapest:
            parts.append(Chip("info", N_("cheapest")))
        choose = button(N_("Compare"), partial(self.choose, option), icon="compare", height=28)
        head = row(*parts, None, choose, gap=8)
        currency = self._currency()
        months = option.extra_months
        longer = (
            plural("{n} month longer", "{n} months longer", months)
            if months >= 0
            else plural("{n} month shorter", "{n} months shorter", -months)
        )
        said = _(
            "{first} first, {largest} at most; {more}; {longer}.",
            first=money(option.first_payment, currency),
            largest=money(option.largest_payment, currency),
            more=self._costs(option),
            longer=longer,
        )
        return card(
            column(head, shown(said, ink="text2", scale=0.94, wrap=True), gap=4, margins=_MARGINS)
        )

    def choose(self, option: ReliefOption) -> None:
        """Put an option's schedule beside the one that holds."""
        self.chosen = option
        clear(self.tables)
        if self.found is None:
            return
        for name, plan in ((N_("Now"), self.found.original), (N_("Proposed"), option.schedule)):
            self.tables.addWidget(_plan_table(name, plan))
        self._beside.setVisible(True)
        self._can_agree()

    def _can_agree(self) -> None:
        one = self.chosen
        why = ""
        if one is None or not one.fits:
            why = _("It asks for more than can be paid.")
        elif len(self.note.text().strip()) < _NOTE_AT_LEAST:
            why = _("Say in the note what was agreed.")
        self.agree.setEnabled(not why)
        self.agree.setToolTip(why)

    def _agree(self) -> None:
        one, option, note = self._one, self.chosen, self.note.text().strip()
        if one is None or option is None:
            return
        account = one.file.account
        which, version, number = account.id, account.version, account.number

        def work(_step: Step) -> Any:
            from workbench.workflow import account_relief

            return account_relief.restructure(
                self._desk, which, option, note=note, seen_version=version
            )

        self._jobs.start(
            self, work, lambda _done: self.changed.emit(number), self.problems.show_error,
            title=N_("Recording the new schedule"),
        )  # fmt: skip


def _columns() -> tuple[Column[Instalment], ...]:
    return (
        Column("due", N_("Due on"), lambda r: day(r.due_on), 108),
        Column(
            "payment",
            N_("Payment"),
            lambda r: money(r.payment),
            80,
            right=True,
            strong=True,
            stretch=True,
        ),
        Column(
            "balance",
            N_("Left"),
            lambda r: money(r.balance),
            84,
            right=True,
            ink="text2",
            spare=1,
        ),
    )


def _plan_table(name: str, plan: Schedule) -> QWidget:
    model: TableModel[Instalment] = TableModel(_columns())
    model.show_rows(plan.instalments)
    table = TableView(model, name, density="compact")
    table.setFixedHeight(212)
    made = QWidget()
    made.setLayout(
        column(
            shown(_(name), weight=theme.SEMIBOLD, scale=0.96),
            table,
            named_value(N_("All payments"), money(plan.total_of_payments, plan.currency)),
            named_value(
                N_("Interest and fees"), money(plan.total_interest + plan.total_fees, plan.currency)
            ),
            gap=4,
        )
    )
    return made


def _amount(text: str) -> Decimal | None:
    value = typed_figure(text)
    return value if value is not None and value > 0 else None
