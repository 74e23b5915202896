"""Rows on their way into the store: which are new, and what is written for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.status import CaseState
from workbench.scoring import frames
from workbench.storage import lanes, tables
from workbench.storage.store import Step

PLACE = ("sheet", "row")
AT_ONCE = 10_000


def fingerprints(frame: pl.DataFrame, product: str) -> list[bytes]:
    """What makes a row the same row again: sha256 over the product and every fact it has."""
    facts = sorted(set(frame.columns) - set(PLACE))
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
    found: set[bytes] = set()
    for start in range(0, len(prints), AT_ONCE):
        query = sa.select(table.c.fingerprint).where(
            table.c.product == product, table.c.fingerprint.in_(prints[start : start + AT_ONCE])
        )
        found.update(bytes(value) for value in connection.execute(query).scalars())
    return found


def first_of_each(prints: list[bytes], known: set[bytes]) -> list[int]:
    """The places of the fingerprints that are new, the first of equal ones only."""
    seen = set(known)
    new = []
    for index, fingerprint in enumerate(prints):
        if fingerprint not in seen:
            seen.add(fingerprint)
            new.append(index)
    return new


def application_rows(
    step: Step, batch: Mapping[str, Any], ready: pl.DataFrame
) -> list[dict[str, Any]]:
    """What is written for each ready row, numbered on from the last application."""
    first = step.next_id(tables.applications)
    told = [name for name in ready.columns if name not in PLACE]
    given = [name for name in told if ready[name].null_count() < len(ready)]
    texts = frames.to_json(ready, given) if given else ["{}"] * len(ready)
    same = {
        "batch_id": batch["id"],
        "product": batch["product"],
        "currency": batch["currency"],
        "received_at": step.at,
    }
    return [
        {"id": number, **same, "sheet": sheet, "row": row, "facts": facts}
        for number, (sheet, row, facts) in enumerate(
            zip(ready["sheet"], ready["row"], texts, strict=True), first
        )
    ]


def insert_applications(
    step: Step,
    rows: list[dict[str, Any]],
    seq: int,
    ready: pl.DataFrame,
    prints: list[bytes],
) -> None:
    """Write applications and their cases, recorded by the journal entry `seq`."""
    if not rows:
        return
    for row in rows:
        row["event_seq"] = seq
    step.connection.execute(sa.insert(tables.applications), rows)
    step.connection.execute(sa.insert(tables.cases), list(_case_rows(step, rows[0], ready, prints)))


def _case_rows(
    step: Step, first: Mapping[str, Any], ready: pl.DataFrame, prints: list[bytes]
) -> Iterator[dict[str, Any]]:
    nothing = [None] * len(ready)

    def column(name: str) -> Sequence[Any]:
        return ready[name].to_list() if name in ready.columns else nothing

    state = CaseState.READY.value
    same = {
        "batch_id": first["batch_id"],
        "product": first["product"],
        "currency": first["currency"],
        "state": state,
        "lane": lanes.lane(state, None),
        "overridden": False,
        "waiting_since": step.at,
        "changed_by": step.actor,
        "version": 1,
    }
    told = zip(
        column("applicant_name"),
        column("application_reference"),
        column("amount_requested"),
        prints,
        strict=True,
    )
    for number, (name, reference, amount, fingerprint) in enumerate(told, first["id"]):
        yield {
            **same,
            "application_id": number,
            "name": (name or "")[:200],
            "reference": (reference or "")[:200],
            "amount": amount,
            "fingerprint": fingerprint,
        }
