"""Repayment help for one account: plans beside the present one, and the one that is agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workbench.accounts.account import EventKind
from workbench.accounts.loan_terms import annual_of
from workbench.accounts.product import ProductKind
from workbench.accounts.relief import Debt, ReliefKind, ReliefOption, ReliefPlan, Wish, relief_plan
from workbench.errors import AccountRefused
from workbench.i18n import _
from workbench.money.amounts import exact
from workbench.money.periods import DayCount
from workbench.storage import account_book, account_ledger
from workbench.workflow import account_endings, monitor
from workbench.workflow.account_entries import add_schedule, event_row, in_closed_month
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile


def relief_options(
    desk: Desk, which: int | str, wish: Wish, *, on: date | None = None
) -> ReliefPlan:
    """The plans for an account within the customer's free cash; their other accounts count in
    a consolidation. Raises AccountRefused when nothing is owed.
    """
    day = on or now().date()
    file = monitor.account(desk, which, on=day)
    debt = debt_of(file, day)
    if debt is None:
        raise AccountRefused(number=file.account.number, why=_("Nothing is owed on it."))
    debts = [account_endings.other_debts(desk, file, day)] if _kept_here(desk, file) else []
    others = [_to_the_day(desk, other, day) for found in debts for other in found]
    if others:
        debt = _to_the_day(desk, file, day)
    return relief_plan(debt, wish, day, others)


def _kept_here(desk: Desk, file: AccountFile) -> bool:
    return bool(account_book.raw_account(desk.store, file.account.id)["source"] != "imported")


@exact
def _to_the_day(desk: Desk, file: AccountFile, on: date) -> Debt:
    """A debt with the interest and fees that paying it off on a day costs."""
    debt = debt_of(file, on)
    assert debt is not None
    paid_off = account_endings.payoff(desk, file.account.id, on=on)
    return replace(debt, charges=paid_off.total - debt.principal)


@exact
def debt_of(file: AccountFile, on: date) -> Debt | None:
    """What an account owes, as repayment help sees it; None when nothing is owed."""
    standing, account = file.position, file.account
    principal = standing.unbilled + standing.on_statement + standing.revolving + standing.planned
    if principal <= 0:
        return None
    line = file.product.kind is ProductKind.LINE
    left = [row for row in file.schedule if row.due_on > on]
    due = monitor.due_after(account, file.product, on)
    return Debt(
        principal=principal,
        annual_rate=annual_of(account.daily_rate, DayCount.ACTUAL_365),
        months=0 if line else max(len(left), 1),
        next_due_on=due,
        currency=account.currency,
        minimum=file.product.minimum if line else None,
    )


def restructure(
    desk: Desk,
    which: int | str,
    option: ReliefOption,
    *,
    note: str,
    seen_version: int | None = None,
) -> None:
    """Put an agreed plan in the place of the present one; the account stays marked.

    What was past due is part of the plan; interest and fees charged before stay due. A
    consolidation opens a new loan that pays every account off. Raises AccountRefused,
    AccountChanged.
    """
    schedule = option.schedule
    file = monitor.account(desk, which, on=schedule.disbursed_on)
    if option.kind is ReliefKind.CONSOLIDATION:
        account_endings.consolidate(desk, which, option, note=note)
        return
    if len(note.strip()) < 10:
        why = _("Say in a note what was agreed with the customer (10 characters at least).")
        raise AccountRefused(number=file.account.number, why=why)
    if why := in_closed_month(file.account, schedule.disbursed_on):
        raise AccountRefused(number=file.account.number, why=why)
    series = account_ledger.last_series(desk.store, file.account.id) + 1
    with desk.store.writing(desk.officer(), now()) as step:
        account_book.change(
            step, file.account.id, seen_version or file.account.version, restructured=True,
            due_day=_due_day(file, schedule.instalments[0].due_on.day),
        )  # fmt: skip
        for kind, amount in _moves(file):
            row = event_row(file, kind, amount, schedule.disbursed_on, note.strip())
            account_ledger.add_events(step, row, event="restructured", subject=file.account.number)
        add_schedule(
            step, file.account.id, schedule, series=series, purpose=account_ledger.RESTRUCTURED
        )


def _due_day(file: AccountFile, wanted: int) -> int:
    """The due day from now on; a statement is never due on its own day."""
    account = file.account
    line = file.product.kind is ProductKind.LINE
    return account.due_day if line and wanted == account.statement_day else wanted


def _moves(file: AccountFile) -> list[tuple[EventKind, Decimal]]:
    """Principal that had fallen due becomes part of the plan again."""
    standing = file.position
    if file.product.kind is ProductKind.LINE:
        return [(EventKind.PLAN, standing.unbilled + standing.on_statement + standing.revolving)]
    late = standing.revolving
    return (
        [(EventKind.PLAN, late), (EventKind.PLAN_SETTLED, late)]
        if late
        else [(EventKind.SCHEDULE, Decimal(0))]
    )
