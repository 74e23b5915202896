"""The book of accounts: who has which account on which terms, and where it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import Account, AccountState
from workbench.accounts.product import RATE_UNIT
from workbench.credit.status import CaseState, Outcome
from workbench.errors import AccountChanged, NotFound
from workbench.i18n import _
from workbench.money.amounts import from_minor
from workbench.storage import (
    account_proof,
    account_tables,
    holder_proof,
    many,
    score_proof,
    tables,
)
from workbench.storage.account_tables import accounts
from workbench.storage.journal import Event, event_of
from workbench.storage.store import Step, Store

AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account about to be opened. Money is whole minor units, rates hundred-millionths a day.

    `source` says where it came from: "decision" or "imported".
    """

    product: str
    product_version: str
    currency: str
    name: str
    reference: str
    person: str
    household: str
    opened_on: date
    credit_limit: int
    rate: int
    late_rate: int
    statement_day: int
    due_day: int
    application_id: int | None = None
    application_score: int | None = None
    bucket: str = "current"
    source: str = "decision"
    restructured: bool = False


def number(account_id: int) -> str:
    """An account's number: 7 is "C-000007"."""
    return f"C-{account_id:06d}"


def account_id(which: int | str) -> int | None:
    """The id behind a number ("C-000007", "7"); None for anything else."""
    if isinstance(which, int):
        return which
    digits = which.strip().upper().removeprefix("C-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None


def open_accounts(step: Step, opened: Sequence[NewAccount]) -> tuple[int, ...]:
    """Open accounts inside the caller's transaction; returns their ids in order."""
    if not opened:
        return ()
    first = step.next_id(accounts)
    ids = tuple(range(first, first + len(opened)))
    fixed = {
        "state": AccountState.ACTIVE.value, "review_on": None, "closed_through": None,
        "balance": 0, "utilisation": 0, "dpd": 0, "score": None, "pd": None, "flags": "",
        "changed_by": step.actor, "version": 1,
    }  # fmt: skip
    told: many.Columns = {
        name: [getattr(one, name) for one in opened]
        for name in (
            "application_id", "product", "product_version", "currency", "person", "household",
            "credit_limit", "rate", "late_rate", "statement_day", "due_day",
            "application_score", "bucket", "source", "restructured",
        )
    }  # fmt: skip
    days = [one.opened_on.isoformat() for one in opened]
    told |= {
        "id": list(ids),
        "name": [one.name[:200] for one in opened],
        "reference": [one.reference[:200] for one in opened],
        "opened_on": days,
        "state_since": days,
    }
    limits = sum(one.credit_limit for one in opened)
    terms = account_proof.terms_root(told)
    said = {"first": first, "count": len(ids), "limits": limits, account_proof.TERMS: terms}
    said |= holder_proof.said_of(step.connection, told)
    fixed["event_seq"] = step.record(account_proof.OPENED, number(first), said)
    many.insert(step.connection, accounts, many.columns(len(ids), fixed, told))
    return ids


def account(store: Store, which: int | str) -> Account:
    """One account by id or number. Raises NotFound."""
    found = account_id(which)
    with store.reading() as connection:
        row = connection.execute(sa.select(accounts).where(accounts.c.id == (found or -1))).first()
    if row is None:
        raise NotFound(kind=_("account"), name=str(which))
    return account_of(row)


def raw_account(store: Store, account_id: int) -> Mapping[str, Any]:
    """An account's stored row, amounts in minor units. Raises NotFound."""
    with store.reading() as connection:
        found = connection.execute(sa.select(accounts).where(accounts.c.id == account_id))
        row = found.mappings().first()
    if row is None:
        raise NotFound(kind=_("account"), name=number(account_id))
    return dict(row)


def accounts_of(
    store: Store,
    *,
    person: str = "",
    household: str = "",
    product: str = "",
    application_id: int | None = None,
) -> tuple[Account, ...]:
    """Every account of a person, a household or a product, or booked from an application."""
    asked = [
        accounts.c[name] == value
        for name, value in (("person", person), ("household", household), ("product", product))
        if value
    ]
    if application_id is not None:
        asked.append(accounts.c.application_id == application_id)
    if not asked:
        return ()
    query = sa.select(accounts).where(sa.or_(*asked)).order_by(accounts.c.id)
    with store.reading() as connection:
        return tuple(account_of(row) for row in connection.execute(query))


def known_references(store: Store, product: str, references: Sequence[str]) -> dict[str, int]:
    """The ids of the accounts of a product that go by these references."""
    found: dict[str, int] = {}
    with store.reading() as connection:
        for start in range(0, len(references), AT_ONCE):
            some = list(references[start : start + AT_ONCE])
            query = sa.select(accounts.c.reference, accounts.c.id).where(
                accounts.c.product == product, accounts.c.reference.in_(some)
            )
            found |= {row.reference: row.id for row in connection.execute(query)}
    return found


def booked_applications(store: Store) -> set[int]:
    """The applications that have an account already."""
    query = sa.select(accounts.c.application_id).where(accounts.c.application_id.is_not(None))
    with store.reading() as connection:
        return set(connection.execute(query).scalars())


def approved_cases(store: Store, batch: int | None = None) -> tuple[tuple[int, str], ...]:
    """(application id, product) of every case whose standing decision grants credit."""
    cases = tables.cases
    query = (
        sa.select(cases.c.application_id, cases.c.product)
        .where(
            cases.c.outcome.in_([Outcome.APPROVE.value, Outcome.COUNTER_OFFER.value]),
            cases.c.state.in_([CaseState.DECIDED.value, CaseState.NOTIFIED.value]),
        )
        .order_by(cases.c.application_id)
    )
    if batch is not None:
        query = query.where(cases.c.batch_id == batch)
    with store.reading() as connection:
        return tuple((row.application_id, row.product) for row in connection.execute(query))


def exposures(store: Store, *, person: str, household: str) -> dict[int, tuple[Decimal, str]]:
    """What a person and their household owe or may draw: id -> (amount, "person" or "household").

    The more of balance and limit counts; of an account that may not be drawn on, the balance.
    """
    keys = [
        accounts.c[name] == value
        for name, value in (("person", person), ("household", household))
        if value
    ]
    query = sa.select(accounts).where(
        sa.or_(*keys) if keys else sa.false(), accounts.c.state != AccountState.CLOSED.value
    )
    found = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            drawable = row.state in (AccountState.ACTIVE.value, AccountState.FROZEN.value)
            units = max(row.balance, row.credit_limit if drawable else 0, 0)
            who = "person" if person and row.person == person else "household"
            found[row.id] = (from_minor(units, row.currency), who)
    return found


def history_of(store: Store, account_id: int) -> tuple[Event, ...]:
    """The journal's entries about an account, oldest first: its own, and those of its months."""
    table = tables.journal
    own = sa.select(table.c.seq).where(table.c.subject == number(account_id))
    opened = sa.select(accounts.c.event_seq).where(accounts.c.id == account_id)
    posted = [
        sa.select(each.c.event_seq).where(each.c.account_id == account_id)
        for each in account_tables.SEALED
    ]
    query = (
        sa.select(table)
        .where(table.c.seq.in_(sa.union(own, opened, *posted)))
        .order_by(table.c.seq)
    )
    with store.reading() as connection:
        return tuple(event_of(row) for row in connection.execute(query))


def change(step: Step, account_id: int, seen_version: int | None, **values: Any) -> None:
    """Change an account inside the caller's transaction, and its version with it.

    Raises AccountChanged when it moved on since `seen_version` (None: whatever it is now).
    """
    asked = [accounts.c.id == account_id]
    if seen_version is not None:
        asked.append(accounts.c.version == seen_version)
    done = step.connection.execute(
        sa.update(accounts)
        .where(*asked)
        .values(**values, changed_by=step.actor, version=accounts.c.version + 1)
    ).rowcount
    if not done:
        who = step.connection.execute(
            sa.select(accounts.c.changed_by).where(accounts.c.id == account_id)
        ).scalar()
        raise AccountChanged(number=number(account_id), actor=who or "")


def change_many(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of many accounts at once; each row has `key` and the same other columns."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "key"]
    if connection.dialect.name == "sqlite":
        set_to = ", ".join(f"{accounts.c[name].name} = ?" for name in names)
        connection.exec_driver_sql(
            f"UPDATE accounts SET {set_to} WHERE id = ?",  # noqa: S608 -- our own names
            [(*(row[name] for name in names), row["key"]) for row in rows],
        )
        return
    connection.execute(
        sa.update(accounts)
        .where(accounts.c.id == sa.bindparam("key"))
        .values({name: sa.bindparam(f"new_{name}") for name in names}),
        [{"key": row["key"], **{f"new_{name}": row[name] for name in names}} for row in rows],
    )


def keep_scores(step: Step, product: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what a run found of accounts of a product (`change_many`), and record the run."""
    change_many(step.connection, rows)
    said = score_proof.said_of(step.connection, product)
    step.record(score_proof.SCORED, product, {"count": len(rows), **said})


def account_of(row: sa.Row[Any]) -> Account:
    """A stored row as an account."""
    review, through = row.review_on, row.closed_through
    return Account(
        id=row.id,
        number=number(row.id),
        product=row.product,
        product_version=row.product_version,
        currency=row.currency,
        name=row.name,
        reference=row.reference,
        person=row.person,
        household=row.household,
        application_id=row.application_id,
        opened_on=date.fromisoformat(row.opened_on),
        limit=from_minor(row.credit_limit, row.currency),
        daily_rate=Decimal(row.rate) / RATE_UNIT,
        late_rate=Decimal(row.late_rate) / RATE_UNIT,
        state=AccountState(row.state),
        state_since=date.fromisoformat(row.state_since),
        review_on=date.fromisoformat(review) if review else None,
        statement_day=row.statement_day,
        due_day=row.due_day,
        restructured=bool(row.restructured),
        closed_through=date.fromisoformat(through) if through else None,
        score=row.score,
        version=row.version,
    )
