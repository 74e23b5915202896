"""Batches: the rows of one sheet, stored whole or not at all, each row only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.fix import Fix
from workbench.errors import DecisionRefused, NotFound
from workbench.i18n import _
from workbench.storage import (
    arriving,
    fixes_kept,
    holders_kept,
    lanes,
    many,
    rows_waiting,
    sealing,
    tables,
    waiting_proof,
)
from workbench.storage.journal import Payload
from workbench.storage.store import Step, Store

Frame = pl.DataFrame
HOLDERS = holders_kept.EVENT
Told = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class BatchAdded:
    """What became of a sheet's rows. `batch_id` is None when nothing in it was new."""

    batch_id: int | None
    added: int
    waiting: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that become applications: their facts, what makes each the same row again, and what
    the journal is told of rows that wait."""

    ready: Frame
    prints: list[bytes]
    told: Payload


@dataclass(frozen=True, slots=True)
class Batch:
    """One stored batch. `waiting` counts the rows that still wait for a person."""

    id: int
    product: str
    currency: str
    source_name: str
    sheet: str
    matching: str
    actor: str
    added_at: datetime
    rows: int
    added: int
    waiting: int
    duplicates: int
    undone: bool


def add_batch(
    store: Store,
    *,
    product: str,
    currency: str,
    source_name: str,
    source_sha256: str,
    sheet: str,
    matching_json: str,
    actor: str,
    ready: Frame,
    waiting: Frame,
    rows: int,
    at: datetime,
    fixes: Sequence[Fix] = (),
    back: fixes_kept.Rows | None = None,
) -> BatchAdded:
    """Store a sheet's rows as one batch, and with them what an officer put right in them.

    `back` names waiting rows, by the places of the rows that they are, put right or changed.
    `ready` has sheet, row and fact columns (scoring.frames); `waiting` has sheet, row, raw and
    problems (JSON texts). A row whose facts are in the store already counts as a duplicate; a
    row that waits already is not doubled. A batch with nothing new is not written.
    """
    source = {
        "product": product, "currency": currency, "source_name": source_name[:255],
        "source_sha256": source_sha256, "sheet": sheet[:255], "matching": matching_json,
        "actor": actor, "added_at": at, "rows": rows,
    }  # fmt: skip
    prints = arriving.fingerprints(ready, product)
    held = rows_waiting.prints_of(waiting, product)
    with many.uncollected(), store.writing(actor, at) as step:
        new = _new(step, tables.cases, product, prints)
        new_waiting = _new(step, tables.waiting_rows, product, held)
        added = BatchAdded(None, len(new), len(new_waiting), len(prints) - len(new))
        if not new and not new_waiting:
            return added
        added = replace(added, batch_id=step.next_id(tables.batches))
        batch = {**source, **_counted(added)}
        fixes_kept.record_left_out(step, batch["id"], fixes_kept.left_out(fixes))
        left = [held[i] for i in new_waiting]
        waits = rows_waiting.new_rows(step, batch, waiting[new_waiting], left, fixes)
        settled = _settled_back(step, ready[new], waits, back or {})
        told = waiting_proof.hashes_after(step.connection, settled)
        told |= {str(row["id"]): waiting_proof.hash_of(row) for row in waits}
        kept = Kept(ready[new], [prints[i] for i in new], waiting_proof.saying(told))
        _store_ready(step, batch, kept, fixes)
        rows_waiting.add_rows(step, waits, fixes)
        rows_waiting.settle(step.connection, settled)
        return added


def _store_ready(step: Step, batch: dict[str, Any], kept: Kept, fixes: Sequence[Fix]) -> None:
    first = step.next_id(tables.applications)
    _store_batch(step, batch, kept)
    _record_fixes(step, batch["id"], rows_waiting.numbered(kept.ready, first), fixes)


def _settled_back(
    step: Step, ready: Frame, waits: Sequence[Mapping[str, Any]], back: fixes_kept.Rows
) -> rows_waiting.Settled:
    """The rows of earlier batches that are ready now, or wait as rows of this one instead."""
    found = waiting_proof.rows_of(step.connection, list(back.values()))
    still = {row["id"] for row in found if row["state"] == "waiting"}
    mine = {place: number for place, number in back.items() if number in still}
    made = rows_waiting.numbered(ready, step.next_id(tables.applications))
    right = {number: made[place] for place, number in mine.items() if place in made}
    places = {(row["sheet"], row["row"]) for row in waits}
    changed = [number for place, number in mine.items() if place in places]
    return {
        **rows_waiting.settled(list(right), right),
        **rows_waiting.settled(changed, {}, "replaced"),
    }


def batches(store: Store, *, holders: bool = False) -> tuple[Batch, ...]:
    """Every batch, oldest first; undone ones say so. With `holders` also what was told of the
    holders of accounts, which nobody applied with."""
    table, undone, held = tables.batches, tables.batch_undos, tables.waiting_rows
    waits = (
        sa.select(held.c.batch_id, sa.func.count().label("waiting_now"))
        .where(held.c.state == "waiting")
        .group_by(held.c.batch_id)
        .subquery()
    )
    query = (
        sa.select(table, undone.c.batch_id.label("undone"), waits.c.waiting_now)
        .outerjoin(undone, undone.c.batch_id == table.c.id)
        .outerjoin(waits, waits.c.batch_id == table.c.id)
        .order_by(table.c.id)
    )
    if not holders:
        journal = tables.journal
        added = journal.c.seq == table.c.event_seq
        query = query.join(journal, added).where(journal.c.event != HOLDERS)
    with store.reading() as connection:
        return tuple(_batch(row) for row in connection.execute(query))


def batch_of(store: Store, source_sha256: str, at: datetime) -> int | None:
    """The batch that was stored from this file at this moment; None when there is none."""
    table = tables.batches
    query = sa.select(table.c.id).where(
        table.c.source_sha256 == source_sha256, table.c.added_at == at
    )
    with store.reading() as connection:
        return connection.execute(query).scalar()


def undo_batch(store: Store, batch_id: int, actor: str, at: datetime | None = None) -> int:
    """Take a batch's cases out of the queue; returns how many.

    Its applications stay on record under their numbers, and the same rows can be imported
    again. Raises DecisionRefused when a case of it was decided, NotFound when there is none.
    """
    cases, held = tables.cases, tables.waiting_rows
    with store.writing(actor, at) as step:
        _refuse_decided(step.connection, batch_id)
        count = step.connection.execute(
            sa.select(sa.func.count()).where(cases.c.batch_id == batch_id)
        ).scalar_one()
        mine = sa.select(cases.c.application_id).where(cases.c.batch_id == batch_id)
        here = sa.or_(held.c.batch_id == batch_id, held.c.application_id.in_(mine))
        told = waiting_proof.saying(waiting_proof.hashes_gone(step.connection, here))
        seq = step.record("batch_undone", f"batch {batch_id}", {"cases": count, **told})
        step.connection.execute(
            sa.insert(tables.batch_undos),
            {"batch_id": batch_id, "actor": actor, "undone_at": step.at, "event_seq": seq},
        )
        step.connection.execute(sa.delete(held).where(here))
        step.connection.execute(sa.delete(cases).where(cases.c.batch_id == batch_id))
        return int(count)


def repair_rows(
    store: Store,
    *,
    batch_id: int,
    ready: Frame,
    actor: str,
    at: datetime,
    fixes: Sequence[Fix] = (),
) -> BatchAdded:
    """Turn waiting rows that were put right into applications of their batch.

    `ready` has sheet, row and fact columns; (sheet, row) names the waiting row. Rows that no
    longer wait are passed over; rows that go on waiting keep their fixes.
    """
    with store.writing(actor, at) as step:
        batch = _batch_row(step.connection, batch_id)
        open_rows, kept = rows_waiting.open_rows(step.connection, batch_id)
        places = list(zip(ready["sheet"], ready["row"], strict=True))
        mine = ready[[i for i, place in enumerate(places) if place in open_rows]]
        prints = arriving.fingerprints(mine, batch.product)
        new = _new(step, tables.cases, batch.product, prints)
        ids = {place: n for place, n in open_rows.items() if place not in set(places)}
        rows_waiting.keep_fixes(step, batch_id, fixes_kept.of_rows(fixes, ids))
        _leave_out(step, batch_id, fixes_kept.left_out(fixes), open_rows)
        if not len(mine):
            return BatchAdded(None, 0, 0, 0)
        first = step.next_id(tables.applications)
        right = [open_rows[place] for place in zip(mine["sheet"], mine["row"], strict=True)]
        made = {right[i]: first + n for n, i in enumerate(new)}
        settled = rows_waiting.settled(right, made)
        told = waiting_proof.hashes_after(step.connection, settled)
        put = Kept(mine[new], [prints[i] for i in new], waiting_proof.saying(told))
        _store_applications(step, batch, put)
        _record_fixes(step, batch_id, rows_waiting.numbered(mine[new], first), fixes, kept)
        rows_waiting.settle(step.connection, settled)
        return BatchAdded(batch_id, len(new), 0, len(mine) - len(new))


def _leave_out(
    step: Step,
    batch: int,
    places: Sequence[rows_waiting.Place],
    open_rows: Mapping[rows_waiting.Place, int],
) -> None:
    """Rows that an officer left out as doubles wait no longer."""
    left = [open_rows[place] for place in places if place in open_rows]
    settled = rows_waiting.settled(left, {}, "left_out")
    told = waiting_proof.saying(waiting_proof.hashes_after(step.connection, settled))
    fixes_kept.record_left_out(step, batch, places, told)
    rows_waiting.settle(step.connection, settled)


def _new(step: Step, table: sa.Table, product: str, prints: list[bytes]) -> list[int]:
    known = arriving.known_prints(step.connection, table, product, prints)
    return arriving.first_of_each(prints, known)


def _counted(added: BatchAdded) -> dict[str, Any]:
    return {
        "id": added.batch_id,
        "added": added.added,
        "waiting": added.waiting,
        "duplicates": added.duplicates,
    }


def _store_batch(step: Step, batch: dict[str, Any], kept: Kept) -> None:
    """The journal entry comes first: every row names it."""
    rows = arriving.application_rows(step, batch, kept.ready)
    seq = step.record(
        "batch_added",
        f"batch {batch['id']}",
        {
            "product": batch["product"],
            "source_sha256": batch["source_sha256"],
            "rows": batch["rows"],
            "added": batch["added"],
            "waiting": batch["waiting"],
            "duplicates": batch["duplicates"],
            "about": sealing.about_batch(batch),
            **sealing.saying(tables.applications, rows["leaf"]),
            **kept.told,
        },
    )
    step.connection.execute(sa.insert(tables.batches), {**batch, "event_seq": seq})
    arriving.insert_applications(step, rows, seq, kept.ready, kept.prints)


def _store_applications(step: Step, batch: sa.Row[Any], kept: Kept) -> None:
    described = {"id": batch.id, "product": batch.product, "currency": batch.currency}
    rows = arriving.application_rows(step, described, kept.ready)
    sealed = sealing.saying(tables.applications, rows["leaf"])
    said = {"added": len(kept.prints), **sealed, **kept.told}
    seq = step.record("rows_repaired", f"batch {batch.id}", said)
    arriving.insert_applications(step, rows, seq, kept.ready, kept.prints)


def _record_fixes(
    step: Step, batch: int, made: fixes_kept.Rows, fixes: Sequence[Fix], kept: Told | None = None
) -> None:
    """Seal what was put right in rows that are applications now; `kept` is what each of them
    had while it waited."""
    held = kept or {}
    new: dict[tuple[str, int], list[Fix]] = {place: [] for place in held}
    for fix in fixes:
        new.setdefault((fix.sheet, fix.row), []).append(fix)
    settled = {
        place: fixes_kept.as_json(mine, step, held.get(place)) or "[]"
        for place, mine in new.items()
    }
    fixes_kept.record(step, batch, made, settled)


def _refuse_decided(connection: Connection, batch_id: int) -> None:
    cases = tables.cases
    _batch_row(connection, batch_id)
    decided = connection.execute(
        sa.select(cases.c.application_id)
        .where(cases.c.batch_id == batch_id, cases.c.decision_id.is_not(None))
        .limit(1)
    ).scalar()
    if decided is not None:
        raise DecisionRefused(
            number=lanes.number(decided),
            why=_("it is decided, so its batch stays. Undo the decision first."),
        )


def _batch_row(connection: Connection, batch_id: int) -> sa.Row[Any]:
    table, undone = tables.batches, tables.batch_undos
    found = connection.execute(
        sa.select(table)
        .outerjoin(undone, undone.c.batch_id == table.c.id)
        .where(table.c.id == batch_id, undone.c.batch_id.is_(None))
    ).first()
    if found is None:
        raise NotFound(kind=_("batch"), name=str(batch_id))
    return found


def _batch(row: sa.Row[Any]) -> Batch:
    return Batch(
        id=row.id,
        product=row.product,
        currency=row.currency,
        source_name=row.source_name,
        sheet=row.sheet,
        matching=row.matching,
        actor=row.actor,
        added_at=row.added_at,
        rows=row.rows,
        added=row.added,
        waiting=row.waiting_now or 0,
        duplicates=row.duplicates,
        undone=row.undone is not None,
    )
