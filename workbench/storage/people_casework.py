"""Work on cases: who holds one, what was noted, which papers are missing, what is connected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.errors import ChangedMeanwhile, NotFound
from workbench.i18n import _
from workbench.storage import casework_proof, lanes, tables
from workbench.storage.column_types import moment_text
from workbench.storage.people_tables import case_notes, case_work, connections
from workbench.storage.sealed_rows import keep_row
from workbench.storage.store import Step, Store

NOTE, PAPER, CONDITION = "note", "paper", "condition"
KINDS = (NOTE, PAPER, CONDITION)
SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class CaseNote:
    """One note, missing paper or condition; `settled` once the paper came or the condition is met.

    `text` is empty once the applicant's data was erased.
    """

    id: int
    application_id: int
    kind: str
    text: str
    by: str
    at: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands for those who work on it, in stored words."""

    application_id: int
    version: int
    state: str
    product: str
    outcome: str | None
    changed_by: str
    held_by: str
    held_since: datetime | None
    received_at: datetime
    decided_at: datetime | None
    notes: int
    papers_missing: int


def hold(
    store: Store, application_id: int, person: str, *, actor: str, at: datetime, seen: str
) -> None:
    """Let a person hold a case ("" for nobody); `seen` is who the actor saw holding it.

    Raises ChangedMeanwhile when somebody else took it in between, NotFound.
    """
    number = lanes.number(application_id)
    with store.writing(actor, at) as step:
        _refuse_unknown(step.connection, application_id)
        row = step.connection.execute(
            sa.select(case_work).where(case_work.c.application_id == application_id)
        ).first()
        held = row.held_by if row else ""
        if held != seen:
            raise ChangedMeanwhile(number=number, actor=held or (row.assigned_by if row else ""))
        _keep_hold(step, row, application_id, person)


def add_note(
    store: Store, application_id: int, kind: str, text: str, *, actor: str, at: datetime
) -> int:
    """Keep a note, a missing paper or a condition with a case; returns its id."""
    with store.writing(actor, at) as step:
        _refuse_unknown(step.connection, application_id)
        return _note(step, application_id, kind, text, None)


def settle_note(store: Store, note_id: int, *, actor: str, at: datetime) -> None:
    """The paper came, or the condition is met: a record of its own. Raises NotFound."""
    with store.writing(actor, at) as step:
        row = step.connection.execute(
            sa.select(case_notes).where(case_notes.c.id == note_id)
        ).first()
        if row is None:
            raise NotFound(kind=_("note"), name=str(note_id))
        _note(step, row.application_id, SETTLED, "", note_id)


def notes_of(store: Store, application_id: int) -> tuple[CaseNote, ...]:
    """Every note of a case, oldest first."""
    query = (
        sa.select(case_notes)
        .where(case_notes.c.application_id == application_id)
        .order_by(case_notes.c.id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    done = {row.settles for row in rows if row.settles is not None}
    return tuple(
        CaseNote(
            id=row.id,
            application_id=row.application_id,
            kind=row.kind,
            text=row.words or "",
            by=row.actor,
            at=row.noted_at,
            settled=row.id in done,
        )
        for row in rows
        if row.kind != SETTLED
    )


def standings(store: Store, application_ids: Sequence[int]) -> Mapping[int, Standing]:
    """Where these cases stand; those that left the queue are missing."""
    with store.reading() as connection:
        rows = connection.execute(_standing_query(application_ids)).all()
        counted = _counts(connection, application_ids)
    return {row.application_id: _standing(row, counted) for row in rows}


def connect(
    store: Store, application_id: int, other_id: int, kind: str, *, actor: str, at: datetime
) -> None:
    """Record that two applications are of one person, or of people who are connected."""
    with store.writing(actor, at) as step:
        for one in (application_id, other_id):
            _refuse_unknown(step.connection, one)
        said = {"other": lanes.number(other_id), "kind": kind}
        seq = step.record("connected", lanes.number(application_id), said)
        step.connection.execute(
            sa.insert(connections),
            {
                "id": step.next_id(connections),
                "application_id": application_id,
                "other_id": other_id,
                "kind": kind,
                "actor": actor,
                "connected_at": step.at,
                "event_seq": seq,
            },
        )


def connected(store: Store, application_id: int, *, kind: str = "") -> frozenset[int]:
    """Every application connected with this one, also by way of others; not itself.

    `kind` follows connections of that kind alone.
    """
    query = sa.select(connections.c.application_id, connections.c.other_id)
    if kind:
        query = query.where(connections.c.kind == kind)
    with store.reading() as connection:
        pairs = connection.execute(query).all()
    found, border = {application_id}, {application_id}
    while border:
        border = {
            there
            for one, other in pairs
            for here, there in ((one, other), (other, one))
            if here in border and there not in found
        }
        found |= border
    return frozenset(found - {application_id})


def _event(person: str, actor: str) -> str:
    if not person:
        return casework_proof.RELEASED
    return casework_proof.TAKEN if person == actor else casework_proof.ASSIGNED


def _keep_hold(step: Step, row: Any, application_id: int, person: str) -> None:
    values: dict[str, Any] = {
        "application_id": application_id,
        "held_by": person,
        "held_since": step.at if person else None,
        "assigned_by": step.actor,
        "version": (row.version if row else 0) + 1,
    }
    left = {**values, "held_since": moment_text(step.at) if person else None}
    said = {"row_hash": casework_proof.digest(left)}
    step.record(_event(person, step.actor), lanes.number(application_id), said)
    if row is None:
        step.connection.execute(sa.insert(case_work), values)
        return
    step.connection.execute(
        sa.update(case_work)
        .where(case_work.c.application_id == application_id, case_work.c.version == row.version)
        .values(values)
    )


def _note(step: Step, application_id: int, kind: str, text: str, settles: int | None) -> int:
    row = {
        "application_id": application_id,
        "kind": kind,
        "words": text,
        "settles": settles,
        "actor": step.actor,
        "noted_at": step.at,
    }
    event = "noted" if settles is None else "note_settled"
    return keep_row(step, case_notes, row, (event, lanes.number(application_id), {"kind": kind}))


def _refuse_unknown(connection: Connection, application_id: int) -> None:
    known = connection.execute(
        sa.select(tables.cases.c.version).where(tables.cases.c.application_id == application_id)
    ).scalar()
    if known is None:
        raise NotFound(kind=_("application"), name=lanes.number(application_id))


def _standing_query(application_ids: Sequence[int]) -> sa.Select[Any]:
    cases, made = tables.cases, tables.decisions
    return (
        sa.select(
            cases.c.application_id,
            cases.c.version,
            cases.c.state,
            cases.c.product,
            cases.c.outcome,
            cases.c.changed_by,
            cases.c.waiting_since,
            case_work.c.held_by,
            case_work.c.held_since,
            made.c.decided_at,
        )
        .outerjoin(case_work, case_work.c.application_id == cases.c.application_id)
        .outerjoin(made, made.c.id == cases.c.decision_id)
        .where(cases.c.application_id.in_(application_ids))
    )


def _counts(connection: Connection, application_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """How many notes of each kind are open, by (application, kind)."""
    done = sa.select(case_notes.c.settles).where(case_notes.c.settles.is_not(None))
    query = (
        sa.select(case_notes.c.application_id, case_notes.c.kind, sa.func.count())
        .where(
            case_notes.c.application_id.in_(application_ids),
            case_notes.c.kind != SETTLED,
            case_notes.c.id.not_in(done),
        )
        .group_by(case_notes.c.application_id, case_notes.c.kind)
    )
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


def _standing(row: sa.Row[Any], counted: Mapping[tuple[int, str], int]) -> Standing:
    return Standing(
        application_id=row.application_id,
        version=row.version,
        state=row.state,
        product=row.product,
        outcome=row.outcome,
        changed_by=row.changed_by,
        held_by=row.held_by or "",
        held_since=row.held_since,
        received_at=row.waiting_since,
        decided_at=row.decided_at,
        notes=sum(counted.get((row.application_id, kind), 0) for kind in KINDS),
        papers_missing=counted.get((row.application_id, PAPER), 0),
    )
