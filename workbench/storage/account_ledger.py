"""What happened on accounts: events, schedules and closed months, only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl
import sqlalchemy as sa

from workbench.accounts import ledger
from workbench.accounts.account import AccountEvent, EventKind
from workbench.money.amounts import from_minor
from workbench.storage import account_book, balance_proof, many, sealing
from workbench.storage.account_book import AT_ONCE
from workbench.storage.account_tables import (
    account_dues,
    account_events,
    account_months,
    accounts,
)
from workbench.storage.journal import Entry
from workbench.storage.store import Step, Store

DUE_ROWS = {
    "account_id": pl.Int64,
    "series": pl.Int64,
    "number": pl.Int64,
    "due_on": pl.Date,
    "principal": pl.Int64,
    "interest": pl.Int64,
    "fee": pl.Int64,
    "purpose": pl.String,
}


def add_events(
    step: Step,
    rows: many.Columns,
    *,
    event: str,
    subject: str,
    said: Mapping[str, object] = MappingProxyType({}),
) -> tuple[int, ...]:
    """Add events (account_id, kind, amount, on_day, period, note) under one journal entry, which
    says these words of the account too.

    Amounts are minor units, days ISO texts. Returns the ids.
    """
    if not len(rows["account_id"]):
        return ()
    full = _events(step, rows)
    sealing.seal(account_events, full)
    _insert(step, account_events, full, (event, subject, said))
    return tuple(full["id"])


def _events(step: Step, rows: many.Columns) -> dict[str, Sequence[Any]]:
    first, count = step.next_id(account_events), len(rows["account_id"])
    return many.columns(
        count,
        {"actor": step.actor, "booked_at": step.at},
        {**rows, "id": list(range(first, first + count))},
    )


def add_entry(step: Step, rows: many.Columns, *, moved: bool = True) -> tuple[int, ...]:
    """Add an entry of one account as `add_events` does, after its balance was set: the journal
    entry keeps what it left. Without `moved` the balance stands as before."""
    (account_id,) = rows["account_id"]
    held = accounts.c
    query = sa.select(held.balance, held.utilisation).where(held.id == account_id)
    left = tuple(step.connection.execute(query).one()) if moved else None
    full = _events(step, rows)
    sealing.seal(account_events, full)
    said = balance_proof.AS_BEFORE
    if left:
        said = balance_proof.balance_hash(full["salt"][0], account_id, *left)
    about = (balance_proof.ENTRY, account_book.number(account_id), {balance_proof.LEFT: said})
    _insert(step, account_events, full, about)
    return tuple(full["id"])


def add_dues(step: Step, rows: many.Columns, *, subject: str) -> None:
    """Add the instalments of new schedules: account_id, series, purpose, holds_from, number,
    due_on, principal, interest, fee."""
    count = len(rows["account_id"])
    if not count:
        return
    first = step.next_id(account_dues)
    rows = {**rows, "id": list(range(first, first + count))}
    _keep(step, account_dues, rows, "schedule_set", subject)


def add_months(step: Step, rows: many.Columns, *, event: str, subject: str) -> None:
    """Add closed months, every column but the id and the proof."""
    count = len(rows["account_id"])
    if not count:
        return
    first = step.next_id(account_months)
    rows = {**rows, "id": list(range(first, first + count))}
    _keep(step, account_months, rows, event, subject)


def _keep(step: Step, table: sa.Table, rows: many.Columns, event: str, subject: str) -> None:
    """Seal rows, write their journal entry, insert them."""
    sealing.seal(table, rows)
    _insert(step, table, rows, (event, subject, {}))


def _insert(step: Step, table: sa.Table, rows: many.Columns, about: Entry) -> None:
    event, subject, said = about
    leaves: Sequence[bytes] = rows["leaf"]
    seq = step.record(event, subject, {**said, **sealing.saying(table, leaves)})
    rows["event_seq"] = [seq] * len(leaves)
    many.insert(step.connection, table, rows)


def events_of(store: Store, account_id: int, currency: str) -> tuple[AccountEvent, ...]:
    """Every event of an account, in the order of their days."""
    table = account_events
    query = (
        sa.select(table)
        .where(table.c.account_id == account_id)
        .order_by(table.c.on_day, table.c.id)
    )
    with store.reading() as connection:
        return tuple(
            AccountEvent(
                id=row.id,
                kind=EventKind(row.kind),
                amount=from_minor(row.amount, currency),
                on=date.fromisoformat(row.on_day),
                booked_at=row.booked_at,
                actor=row.actor,
                note=row.note,
            )
            for row in connection.execute(query)
        )


def months_of(store: Store, account_id: int) -> list[dict[str, Any]]:
    """Every closed month of an account as stored (minor units, ISO days), oldest first."""
    table = account_months
    query = sa.select(table).where(table.c.account_id == account_id).order_by(table.c.month)
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def month_frame(
    store: Store,
    *,
    since: date | None = None,
    products: Sequence[str] | None = None,
    account_id: int | None = None,
) -> pl.DataFrame:
    """Closed months of all accounts from a month on, one row an account and month, in order."""
    table = account_months
    query = sa.select(
        *(column for column in table.c if column.name not in ("salt", "leaf", "event_seq"))
    ).order_by(table.c.account_id, table.c.month)
    if since is not None:
        query = query.where(table.c.month >= since.isoformat())
    if account_id is not None:
        query = query.where(table.c.account_id == account_id)
    if products is not None:
        query = query.join(accounts, accounts.c.id == table.c.account_id).where(
            accounts.c.product.in_(list(products))
        )
    return _frame(store, query, days=("month", "statement_on", "due_on"))


def account_frame(store: Store, ids: Sequence[int] | None = None) -> pl.DataFrame:
    """All accounts (or these) as stored, one row each, in the order of their ids."""
    query = sa.select(accounts).order_by(accounts.c.id)
    if ids is not None:
        query = query.where(accounts.c.id.in_(list(ids)))
    return _frame(store, query, days=("opened_on", "state_since", "review_on", "closed_through"))


def closing_frame(store: Store) -> pl.DataFrame:
    """What month-end reads of all accounts that are kept here, in the order of their ids."""
    names = (
        "id", "product", "product_version", "opened_on", "closed_through", "credit_limit",
        "rate", "late_rate", "statement_day", "due_day",
    )  # fmt: skip
    query = (
        sa.select(*(accounts.c[name] for name in names))
        .where(accounts.c.source != "imported")
        .order_by(accounts.c.id)
    )
    found = _frame(store, query, days=("opened_on", "closed_through"))
    return found.with_columns(pl.col("closed_through").cast(pl.Date)) if found.height else found


def states_at(store: Store, month: date, account_id: int | None = None) -> pl.DataFrame:
    """The state (ledger.STATE, and minimum_due) in which a month left each account."""
    table = account_months
    query = sa.select(
        table.c.account_id, *(table.c[name] for name in ledger.STATE), table.c.minimum_due
    ).where(table.c.month == month.isoformat())
    if account_id is not None:
        query = query.where(table.c.account_id == account_id)
    return _frame(store, query.order_by(table.c.account_id))


def period_events(store: Store, period: date, account_id: int | None = None) -> pl.DataFrame:
    """The events that fall into a month (ledger.EVENTS), dues and month-end postings left out."""
    table = account_events
    kinds = [kind.value for kind in (
        EventKind.DRAWING, EventKind.REFUND, EventKind.PAYMENT, EventKind.FEE, EventKind.PLAN,
        EventKind.PLAN_SETTLED, EventKind.INTEREST, EventKind.CAPITALISED,
    )]  # fmt: skip
    query = sa.select(
        table.c.account_id, table.c.kind, table.c.amount, table.c.on_day.label("on")
    ).where(table.c.period == period.isoformat(), table.c.kind.in_(kinds), table.c.note != POSTED)
    if account_id is not None:
        query = query.where(table.c.account_id == account_id)
    found = _frame(store, query.order_by(table.c.account_id, table.c.on_day, table.c.id), ("on",))
    return found.cast(ledger.EVENTS) if found.height else pl.DataFrame(schema=ledger.EVENTS)  # type: ignore[arg-type]


RESTRUCTURED = "restructured"
"""The purpose of a schedule that takes the place of all others of its account."""

POSTED = "month_end"
"""The note of what the month-end itself posted; it is in the month's row already."""


def due_rows(
    store: Store,
    *,
    first: date | None = None,
    last: date | None = None,
    account_id: int | None = None,
) -> pl.DataFrame:
    """Instalments that hold (DUE_ROWS) with due dates from `first` to `last`, both included.

    A later series of the same purpose, or a restructured one, takes the place of an earlier one
    from the day on which it holds; what fell due before stays.
    """  # fmt: skip
    table, later = account_dues, account_dues.alias("later")
    replaced = sa.exists().where(
        later.c.account_id == table.c.account_id,
        sa.or_(later.c.purpose == table.c.purpose, later.c.purpose == RESTRUCTURED),
        later.c.series > table.c.series,
        later.c.holds_from <= table.c.due_on,
    )
    query = sa.select(*(table.c[name] for name in DUE_ROWS)).where(~replaced)
    if first is not None:
        query = query.where(table.c.due_on >= first.isoformat())
    if last is not None:
        query = query.where(table.c.due_on <= last.isoformat())
    if account_id is not None:
        query = query.where(table.c.account_id == account_id)
    found = _frame(store, query.order_by(table.c.account_id, table.c.due_on), ("due_on",))
    return found if found.height else pl.DataFrame(schema=DUE_ROWS)


def last_series(store: Store, account_id: int) -> int:
    """The number of an account's newest schedule; 0 before the first."""
    table = account_dues
    with store.reading() as connection:
        found = connection.execute(
            sa.select(sa.func.max(table.c.series)).where(table.c.account_id == account_id)
        ).scalar()
    return int(found or 0)


def purpose_of(store: Store, account_id: int, series: int) -> str:
    """What a schedule is for: "loan-1", "plan-2" or RESTRUCTURED; empty for an unknown one."""
    table = account_dues
    query = sa.select(table.c.purpose).where(
        table.c.account_id == account_id, table.c.series == series
    )
    with store.reading() as connection:
        return str(connection.execute(query.limit(1)).scalar() or "")


def due_history(store: Store, ids: Sequence[int]) -> pl.DataFrame:
    """Every due of these accounts so far: account_id, on, amount, in order."""
    table = account_events
    found = [pl.DataFrame(schema={"account_id": pl.Int64, "on": pl.Date, "amount": pl.Int64})]
    for start in range(0, len(ids), AT_ONCE):
        some = list(ids[start : start + AT_ONCE])
        query = (
            sa.select(table.c.account_id, table.c.on_day.label("on"), table.c.amount)
            .where(table.c.kind == EventKind.DUE.value, table.c.account_id.in_(some))
            .order_by(table.c.account_id, table.c.on_day, table.c.id)
        )
        part = _frame(store, query, ("on",))
        found += [part] if part.height else []
    return pl.concat(found)


def noted(store: Store, notes: Sequence[str]) -> set[str]:
    """Which of these notes an event carries already."""
    table = account_events
    found: set[str] = set()
    with store.reading() as connection:
        for start in range(0, len(notes), AT_ONCE):
            some = list(notes[start : start + AT_ONCE])
            query = sa.select(table.c.note).where(table.c.note.in_(some))
            found |= set(connection.execute(query).scalars())
    return found


def told_facts(store: Store, period: date) -> dict[int, str]:
    """What performance sheets said beside the amounts of a month: account -> JSON text."""
    table = account_events
    query = sa.select(table.c.account_id, table.c.note).where(
        table.c.period == period.isoformat(),
        table.c.kind == EventKind.FACTS.value,
        table.c.note.like("{%"),
    )
    with store.reading() as connection:
        return {row.account_id: row.note for row in connection.execute(query.order_by(table.c.id))}


def event_days(store: Store, kind: EventKind, since: date) -> pl.DataFrame:
    """The days on which something happened on each account since a day: account_id, on."""
    table = account_events
    query = sa.select(table.c.account_id, table.c.on_day.label("on")).where(
        table.c.kind == kind.value, table.c.on_day >= since.isoformat()
    )
    found = _frame(store, query, ("on",))
    return found if found.height else pl.DataFrame(schema={"account_id": pl.Int64, "on": pl.Date})


def _frame(store: Store, query: Any, days: Sequence[str] = ()) -> pl.DataFrame:
    with store.reading() as connection:
        result = connection.execute(query)
        names, cursor = list(result.keys()), result.cursor
        # Straight from the driver: whole numbers and texts need no step per value in between.
        rows: Sequence[Any] = cursor.fetchall() if cursor is not None else ()
    frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    if not rows:
        return frame
    return frame.with_columns(
        *(pl.col(day).cast(pl.String).str.to_date("%Y-%m-%d") for day in days if day in names),
        *(pl.col(name).cast(pl.Boolean) for name in _YES_NO if name in names),
    )


_YES_NO = ("restructured", "minimum_only")
