"""Limits, rates and states of accounts, held against what is sealed: openings, actions, events.

`accounts` changes and is not sealed itself; each change leaves an event that is. What another
system keeps is told anew with every sheet of it, and is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import AccountState, ActionKind, EventKind
from workbench.storage import tables
from workbench.storage.account_tables import account_actions, account_events, accounts

OPENED = "accounts_opened"
_CHANGES = (EventKind.LIMIT.value, EventKind.RATE.value, EventKind.STATE.value)
_LEAVES = {
    ActionKind.FREEZE: AccountState.FROZEN,
    ActionKind.SUSPENSION: AccountState.SUSPENDED,
    ActionKind.REINSTATEMENT: AccountState.ACTIVE,
}
"""The state in which an action leaves an account; any other change of state closes it."""


def changed_accounts(connection: Connection) -> Iterator[int]:
    """The entry of the last record that each account, changed behind the program, contradicts."""
    events = _changes(connection)
    actions = {row.action: row for row in connection.execute(_ACTIONS)}
    opened: dict[int, list[tuple[bool, int]]] = {}
    for row in connection.execute(sa.select(accounts).order_by(accounts.c.id)):
        mine = events.get(row.id, {})
        yield from _contradicted(row, mine, actions)
        first = mine.get(EventKind.LIMIT.value)
        acted = actions.get(_action_of(first[0])) if first else None
        limit = row.credit_limit if first is None else acted.old_limit if acted else None
        told = limit is not None and row.source != "imported"
        opened.setdefault(row.event_seq, []).append((told, limit or 0))
    yield from _opened_otherwise(connection, opened)


_ACTIONS = sa.select(
    account_actions.c.action, account_actions.c.kind, account_actions.c.old_limit
).order_by(account_actions.c.id)


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
    state = mine.get(EventKind.STATE.value)
    if row.state != _state_after(state[1] if state else None, actions):
        wrong.add(state[1].event_seq if state else row.event_seq)
    return wrong


def _state_after(event: Any, actions: Mapping[int, Any]) -> str:
    if event is None:
        return AccountState.ACTIVE.value
    acted = actions.get(_action_of(event))
    left = _LEAVES.get(ActionKind(acted.kind)) if acted else None
    return (left or AccountState.CLOSED).value


def _action_of(event: Any) -> int:
    """The number of the action that an event carried out; 0 for none."""
    word, _gap, number = event.note.partition(" ")
    return int(number) if word == "action" and number.isdigit() else 0


def _opened_otherwise(
    connection: Connection, opened: Mapping[int, list[tuple[bool, int]]]
) -> Iterator[int]:
    """Openings whose accounts are not as many, or were not given as much, as was told."""
    journal = tables.journal
    query = sa.select(journal.c.seq, journal.c.payload).where(journal.c.event == OPENED)
    for entry in connection.execute(query.order_by(journal.c.seq)):
        mine = opened.get(entry.seq, [])
        try:
            said = json.loads(entry.payload)
            told = (said["count"], said["limits"])
        except (ValueError, KeyError, TypeError):
            continue  # the chain names it
        all_told = all(known for known, _limit in mine)
        if told != (len(mine), sum(limit for _known, limit in mine) if all_told else told[1]):
            yield entry.seq
