"""One record kept with its proof: the row, its salted hash, and the journal entry that tells."""

from __future__ import annotations

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
    event, subject, payload = said
    number = step.next_id(table)
    rows = many.from_rows([{"id": number, **row}])
    sealing.seal(table, rows)
    sealed = sealing.saying(table, rows["leaf"])
    rows["event_seq"] = [step.record(event, subject, {**payload, **sealed})]
    many.insert(step.connection, table, rows)
    return number
