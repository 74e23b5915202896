"""The terms of what is recorded on an account, and what it would do, said before it is done."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from workbench.accounts.account import EVENT_WORDS, AccountState, EventKind
from workbench.accounts.loan_terms import loan_schedule
from workbench.accounts.product import ProductKind
from workbench.i18n import N_, _, money, plural
from workbench.ui import theme
from workbench.ui.account_asks import Entry, Movement
from workbench.ui.fields import choice_field, number_field
from workbench.ui.layouts import row

if TYPE_CHECKING:
    from workbench.workflow.monitor import AccountFile

MOVEMENT_WORDS = {
    **{kind: EVENT_WORDS[EventKind(kind.value)] for kind in (
        Movement.DRAWING, Movement.PAYMENT, Movement.REFUND, Movement.FEE,
    )},
    Movement.LOAN: N_("Loan under the limit"),
    Movement.PLAN: N_("Instalment plan"),
    Movement.PLAN_END: N_("End a plan early"),
    Movement.SETTLE: N_("Settle the loan"),
}  # fmt: skip
METHOD_NAMES = {
    "equal_payment": N_("level payments"),
    "equal_principal": N_("equal principal"),
    "interest_first": N_("interest first, principal at the end"),
    "bullet": N_("all at the end"),
    "flexible_interest_first": N_("interest first, then level"),
}
NONE = Decimal(0)


def movements(file: AccountFile) -> tuple[Movement, ...]:
    """What can be recorded on an account, in the order it is offered."""
    money_moves = (Movement.PAYMENT, Movement.REFUND, Movement.FEE)
    runs = bool(_running(file))
    if file.product.kind is ProductKind.LOAN:
        ends = (Movement.SETTLE,) if runs else ()
        draws = (Movement.LOAN,) if file.account.state is not AccountState.CLOSED else ()
        return (*money_moves, *draws, *ends)
    ends = (Movement.PLAN_END,) if runs else ()
    plans = (Movement.PLAN,) if file.product.plans else ()
    return (Movement.DRAWING, *money_moves, *plans, *ends)


def _running(file: AccountFile) -> list[int]:
    return sorted({row.series for row in file.schedule if row.due_on > file.position.on})


class EntryTerms(QWidget):
    """Months and method of a loan, the offer of a plan, or the plan that ends."""

    def __init__(self, file: AccountFile, changed: Callable[[], None]) -> None:
        super().__init__()
        self._kind = Movement.PAYMENT
        product = file.product
        self.term = number_field(N_("Months"), 1, product.term_most)
        self.term.setFixedWidth(theme.grown(64))
        self.term.setValue(min(12, product.term_most))
        self.term.valueChanged.connect(lambda _value: changed())
        self.way = choice_field(N_("Repayment"), 190)
        for word in product.methods:
            self.way.addItem(_(METHOD_NAMES[word]), word)
        self.offer = choice_field(N_("Months"), 124)
        for each in product.plans:
            self.offer.addItem(
                plural("over {n} month", "over {n} months", each.months), each.months
            )
        self.plan = choice_field(N_("Plan"), 110)
        for series in _running(file):
            self.plan.addItem(_("Plan {n}", n=series), series)
        for field in (self.way, self.offer, self.plan):
            field.activated.connect(lambda _at: changed())
        self.setLayout(row(self.term, self.way, self.offer, self.plan, gap=8))

    def show_for(self, kind: Movement) -> None:
        """Show the terms of this kind of movement."""
        self._kind = kind
        loan = kind is Movement.LOAN
        for field, wanted in (
            (self.term, loan), (self.way, loan), (self.offer, kind is Movement.PLAN),
            (self.plan, kind is Movement.PLAN_END),
        ):  # fmt: skip
            field.setVisible(wanted)
        self.setVisible(kind in (Movement.LOAN, Movement.PLAN, Movement.PLAN_END))

    def months(self) -> int:
        """The months chosen; 0 where none are."""
        if self._kind is Movement.LOAN:
            return self.term.value()
        return int(self.offer.currentData()) if self._kind is Movement.PLAN else 0

    def method(self) -> str:
        """The stored word of the method of repayment."""
        return str(self.way.currentData() or "")

    def series(self) -> int:
        """The plan that ends."""
        return int(self.plan.currentData() or 0)


def what_it_does(file: AccountFile, entry: Entry) -> tuple[str, str]:
    """(why it may not be, what it does): one of them is empty."""
    from workbench.workflow.account_entries import may_draw

    if entry.kind in (Movement.DRAWING, Movement.LOAN) and (why := may_draw(file, entry.amount)):
        return why, ""
    does = {
        Movement.LOAN: _loan, Movement.PLAN: _plan, Movement.PLAN_END: _plan_end,
        Movement.SETTLE: _settle,
    }.get(entry.kind, _balance)  # fmt: skip
    return does(file, entry)


def _balance(file: AccountFile, entry: Entry) -> tuple[str, str]:
    more = entry.kind in (Movement.DRAWING, Movement.FEE)
    balance = file.position.balance + (entry.amount if more else -entry.amount)
    words = money(balance, file.account.currency)
    return "", _("The balance becomes {balance}.", balance=words)


def _loan(file: AccountFile, entry: Entry) -> tuple[str, str]:
    schedule = loan_schedule(
        file.product, entry.amount, entry.months, method=entry.method, on=entry.on,
        daily_rate=file.account.daily_rate,
    )  # fmt: skip
    currency = file.account.currency
    return "", _(
        "{n} payments, the first {first}, the last {last}; interest {interest}.",
        n=len(schedule.instalments),
        first=money(schedule.instalments[0].payment, currency),
        last=money(schedule.instalments[-1].payment, currency),
        interest=money(schedule.total_interest, currency),
    )


def _plan(file: AccountFile, entry: Entry) -> tuple[str, str]:
    offer = next(each for each in file.product.plans if each.months == entry.months)
    most = file.position.unbilled + file.position.on_statement
    currency = file.account.currency
    if entry.amount > most:
        words = money(most, currency)
        return _("Only what is bought and not yet overdue can be put into a plan: {most} at most.",
                 most=words), ""  # fmt: skip
    fees = entry.amount * (offer.fee_in_all + offer.fee_per_period * offer.months)
    part = (entry.amount + fees) / offer.months
    return "", _(
        "{n} parts of about {part}; fees {fees} in all.",
        n=offer.months,
        part=money(part, currency),
        fees=money(fees, currency),
    )


def _plan_end(file: AccountFile, entry: Entry) -> tuple[str, str]:
    from workbench.workflow.account_plans import settling_plan

    found = settling_plan(file, entry.series, entry.on)
    if found is None:
        return _("There is no such plan still running."), ""
    currency = file.account.currency
    return "", _(
        "{principal} comes onto the next statement, with {fees} of fees.",
        principal=money(found.principal, currency),
        fees=money(found.fees, currency),
    )


def _settle(file: AccountFile, entry: Entry) -> tuple[str, str]:
    from workbench.workflow.account_endings import loan_ends

    ends = loan_ends(file, entry.on)
    if not ends:
        return _("There is no such plan still running."), ""
    owed = file.position.balance + sum((one.interest for one in ends), NONE)
    words = money(owed, file.account.currency)
    if file.position.dpd:
        return "", _(
            "{amount} is paid, with the penalty interest of this month; nothing is owed then.",
            amount=words,
        )
    return "", _("{amount} is paid, interest to the day in it; nothing is owed then.", amount=words)
