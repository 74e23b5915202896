"""What an erasure takes from the accounts booked from an application: who they were for, and words.

Amounts, dates, limits and codes stay, and the record still proves itself. Credit that still runs
here is not erased: its contract is not at an end. An account that another system keeps goes on
there, and keeps the reference by which its sheets name it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import AccountState, EventKind
from workbench.storage import account_book, account_ledger, tables
from workbench.storage.account_tables import (
    account_actions,
    account_events,
    account_months,
    accounts,
)
from workbench.storage.store import Step, Store

REACHED = "accounts"
"""The word of an erasure's payload for the numbers of the accounts that it reached."""
_BY_PROGRAM = {EventKind.LIMIT.value, EventKind.RATE.value, EventKind.NOTICE.value}
_MARK = re.compile(rf"(?:action|loan|plan) \d+|\d{{1,3}}|{account_ledger.POSTED}")
"""Notes by which the program knows a movement again; they say nothing of a person."""


def still_open(connection: Connection, application_ids: Iterable[int]) -> dict[int, str]:
    """The number of an account that still runs here, by the application it was booked from."""
    query = sa.select(accounts.c.application_id, accounts.c.id).where(
        accounts.c.application_id.in_(list(application_ids)),
        runs_here(),
    )
    rows = connection.execute(query.order_by(accounts.c.id.desc()))
    return {row.application_id: account_book.number(row.id) for row in rows}


def runs_here() -> sa.ColumnElement[bool]:
    """Whether an account is kept here and not closed."""
    return sa.and_(accounts.c.state != AccountState.CLOSED.value, accounts.c.source != "imported")


def accounts_of(connection: Connection, application_id: int) -> tuple[int, ...]:
    """The ids of the accounts booked from an application."""
    query = sa.select(accounts.c.id).where(accounts.c.application_id == application_id)
    return tuple(connection.execute(query.order_by(accounts.c.id)).scalars())


def erased_accounts(store: Store) -> frozenset[int]:
    """The accounts whose holders were erased: nobody is left to write to."""
    query = sa.select(accounts.c.id).join(
        tables.erasures, tables.erasures.c.application_id == accounts.c.application_id
    )
    with store.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def named_in_erasures(connection: Connection) -> set[int]:
    """The accounts that erasures say they reached; what another system keeps has had other holders
    told since."""
    entry = tables.journal.c
    query = sa.select(entry.payload).where(entry.event == "erased")
    found: set[int] = set()
    for payload in connection.execute(query).scalars():
        with suppress(ValueError, AttributeError, TypeError):  # the chain names it
            told = [account_book.account_id(one) for one in json.loads(payload).get(REACHED, ())]
            found |= {one for one in told if one is not None}
    return found


def let_go(step: Step, account_id: int) -> None:
    """Blank what is personal in an account, its erasure being recorded already."""
    account_book.change(step, account_id, None, name="", person="", household="")
    step.connection.execute(
        sa.update(accounts)
        .where(accounts.c.id == account_id, accounts.c.state == AccountState.CLOSED.value)
        .values(reference=account_book.number(account_id))
    )
    events, kinds = account_events.c, account_events.c.kind
    mine = events.account_id == account_id
    query = sa.select(events.id, events.note).where(mine, kinds.not_in(_BY_PROGRAM))
    told = [row for row in step.connection.execute(query) if row.note]
    words = [row.id for row in told if not _MARK.fullmatch(row.note)]
    for start in range(0, len(words), account_book.AT_ONCE):
        some = words[start : start + account_book.AT_ONCE]
        _blank(step, account_events, events.id.in_(some), note="")
    for table, empty in ((account_months, {"facts": "{}"}), (account_actions, {"note": ""})):
        ((column, nothing),) = empty.items()
        where = sa.and_(table.c.account_id == account_id, table.c[column] != nothing)
        _blank(step, table, where, **empty)


def _blank(step: Step, table: sa.Table, which: sa.ColumnElement[bool], **empty: str) -> None:
    step.connection.execute(sa.update(table).where(which).values(**empty, salt=None))
