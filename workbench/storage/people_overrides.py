"""Decisions as the monitoring of overrides reads them: one plain row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from workbench.credit.status import CaseState
from workbench.money.amounts import from_minor
from workbench.storage import lanes, tables
from workbench.storage.account_tables import accounts
from workbench.storage.people_tables import decision_details, reopenings
from workbench.storage.store import Store

_CLOSED = (CaseState.DECIDED.value, CaseState.NOTIFIED.value)
_FINAL = (
    tables.decisions.c.outcome != "refer",
    tables.decisions.c.id.not_in(sa.select(tables.decision_undos.c.decision_id)),
)


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision with what monitoring asks of it; `dsr` is a ratio.

    `stands`: it holds now; `reopened`: it was reopened; `days_late`: of the account booked on it.
    """

    number: str
    product: str
    officer: str
    decided_at: datetime
    advice: str
    outcome: str
    direction: str
    reason: str
    second_person: str
    exposure: Decimal | None
    currency: str
    score: int | None
    amount: Decimal | None
    dsr: Decimal | None
    stands: bool
    reopened: bool
    days_late: int | None


def decided_rows(store: Store, *, product: str = "", direction: str = "") -> tuple[DecidedRow, ...]:
    """Every final decision that stands or was reopened, oldest first; not those undone.

    With a product and a direction only the overrides of that kind.
    """
    made, advised, given = tables.decisions, tables.assessments, tables.applications
    cases, details = tables.cases, decision_details
    late = (
        sa.select(sa.func.max(accounts.c.dpd))
        .where(accounts.c.application_id == made.c.application_id)
        .scalar_subquery()
    )
    query: sa.Select[Any] = (
        sa.select(
            made.c.id, made.c.application_id, made.c.officer, made.c.decided_at, made.c.outcome,
            made.c.direction, made.c.reason_code, advised.c.advice, advised.c.score,
            advised.c.dsr_ppm, given.c.product, given.c.currency, cases.c.amount,
            cases.c.decision_id, cases.c.state, details.c.second_person, details.c.exposure,
            late.label("days_late"), reopenings.c.id.label("reopened"),
        )
        .join(advised, advised.c.id == made.c.assessment_id)
        .join(given, given.c.id == made.c.application_id)
        .outerjoin(cases, cases.c.application_id == made.c.application_id)
        .outerjoin(details, details.c.decision_id == made.c.id)
        .outerjoin(reopenings, reopenings.c.decision_id == made.c.id)
        .where(*_FINAL)
        .order_by(made.c.id)
    )  # fmt: skip
    if direction:
        query = query.where(made.c.direction == direction, given.c.product == product)
    with store.reading() as connection:
        return tuple(_row(row) for row in connection.execute(query))


def standing_counts(store: Store, officer: str) -> tuple[int, int]:
    """How many final decisions of a person stand: the overrides among them, and all."""
    made, cases = tables.decisions, tables.cases
    stands = sa.and_(cases.c.decision_id == made.c.id, cases.c.state.in_(_CLOSED))
    query = (
        sa.select(sa.func.count(made.c.direction), sa.func.count())
        .select_from(made.join(cases, stands))
        .where(*_FINAL, made.c.officer == officer)
    )
    with store.reading() as connection:
        overrides, decided = connection.execute(query).one()
    return int(overrides), int(decided)


def _row(row: sa.Row[Any]) -> DecidedRow:
    return DecidedRow(
        number=lanes.number(row.application_id),
        product=row.product,
        officer=row.officer,
        decided_at=row.decided_at,
        advice=row.advice,
        outcome=row.outcome,
        direction=row.direction or "",
        reason=row.reason_code or "" if row.direction else "",
        second_person=row.second_person or "",
        exposure=None if row.exposure is None else from_minor(row.exposure, row.currency),
        currency=row.currency,
        score=row.score,
        amount=None if row.amount is None else from_minor(row.amount, row.currency),
        dsr=None if row.dsr_ppm is None else Decimal(row.dsr_ppm) / 1_000_000,
        stands=row.decision_id == row.id and row.state in _CLOSED,
        reopened=row.reopened is not None,
        days_late=row.days_late,
    )
