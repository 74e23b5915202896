"""Applications: what a row said, typed, and the cells it was read from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import sqlalchemy as sa

from workbench.credit.application import Application
from workbench.credit.facts import Dictionary, Fact, Kind, Value, dictionary
from workbench.errors import NotFound, Place
from workbench.i18n import _
from workbench.money.amounts import from_minor
from workbench.scoring import frames
from workbench.storage import lanes, tables
from workbench.storage.store import Store


def application(store: Store, which: int | str, known: Dictionary | None = None) -> Application:
    """One application by its id or its number ("A-000007"). Raises NotFound."""
    table, batch = tables.applications, tables.batches
    found = lanes.application_id(which)
    query = (
        sa.select(table, batch.c.source_name, batch.c.matching)
        .join(batch, batch.c.id == table.c.batch_id)
        .where(table.c.id == (found if found is not None else -1))
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise NotFound(kind=_("application"), name=str(which))
    return _application(row, known or dictionary())


def facts_text(store: Store, application_id: int) -> str:
    """The stored JSON of an application's facts, as it was recorded. Raises NotFound."""
    table = tables.applications
    with store.reading() as connection:
        text = connection.execute(
            sa.select(table.c.facts).where(table.c.id == application_id)
        ).scalar()
    if text is None:
        raise NotFound(kind=_("application"), name=str(application_id))
    return str(text)


def fact_frame(
    store: Store,
    ids: Sequence[int] | None = None,
    *,
    batch: int | None = None,
    state: str | None = None,
    known: Dictionary | None = None,
) -> pl.DataFrame:
    """The facts of many applications as a fact frame, with `application_id` in front.

    Chosen by ids, by batch, by the state of the case, or by several of these; in the order of
    their numbers. Only applications whose case is in the queue, unless chosen by ids.
    """
    table, cases = tables.applications, tables.cases
    query = sa.select(table.c.id, table.c.facts).order_by(table.c.id)
    if ids is None or state is not None:
        query = query.join(cases, cases.c.application_id == table.c.id)
    if batch is not None:
        query = query.where(table.c.batch_id == batch)
    if state is not None:
        query = query.where(cases.c.state == str(state))
    with store.reading() as connection:
        if ids is None:
            rows = connection.execute(query).all()
        else:
            rows = [
                row
                for start in range(0, len(ids), 10_000)
                for row in connection.execute(
                    query.where(table.c.id.in_(list(ids[start : start + 10_000])))
                )
            ]
    return _frame(rows, known or dictionary())


def _frame(rows: Sequence[Any], known: Dictionary) -> pl.DataFrame:
    numbers = pl.Series("application_id", [row.id for row in rows], dtype=pl.Int64)
    texts = pl.Series("facts", [row.facts for row in rows], dtype=pl.String)
    return frames.from_json(texts, known).insert_column(0, numbers)


def _application(row: sa.Row[Any], known: Dictionary) -> Application:
    said = json.loads(row.facts or "{}", parse_float=Decimal)
    facts = {
        name: _value(value, known[name], row.currency)
        for name, value in said.items()
        if value is not None and name in known
    }
    return Application(
        id=row.id,
        number=lanes.number(row.id),
        batch_id=row.batch_id,
        product=row.product,
        place=Place(file=row.source_name, sheet=row.sheet, row=row.row),
        facts=facts,
        cells=_cells(row.matching),
        received_at=row.received_at,
        reference=str(facts.get("application_reference") or ""),
        currency=row.currency,
        unmatched={
            header: text
            for header, text in (said.get(frames.UNMATCHED) or {}).items()
            if text is not None
        },
    )


def own_values(text: str | None, own: Sequence[Fact], currency: str) -> tuple[Value, ...]:
    """The values of these facts in an application's stored facts; None where it has none."""
    said = json.loads(text or "{}", parse_float=Decimal)
    told = ((fact, said.get(fact.name)) for fact in own)
    return tuple(None if value is None else _value(value, fact, currency) for fact, value in told)


def _value(value: Any, fact: Fact, currency: str) -> Value:
    if fact.kind is Kind.MONEY:
        return from_minor(int(value), currency)
    if fact.kind in {Kind.RATIO, Kind.NUMBER, Kind.DURATION}:
        return Decimal(value)
    if fact.kind is Kind.DATE:
        return date.fromisoformat(value)
    return value if isinstance(value, int | str) else None


def _cells(matching: str) -> Mapping[str, tuple[str, str]]:
    """Each fact's column letter and header, from the batch's matching as it was stored."""
    return {
        column["fact"]: (str(column["column"]), str(column["header"]))
        for column in json.loads(matching)
        if column["fact"]
    }
