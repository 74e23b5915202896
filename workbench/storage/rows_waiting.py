"""Rows that wait for a person: their cells and problems as they came, and their fixes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.fix import Fix
from workbench.storage import fixes_kept, many, tables
from workbench.storage.store import Step, Store

_TOLD = ("sheet", "row", "raw", "problems")
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that needs a person: its raw cells and its problems, both as JSON text."""

    id: int
    batch_id: int
    sheet: str
    row: int
    raw: str
    problems: str
    version: int
    fixes: str | None = None


def waiting_rows(
    store: Store, batch_id: int | None = None, *, product: str | None = None
) -> tuple[WaitingRow, ...]:
    """The rows that wait for a person, of one batch or product or of all, in the sheet's order."""
    table = tables.waiting_rows
    query = sa.select(table).where(table.c.state == "waiting").order_by(table.c.id)
    if batch_id is not None:
        query = query.where(table.c.batch_id == batch_id)
    if product is not None:
        query = query.where(table.c.product == product)
    with store.reading() as connection:
        return tuple(
            WaitingRow(r.id, r.batch_id, r.sheet, r.row, r.raw, r.problems, r.version, r.fixes)
            for r in connection.execute(query)
        )


def prints_of(waiting: pl.DataFrame, product: str) -> list[bytes]:
    """What makes a waiting row the same row again: sha256 over the product and its cells."""
    start = f"{product}\x1e".encode()
    if waiting.is_empty():
        return []
    return [hashlib.sha256(start + text.encode()).digest() for text in waiting["raw"]]


def add_rows(
    step: Step,
    batch: Mapping[str, Any],
    waiting: pl.DataFrame,
    prints: list[bytes],
    fixes: Sequence[Fix],
) -> None:
    """Write the rows of a batch that wait, each with what was put right in it."""
    if not prints:
        return
    first, count = step.next_id(tables.waiting_rows), len(prints)
    fixed = {"batch_id": batch["id"], "product": batch["product"], "state": "waiting", "version": 1}
    told: many.Columns = {name: waiting[name].to_list() for name in _TOLD}
    told |= {"id": range(first, first + count), "fingerprint": prints}
    told["fixes"] = _fixes_of_rows(step, batch["id"], waiting, fixes)
    many.insert(step.connection, tables.waiting_rows, many.columns(count, fixed, told))


def _fixes_of_rows(
    step: Step, batch: int, waiting: pl.DataFrame, fixes: Sequence[Fix]
) -> list[str | None]:
    """Each waiting row's fixes as it keeps them; the journal is told of the cells."""
    at = numbered(waiting, 0)
    mine = fixes_kept.of_rows(fixes, at)
    fixes_kept.record_waiting(step, batch, [fix for made in mine.values() for fix in made])
    return [fixes_kept.as_json(mine.get(n, []), step) for n in range(len(waiting))]


def open_rows(connection: Connection, batch_id: int) -> tuple[dict[Place, int], dict[Place, str]]:
    """The rows of a batch that wait, by their places: their ids, and the fixes they keep."""
    held = tables.waiting_rows
    rows = connection.execute(
        sa.select(held.c.sheet, held.c.row, held.c.id, held.c.fixes).where(
            held.c.batch_id == batch_id, held.c.state == "waiting"
        )
    ).all()
    ids = {(r.sheet, r.row): r.id for r in rows}
    return ids, {(r.sheet, r.row): r.fixes for r in rows if r.fixes}


def keep_fixes(step: Step, batch_id: int, mine: Mapping[int, list[Fix]]) -> None:
    """Keep fixes with the rows that go on waiting, by their ids; the journal names the cells."""
    fixes_kept.record_waiting(step, batch_id, [fix for made in mine.values() for fix in made])
    for waiting_id, made in mine.items():
        fixes_kept.keep_with_row(step, waiting_id, made)


def settle(
    connection: Connection,
    settled: list[int],
    made: Mapping[int, int],
    state: str = "repaired",
) -> None:
    """Waiting rows wait no longer; what they held goes, as it stands with the application."""
    held = tables.waiting_rows
    if not settled:
        return
    connection.execute(
        sa.update(held)
        .where(held.c.id == sa.bindparam("waiting_id"))
        .values(
            state=state,
            raw=None,
            fixes=None,
            application_id=sa.bindparam("made_id"),
            version=held.c.version + 1,
        ),
        [{"waiting_id": i, "made_id": made.get(i)} for i in settled],
    )


def numbered(frame: pl.DataFrame, first: int) -> dict[Place, int]:
    """The rows of a frame by their places, numbered on from `first`."""
    if frame.is_empty():
        return {}
    places = zip(frame["sheet"], frame["row"], strict=True)
    return {place: first + n for n, place in enumerate(places)}
