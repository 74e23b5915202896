"""Decisions: what a person decided, on which advice, and why. Never edited, only followed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.decision import Decision, Override, OverrideDirection, Settlement
from workbench.credit.status import CaseState, Component, Outcome
from workbench.errors import ChangedMeanwhile, DecisionRefused, NotFound
from workbench.i18n import _
from workbench.money.amounts import to_minor
from workbench.storage import lanes, many, sealing, tables
from workbench.storage.decision_texts import details_of, details_text, terms_of, terms_text
from workbench.storage.journal import Entry
from workbench.storage.people_tables import decision_details
from workbench.storage.sealed_rows import keep_rows
from workbench.storage.store import Step, Store

__all__ = ["terms_of", "terms_text"]
_DETAILED = sa.select(
    tables.decisions, decision_details.c.said, decision_details.c.second_person
).outerjoin(decision_details, decision_details.c.decision_id == tables.decisions.c.id)


# Made once: a statement built anew at every decision costs as much as running it.
_CASES = tables.cases
_AS_NOW = sa.select(_CASES.c.application_id, _CASES.c.version, _CASES.c.changed_by).where(
    _CASES.c.application_id.in_(sa.bindparam("ids", expanding=True))
)
_MOVED = (
    sa.update(_CASES)
    .where(_CASES.c.application_id == sa.bindparam("case_id"))
    .values(
        state=sa.bindparam("new_state"),
        lane=sa.bindparam("new_lane"),
        outcome=sa.bindparam("new_outcome"),
        overridden=sa.bindparam("new_overridden"),
        decision_id=sa.bindparam("new_decision"),
        changed_by=sa.bindparam("new_actor"),
        version=_CASES.c.version + 1,
    )
)


@dataclass(frozen=True, slots=True)
class DecidedIn:
    """In which session a decision was made, by whom of the store's people, on which proposal.

    `exposure` is all that the person and connected people then owe us; `exposures` where
    several cases are decided at once, by application.
    """

    person: int | None = None
    session: str = ""
    exposure: Decimal | None = None
    currency: str = "USD"
    proposal: int | None = None
    exposures: Mapping[int, Decimal] = field(default_factory=dict)


def add_decision(
    store: Store, decision: Decision, seen_version: int, within: DecidedIn | None = None
) -> Decision:
    """Record one decision; returns it with its id.

    `seen_version` is the case's version that the person saw. Raises ChangedMeanwhile when the
    case has moved on since, NotFound when it is not in the queue.
    """
    return add_decisions(store, [(decision, seen_version)], within)[0]


def add_decisions(
    store: Store, made: Sequence[tuple[Decision, int]], within: DecidedIn | None = None
) -> tuple[Decision, ...]:
    """Record several decisions of one officer, all or none, each with its own journal entry.

    Raises ChangedMeanwhile, naming the first application that moved on.
    """
    if not made:
        return ()
    with store.writing(made[0][0].officer, made[0][0].decided_at) as step:
        return keep_decisions(step, made, within or DecidedIn())


def keep_decisions(
    step: Step, made: Sequence[tuple[Decision, int]], within: DecidedIn
) -> tuple[Decision, ...]:
    """Record decisions inside the caller's transaction, with what goes beyond the plain one."""
    first = step.next_id(tables.decisions)
    kept = tuple(replace(one, id=first + n) for n, (one, _seen) in enumerate(made))
    _refuse_stale(step.connection, kept, [seen for _one, seen in made])
    rows = many.from_rows([_row(one) for one in kept])
    sealing.seal(tables.decisions, rows)
    last = step.record_all(_said(one, leaf) for one, leaf in zip(kept, rows["leaf"], strict=True))
    rows["event_seq"] = range(last - len(kept) + 1, last + 1)
    many.insert(step.connection, tables.decisions, rows)
    _keep_details(step, kept, within)
    move_cases(step, [_case_change(one) for one in kept])
    return kept


def _keep_details(step: Step, kept: Sequence[Decision], within: DecidedIn) -> None:
    """Who, in which session, on what; nothing is kept of a plain decision made alone."""
    rows = [
        _details(one, within)
        for one in kept
        if within.person is not None or one.factors or one.conditions
    ]
    if rows:
        keep_rows(step, decision_details, rows, ("decision_detailed", "decisions", {}))


def _details(one: Decision, within: DecidedIn) -> dict[str, Any]:
    owed = within.exposures.get(one.application_id, within.exposure)
    return {
        "application_id": one.application_id,
        "decision_id": one.id,
        "person": within.person,
        "session": within.session,
        "proposal_id": within.proposal,
        "second_person": one.second_person,
        "exposure": None if owed is None else to_minor(owed, within.currency),
        "said": details_text(one),
    }


def decisions_of(store: Store, application_id: int) -> tuple[Decision, ...]:
    """Every decision on an application, oldest first, also those that were undone."""
    table = tables.decisions
    query = _DETAILED.where(table.c.application_id == application_id).order_by(table.c.id)
    with store.reading() as connection:
        return tuple(decision_of_row(row) for row in connection.execute(query))


def standing_decision(store: Store, application_id: int) -> Decision | None:
    """The decision that holds now: final, and not undone; None while none does."""
    table, cases = tables.decisions, tables.cases
    standing = sa.select(cases.c.decision_id).where(
        cases.c.application_id == application_id,
        cases.c.state.in_([CaseState.DECIDED.value, CaseState.NOTIFIED.value]),
    )
    query = _DETAILED.where(table.c.id.in_(standing))
    with store.reading() as connection:
        row = connection.execute(query).first()
    return decision_of_row(row) if row else None


def decision(store: Store, decision_id: int) -> Decision:
    """One decision by its id. Raises NotFound."""
    with store.reading() as connection:
        return decision_of_row(_stored(connection, decision_id))


def undo_decision(
    store: Store, decision_id: int, *, actor: str, at: datetime | None = None
) -> None:
    """Take a decision back: a new record; the case returns to review.

    Raises DecisionRefused once its letter exists or when it no longer stands.
    """
    cases = tables.cases
    with store.writing(actor, at) as step:
        row = _stored(step.connection, decision_id)
        case = step.connection.execute(
            sa.select(cases).where(cases.c.application_id == row.application_id)
        ).first()
        number = lanes.number(row.application_id)
        if case is None or case.decision_id != decision_id:
            raise DecisionRefused(number=number, why=_("it no longer stands."))
        if case.letter_id is not None:
            raise DecisionRefused(number=number, why=_("its letter is written already."))
        seq = step.record("decision_undone", number, {"decision": decision_id})
        step.connection.execute(
            sa.insert(tables.decision_undos),
            {"decision_id": decision_id, "actor": actor, "undone_at": step.at, "event_seq": seq},
        )
        move_cases(step, [reopened_case(row.application_id)])


def _row(one: Decision) -> dict[str, Any]:
    override = one.override
    why = override or one.settlement
    return {
        "id": one.id,
        "application_id": one.application_id,
        "assessment_id": one.assessment_id,
        "outcome": one.outcome.value,
        "officer": one.officer,
        "officer_title": one.officer_title,
        "decided_at": one.decided_at,
        "decided_by": one.decided_by.value,
        "reasons": json.dumps(one.reasons, separators=(",", ":")),
        "terms": terms_text(one.terms) if one.terms else None,
        "direction": override.direction.value if override else None,
        "reason_code": why.reason_code if why else None,
        "justification": why.justification if why else None,
        "note": one.note,
        "replaces": one.replaces,
    }


def _said(one: Decision, leaf: bytes) -> Entry:
    """What the journal says of a decision: codes and the sealed hash, no words about a person."""
    why = one.override or one.settlement
    said = {
        "decision": one.id,
        "assessment": one.assessment_id,
        "outcome": one.outcome.value,
        "direction": one.override.direction.value if one.override else None,
        "reason_code": why.reason_code if why else None,
        **sealing.saying(tables.decisions, [leaf]),
    }
    return "decided", lanes.number(one.application_id), said


def _refuse_stale(connection: Connection, made: Sequence[Decision], seen: Sequence[int]) -> None:
    """Raise for the first case that is not as its officer saw it."""
    ids = [one.application_id for one in made]
    now = {
        row.application_id: row
        for start in range(0, len(ids), 10_000)
        for row in connection.execute(_AS_NOW, {"ids": ids[start : start + 10_000]})
    }
    for application_id, version in zip(ids, seen, strict=True):
        number = lanes.number(application_id)
        if application_id not in now:
            raise NotFound(kind=_("application"), name=number)
        if now[application_id].version != version:
            raise ChangedMeanwhile(number=number, actor=now[application_id].changed_by)


def _case_change(one: Decision) -> dict[str, Any]:
    final = one.outcome is not Outcome.REFER
    state = (CaseState.DECIDED if final else CaseState.REFERRED).value
    return {
        "case_id": one.application_id,
        "new_state": state,
        "new_lane": lanes.lane(state, one.outcome.value),
        "new_outcome": one.outcome.value,
        "new_overridden": one.override is not None,
        "new_decision": one.id,
    }


def reopened_case(application_id: int, state: str = CaseState.ASSESSED.value) -> dict[str, Any]:
    """The change that puts a case back before a person, without a decision."""
    return {
        "case_id": application_id,
        "new_state": state,
        "new_lane": lanes.lane(state, None),
        "new_outcome": None,
        "new_overridden": False,
        "new_decision": None,
    }


def move_cases(step: Step, changes: list[dict[str, Any]]) -> None:
    """Move cases on, each with a new version."""
    step.connection.execute(_MOVED, [{**one, "new_actor": step.actor} for one in changes])


def _stored(connection: Connection, decision_id: int) -> sa.Row[Any]:
    row = connection.execute(_DETAILED.where(tables.decisions.c.id == decision_id)).first()
    if row is None:
        raise NotFound(kind=_("decision"), name=str(decision_id))
    return row


def decision_of_row(row: sa.Row[Any]) -> Decision:
    """A decision from its row and that of its details."""
    said = (row.reason_code, row.justification or "")
    override = Override(OverrideDirection(row.direction), *said) if row.direction else None
    settled = Settlement(*said) if row.reason_code and not row.direction else None
    factors, conditions = details_of(row.said)
    return Decision(
        application_id=row.application_id,
        assessment_id=row.assessment_id,
        outcome=Outcome(row.outcome),
        officer=row.officer,
        officer_title=row.officer_title,
        decided_at=row.decided_at,
        decided_by=Component(row.decided_by),
        reasons=tuple(json.loads(row.reasons)),
        terms=terms_of(row.terms) if row.terms else None,
        override=override,
        note=row.note or "",
        replaces=row.replaces,
        id=row.id,
        settlement=settled,
        factors=factors,
        conditions=conditions,
        second_person=row.second_person or "",
    )
