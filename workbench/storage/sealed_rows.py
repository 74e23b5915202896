"""One record kept with its proof: the row, its salted hash, and the journal entry that tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from workbench.storage import many, sealing
from workbench.storage.journal import Payload
from workbench.storage.store import Step


def keep_row(
    step: Step, table: sa.Table, row: dict[str, Any], said: tuple[str, str, Payload]
) -> int:
    """Keep one row of a sealed table under the next id; returns the id.

    `said` is (event, subject, payload) of its journal entry; the row's hash is added to it.
    """
    return keep_rows(step, table, [row], said)


def keep_rows(
    step: Step, table: sa.Table, rows: Sequence[dict[str, Any]], said: tuple[str, str, Payload]
) -> int:
    """Keep rows of a sealed table, all told by one journal entry; returns the first id."""
    event, subject, payload = said
    first = step.next_id(table)
    kept = many.from_rows([{"id": first + n, **row} for n, row in enumerate(rows)])
    sealing.seal(table, kept)
    sealed = sealing.saying(table, kept["leaf"])
    kept["event_seq"] = [step.record(event, subject, {**payload, **sealed})] * len(rows)
    many.insert(step.connection, table, kept)
    return first
