"""People as the store keeps them: every state they were ever in; the newest one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.assessment import RuleClass
from workbench.credit.authority import CoDecision, Matrix, read_matrix
from workbench.credit.decision import OverrideDirection
from workbench.credit.roles import Person, PersonState, Right
from workbench.errors import NotFound
from workbench.i18n import _
from workbench.storage.people_tables import (
    authorities,
    authority_roles,
    passwords,
    people,
    role_events,
    role_limits,
)
from workbench.storage.sealed_rows import keep_row
from workbench.storage.store import Step, Store


def everybody(store: Store) -> tuple[Person, ...]:
    """Everybody who was ever added, as they are now, by the order they came."""
    with store.reading() as connection:
        return _everybody(connection)


def person(store: Store, name: str) -> Person:
    """The person who signs in with this name, or is shown by it. Raises NotFound."""
    wanted = name.strip().casefold()
    for one in everybody(store):
        if wanted in (one.name.casefold(), one.shown_name.casefold()):
            return one
    raise NotFound(kind=_("person"), name=name)


def who_agrees_to_restore(store: Store, actor: str) -> tuple[Person, ...]:
    """The colleagues of `actor` who may agree to a restore: their role covers one, and they have
    a password to agree with."""
    rules = matrix_adopted(store)
    if rules is None:
        return ()
    with store.reading() as connection:
        guarded = set(connection.execute(sa.select(passwords.c.person)).scalars())
    return tuple(
        one
        for one in everybody(store)
        if one.is_active
        and not one.elsewhere
        and one.id in guarded
        and one.shown_name != actor
        and rules.grants(one.role, "store_restored")
    )


def matrix_adopted(store: Store) -> Matrix | None:
    """The matrix of authority this store goes by; None while nobody was added."""
    query = sa.select(authorities.c.source).order_by(authorities.c.id.desc()).limit(1)
    with store.reading() as connection:
        source = connection.execute(query).scalar()
    return None if source is None else read_matrix(source)


def add_person(
    store: Store, made: Person, *, actor: str, at: datetime, matrix: Matrix | None = None
) -> Person:
    """Add a person; returns them with their number.

    With the first one the store adopts `matrix`, and from then on only people it knows change
    anything in it.
    """
    with store.writing(actor, at) as step:
        if matrix is not None:
            _adopt(step, matrix)
        last = step.connection.execute(sa.select(sa.func.max(people.c.person))).scalar()
        numbered = replace(made, id=int(last or 0) + 1)
        keep_person(step, numbered, "person_added")
        return numbered


def change_person(store: Store, made: Person, *, actor: str, at: datetime) -> None:
    """Keep a person's new state; the ones before stay on record."""
    with store.writing(actor, at) as step:
        keep_person(step, made, "person_changed")


def adopt_matrix(store: Store, matrix: Matrix, *, actor: str, at: datetime) -> None:
    """Go by another matrix of authority from now on; the one before stays on record."""
    with store.writing(actor, at) as step:
        _adopt(step, matrix)


def keep_person(step: Step, made: Person, event: str) -> None:
    """Keep a person's state inside the caller's transaction."""
    row = {
        "person": made.id,
        "name": made.name,
        "shown_name": made.shown_name,
        "title": made.title,
        "role": made.role,
        "branch": made.branch,
        "state": made.state.value,
        "public_key": made.public_key,
        "elsewhere": made.elsewhere,
    }
    said = {"person": made.id, "role": made.role, "state": made.state.value}
    keep_row(step, people, row, (event, f"person {made.id}", said))


def _adopt(step: Step, matrix: Matrix) -> None:
    number = step.next_id(authorities)
    said = {"sha256": matrix.sha256, "version": matrix.version}
    seq = step.record("authority_adopted", "authority", said)
    step.connection.execute(
        sa.insert(authorities),
        {
            "id": number,
            "sha256": matrix.sha256,
            "source": matrix.source,
            "adopted_at": step.at,
            "event_seq": seq,
        },
    )
    for table, rows in rows_of(number, matrix).items():
        step.connection.execute(sa.insert(table), rows)


def rows_of(number: int, matrix: Matrix) -> dict[sa.Table, list[Mapping[str, Any]]]:
    """What the fences read of an adopted matrix, by table."""
    return {
        authority_roles: _roles(number, matrix),
        role_limits: limits_of(number, matrix),
        role_events: _events(number, matrix),
    }


def _roles(number: int, matrix: Matrix) -> list[Mapping[str, Any]]:
    return [
        {
            "authority": number,
            "role": role.role,
            "amount_most": None if role.amount_most is None else int(role.amount_most),
            "second_up": OverrideDirection.APPROVE_OVER_DECLINE in role.second_person_for,
            "second_down": OverrideDirection.DECLINE_OVER_APPROVE in role.second_person_for,
            "signs": Right.SIGN in role.rights,
        }
        for role in matrix.roles.values()
    ]


def limits_of(number: int, matrix: Matrix) -> list[Mapping[str, Any]]:
    """How far each role of an adopted matrix reaches, as rows of `role_limits`."""
    return [
        {
            "authority": number,
            "role": role.role,
            "points_below": role.points_below,
            "points_above": role.points_above,
            "sets_soft": RuleClass.SOFT in role.sets_aside,
            "sets_refer": RuleClass.REFER in role.sets_aside,
            "additive": matrix.co_decision is CoDecision.ADDITIVE,
        }
        for role in matrix.roles.values()
    ]


def _events(number: int, matrix: Matrix) -> list[Mapping[str, Any]]:
    named = {event for _texts, events in matrix.rights.values() for event in events}
    return [
        {
            "authority": number,
            "role": role,
            "event": event,
            "allowed": matrix.grants(role, event),
        }
        for role in matrix.roles
        for event in sorted(named | {"*"})
    ]


def _everybody(connection: Connection) -> tuple[Person, ...]:
    newest = sa.select(sa.func.max(people.c.id)).group_by(people.c.person)
    query = sa.select(people).where(people.c.id.in_(newest)).order_by(people.c.person)
    return tuple(_person(row) for row in connection.execute(query))


def _person(row: sa.Row[Any]) -> Person:
    return Person(
        id=row.person,
        name=row.name,
        shown_name=row.shown_name,
        title=row.title,
        role=row.role,
        branch=row.branch,
        state=PersonState(row.state),
        public_key=row.public_key,
        elsewhere=bool(row.elsewhere),
    )
