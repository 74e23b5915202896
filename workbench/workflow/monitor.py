"""Monitor: accounts from the day they are booked; the list, and one account with all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from workbench.accounts import ledger, month_end
from workbench.accounts.account import (
    Account,
    AccountEvent,
    AccountState,
    Action,
    DueRow,
    MonthRow,
    Position,
    utilisation,
)
from workbench.accounts.product import Product, ProductKind, product_named
from workbench.money.amounts import from_minor
from workbench.money.periods import add_months
from workbench.money.revolving import Cycle
from workbench.storage import (
    account_action_rows,
    account_book,
    account_ledger,
    account_pages,
)
from workbench.storage.account_pages import AccountPage, AccountRow
from workbench.storage.journal import Event
from workbench.workflow import account_months
from workbench.workflow.account_months import MonthResult, close_month
from workbench.workflow.desk import Desk, now

__all__ = [
    "AccountFile",
    "AccountPage",
    "AccountRow",
    "Exposure",
    "MonthResult",
    "account",
    "account_counts",
    "accounts",
    "close_month",
    "exposure",
    "open_period",
]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is drawn or may be drawn: on this account, by the person, by connected people."""

    own: Decimal
    other: Decimal
    connected: Decimal

    @property
    def total(self) -> Decimal:
        """All of it, as authority and affordability see it."""
        return self.own + self.other + self.connected


@dataclass(frozen=True, slots=True)
class AccountFile:
    """One account with everything known of it; `version` of the account is what changes see."""

    account: Account
    product: Product
    position: Position
    months: tuple[MonthRow, ...]
    events: tuple[AccountEvent, ...]
    schedule: tuple[DueRow, ...]
    actions: tuple[Action, ...]
    history: tuple[Event, ...]
    exposure: Exposure
    application_score: int | None
    month_facts: tuple[Mapping[str, Any], ...]


def accounts(desk: Desk, view: str = "all", **wanted: Any) -> AccountPage:
    """One page of accounts, filtered, sorted and paged in the store."""
    return account_pages.list_accounts(desk.store, view, **wanted)


def account_counts(desk: Desk) -> Mapping[str, int]:
    """How many accounts stand in each view."""
    return account_pages.counts(desk.store)


def account(desk: Desk, which: int | str, *, on: date | None = None) -> AccountFile:
    """An account by id or number, as it stands on a day (today). Raises NotFound."""
    found = account_book.account(desk.store, which)
    product = product_named(found.product, found.product_version)
    stored = account_ledger.months_of(desk.store, found.id)
    standing = position(desk, found, on or now().date())
    raw = account_book.raw_account(desk.store, found.id)
    return AccountFile(
        account=found,
        product=product,
        position=standing,
        months=tuple(_month(row, found.currency) for row in stored),
        events=account_ledger.events_of(desk.store, found.id, found.currency),
        schedule=schedule_of(desk, found, standing),
        actions=account_action_rows.actions(desk.store, account=found.id),
        history=account_book.history_of(desk.store, found.id),
        exposure=exposure(desk, found, standing),
        application_score=raw["application_score"],
        month_facts=tuple(account_months.facts_of(row["facts"]) for row in stored),
    )


def exposure(desk: Desk, found: Account, standing: Position | None = None) -> Exposure:
    """The exposure of a person and of those connected: balance or limit, whichever is more.

    Of a suspended or closed account only the balance counts; nothing more can be drawn.
    """
    kept = account_book.exposures(desk.store, person=found.person, household=found.household)
    own, _who = kept.pop(found.id, (Decimal(0), ""))
    by = {
        which: sum((amount for amount, who in kept.values() if who == which), Decimal(0))
        for which in ("person", "household")
    }
    owed = standing.balance if standing else Decimal(0)
    return Exposure(max(own, owed), by["person"], by["household"])


def position(desk: Desk, found: Account, on: date, *, due_on_it: bool = True) -> Position:
    """Where an account stands at the end of a day on or after its last month-end.

    Months that are over and not closed yet count as month-end would close them. What falls due
    on the day itself can be left out (`due_on_it`), as when a new schedule takes its place.
    """
    frame = account_ledger.account_frame(desk.store, [found.id])
    raw = frame.row(0, named=True)
    if raw["source"] == "imported":
        return _imported_position(desk, found, on)
    book, known = open_period(desk, frame, found, on)
    start = max(book.accounts["start"][0], found.opened_on)
    end = min(max(on + timedelta(days=1), start), book.accounts["end"][0])
    until = book.accounts.with_columns(pl.lit(end).alias("end"))
    dues = book.dues.filter(pl.col("on") < (end if due_on_it else min(end, on)))
    state = ledger.walk(until, book.events.filter(pl.col("on") < end), dues)
    fallen = dues.select(
        "account_id", "on", (pl.col("principal") + pl.col("interest")).alias("amount")
    )
    late = month_end.with_days_past_due(state, pl.concat([known, fallen]), pl.lit(on))
    return _position(found, late.row(0, named=True), on)


def open_period(
    desk: Desk, frame: pl.DataFrame, found: Account, on: date
) -> tuple[month_end.PeriodBook, pl.DataFrame]:
    """The period into which a day falls, months before it closed as month-end would; and every
    due before it."""
    month = account_months.next_month(found.opened_on, found.closed_through, found.statement_day)
    known = account_ledger.due_history(desk.store, [found.id])
    book = account_months.period_book(desk, frame, month)
    while on >= book.accounts["end"][0]:
        closed = month_end.close(book, known)
        new = closed.posted.filter(pl.col("kind") == "due").select("account_id", "on", "amount")
        known = pl.concat([known, new])
        month = add_months(month, 1)
        carried = closed.months.select("account_id", *ledger.STATE, "minimum_due")
        book = account_months.period_book(desk, frame, month, carried)
    return book, known


def _imported_position(desk: Desk, found: Account, on: date) -> Position:
    rows = account_ledger.months_of(desk.store, found.id)
    if not rows:
        return _position(found, {}, on)
    return _position(found, rows[-1], on)


def _position(found: Account, row: Mapping[str, Any], on: date) -> Position:
    product = product_named(found.product, found.product_version)
    parts = {
        name: from_minor(int(row.get(name) or 0), found.currency)
        for name in (*ledger.PARTS, "credit", "due_total", "due_met")
    }
    balance = sum((parts[name] for name in ledger.PARTS), Decimal(0)) - parts["credit"]
    dpd, due = int(row.get("dpd") or 0), due_after(found, product, on)
    open_due = max(parts["due_total"] - parts["due_met"], Decimal(0))
    drawable = found.state is AccountState.ACTIVE
    return Position(
        on=on,
        **{name: parts[name] for name in (*ledger.PARTS, "credit")},
        balance=balance,
        available=max(found.limit - balance, Decimal(0)) if drawable else Decimal(0),
        past_due=open_due if dpd else Decimal(0),
        past_due_since=row.get("past_due_since"),
        dpd=dpd,
        bucket=product.bucket(dpd).word,
        minimum_due=open_due,
        due_on=due if open_due else None,
    )


def due_after(found: Account, product: Product, on: date) -> date:
    """The next due date on or after a day."""
    if product.kind is ProductKind.LOAN:
        cycle = Cycle(found.due_day % 28 + 1, found.due_day)
    else:
        cycle = Cycle(found.statement_day, found.due_day)
    return cycle.due_on(on - timedelta(days=1))


def schedule_of(desk: Desk, found: Account, standing: Position) -> tuple[DueRow, ...]:
    """The instalments that hold, oldest first, each with what is left after it."""
    rows = account_ledger.due_rows(desk.store, account_id=found.id).filter(pl.col("number") > 0)
    left: dict[int, int] = {}
    made = []
    for row in rows.sort("series", "number").iter_rows(named=True):
        left[row["series"]] = left.get(row["series"], 0) + row["principal"]
    for row in rows.sort("series", "number").iter_rows(named=True):
        left[row["series"]] -= row["principal"]
        amounts = {
            name: from_minor(row[name], found.currency) for name in ("principal", "interest", "fee")
        }
        made.append(
            DueRow(
                series=row["series"],
                number=row["number"],
                due_on=row["due_on"],
                **amounts,
                payment=sum(amounts.values(), Decimal(0)),
                balance=from_minor(left[row["series"]], found.currency),
                paid=_is_paid(row["due_on"], standing),
            )
        )
    return tuple(sorted(made, key=lambda one: (one.due_on, one.series, one.number)))


def _is_paid(due_on: date, standing: Position) -> bool:
    return due_on <= standing.on and (
        standing.past_due_since is None or due_on < standing.past_due_since
    )


def _month(row: Mapping[str, Any], currency: str) -> MonthRow:
    use = utilisation(row["closing"], row["credit_limit"])
    amounts = {
        name: from_minor(row[column], currency)
        for name, column in (
            ("opening", "opening"), ("purchases", "drawn"), ("refunds", "refunded"),
            ("payments", "paid"), ("interest", "interest_new"), ("fees", "fees_new"),
            ("closing", "closing"), ("minimum_due", "minimum_due"), ("limit", "credit_limit"),
        )
    }  # fmt: skip
    due = row["due_on"]
    return MonthRow(
        month=date.fromisoformat(row["month"]),
        statement_on=date.fromisoformat(row["statement_on"]),
        due_on=date.fromisoformat(due) if due else None,
        **amounts,
        dpd=row["dpd"],
        bucket=row["bucket"],
        utilisation=None if use is None else Decimal(use) / account_months.MILLION,
        minimum_only=bool(row["minimum_only"]),
        source=row["source"],
    )
