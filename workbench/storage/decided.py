"""The book of cases: advice, decision and letter side by side, for the decisions workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from workbench.credit.facts import Fact, Value
from workbench.credit.terms import Terms
from workbench.money.amounts import from_minor
from workbench.storage import lanes, tables
from workbench.storage.applications import own_values
from workbench.storage.decisions import terms_of
from workbench.storage.store import Store

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class BookRow:
    """One case as the decisions workbook shows it. Rates are yearly ratios."""

    number: str
    reference: str
    name: str
    product: str
    currency: str
    amount: Decimal | None
    score: int | None
    pd: Decimal | None
    grade: str
    debt_service_ratio: Decimal | None
    advice: str
    advised_by: str
    outcome: str
    override: str
    override_reason: str
    justification: str
    officer: str
    decided_at: datetime | None
    reasons: tuple[str, ...]
    terms: Terms | None
    letter: str
    letter_sha256: str
    source: str
    sheet: str
    row: int
    own: tuple[Value, ...] = ()


def book(store: Store, batch: int | None = None, own: Sequence[Fact] = ()) -> Iterator[BookRow]:
    """Every case of the store (or of one batch) in the order of numbers, a thousand at a time.

    `own` are facts whose values each row is to bring along, in their order.
    """
    after = 0
    query = _query(batch).add_columns(tables.applications.c.facts) if own else _query(batch)
    while True:
        with store.reading() as connection:
            rows = connection.execute(query.where(tables.cases.c.application_id > after)).all()
        if not rows:
            return
        for row in rows:
            told = own_values(row.facts, own, row.currency) if own else ()
            yield _row(row, told)
        after = rows[-1].application_id


def _query(batch: int | None) -> sa.Select[Any]:
    cases, kept, made = tables.cases, tables.assessments, tables.decisions
    letters, sheets, given = tables.letters, tables.batches, tables.applications
    query = (
        sa.select(
            cases, kept.c.pd_ppm, kept.c.grade, kept.c.decided_by.label("advised_by"),
            made.c.direction, made.c.reason_code, made.c.justification, made.c.officer,
            made.c.decided_at, made.c.reasons, made.c.terms, letters.c.number.label("letter"),
            letters.c.sha256, sheets.c.source_name, given.c.sheet, given.c.row,
        )
        .join(given, given.c.id == cases.c.application_id)
        .join(sheets, sheets.c.id == cases.c.batch_id)
        .outerjoin(kept, kept.c.id == cases.c.assessment_id)
        .outerjoin(made, made.c.id == cases.c.decision_id)
        .outerjoin(letters, letters.c.id == cases.c.letter_id)
        .order_by(cases.c.application_id)
        .limit(1_000)
    )  # fmt: skip
    return query if batch is None else query.where(cases.c.batch_id == batch)


def _row(row: sa.Row[Any], own: tuple[Value, ...]) -> BookRow:
    return BookRow(
        number=lanes.number(row.application_id),
        reference=row.reference,
        name=row.name,
        product=row.product,
        currency=row.currency,
        amount=None if row.amount is None else from_minor(row.amount, row.currency),
        score=row.score,
        pd=_ratio(row.pd_ppm),
        grade=row.grade or "",
        debt_service_ratio=_ratio(row.dsr_ppm),
        advice=row.advice or "",
        advised_by=row.advised_by or "",
        outcome=row.outcome or "",
        override=row.direction or "",
        override_reason=row.reason_code or "",
        justification=row.justification or "",
        officer=row.officer or "",
        decided_at=row.decided_at,
        reasons=tuple(json.loads(row.reasons or "[]")),
        terms=terms_of(row.terms) if row.terms else None,
        letter=row.letter or "",
        letter_sha256=row.sha256 or "",
        source=row.source_name,
        sheet=row.sheet,
        row=row.row,
        own=own,
    )


def _ratio(millionths: int | None) -> Decimal | None:
    return None if millionths is None else Decimal(millionths) / _MILLION
