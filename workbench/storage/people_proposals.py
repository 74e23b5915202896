"""Proposals and signatures: what waits for a second person, and what that person said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.decision import Decision
from workbench.credit.second_person import Proposal, Word
from workbench.credit.status import CaseState
from workbench.errors import ChangedMeanwhile, DecisionRefused
from workbench.i18n import _
from workbench.money.amounts import from_minor, to_minor
from workbench.storage import lanes, tables
from workbench.storage.authority_fences import LESS
from workbench.storage.decision_texts import canonical_text, decision_of, decision_text
from workbench.storage.decisions import DecidedIn, keep_decisions, move_cases, reopened_case
from workbench.storage.people_tables import proposals, reopenings, signatures
from workbench.storage.sealed_rows import keep_row
from workbench.storage.store import Step, Store

_EVENTS = {
    Word.APPROVED: "proposal_approved",
    Word.RETURNED: "proposal_returned",
    Word.WITHDRAWN: "proposal_withdrawn",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody said of a proposal, and their signature over `signed_text` (hex)."""

    person: int
    shown_name: str
    session: str
    word: Word
    remark: str
    signed_at: datetime
    signature: str = ""


def signed_text(proposal: Proposal, word: Word, remark: str, signer: int) -> bytes:
    """The bytes that a signature is over: the whole proposal, the word, and who says it."""
    said = {
        "proposal": proposal.id,
        "proposer": proposal.person,
        "session": proposal.session,
        "decision": decision_text(proposal.decision),
        "exposure": str(proposal.exposure),
        "word": word.value,
        "remark": remark,
        "signer": signer,
    }
    return canonical_text(said).encode()


def proposal_digest(proposal: Proposal) -> str:
    """What names a whole proposal to somebody who signs it on another machine."""
    said = {
        "proposal": proposal.id,
        "session": proposal.session,
        "decision": decision_text(proposal.decision),
        "exposure": str(proposal.exposure),
    }
    return hashlib.sha256(canonical_text(said).encode()).hexdigest()


def add_proposal(store: Store, made: Proposal, seen_version: int) -> Proposal:
    """Record a proposal; its case then waits for a second person. Raises ChangedMeanwhile."""
    one = made.decision
    number = lanes.number(one.application_id)
    with store.writing(one.officer, made.proposed_at) as step:
        _refuse_stale(step.connection, one.application_id, seen_version)
        row = {
            "application_id": one.application_id,
            "assessment_id": one.assessment_id,
            "person": made.person,
            "role": made.role,
            "session": made.session,
            "outcome": one.outcome.value,
            "exposure": to_minor(made.exposure, made.currency),
            "currency": made.currency,
            "said": decision_text(one),
            "proposed_at": made.proposed_at,
        }
        said = {"person": made.person, "outcome": one.outcome.value}
        kept = keep_row(step, proposals, row, ("proposed", number, said))
        move_cases(step, [reopened_case(one.application_id, CaseState.PROPOSED.value)])
        return replace(made, id=kept)


def open_proposal(store: Store, application_id: int) -> Proposal | None:
    """The proposal that waits on a case now; None while none does."""
    waits = sa.select(tables.cases.c.application_id).where(
        tables.cases.c.application_id == application_id,
        tables.cases.c.state == CaseState.PROPOSED.value,
    )
    query = (
        sa.select(proposals)
        .where(proposals.c.application_id.in_(waits), proposals.c.said.is_not(None))
        .order_by(proposals.c.id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    return proposal_of(row) if row else None


def approve(store: Store, proposal: Proposal, signed: Signature, seen_version: int) -> Decision:
    """Record the second signature and with it the decision, both or neither."""
    with store.writing(signed.shown_name, signed.signed_at) as step:
        return _approve(step, proposal, signed, seen_version)


def close(store: Store, proposal: Proposal, signed: Signature, seen_version: int) -> None:
    """Return or withdraw a proposal: its case waits for a decision again."""
    with store.writing(signed.shown_name, signed.signed_at) as step:
        _close(step, proposal, signed, seen_version)


def take_answer(
    store: Store,
    proposal: Proposal,
    signed: Signature,
    seen_version: int,
    note: Callable[[Step], None],
) -> None:
    """What a second person said elsewhere, and the note that it came back, both or neither."""
    with store.writing(signed.shown_name, signed.signed_at) as step:
        if signed.word is Word.APPROVED:
            _approve(step, proposal, signed, seen_version)
        else:
            _close(step, proposal, signed, seen_version)
        note(step)


def _approve(step: Step, proposal: Proposal, signed: Signature, seen_version: int) -> Decision:
    made = replace(proposal.decision, decided_at=signed.signed_at, second_person=signed.shown_name)
    within = DecidedIn(
        proposal.person, proposal.session, proposal.exposure, proposal.currency, proposal.id
    )
    _refuse_stale(step.connection, made.application_id, seen_version)
    _keep_signature(step, proposal, signed)
    try:
        return keep_decisions(step, [(made, seen_version)], within)[0]
    except sa.exc.DBAPIError as fault:
        if LESS not in str(fault):
            raise
        why = _("More is owed than when it was proposed. Return it, and have it proposed anew.")
        raise DecisionRefused(number=lanes.number(made.application_id), why=why) from fault


def _close(step: Step, proposal: Proposal, signed: Signature, seen_version: int) -> None:
    _refuse_stale(step.connection, proposal.decision.application_id, seen_version)
    _keep_signature(step, proposal, signed)
    move_cases(step, [reopened_case(proposal.decision.application_id)])


def last_words(store: Store, application_id: int) -> tuple[tuple[str, str, datetime], ...]:
    """What was said of a case's proposals: (word, remark, when), newest first."""
    query = (
        sa.select(signatures)
        .where(signatures.c.application_id == application_id)
        .order_by(signatures.c.id.desc())
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return tuple((row.word, row.remark or "", row.signed_at) for row in rows)


def reopen(store: Store, decision: Decision, reason: str, *, actor: str, at: datetime) -> None:
    """Put a decided case before a person again: a new event, the decision stays on record.

    A letter that was written stays too; the next decision gets a letter of its own. Raises
    DecisionRefused when the decision no longer stands.
    """
    number = lanes.number(decision.application_id)
    cases = tables.cases
    with store.writing(actor, at) as step:
        case = step.connection.execute(
            sa.select(cases.c.decision_id, cases.c.state).where(
                cases.c.application_id == decision.application_id
            )
        ).first()
        closed = (CaseState.DECIDED.value, CaseState.NOTIFIED.value)
        if case is None or case.decision_id != decision.id or case.state not in closed:
            raise DecisionRefused(number=number, why=_("it no longer stands."))
        row = {
            "application_id": decision.application_id,
            "decision_id": decision.id,
            "reason": reason,
            "actor": actor,
            "reopened_at": step.at,
        }
        said = {"decision": decision.id}
        keep_row(step, reopenings, row, ("case_reopened", number, said))
        move_cases(step, [reopened_case(decision.application_id)])
        step.connection.execute(
            sa.update(cases)
            .where(cases.c.application_id == decision.application_id)
            .values(letter_id=None)
        )


def reopened_decision(store: Store, application_id: int) -> int | None:
    """The decision that the next one on this case replaces; None where none was reopened."""
    query = (
        sa.select(reopenings.c.decision_id)
        .where(reopenings.c.application_id == application_id)
        .order_by(reopenings.c.id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        return connection.execute(query).scalar()


def _keep_signature(step: Step, proposal: Proposal, signed: Signature) -> None:
    number = proposal.decision.application_id
    row = {
        "proposal_id": proposal.id,
        "application_id": number,
        "person": signed.person,
        "session": signed.session,
        "word": signed.word.value,
        "remark": signed.remark,
        "signature": signed.signature,
        "signed_at": signed.signed_at,
    }
    said = {"proposal": proposal.id, "person": signed.person, "word": signed.word.value}
    keep_row(step, signatures, row, (_EVENTS[signed.word], lanes.number(number), said))


def _refuse_stale(connection: Connection, application_id: int, seen_version: int) -> None:
    cases = tables.cases
    row = connection.execute(
        sa.select(cases.c.version, cases.c.changed_by).where(
            cases.c.application_id == application_id
        )
    ).first()
    if row is None or row.version != seen_version:
        number = lanes.number(application_id)
        raise ChangedMeanwhile(number=number, actor=row.changed_by if row else "")


def proposal_of(row: sa.Row[Any]) -> Proposal:
    """A proposal from its row; `said` must not have been erased."""
    return Proposal(
        decision=decision_of(row.said),
        person=row.person,
        role=row.role,
        session=row.session,
        exposure=from_minor(row.exposure, row.currency),
        currency=row.currency,
        proposed_at=row.proposed_at,
        id=row.id,
    )
