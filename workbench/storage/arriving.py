"""Rows on their way into the store: which are new, and what is written for each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.status import CaseState
from workbench.scoring import frames
from workbench.storage import lanes, many, sealing, tables
from workbench.storage.store import Step

PLACE = ("sheet", "row")
AT_ONCE = 10_000


def fingerprints(frame: pl.DataFrame, product: str) -> list[bytes]:
    """What makes a row the same row again: sha256 over the product and every fact it has."""
    facts = sorted(set(frame.columns) - {*PLACE, frames.UNMATCHED})
    if not len(frame) or not facts:
        return [hashlib.sha256(product.encode()).digest()] * len(frame)
    said = frame.select(
        pl.concat_str(
            [pl.lit(f"{name}=") + pl.col(name).cast(pl.String) for name in facts],
            separator="\x1f",
            ignore_nulls=True,
        )
    ).to_series()
    start = f"{product}\x1e".encode()
    return [hashlib.sha256(start + text.encode()).digest() for text in said]


def known_prints(
    connection: Connection, table: sa.Table, product: str, prints: list[bytes]
) -> set[bytes]:
    """Which of these fingerprints the table holds already for this product."""
    held = sa.select(table.c.fingerprint).where(table.c.product == product)
    if not prints or connection.execute(held.limit(1)).first() is None:
        return set()
    found: set[bytes] = set()
    for start in range(0, len(prints), AT_ONCE):
        among = _among(connection, prints[start : start + AT_ONCE])
        query = held.where(table.c.fingerprint.in_(among))
        found.update(bytes(value) for value in connection.execute(query).scalars())
    return found


def _among(connection: Connection, prints: list[bytes]) -> Any:
    """These fingerprints for an IN; SQLite takes them as one value, not as one each."""
    if connection.dialect.name != "sqlite":
        return prints
    listed = sa.func.json_each(json.dumps([one.hex() for one in prints])).table_valued("value")
    return sa.select(sa.func.unhex(listed.c.value))


def first_of_each(prints: list[bytes], known: set[bytes]) -> list[int]:
    """The places of the fingerprints that are new, the first of equal ones only."""
    seen = set(known)
    new = []
    for index, fingerprint in enumerate(prints):
        if fingerprint not in seen:
            seen.add(fingerprint)
            new.append(index)
    return new


def application_rows(step: Step, batch: Mapping[str, Any], ready: pl.DataFrame) -> many.Columns:
    """What is written for each ready row, numbered on from the last application, and sealed."""
    first, count = step.next_id(tables.applications), len(ready)
    told = [name for name in ready.columns if name not in PLACE]
    given = [name for name in told if ready[name].null_count() < count]
    fixed = {
        "batch_id": batch["id"],
        "product": batch["product"],
        "currency": batch["currency"],
        "received_at": step.at,
    }
    rows = many.columns(
        count,
        fixed,
        {
            "id": range(first, first + count),
            "sheet": ready["sheet"].to_list(),
            "row": ready["row"].to_list(),
            "facts": frames.to_json(ready, given).to_list() if given else ["{}"] * count,
        },
    )
    sealing.seal(tables.applications, rows)
    return rows


def insert_applications(
    step: Step, rows: many.Columns, seq: int, ready: pl.DataFrame, prints: list[bytes]
) -> None:
    """Write applications and their cases, recorded by the journal entry `seq`."""
    if not prints:
        return
    count, filled = len(prints), (tables.applications.name, tables.cases.name)
    with many.indexed_at_the_end(step.connection, filled, count):
        told = {**rows, "event_seq": [seq] * count}
        many.insert(step.connection, tables.applications, told)
        many.insert(step.connection, tables.cases, _case_rows(step, rows, ready, prints))


def _case_rows(
    step: Step, rows: many.Columns, ready: pl.DataFrame, prints: list[bytes]
) -> many.Columns:
    state = CaseState.READY.value
    fixed = {
        "state": state,
        "lane": lanes.lane(state, None),
        "overridden": False,
        "waiting_since": step.at,
        "changed_by": step.actor,
        "version": 1,
    }
    return many.columns(
        len(prints),
        fixed,
        {
            "application_id": rows["id"],
            "batch_id": rows["batch_id"],
            "product": rows["product"],
            "currency": rows["currency"],
            "fingerprint": prints,
            "name": _texts(ready, "applicant_name"),
            "reference": _texts(ready, "application_reference"),
            "amount": _column(ready, "amount_requested"),
        },
    )


def _texts(ready: pl.DataFrame, name: str) -> Sequence[str]:
    return [(text or "")[:200] for text in _column(ready, name)]


def _column(ready: pl.DataFrame, name: str) -> Sequence[Any]:
    return ready[name].to_list() if name in ready.columns else [None] * len(ready)
