"""Holders of accounts that were not applied for here: who they are and where letters reach them.

What is known of a holder is kept as the facts of an application that waits in no queue: sealed
into the journal, read by letters, and erased, as those of any applicant are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import polars as pl
import sqlalchemy as sa

from workbench.storage import arriving, many, sealing, tables
from workbench.storage.store import Step

EVENT = "holders_told"
FACTS = (
    "application_reference", "applicant_name", "id_number", "address", "city", "region",
    "postcode",
)  # fmt: skip
Holder = Mapping[str, str | None]


def add_holders(
    step: Step, *, product: str, currency: str, source_name: str, holders: Sequence[Holder]
) -> tuple[int, ...]:
    """Keep what is told of holders (FACTS) inside the caller's transaction; gives the ids of
    their files, in order."""
    if not holders:
        return ()
    columns = {name: [one.get(name) for one in holders] for name in FACTS}
    told = pl.DataFrame(columns, schema=dict.fromkeys(FACTS, pl.String)).with_columns(
        pl.lit("").alias("sheet"), pl.int_range(1, len(holders) + 1, dtype=pl.Int64).alias("row")
    )
    batch = {
        "id": step.next_id(tables.batches), "product": product, "currency": currency,
        "source_name": source_name[:255], "sheet": "", "matching": "[]",
    }  # fmt: skip
    rows = arriving.application_rows(step, batch, told)
    counted = {"rows": len(holders), "added": len(holders), "waiting": 0, "duplicates": 0}
    digest = hashlib.sha256("\n".join(rows["facts"]).encode()).hexdigest()
    said = {"product": product, "about": sealing.about_batch(batch), **counted}
    sealed = sealing.saying(tables.applications, rows["leaf"])
    seq = step.record(EVENT, f"batch {batch['id']}", {**said, **sealed})
    source = {
        "source_sha256": digest, "actor": step.actor, "added_at": step.at, "event_seq": seq,
    }  # fmt: skip
    step.connection.execute(sa.insert(tables.batches), {**batch, **counted, **source})
    many.insert(step.connection, tables.applications, {**rows, "event_seq": [seq] * len(holders)})
    return tuple(rows["id"])
