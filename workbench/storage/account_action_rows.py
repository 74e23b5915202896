"""Limit and rate actions as they are kept: each step a row of its own, the newest one counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from workbench.accounts.account import (
    NOTICE_LETTERS,
    Action,
    ActionKind,
    ActionState,
    EventKind,
)
from workbench.accounts.product import RATE_UNIT
from workbench.errors import AccountChanged, NotFound
from workbench.i18n import _
from workbench.money.amounts import from_minor, to_minor
from workbench.storage import account_ledger, many, sealing
from workbench.storage.account_book import AT_ONCE, number
from workbench.storage.account_tables import account_actions, account_events, accounts
from workbench.storage.store import Step, Store


def add_actions(step: Step, made: Sequence[Action]) -> tuple[int, ...]:
    """Keep steps of actions, each with its own journal entry; an action with id 0 is a new one.

    Returns the actions' ids. Raises AccountChanged when another step came in between.
    """
    if not made:
        return ()
    first = step.next_id(account_actions)
    following = _next_action(step)
    ids, rows = [], []
    for place, one in enumerate(made):
        action = one.id or following
        following += 0 if one.id else 1
        ids.append(action)
        rows.append(_row(first + place, action, one))
    _refuse_stale(step, made)
    told = many.from_rows(rows)
    sealing.seal(account_actions, told)
    last = step.record_all(_said(told, n) for n in range(len(rows)))
    told["event_seq"] = list(range(last - len(rows) + 1, last + 1))
    many.insert(step.connection, account_actions, told)
    return tuple(ids)


def actions(
    store: Store,
    state: ActionState | None = None,
    *,
    account: int | None = None,
    ids: Sequence[int] | None = None,
) -> tuple[Action, ...]:
    """Actions as they stand, newest first: of one state, of one account, or by their ids."""
    table, later = account_actions, account_actions.alias("later")
    newest = ~sa.exists().where(later.c.action == table.c.action, later.c.version > table.c.version)
    query = (
        sa.select(table, accounts.c.name, accounts.c.product, accounts.c.currency)
        .join(accounts, accounts.c.id == table.c.account_id)
        .where(newest)
        .order_by(table.c.action.desc())
    )
    if state is not None:
        query = query.where(table.c.state == state.value)
    if account is not None:
        query = query.where(table.c.account_id == account)
    with store.reading() as connection:
        if ids is None:
            return tuple(_action(row) for row in connection.execute(query))
        found = [
            _action(row)
            for start in range(0, len(ids), AT_ONCE)
            for row in connection.execute(
                query.where(table.c.action.in_(list(ids[start : start + AT_ONCE])))
            )
        ]
    return tuple(found)


def action(store: Store, action_id: int) -> Action:
    """One action as it stands. Raises NotFound."""
    found = actions(store, ids=[action_id])
    if not found:
        raise NotFound(kind=_("action on an account"), name=str(action_id))
    return found[0]


def note_letter(step: Step, one: Action, letter: str) -> None:
    """Record that the letter of an action was written, under which number."""
    day = step.at.date()
    row: many.Columns = {
        "account_id": [one.account_id],
        "kind": [EventKind.NOTICE.value],
        "amount": [0],
        "on_day": [day.isoformat()],
        "period": [day.replace(day=1).isoformat()],
        "note": [f"{one.id} {letter}"],
    }
    account_ledger.add_events(step, row, event="account_notice", subject=one.account)


def letters_about(store: Store, account: int | None = None) -> dict[int, str]:
    """The number of the letter about each action that has one (of an account, or of all)."""
    table = account_events
    query = sa.select(table.c.note).where(table.c.kind == EventKind.NOTICE.value)
    if account is not None:
        query = query.where(table.c.account_id == account)
    with store.reading() as connection:
        notes = connection.execute(query.order_by(table.c.id)).scalars().all()
    return {int(action): letter for action, _gap, letter in (note.partition(" ") for note in notes)}


def last_changes(store: Store) -> dict[int, date]:
    """When each account's limit or rate last changed by an action that was done."""
    table = account_actions
    kinds = [kind.value for kind in (
        ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE, ActionKind.RATE_RISE,
        ActionKind.RATE_CUT,
    )]  # fmt: skip
    query = (
        sa.select(table.c.account_id, sa.func.max(table.c.effective_on).label("last"))
        .where(table.c.state == ActionState.DONE.value, table.c.kind.in_(kinds))
        .group_by(table.c.account_id)
    )
    with store.reading() as connection:
        return {row.account_id: date.fromisoformat(row.last) for row in connection.execute(query)}


def _next_action(step: Step) -> int:
    last = step.connection.execute(sa.select(sa.func.max(account_actions.c.action))).scalar()
    return int(last or 0) + 1


def _refuse_stale(step: Step, made: Sequence[Action]) -> None:
    """Raise for an action that has a step the person did not see."""
    table = account_actions
    again = {one.id: one for one in made if one.id}
    for key, one in again.items():
        newest = step.connection.execute(
            sa.select(sa.func.max(table.c.version)).where(table.c.action == key)
        ).scalar()
        if newest is not None and newest + 1 != one.version:
            raise AccountChanged(number=one.account, actor="")


def _said(rows: many.Columns, n: int) -> tuple[str, str, dict[str, object]]:
    said = {
        "action": rows["action"][n],
        "kind": rows["kind"][n],
        "state": rows["state"][n],
        "reasons": rows["reasons"][n],
        **sealing.saying(account_actions, [rows["leaf"][n]]),
    }
    return "account_action", number(rows["account_id"][n]), said


def _row(row_id: int, action_id: int, one: Action) -> dict[str, Any]:
    return {
        "id": row_id,
        "action": action_id,
        "account_id": one.account_id,
        "kind": one.kind.value,
        "state": one.state.value,
        "reasons": json.dumps(one.reason_codes, separators=(",", ":")),
        "old_limit": to_minor(one.old_limit, one.currency),
        "new_limit": to_minor(one.new_limit, one.currency),
        "old_rate": int(one.old_rate * RATE_UNIT),
        "new_rate": int(one.new_rate * RATE_UNIT),
        "effective_on": one.effective_on.isoformat(),
        "review_on": one.review_on.isoformat() if one.review_on else None,
        "proposed_by": one.proposed_by,
        "proposed_at": one.proposed_at,
        "second": one.second,
        "decided_at": one.decided_at,
        "exposure_change": to_minor(one.exposure_change, one.currency),
        "loss_change": to_minor(one.loss_change, one.currency),
        "scope": one.scope,
        "note": one.note,
        "version": one.version,
    }


def _action(row: sa.Row[Any]) -> Action:
    kind = ActionKind(row.kind)
    money = {
        name: from_minor(getattr(row, name), row.currency)
        for name in ("old_limit", "new_limit", "exposure_change", "loss_change")
    }
    return Action(
        id=row.action,
        account_id=row.account_id,
        account=number(row.account_id),
        name=row.name,
        product=row.product,
        currency=row.currency,
        kind=kind,
        state=ActionState(row.state),
        reason_codes=tuple(json.loads(row.reasons)),
        **money,
        old_rate=Decimal(row.old_rate) / RATE_UNIT,
        new_rate=Decimal(row.new_rate) / RATE_UNIT,
        effective_on=date.fromisoformat(row.effective_on),
        review_on=date.fromisoformat(row.review_on) if row.review_on else None,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        second=row.second,
        decided_at=row.decided_at,
        scope=row.scope,
        note=row.note,
        letter_kind=NOTICE_LETTERS.get(kind),
        version=row.version,
    )
