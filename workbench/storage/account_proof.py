"""Limits, rates and states of accounts, held against what is sealed: openings, actions, events.

`accounts` changes and is not sealed itself; each change leaves an event that is. What another
system keeps is told anew with every sheet of it, and is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import AccountState, ActionKind, EventKind
from workbench.storage import many, merkle, tables
from workbench.storage.account_tables import account_actions, account_events, accounts

OPENED, TERMS = "accounts_opened", "terms_root"
_FIXED = (
    "id", "product", "product_version", "currency", "opened_on", "statement_day", "source",
    "application_id", "credit_limit", "rate",
)  # fmt: skip
_CHANGES = (EventKind.LIMIT.value, EventKind.RATE.value, EventKind.STATE.value)
_LEAVES = {
    ActionKind.FREEZE.value: AccountState.FROZEN,
    ActionKind.SUSPENSION.value: AccountState.SUSPENDED,
    ActionKind.REINSTATEMENT.value: AccountState.ACTIVE,
}
"""The state in which an action leaves an account; any other change of state closes it."""


def terms_root(opened: many.Columns) -> str:
    """What an opening keeps of the terms of its accounts: one root for all of them."""
    rows = zip(*(opened[name] for name in _FIXED), strict=True)
    return merkle.root([_terms(dict(zip(_FIXED, row, strict=True))) for row in rows]).hex()


def _terms(opened: Mapping[str, Any]) -> bytes:
    """Of what another system keeps, holder and limit are told later."""
    told = dict(opened)
    if told["source"] == "imported":
        told |= {"application_id": None, "credit_limit": None}
    with suppress(TypeError):  # what no program wrote
        return merkle.content_hash(b"", list(told.values()))
    return b""


def changed_accounts(connection: Connection) -> Iterator[int]:
    """The entry of the last record that each account, changed behind the program, contradicts."""
    events = _changes(connection)
    actions = {row.action: row for row in connection.execute(_ACTIONS)}
    opened: dict[int, list[_Opened]] = {}
    for row in connection.execute(sa.select(accounts).order_by(accounts.c.id)):
        mine = events.get(row.id, {})
        yield from _contradicted(row, mine, actions)
        opened.setdefault(row.event_seq, []).append(_as_opened(row, mine, actions))
    yield from _opened_otherwise(connection, opened)


_ACTIONS = sa.select(
    *(account_actions.c[name] for name in ("action", "kind", "old_limit", "old_rate", "review_on"))
).order_by(account_actions.c.id)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An account as it was opened: its limit and its terms, None where they are not known."""

    limit: int | None
    terms: bytes | None


def _as_opened(row: Any, mine: Mapping[str, list[Any]], actions: Mapping[int, Any]) -> _Opened:
    """What an account was before its limit and rate were changed first."""
    first = {kind: actions.get(_action_of(changes[0])) for kind, changes in mine.items()}
    then = {name: getattr(row, name) for name in _FIXED}
    for kind, name, before in (
        (EventKind.LIMIT.value, "credit_limit", "old_limit"),
        (EventKind.RATE.value, "rate", "old_rate"),
    ):
        if kind in first:
            then[name] = getattr(first[kind], before, None)
    known = then["credit_limit"] is not None and then["rate"] is not None
    limit = None if row.source == "imported" else then["credit_limit"]
    return _Opened(limit, _terms(then) if known else None)


def _changes(connection: Connection) -> Mapping[int, Mapping[str, list[Any]]]:
    """By account and kind: the first and the last event that changed it."""
    query = sa.select(account_events).where(account_events.c.kind.in_(_CHANGES))
    columns = [column for column in query.selected_columns if column.name != "booked_at"]
    found: dict[int, dict[str, list[Any]]] = {}
    for row in connection.execute(query.with_only_columns(*columns).order_by(account_events.c.id)):
        kept = found.setdefault(row.account_id, {}).setdefault(row.kind, [row, row])
        kept[1] = row
    return found


def _contradicted(row: Any, mine: Mapping[str, list[Any]], actions: Mapping[int, Any]) -> set[int]:
    """Entries that say something else of an account than the account itself."""
    if row.source == "imported":
        return set()
    now = {EventKind.LIMIT: row.credit_limit, EventKind.RATE: row.rate}
    last = {kind: mine[kind.value][1] for kind in now if kind.value in mine}
    wrong = {event.event_seq for kind, event in last.items() if event.amount != now[kind]}
    _first, event = mine.get(EventKind.STATE.value, (None, None))
    if (row.state, row.state_since, row.review_on) != _state_after(row, event, actions):
        wrong.add((event or row).event_seq)
    return wrong


def _state_after(row: Any, event: Any, actions: Mapping[int, Any]) -> tuple[str, str, str | None]:
    """The state that the last event about it left an account in, since when, its review."""
    if event is None:
        return AccountState.ACTIVE.value, row.opened_on, None
    acted = actions.get(_action_of(event))
    left = _LEAVES.get(acted.kind) if acted else None
    return (left or AccountState.CLOSED).value, event.on_day, acted.review_on if acted else None


def _action_of(event: Any) -> int:
    """The number of the action that an event carried out; 0 for none."""
    word, _gap, number = event.note.partition(" ")
    return int(number) if word == "action" and number.isdigit() else 0


def _opened_otherwise(connection: Connection, opened: Mapping[int, list[_Opened]]) -> Iterator[int]:
    """Openings whose accounts are not as many, or not on the terms, that were told; older ones
    told of limits alone."""
    journal = tables.journal
    query = sa.select(journal.c.seq, journal.c.payload).where(journal.c.event == OPENED)
    for entry in connection.execute(query.order_by(journal.c.seq)):
        mine = opened.get(entry.seq, [])
        try:
            said = json.loads(entry.payload)
            if not _are_those_told(mine, said["count"], said["limits"], said.get(TERMS)):
                yield entry.seq
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # the chain names it


def _are_those_told(mine: list[_Opened], count: int, limits: int, terms: str | None) -> bool:
    leaves = [one.terms for one in mine if one.terms is not None]
    given = [one.limit for one in mine if one.limit is not None]
    return (
        len(mine) == count
        and (len(given) < count or sum(one for one in given if isinstance(one, int)) == limits)
        and (terms is None or len(leaves) < count or merkle.root(leaves).hex() == terms)
    )
