"""The book as frames for its figures: one row a case, and the bins of its latest assessments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import sqlalchemy as sa

from workbench.storage import tables
from workbench.storage.store import Store

_PAGE = 10_000
Tell = Callable[[int], None]
_COLUMNS: dict[str, type[pl.DataType]] = {
    "application_id": pl.Int64,
    "product": pl.String,
    "currency": pl.String,
    "amount": pl.Int64,
    "score": pl.Int32,
    "advice": pl.String,
    "outcome": pl.String,
    "received_at": pl.Datetime("us", "UTC"),  # type: ignore[dict-item]
    "decided_at": pl.Datetime("us", "UTC"),  # type: ignore[dict-item]
    "officer": pl.String,
    "direction": pl.String,
    "reasons": pl.String,
    "terms": pl.String,
    "pd_ppm": pl.Int64,
    "grade": pl.String,
    "strategy_sha256": pl.String,
    "facts": pl.String,
}


def book_frame(store: Store, tell: Tell = lambda _read: None) -> pl.DataFrame:
    """Every case with its advice and decision; of its facts only branch and application date.

    Columns: application_id, product, currency, amount (minor units), score, advice, outcome,
    received_at, decided_at, officer, direction, reasons (JSON), terms (JSON), pd_ppm, grade,
    strategy_sha256, branch, applied_on. `tell` gets the number of rows read.
    """
    pages, after, read = [], 0, 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(_cases(after)).all()
        if not rows:
            break
        pages.append(_with_facts(pl.DataFrame(rows, schema=_COLUMNS, orient="row")))
        after, read = rows[-1].application_id, read + len(rows)
        tell(read)
    empty = _with_facts(pl.DataFrame(schema=_COLUMNS))
    return pl.concat([empty, *pages])


def _cases(after: int) -> sa.Select[Any]:
    cases, kept, made, given = (
        tables.cases, tables.assessments, tables.decisions, tables.applications,
    )  # fmt: skip
    return (
        sa.select(
            cases.c.application_id, cases.c.product, cases.c.currency, cases.c.amount,
            cases.c.score, cases.c.advice, cases.c.outcome, given.c.received_at,
            made.c.decided_at, made.c.officer, made.c.direction, made.c.reasons, made.c.terms,
            kept.c.pd_ppm, kept.c.grade, kept.c.strategy_sha256, given.c.facts,
        )
        .join(given, given.c.id == cases.c.application_id)
        .outerjoin(kept, kept.c.id == cases.c.assessment_id)
        .outerjoin(made, made.c.id == cases.c.decision_id)
        .where(cases.c.application_id > after)
        .order_by(cases.c.application_id)
        .limit(_PAGE)
    )  # fmt: skip


def _with_facts(page: pl.DataFrame) -> pl.DataFrame:
    """The two facts that group applications, taken out of the stored text; the rest let go."""
    facts = pl.col("facts")
    return page.with_columns(
        branch=facts.str.json_path_match("$.branch"),
        applied_on=facts.str.json_path_match("$.application_date").str.to_date(strict=False),
    ).drop("facts")


def latest_bins(store: Store, strategy_sha256: str, most: int = 20_000) -> pl.DataFrame:
    """The newest assessments by one strategy: score, and bin_<characteristic> as numbers."""
    kept = tables.assessments
    query = (
        sa.select(kept.c.application_id, kept.c.score, kept.c.detail)
        .join(tables.cases, tables.cases.c.assessment_id == kept.c.id)
        .where(kept.c.strategy_sha256 == strategy_sha256, kept.c.detail.is_not(None))
        .order_by(kept.c.id.desc())
        .limit(most)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    schema = {"application_id": pl.Int64, "score": pl.Int32, "detail": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def strategy_texts(store: Store) -> dict[str, str]:
    """The text of every strategy that was used, by its sha256."""
    table = tables.strategies
    with store.reading() as connection:
        return {row.sha256: row.source for row in connection.execute(sa.select(table))}
