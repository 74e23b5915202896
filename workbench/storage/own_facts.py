"""The lender's own facts: what their spreadsheets say beyond the shipped dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from workbench.credit.facts import Fact, Family, Kind, PersonalData
from workbench.storage import sealing
from workbench.storage.intake_tables import OF_A_FACT
from workbench.storage.intake_tables import own_facts as table
from workbench.storage.store import Store


def add(store: Store, fact: Fact, *, actor: str, at: datetime | None = None) -> None:
    """Keep an own fact; an earlier one of that name gives way, though its kind stays.

    Raises ValueError when the name is kept already as another kind of value.
    """
    with store.writing(actor, at) as step:
        kinds = sa.select(table.c.kind).where(table.c.name == fact.name)
        if set(step.connection.execute(kinds).scalars()) - {fact.kind.value}:
            raise ValueError(f"{fact.name} is kept as another kind of value.")
        row = {
            "id": step.next_id(table),
            "name": fact.name,
            "kind": fact.kind.value,
            "unit": fact.unit,
            "label_en": fact.label["en"],
            "label_zh": fact.label["zh"],
            "headers": json.dumps(fact.synonyms, ensure_ascii=False),
            "actor": step.actor,
            "added_at": step.at,
        }
        said = {"kind": fact.kind.value, sealing.ROW: sealing.row_hash(row, *OF_A_FACT)}
        row["event_seq"] = step.record("own_fact_added", f"fact {fact.name}", said)
        step.connection.execute(sa.insert(table), row)


def own_facts(store: Store) -> tuple[Fact, ...]:
    """Every own fact as it is now, in the order in which they were first added."""
    with store.reading() as connection:
        newest = {fact.name: fact for fact in _all(connection)}
    return tuple(newest.values())


def _all(connection: sa.Connection) -> Iterator[Fact]:
    for row in connection.execute(sa.select(table).order_by(table.c.id)):
        yield Fact(
            name=row.name,
            kind=Kind(row.kind),
            family=Family.APPLICATION,
            label={"en": row.label_en, "zh": row.label_zh},
            personal=PersonalData.PERSONAL,
            unit=row.unit,
            synonyms=tuple(json.loads(row.headers)),
        )
