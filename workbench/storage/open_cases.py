"""Open cases: what the engine advised and no person has decided, in many."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from workbench.credit.status import CaseState
from workbench.storage import tables
from workbench.storage.assessments import StoredAssessment, stored
from workbench.storage.store import Store


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The latest advice on a case, and the version that a decision on it must name."""

    assessment: StoredAssessment
    version: int


def open_cases(
    store: Store, *, batch: int | None = None, after: int = 0, size: int = 2_000
) -> tuple[OpenCase, ...]:
    """Assessed cases that wait for a decision, by application id, `size` after `after`."""
    cases, table = tables.cases, tables.assessments
    query = (
        sa.select(table, cases.c.version)
        .join(cases, cases.c.assessment_id == table.c.id)
        .where(cases.c.state == CaseState.ASSESSED.value, cases.c.application_id > after)
        .order_by(cases.c.application_id)
        .limit(size)
    )
    if batch is not None:
        query = query.where(cases.c.batch_id == batch)
    with store.reading() as connection:
        return tuple(OpenCase(stored(row), row.version) for row in connection.execute(query))


def count_open(store: Store, batch: int | None = None) -> int:
    """How many assessed cases wait for a decision."""
    cases = tables.cases
    query = sa.select(sa.func.count()).where(cases.c.state == CaseState.ASSESSED.value)
    if batch is not None:
        query = query.where(cases.c.batch_id == batch)
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def count_assessments(store: Store) -> int:
    """How many assessments are on record."""
    with store.reading() as connection:
        return int(
            connection.execute(
                sa.select(sa.func.count()).select_from(tables.assessments)
            ).scalar_one()
        )
