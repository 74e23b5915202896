"""Repayment help for one account: plans beside the present one, and the one that is agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from workbench.accounts.account import EventKind
from workbench.accounts.loan_terms import annual_of
from workbench.accounts.product import ProductKind
from workbench.accounts.relief import (
    Debt,
    ReliefKind,
    ReliefOption,
    ReliefPlan,
    RunUp,
    Wish,
    relief_plan,
)
from workbench.errors import AccountRefused
from workbench.i18n import _
from workbench.money.amounts import exact
from workbench.money.periods import DayCount
from workbench.money.schedules import Instalment
from workbench.storage import account_book, account_ledger, holder_proof
from workbench.workflow import account_endings, monitor
from workbench.workflow.account_entries import add_schedule, event_row, in_closed_month
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

NONE = Decimal(0)


def relief_options(
    desk: Desk, which: int | str, wish: Wish, *, on: date | None = None
) -> ReliefPlan:
    """The plans for an account within the customer's free cash; their other accounts count in
    a consolidation. Raises AccountRefused when nothing is owed.
    """
    day = on or now().date()
    file = _file(desk, which, day)
    debt = debt_of(file, day)
    if debt is None:
        raise AccountRefused(number=file.account.number, why=_("Nothing is owed on it."))
    debts = [account_endings.other_debts(desk, file, day)] if _kept_here(desk, file) else []
    others = [_to_the_day(desk, other, day) for found in debts for other in found]
    if others:
        debt = _to_the_day(desk, file, day)
    return relief_plan(debt, wish, day, others)


def _file(desk: Desk, which: int | str, on: date) -> AccountFile:
    """An account on a day before what falls due on it: the plan takes that in."""
    file = monitor.account(desk, which, on=on)
    standing = monitor.position(desk, file.account, on, due_on_it=False)
    return replace(file, position=standing)


def _kept_here(desk: Desk, file: AccountFile) -> bool:
    return bool(account_book.raw_account(desk.store, file.account.id)["source"] != "imported")


@exact
def _to_the_day(desk: Desk, file: AccountFile, on: date) -> Debt:
    """A debt with the interest and fees that paying it off on a day costs."""
    debt = debt_of(file, on)
    assert debt is not None
    paid_off = account_endings.payoff(desk, file.account.id, on=on)
    ending = paid_off.fees if debt.coming else NONE
    return replace(debt, charges=paid_off.total - debt.principal, ending=ending)


@exact
def debt_of(file: AccountFile, on: date) -> Debt | None:
    """What an account owes, as repayment help sees it; None when nothing is owed."""
    account, principal = file.account, _principal(file)
    if principal <= 0:
        return None
    line = file.product.kind is ProductKind.LINE
    left = [row for row in file.schedule if row.due_on >= on]
    due = monitor.due_after(account, file.product, on)
    return Debt(
        principal=principal,
        annual_rate=annual_of(account.daily_rate, DayCount.ACTUAL_365),
        months=0 if line else max(len(left), 1),
        next_due_on=due,
        currency=account.currency,
        minimum=file.product.minimum if line else None,
        run_up=run_up(file, on),
        coming=() if line else _coming(file, on),
    )


@exact
def run_up(file: AccountFile, on: date) -> Decimal:
    """The interest of the schedules that bear any, from their last due date to a day; it is
    charged with the next instalment, or settled when a plan takes the schedule's place."""
    bearing = {row.series for row in file.schedule if row.due_on >= on and row.interest}
    ends = account_endings.loan_ends(file, on, after=on - timedelta(days=1))
    return sum((one.interest for one in ends if one.series in bearing), NONE)


def _coming(file: AccountFile, on: date) -> tuple[Instalment, ...]:
    """The instalments still to come as they fall due, what is late already before them."""
    rows = [row for row in file.schedule if row.due_on >= on]
    left = sum((row.principal for row in rows), NONE)
    late = _principal(file) - left
    made = [Instalment(0, on, 0, late, NONE, NONE, late, left)] if late > 0 else []
    for day in sorted({row.due_on for row in rows}):
        mine = [row for row in rows if row.due_on == day]
        principal, interest, fee = (
            sum((getattr(row, name) for row in mine), NONE)
            for name in ("principal", "interest", "fee")
        )
        left -= principal
        payment = principal + interest + fee
        made.append(Instalment(len(made) + 1, day, 0, principal, interest, fee, payment, left))
    return tuple(made)


def _principal(file: AccountFile) -> Decimal:
    standing = file.position
    return standing.unbilled + standing.on_statement + standing.revolving + standing.planned


def restructure(
    desk: Desk,
    which: int | str,
    option: ReliefOption,
    *,
    note: str,
    seen_version: int | None = None,
) -> None:
    """Put an agreed plan in the place of the present one; the account stays marked.

    What was past due is part of the plan; interest and fees charged before stay due. Interest
    that had run up to the day becomes principal, is paid on the day, or is waived, as the plan
    says: none of it is lost. A consolidation opens a new loan that pays every account off.
    Raises AccountRefused, AccountChanged.
    """
    schedule = option.schedule
    file = _file(desk, which, schedule.disbursed_on)
    if option.kind is ReliefKind.CONSOLIDATION:
        account_endings.consolidate(desk, which, option, note=note)
        return
    if why := _objection(desk, file, option, note):
        raise AccountRefused(number=file.account.number, why=why)
    account, first = file.account, schedule.instalments[0]
    series = account_ledger.last_series(desk.store, account.id) + 1
    changes = {"restructured": True, "due_day": _due_day(file, first.due_on.day)}
    with desk.store.writing(desk.officer(), now()) as step:
        said = holder_proof.moved(step.connection, account.id, changes)
        account_book.change(step, account.id, seen_version or account.version, **changes)
        for kind, amount in (*_settled_interest(option), *_moves(file)):
            row = event_row(file, kind, amount, schedule.disbursed_on, note.strip())
            account_ledger.add_events(
                step, row, event=holder_proof.RESTRUCTURED, subject=account.number, said=said
            )
        add_schedule(
            step, file.account.id, schedule, series=series, purpose=account_ledger.RESTRUCTURED
        )


def _objection(desk: Desk, file: AccountFile, option: ReliefOption, note: str) -> str:
    """What stands against putting a plan in the place of the present schedule; empty: nothing."""
    day = option.schedule.disbursed_on
    if not _kept_here(desk, file):
        return _("It is kept elsewhere; a new schedule is agreed there.")
    if len(note.strip()) < account_endings.NOTE_AT_LEAST:
        return _("Say in a note what was agreed with the customer (10 characters at least).")
    capitalised = option.interest if option.run_up is RunUp.CAPITALISED else NONE
    owed = _principal(file) + capitalised
    if (option.interest, option.schedule.principal) != (run_up(file, day), owed):
        return _("What is owed has changed since this plan was made; look at the plans again.")
    return in_closed_month(file.account, day)


def _settled_interest(option: ReliefOption) -> list[tuple[EventKind, Decimal]]:
    """What becomes of the interest that had run up to the day, as events."""
    if not option.interest:
        return []
    if option.run_up is RunUp.WAIVED:
        return [(EventKind.WAIVED, option.interest)]
    then = EventKind.PAYMENT if option.run_up is RunUp.PAID else EventKind.CAPITALISED
    return [(EventKind.INTEREST, option.interest), (then, option.interest)]


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
        else [(EventKind.SCHEDULE, NONE)]
    )
