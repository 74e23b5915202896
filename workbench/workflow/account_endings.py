"""Endings: what settles an account on a day, to the fen; loans settled early, debts made one loan.

What an ending costs is found by closing the running month as month-end would, with the payment
in it: paid in full, the month closes at nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from workbench.accounts import ledger, month_end
from workbench.accounts.account import Account, AccountState, EventKind
from workbench.accounts.product import RATE_UNIT, ProductKind, product_named
from workbench.accounts.relief import ReliefKind, ReliefOption
from workbench.errors import AccountRefused
from workbench.i18n import _, money
from workbench.money.amounts import exact, from_minor, round_money, to_minor
from workbench.storage import account_book, account_ledger
from workbench.storage.account_book import NewAccount
from workbench.storage.store import Step as Writing
from workbench.workflow import account_entries, monitor
from workbench.workflow.account_plans import replace_series, settling_plan
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

NONE = Decimal(0)
CONSOLIDATED_INTO = "cash-loan"
NOTE_AT_LEAST = 10


@dataclass(frozen=True, slots=True)
class LoanEnd:
    """A running schedule brought to its end: all principal to come, interest to the day."""

    series: int
    principal: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Payoff:
    """What ends all debt of an account on a day. `total` is what is to be paid.

    `balance` is what the account shows, `interest` what runs up to the day beside it, `fees`
    the fees of plans by the product's regime and a loan's penalty; negative ones are given back.
    """

    on: date
    balance: Decimal
    interest: Decimal
    fees: Decimal
    ends: tuple[LoanEnd, ...]
    plans: tuple[tuple[int, Decimal, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """All that is to be paid."""
        return self.balance + self.interest + self.fees


@exact
def loan_ends(file: AccountFile, on: date, after: date | None = None) -> tuple[LoanEnd, ...]:
    """Every schedule of an account that still runs on a day, brought to its end.

    What falls due on the day itself stays as it is, unless `after` is the day before it.
    """
    last, made = after or on, []
    for series in sorted({row.series for row in file.schedule if row.due_on > last}):
        mine = [row for row in file.schedule if row.series == series]
        principal = sum((row.principal for row in mine if row.due_on > last), NONE)
        due = (row.due_on for row in mine if row.due_on <= last)
        since = max(due, default=_began(file, series))
        days = max((on - since).days, 0)
        interest = round_money(principal * file.account.daily_rate * days, file.account.currency)
        made.append(LoanEnd(series, principal, interest))
    return tuple(made)


def _began(file: AccountFile, series: int) -> date:
    """The day from which a schedule bears interest: it was paid out, or agreed anew."""
    drawn = [e.on for e in file.events if e.note == f"loan {series}"]
    agreed = [e.on for e in file.events if e.kind in (EventKind.SCHEDULE, EventKind.PLAN)]
    return max(drawn or agreed, default=file.account.opened_on)


@exact
def payoff(desk: Desk, which: int | str, *, on: date | None = None) -> Payoff:
    """What ends all debt of an account on a day (today). Raises AccountRefused for an account
    that is kept elsewhere: only its lender knows."""
    day = on or now().date()
    file = monitor.account(desk, which, on=day)
    _refuse_elsewhere(desk, file.account)
    return _payoff(desk, file, day)


def _refuse_elsewhere(desk: Desk, account: Account) -> None:
    if account_book.raw_account(desk.store, account.id)["source"] == "imported":
        why = _("It is kept elsewhere; what settles it is known there.")
        raise AccountRefused(number=account.number, why=why)


def _payoff(desk: Desk, file: AccountFile, on: date) -> Payoff:
    loan, currency = file.product.kind is ProductKind.LOAN, file.account.currency
    ends = loan_ends(file, on) if loan else ()
    plans = () if loan else _plans(file, on)
    principal = sum((one.principal for one in ends), NONE)
    fees = round_money(principal * file.product.early_penalty, currency)
    fees += sum((fee for _series, _principal, fee in plans), NONE)
    interest = sum((one.interest for one in ends), NONE)
    first = Payoff(on, file.position.balance, interest, fees, ends, plans)
    unposted = _left_over(desk, file, first) - min(first.total, NONE)
    return replace(first, interest=interest + unposted)


def _plans(file: AccountFile, on: date) -> tuple[tuple[int, Decimal, Decimal], ...]:
    """(series, principal, fees) of the instalment plans that still run."""
    found = []
    for series in sorted({row.series for row in file.schedule if row.due_on > on}):
        settled = settling_plan(file, series, on)
        if settled is not None:
            found.append((series, settled.principal, settled.fees))
    return tuple(found)


def _moves(found: Payoff) -> list[tuple[EventKind, Decimal, str]]:
    """The events of an ending, the payment last."""
    moves = [(EventKind.PLAN_SETTLED, part, f"plan {n}") for n, part, _fee in found.plans]
    if found.fees:
        kind = EventKind.FEE if found.fees > 0 else EventKind.REFUND
        moves.append((kind, abs(found.fees), "settled early"))
    if found.total > 0:
        moves.append((EventKind.PAYMENT, found.total, "settled"))
    return moves


def _left_over(desk: Desk, file: AccountFile, found: Payoff) -> Decimal:
    """What the running month would close at, were all this paid: interest not posted yet."""
    account = file.account
    frame = account_ledger.account_frame(desk.store, [account.id])
    book, _known = monitor.open_period(desk, frame, account, found.on)
    events = pl.DataFrame(
        [
            (account.id, kind.value, to_minor(amount, account.currency), found.on)
            for kind, amount, _note in _moves(found)
        ],
        schema=ledger.EVENTS,
        orient="row",
    )
    ended = pl.DataFrame(
        [
            (
                account.id,
                found.on,
                *(to_minor(x, account.currency) for x in (e.principal, e.interest)),
            )
            for e in found.ends
        ],
        schema=ledger.DUES,
        orient="row",
    )
    dues = pl.concat([book.dues.filter(pl.col("on") <= found.on), ended])
    parts = book.plan_parts.clear() if found.plans else book.plan_parts
    tried = replace(book, events=pl.concat([book.events, events]), dues=dues, plan_parts=parts)
    units = month_end.settle(tried).select(ledger.balance().alias("left"))["left"][0]
    return from_minor(int(units), account.currency)


def settle_loan(desk: Desk, which: int | str, *, on: date | None = None) -> Payoff:
    """End a loan account's debt today or on a day of the running month: every schedule falls
    due with interest to the day, and its payment is recorded. Raises AccountRefused."""
    day = on or now().date()
    file = monitor.account(desk, which, on=day)
    _refuse_elsewhere(desk, file.account)
    why = ""
    if file.product.kind is not ProductKind.LOAN:
        why = _("A line is settled by its payments, a plan of it by its series.")
    elif not loan_ends(file, day):
        why = _("There is no such plan still running.")
    why = why or account_entries.in_closed_month(file.account, day)
    if why:
        raise AccountRefused(number=file.account.number, why=why)
    found = _payoff(desk, file, day)
    with desk.store.writing(desk.officer(), now()) as step:
        _end(step, desk, file, found)
    return found


def _end(step: Writing, desk: Desk, file: AccountFile, found: Payoff) -> None:
    """Write an ending: its events, and the schedules that end."""
    account = file.account
    left = file.position.balance + sum((one.interest for one in found.ends), NONE) + found.fees
    balance = to_minor(left - max(found.total, NONE), account.currency)
    moves = _moves(found)
    after = {"balance": balance, "utilisation": 0} if moves else {}
    account_book.change(step, account.id, account.version, **after)
    for kind, amount, note in moves:
        rows = account_entries.event_row(file, kind, amount, found.on, note)
        account_ledger.add_entry(step, rows)
    last = account_ledger.last_series(desk.store, account.id)
    for at, (series, row) in enumerate(_last_rows(found, account.currency), start=1):
        replace_series(step, desk, file, series, {"series": last + at, **row})


def _last_rows(found: Payoff, currency: str) -> list[tuple[int, dict[str, Any]]]:
    """What takes the place of each schedule: nothing of a plan, one instalment of a loan."""
    nothing: dict[str, Any] = {"holds_from": found.on, "number": 0, "due_on": found.on}
    rows = [(series, nothing) for series, _part, _fee in found.plans]
    for one in found.ends:
        amounts = {
            "principal": to_minor(one.principal, currency),
            "interest": to_minor(one.interest, currency),
        }
        due = {"holds_from": found.on + timedelta(days=1), "number": 1, "due_on": found.on}
        rows.append((one.series, due | amounts))
    return rows


def closing_objection(desk: Desk, account: Account, on: date) -> str:
    """Why an account cannot be closed yet, in a sentence; empty when nothing is owed either way."""
    file = monitor.account(desk, account.id, on=on)
    left = file.position.balance
    if account_book.raw_account(desk.store, account.id)["source"] != "imported":
        left = _left_over(desk, file, Payoff(on, NONE, NONE, NONE, (), ()))
    shown = money(abs(left), account.currency)
    if left > 0 or file.position.planned > 0:
        return _("{amount} is still owed; an account is closed when nothing is.", amount=shown)
    if left < 0:
        return _("A credit of {amount} has to be paid out to the customer first.", amount=shown)
    return ""


def consolidate(desk: Desk, which: int | str, option: ReliefOption, *, note: str) -> str:
    """Bring everything a customer owes here into one new loan by an agreed plan; gives its number.

    Each old account is paid off from it and closed; the new one is marked as restructured.
    Raises AccountRefused when what is owed is no longer what the plan was made for.
    """
    schedule = option.schedule
    day = schedule.disbursed_on
    asked = monitor.account(desk, which, on=day)
    files = [asked, *other_debts(desk, asked, day)]
    found = [_payoff(desk, file, day) for file in files]
    why = next(filter(None, (account_entries.in_closed_month(f.account, day) for f in files)), "")
    if option.kind is not ReliefKind.CONSOLIDATION:
        why = _("This plan is for one account; record it on that account.")
    elif len(note.strip()) < NOTE_AT_LEAST:
        why = _("Say in a note what was agreed with the customer (10 characters at least).")
    elif sum((one.total for one in found), NONE) != schedule.principal:
        why = _("What is owed has changed since this plan was made; look at the plans again.")
    if why:
        raise AccountRefused(number=asked.account.number, why=why)
    opened = _new_loan(desk, asked, files, option)
    with desk.store.writing(desk.officer(), now()) as step:
        (new,) = account_book.open_accounts(step, [opened])
        account_entries.pay_out(step, new, schedule, series=1)
        number = account_book.number(new)
        for file, each in zip(files, found, strict=True):
            _end(step, desk, file, each)
            _close(step, file, day, f"{number}: {note.strip()}")
    return number


def other_debts(desk: Desk, asked: AccountFile, on: date) -> list[AccountFile]:
    """The customer's other accounts that are kept here and owe something."""
    if not asked.account.person:
        return []
    known = account_book.accounts_of(desk.store, person=asked.account.person)
    files = [
        monitor.account(desk, one.id, on=on)
        for one in known
        if one.id != asked.account.id
        and one.state is not AccountState.CLOSED
        and one.currency == asked.account.currency
        and account_book.raw_account(desk.store, one.id)["source"] != "imported"
    ]
    return [file for file in files if _principal(file) > 0]


def _principal(file: AccountFile) -> Decimal:
    standing = file.position
    return standing.balance - standing.interest - standing.fees


def _new_loan(
    desk: Desk, asked: AccountFile, files: Sequence[AccountFile], option: ReliefOption
) -> NewAccount:
    schedule, account = option.schedule, asked.account
    product = product_named(CONSOLIDATED_INTO)
    daily = min(file.account.daily_rate for file in files)
    return NewAccount(
        product=product.id,
        product_version=product.version,
        currency=account.currency,
        name=account.name,
        reference=f"{account.number}-{len(asked.events)}",
        person=account.person,
        household=account.household,
        opened_on=schedule.disbursed_on,
        credit_limit=to_minor(schedule.principal, account.currency),
        rate=int(daily * RATE_UNIT),
        late_rate=int(account_entries.late_rate(desk, product, daily) * RATE_UNIT),
        statement_day=1,
        due_day=schedule.instalments[0].due_on.day,
        application_id=account.application_id,
        bucket=product.bucket(0).word,
        restructured=True,
    )


def _close(step: Writing, file: AccountFile, on: date, note: str) -> None:
    closed = {"state": AccountState.CLOSED.value, "state_since": on.isoformat(), "review_on": None}
    account_book.change(step, file.account.id, None, **closed)
    rows = account_entries.event_row(file, EventKind.STATE, NONE, on, note)
    account_ledger.add_events(step, rows, event="restructured", subject=file.account.number)
