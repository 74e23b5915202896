"""How long data is kept: what is past its time, and the legal holds that keep it longer.

holds.place and lift are events of their own; the newest one counts. A held application is
never erased: `erasure` refuses it, and so does the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workbench.accounts.account import AccountState
from workbench.errors import NotFound
from workbench.i18n import _
from workbench.storage import lanes, tables
from workbench.storage.account_erasure import runs_here
from workbench.storage.account_tables import accounts
from workbench.storage.column_types import moment_of, moment_text
from workbench.storage.store import Step, Store

_HOLDS = tables.legal_holds
_MIDNIGHT = "T00:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Kept:
    """An application whose time is over: when its last event was, and what holds it, if anything.

    `last_at` is the latest of receipt, decision, letter, mailing and the closing of an account
    booked from it, in UTC; `hold` is the basis of a legal hold ("" when none).
    """

    application_id: int
    number: str
    product: str
    last_at: datetime
    hold: str = ""


def past_their_time(store: Store, before: Mapping[str, datetime]) -> tuple[Kept, ...]:
    """Applications, oldest first, whose last event was before their product's moment.

    `before` maps a product to the moment its retention reaches back to; products that are not
    named are kept. What was erased already is left out, and so is credit that still runs; what
    is held is shown as held.
    """
    if not before:
        return ()
    last = _last_events().subquery()
    over = sa.or_(
        *(
            sa.and_(tables.applications.c.product == product, last.c.at < moment_text(moment))
            for product, moment in before.items()
        )
    )
    query = (
        sa.select(tables.applications.c.id, tables.applications.c.product, last.c.at)
        .join(last, last.c.application_id == tables.applications.c.id)
        .where(over, tables.applications.c.id.not_in(sa.union(_erased(), _running())))
        .order_by(last.c.at, tables.applications.c.id)
    )
    with store.reading() as connection:
        held = _current_holds(connection)
        return tuple(
            Kept(found, lanes.number(found), product, moment_of(at), held.get(found, ""))
            for found, product, at in connection.execute(query)
        )


def holds(store: Store) -> dict[int, str]:
    """The legal holds in force: application id -> basis."""
    with store.reading() as connection:
        return _current_holds(connection)


def place_hold(
    store: Store, application_id: int, *, basis: str, actor: str, at: datetime | None = None
) -> None:
    """Keep an application's data whatever its age; `basis` names what asks for it.

    Raises NotFound.
    """
    _record(store, application_id, _Hold(held=True, basis=basis), actor, at)


def lift_hold(
    store: Store, application_id: int, *, basis: str, actor: str, at: datetime | None = None
) -> None:
    """End a legal hold; `basis` says why it ended. Raises NotFound where none is in force."""
    if application_id not in holds(store):
        raise NotFound(kind=_("legal hold"), name=lanes.number(application_id))
    _record(store, application_id, _Hold(held=False, basis=basis), actor, at)


@dataclass(frozen=True, slots=True)
class _Hold:
    held: bool
    basis: str


def _record(
    store: Store, application_id: int, hold: _Hold, actor: str, at: datetime | None
) -> None:
    with store.writing(actor, at) as step:
        _refuse_unknown(step, application_id)
        event = "hold_placed" if hold.held else "hold_lifted"
        seq = step.record(event, lanes.number(application_id), {"basis": hold.basis})
        step.connection.execute(
            sa.insert(_HOLDS),
            {
                "id": step.next_id(_HOLDS),
                "application_id": application_id,
                "held": hold.held,
                "basis": hold.basis,
                "actor": step.actor,
                "at": step.at,
                "event_seq": seq,
            },
        )


def _refuse_unknown(step: Step, application_id: int) -> None:
    known = sa.select(tables.applications.c.id).where(tables.applications.c.id == application_id)
    if step.connection.execute(known).scalar() is None:
        raise NotFound(kind=_("application"), name=lanes.number(application_id))


def _current_holds(connection: sa.Connection) -> dict[int, str]:
    newest = sa.select(sa.func.max(_HOLDS.c.id)).group_by(_HOLDS.c.application_id)
    query = sa.select(_HOLDS.c.application_id, _HOLDS.c.basis).where(
        _HOLDS.c.id.in_(newest), _HOLDS.c.held
    )
    return {int(row[0]): str(row[1]) for row in connection.execute(query)}


def _erased() -> sa.Select[tuple[int]]:
    return sa.select(tables.erasures.c.application_id)


def _running() -> sa.Select[tuple[int]]:
    """The applications of accounts that still run here."""
    return sa.select(accounts.c.application_id).where(
        accounts.c.application_id.is_not(None), runs_here()
    )


def _last_events() -> sa.Select[int, str]:
    """The latest moment of each application, as stored text (which sorts)."""
    letters, mailings = tables.letters, tables.letter_mailings
    moments = sa.union_all(
        _moments(tables.applications.c.id, tables.applications.c.received_at),
        _moments(tables.decisions.c.application_id, tables.decisions.c.decided_at),
        _moments(letters.c.application_id, letters.c.made_at),
        _moments(letters.c.application_id, mailings.c.mailed_at).join(
            mailings, mailings.c.letter_id == letters.c.id
        ),
        _moments(accounts.c.application_id, accounts.c.state_since + _MIDNIGHT).where(
            accounts.c.state == AccountState.CLOSED.value
        ),
    ).subquery()
    return sa.select(moments.c.application_id, sa.func.max(moments.c.at).label("at")).group_by(
        moments.c.application_id
    )


def _moments(application: sa.Column[int], at: sa.ColumnElement[Any]) -> sa.Select[int, str]:
    return sa.select(application.label("application_id"), sa.type_coerce(at, sa.String).label("at"))
