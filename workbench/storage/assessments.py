"""Assessments: the engine's advice as it was given, with the strategy that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from workbench.credit.status import CaseState, Component, Outcome
from workbench.errors import NotFound
from workbench.i18n import _
from workbench.storage import hard_rules, lanes, many, sealing, tables
from workbench.storage.store import Step, Store

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy

FIGURES = (
    "advice",
    "decided_by",
    "score",
    "pd_ppm",
    "grade",
    "dsr_ppm",
    "offered_amount",
    "offered_term_months",
    "annual_rate_ppm",
    "instalment",
)
"""The engine's columns that are kept beside the detail, to be searched and sorted by."""


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """One assessment as recorded. `detail` is the engine's own row as canonical JSON."""

    id: int
    application_id: int
    number: str
    strategy_sha256: str
    engine_version: str
    assessed_at: datetime
    actor: str
    advice: Outcome
    decided_by: Component
    score: int | None
    pd_ppm: int | None
    grade: str | None
    detail: str


def add_assessments(
    store: Store,
    strategy: Strategy,
    frame: pl.DataFrame,
    details: pl.Series,
    *,
    engine_version: str,
    actor: str,
    at: datetime,
) -> int:
    """Record one assessment per row of `frame` (application_id and the engine's columns).

    `details` is each row's canonical JSON. Cases that no person has decided move to review;
    decided ones keep their state. Returns how many were recorded.
    """
    if frame.is_empty():
        return 0
    with store.writing(actor, at) as step:
        keep_strategy(step, strategy)
        rows = _rows(step, strategy.sha256, engine_version, frame, details)
        sealing.seal(tables.assessments, rows)
        sealed = sealing.saying(tables.assessments, rows["leaf"])
        stood_on = {"strategy_sha256": strategy.sha256, "reason_method": strategy.reasons.method}
        seq = step.record("assessed", strategy.product, {**stood_on, **sealed})
        rows["event_seq"] = [seq] * len(frame)
        many.insert(step.connection, tables.assessments, rows)
        _move_to_review(step, seq)
        return len(frame)


def latest_assessment(store: Store, application_id: int) -> StoredAssessment | None:
    """The newest assessment of an application; None before the first."""
    table = tables.assessments
    query = (
        sa.select(table)
        .where(table.c.application_id == application_id)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    return stored(row) if row else None


def assessment(store: Store, assessment_id: int) -> StoredAssessment:
    """One assessment by its id. Raises NotFound."""
    with store.reading() as connection:
        row = connection.execute(
            sa.select(tables.assessments).where(tables.assessments.c.id == assessment_id)
        ).first()
    if row is None:
        raise NotFound(kind=_("assessment"), name=str(assessment_id))
    return stored(row)


def assessments_of(
    store: Store, application_id: int | None = None, *, after: int = 0, size: int = 5_000
) -> tuple[StoredAssessment, ...]:
    """Assessments in the order of their ids, of one application or of all, `size` at a time.

    Those whose application was erased are left out.
    """
    table = tables.assessments
    kept = (table.c.id > after, table.c.detail.is_not(None))
    query = sa.select(table).where(*kept).order_by(table.c.id).limit(size)
    if application_id is not None:
        query = query.where(table.c.application_id == application_id)
    with store.reading() as connection:
        return tuple(stored(row) for row in connection.execute(query))


def strategy_source(store: Store, sha256: str) -> str:
    """The text of a strategy that was used, by its sha256. Raises NotFound."""
    table = tables.strategies
    with store.reading() as connection:
        found = connection.execute(
            sa.select(table.c.source).where(table.c.sha256 == sha256)
        ).scalar()
    if found is None:
        raise NotFound(kind=_("strategy"), name=sha256)
    return str(found)


def keep_strategy(step: Step, strategy: Strategy) -> None:
    """Keep a strategy's text under its digest, once, inside the caller's transaction."""
    table = tables.strategies
    known = step.connection.execute(
        sa.select(table.c.sha256).where(table.c.sha256 == strategy.sha256)
    ).scalar()
    if known:
        return
    seq = step.record(
        "strategy_kept", strategy.product, {"sha256": strategy.sha256, "version": strategy.version}
    )
    step.connection.execute(
        sa.insert(table),
        {
            "sha256": strategy.sha256,
            "strategy": strategy.id,
            "version": strategy.version,
            "product": strategy.product,
            "source": strategy.source_text,
            "first_used_at": step.at,
            "event_seq": seq,
        },
    )
    hard_rules.keep_hard_rules(step.connection, strategy.sha256, strategy.source_text)
    hard_rules.keep_limits(step.connection, strategy.sha256, strategy.source_text)


def _rows(
    step: Step, sha256: str, engine_version: str, frame: pl.DataFrame, details: pl.Series
) -> many.Columns:
    first, count = step.next_id(tables.assessments), len(frame)
    fixed = {
        "strategy_sha256": sha256,
        "engine_version": engine_version,
        "assessed_at": step.at,
        "actor": step.actor,
    }
    told: many.Columns = {
        name: frame[name].to_list() if name in frame.columns else [None] * count for name in FIGURES
    }
    told["id"] = range(first, first + count)
    told["application_id"] = frame["application_id"].to_list()
    told["detail"] = details.to_list()
    return many.columns(count, fixed, told)


def _move_to_review(step: Step, seq: int) -> None:
    cases, table = tables.cases, tables.assessments
    open_states = (CaseState.READY.value, CaseState.ASSESSED.value, CaseState.REFERRED.value)
    state = CaseState.ASSESSED.value
    step.connection.execute(
        sa.update(cases)
        .where(
            cases.c.application_id == table.c.application_id,
            table.c.event_seq == seq,
            cases.c.state.in_(open_states),
        )
        .values(
            assessment_id=table.c.id,
            score=table.c.score,
            dsr_ppm=table.c.dsr_ppm,
            advice=table.c.advice,
            state=state,
            lane=lanes.lane(state, None),
            outcome=None,
            changed_by=step.actor,
            version=cases.c.version + 1,
        )
    )


def stored(row: sa.Row[Any]) -> StoredAssessment:
    """A row of `tables.assessments` as the record it is."""
    return StoredAssessment(
        id=row.id,
        application_id=row.application_id,
        number=lanes.number(row.application_id),
        strategy_sha256=row.strategy_sha256,
        engine_version=row.engine_version,
        assessed_at=row.assessed_at,
        actor=row.actor,
        advice=Outcome(row.advice),
        decided_by=Component(row.decided_by),
        score=row.score,
        pd_ppm=row.pd_ppm,
        grade=row.grade,
        detail=row.detail or "",
    )
