"""Entries: accounts booked from decisions, money drawn and paid, plans made and settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.accounts.account import (
    MOVES_MONEY,
    Account,
    AccountEvent,
    AccountState,
    EventKind,
    utilisation,
)
from workbench.accounts.loan_terms import loan_schedule
from workbench.accounts.product import RATE_UNIT, Product, ProductKind, products
from workbench.credit.application import Application
from workbench.credit.offer import terms_schedule
from workbench.credit.terms import Terms
from workbench.errors import AccountRefused
from workbench.i18n import _, money
from workbench.money.amounts import exact, is_whole_minor, to_minor
from workbench.money.periods import add_months
from workbench.money.schedules import Schedule
from workbench.storage import account_book, account_ledger, applications, assessments, decisions
from workbench.storage.account_book import NewAccount
from workbench.storage.store import Step as Writing
from workbench.workflow import account_months, lender_packs, monitor
from workbench.workflow.account_keys import household_key, person_key
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

NONE = Decimal(0)
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class BookResult:
    """How many approved decisions became accounts, and how many had one already."""

    booked: int
    already: int
    accounts: tuple[int, ...]


def book_approved(desk: Desk, *, batch: int | None = None, on: date | None = None) -> BookResult:
    """Open an account for every standing approval of a product that has living accounts.

    A loan is paid out by its decision's own terms on that day; a line is opened undrawn. Run
    again, it books nothing twice.
    """
    day = on or now().date()
    known = products(day)
    have = account_book.booked_applications(desk.store)
    approved = [
        (application, product)
        for application, product in account_book.approved_cases(desk.store, batch)
        if product in known
    ]
    fresh = [each for each in approved if each[0] not in have]
    if not fresh:
        return BookResult(0, len(approved), ())
    told = [_booking(desk, application, known[product], day) for application, product in fresh]
    with desk.store.writing(desk.officer(), now()) as step:
        ids = account_book.open_accounts(step, [one for one, _terms in told])
        for account_id, (one, terms) in zip(ids, told, strict=True):
            if known[one.product].kind is ProductKind.LOAN:
                pay_out(step, account_id, terms_schedule(terms, day), series=1)
    return BookResult(len(ids), len(approved) - len(ids), ids)


def _booking(
    desk: Desk, application_id: int, product: Product, day: date
) -> tuple[NewAccount, Terms]:
    application = applications.application(desk.store, application_id)
    decision = decisions.standing_decision(desk.store, application_id)
    assert decision is not None
    assert decision.terms is not None
    kept = assessments.latest_assessment(desk.store, application_id)
    score = kept.score if kept else None
    opened = _new_account(desk, application, decision.terms, product, on=day, score=score)
    return opened, decision.terms


@exact
def _new_account(
    desk: Desk,
    application: Application,
    terms: Terms,
    product: Product,
    *,
    on: date,
    score: int | None,
) -> NewAccount:
    loan = product.kind is ProductKind.LOAN
    daily = terms.annual_rate / DAYS_A_YEAR or product.daily_rate  # what the letter says holds
    return NewAccount(
        product=product.id,
        product_version=product.version,
        currency=product.currency,
        name=str(application.facts.get("applicant_name") or application.number),
        reference=application.reference or application.number,
        person=person_key(desk, application.facts),
        household=household_key(desk, application.facts),
        opened_on=on,
        credit_limit=to_minor(terms.amount, product.currency),
        rate=int((daily * RATE_UNIT).to_integral_value()),
        late_rate=int((late_rate(desk, product, daily) * RATE_UNIT).to_integral_value()),
        statement_day=1 if loan else product.cycle.statement_day,
        due_day=on.day if loan else product.cycle.due_day,
        application_id=application.id,
        application_score=score,
        bucket=product.bucket(0).word,
    )


def late_rate(desk: Desk, product: Product, daily: Decimal) -> Decimal:
    """The daily rate on what is late: the product's, at most so many times the contract's rate
    as the product's letter pack (and the law behind it) allows."""
    most = lender_packs.pack_of(desk, product.id).charges.overdue_factor
    return min(product.late_rate(daily), daily * most)


def record(
    desk: Desk,
    which: int | str,
    kind: EventKind,
    amount: Decimal,
    on: date,
    *,
    seen_version: int | None = None,
    note: str = "",
) -> AccountEvent:
    """Record money that moved on a day. Raises AccountRefused with what stands against it.

    A loan is drawn by `draw_loan`, which needs a term and a method.
    """
    file = monitor.account(desk, which, on=on)
    why = _why_not(file, kind, amount, on)
    if why:
        raise AccountRefused(number=file.account.number, why=why)
    with desk.store.writing(desk.officer(), now()) as step:
        seen = seen_version or file.account.version
        account_book.change(step, file.account.id, seen, **_after(file, kind, amount))
        row = event_row(file, kind, amount, on, note)
        ids = account_ledger.add_entry(step, row)
        at = step.at
    return AccountEvent(ids[0], kind, amount, on, at, desk.officer(), note)


def _after(file: AccountFile, kind: EventKind, amount: Decimal) -> dict[str, Any]:
    """The balance the list shows from now on."""
    more = kind in (EventKind.DRAWING, EventKind.FEE)
    balance = file.position.balance + (amount if more else -amount)
    units = to_minor(balance, file.account.currency)
    limit = to_minor(file.account.limit, file.account.currency)
    return {"balance": units, "utilisation": utilisation(units, limit)}


def _why_not(file: AccountFile, kind: EventKind, amount: Decimal, on: date) -> str:
    currency = file.account.currency
    if kind not in MOVES_MONEY:
        return _("Only drawings, refunds, payments and fees are recorded by hand.")
    if amount <= 0 or not is_whole_minor(amount, currency):
        return _("The amount must be positive and in whole fen or cents.")
    if on < file.account.opened_on:
        return _("The account was opened on {day} only.", day=file.account.opened_on.isoformat())
    if kind is not EventKind.DRAWING:
        return ""
    if file.product.kind is ProductKind.LOAN:
        return _("A loan is drawn with its term and method; use “draw”.")
    return may_draw(file, amount)


def may_draw(file: AccountFile, amount: Decimal) -> str:
    """Why this amount may not be drawn, in a sentence; empty when it may."""
    state, currency = file.account.state, file.account.currency
    if state is AccountState.CLOSED:
        return _("The account is closed; nothing can be drawn on it.")
    if state in (AccountState.FROZEN, AccountState.SUSPENDED):
        return _(
            "Drawing is stopped on this account since {day}; it must be reinstated first.",
            day=file.account.state_since.isoformat(),
        )
    if amount > file.position.available:
        return _(
            "{amount} is more than the {available} that may still be drawn.",
            amount=money(amount, currency),
            available=money(file.position.available, currency),
        )
    return ""


def in_closed_month(account: Account, on: date) -> str:
    """Why nothing that makes dues can be recorded on a day: its month is closed; or empty."""
    through = account.closed_through
    following = account_months.next_month(account.opened_on, through, account.statement_day)
    if through is None or on >= add_months(following, 0, account.statement_day):
        return ""
    return _("That day is in a month that is closed; take a later day.")


def draw_loan(
    desk: Desk, which: int | str, amount: Decimal, months: int, *, method: str, on: date
) -> Schedule:
    """Pay out a further loan under a loan account's limit, by a schedule of its own.

    Raises AccountRefused when it may not be drawn, or when the product has no such loan.
    """
    file = monitor.account(desk, which, on=on)
    why = may_draw(file, amount) or in_closed_month(file.account, on)
    if not why and (
        method not in file.product.methods or not 1 <= months <= file.product.term_most
    ):
        why = _("The product has no loan by this method over {n} months.", n=months)
    if why:
        raise AccountRefused(number=file.account.number, why=why)
    schedule = loan_schedule(
        file.product, amount, months, method=method, on=on, daily_rate=file.account.daily_rate
    )
    with desk.store.writing(desk.officer(), now()) as step:
        after = _after(file, EventKind.DRAWING, amount)
        account_book.change(step, file.account.id, file.account.version, **after)
        series = account_ledger.last_series(desk.store, file.account.id) + 1
        pay_out(step, file.account.id, schedule, series=series)
    return schedule


def pay_out(step: Writing, account_id: int, schedule: Schedule, *, series: int) -> None:
    """The drawing of a loan and its schedule."""
    if series == 1:
        units = to_minor(schedule.principal, schedule.currency)
        account_book.change(
            step, account_id, None, balance=units, utilisation=account_months.MILLION
        )
    period = account_months.period_of(schedule.disbursed_on, 1)
    event: dict[str, Sequence[Any]] = {
        "account_id": [account_id],
        "kind": [EventKind.DRAWING.value],
        "amount": [to_minor(schedule.principal, schedule.currency)],
        "on_day": [schedule.disbursed_on.isoformat()],
        "period": [period.isoformat()],
        "note": [f"loan {series}"],
    }
    account_ledger.add_entry(step, event)
    purpose = f"loan-{series}"
    add_schedule(step, account_id, schedule, series=series, purpose=purpose)


def add_schedule(
    step: Writing, account_id: int, schedule: Schedule, *, series: int, purpose: str
) -> None:
    """Keep the instalments of a schedule; they hold from the day it was paid out or agreed."""
    rows, currency = schedule.instalments, schedule.currency
    dues: dict[str, Sequence[Any]] = {
        "account_id": [account_id] * len(rows),
        "series": [series] * len(rows),
        "purpose": [purpose] * len(rows),
        "holds_from": [schedule.disbursed_on.isoformat()] * len(rows),
        "number": [row.number for row in rows],
        "due_on": [row.due_on.isoformat() for row in rows],
        "principal": [to_minor(row.principal, currency) for row in rows],
        "interest": [to_minor(row.interest, currency) for row in rows],
        "fee": [to_minor(row.fee, currency) for row in rows],
    }
    account_ledger.add_dues(step, dues, subject=account_book.number(account_id))


def event_row(
    file: AccountFile, kind: EventKind, amount: Decimal, on: date, note: str
) -> dict[str, Sequence[Any]]:
    """One event in the month it belongs to, or the first open one when that is closed."""
    account = file.account
    following = account_months.next_month(
        account.opened_on, account.closed_through, account.statement_day
    )
    period = max(account_months.period_of(on, account.statement_day), following)
    return {
        "account_id": [account.id],
        "kind": [kind.value],
        "amount": [to_minor(amount, account.currency)],
        "on_day": [on.isoformat()],
        "period": [period.isoformat()],
        "note": [note],
    }
