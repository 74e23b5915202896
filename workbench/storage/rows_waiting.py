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
from workbench.storage import fixes_kept, many, tables, waiting_proof
from workbench.storage.store import Step, Store

_TOLD = ("sheet", "row", "raw")
Place = tuple[str, int]
Settled = Mapping[int, Mapping[str, Any]]
"""Rows that wait no longer, by their ids: the columns as they will stand."""


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
            WaitingRow(
                r.id,
                r.batch_id,
                r.sheet,
                r.row,
                r.raw,
                waiting_proof.unsalted(r.problems),
                r.version,
                r.fixes,
            )
            for r in connection.execute(query)
        )


def prints_of(waiting: pl.DataFrame, product: str) -> list[bytes]:
    """What makes a waiting row the same row again: sha256 over the product and its cells."""
    start = f"{product}\x1e".encode()
    if waiting.is_empty():
        return []
    return [hashlib.sha256(start + text.encode()).digest() for text in waiting["raw"]]


def new_rows(
    step: Step,
    batch: Mapping[str, Any],
    waiting: pl.DataFrame,
    prints: list[bytes],
    fixes: Sequence[Fix],
) -> list[dict[str, Any]]:
    """The rows of a batch that wait, as they will be kept, each with what was put right in it."""
    if not prints:
        return []
    first = step.next_id(tables.waiting_rows)
    mine = fixes_kept.of_rows(fixes, numbered(waiting, 0))
    fixed = {"batch_id": batch["id"], "product": batch["product"], "state": "waiting"}
    return [
        {
            **fixed, **dict(zip(_TOLD, told, strict=True)), "id": first + n,
            "problems": waiting_proof.salted(problems), "fingerprint": prints[n],
            "application_id": None, "version": 1,
            "fixes": fixes_kept.as_json(mine.get(n, []), step),
        }
        for n, (*told, problems) in enumerate(waiting.select(*_TOLD, "problems").iter_rows())
    ]  # fmt: skip


def add_rows(step: Step, rows: list[dict[str, Any]], fixes: Sequence[Fix]) -> None:
    """Write the rows of a batch that wait; the journal is told of the cells put right in them."""
    if not rows:
        return
    places = {(row["sheet"], row["row"]): row["id"] for row in rows}
    mine = fixes_kept.of_rows(fixes, places)
    made = [fix for fixed in mine.values() for fix in fixed]
    fixes_kept.record_waiting(step, rows[0]["batch_id"], made)
    many.insert(step.connection, tables.waiting_rows, many.from_rows(rows))


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
    held = tables.waiting_rows
    after = {
        row["id"]: {"fixes": fixes_kept.as_json(mine[row["id"]], step, row["fixes"])}
        for row in waiting_proof.rows_of(step.connection, list(mine))
    }
    told = waiting_proof.saying(waiting_proof.hashes_after(step.connection, after))
    made = [fix for fixes in mine.values() for fix in fixes]
    fixes_kept.record_waiting(step, batch_id, made, told)
    for waiting_id, values in after.items():
        step.connection.execute(
            sa.update(held)
            .where(held.c.id == waiting_id)
            .values(**values, version=held.c.version + 1)
        )


def settled(rows: Sequence[int], made: Mapping[int, int], state: str = "repaired") -> Settled:
    """Rows that wait no longer, as they will stand; what they held goes, as it stands with the
    application that was `made` of each, if any."""
    gone = {"state": state, "raw": None, "fixes": None}
    return {one: {**gone, "application_id": made.get(one)} for one in rows}


def settle(connection: Connection, rows: Settled) -> None:
    """Waiting rows wait no longer."""
    held = tables.waiting_rows
    if not rows:
        return
    connection.execute(
        sa.update(held)
        .where(held.c.id == sa.bindparam("waiting_id"))
        .values(
            state=sa.bindparam("new_state"),
            raw=None,
            fixes=None,
            application_id=sa.bindparam("made_id"),
            version=held.c.version + 1,
        ),
        [
            {"waiting_id": one, "new_state": row["state"], "made_id": row["application_id"]}
            for one, row in rows.items()
        ],
    )


def numbered(frame: pl.DataFrame, first: int) -> dict[Place, int]:
    """The rows of a frame by their places, numbered on from `first`."""
    if frame.is_empty():
        return {}
    places = zip(frame["sheet"], frame["row"], strict=True)
    return {place: first + n for n, place in enumerate(places)}
