"""Fixes as they are kept: sealed beside the application, or with the row that still waits.

The journal names each cell and who put it right; the texts before and after are personal data
and stand outside it, under a salted hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from workbench.credit.fix import LEFT_OUT, Fix
from workbench.storage import many, sealing
from workbench.storage.column_types import moment_text
from workbench.storage.intake_tables import fixes as table
from workbench.storage.journal import Payload
from workbench.storage.store import Step, Store

Rows = Mapping[tuple[str, int], int]
"""(sheet, row) -> the application it became, or the waiting row it is."""
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FixKept:
    """One fix of an application, and who made it when; texts are None once erased."""

    sheet: str
    row: int
    fact: str
    letter: str
    old: str | None
    new: str | None
    actor: str
    fixed_at: datetime


def as_json(fixes: Sequence[Fix], step: Step, before: str | None = None) -> str | None:
    """A waiting row's fixes as it keeps them, after those it had `before`; None without any."""
    told: list[Entry] = json.loads(before or "[]")
    for fix in fixes:
        texts = {"fact": fix.fact, "letter": fix.letter, "old": fix.old, "new": fix.new}
        told.append({**texts, "actor": step.actor, "fixed_at": moment_text(step.at)})
    return json.dumps(told, ensure_ascii=False) if told else None


def in_force(kept: str | None) -> dict[str, str]:
    """Letter -> the text that the newest fix of a waiting row put there."""
    return {entry["letter"]: entry["new"] for entry in json.loads(kept or "[]")}


def of_rows(fixes: Sequence[Fix], rows: Rows) -> dict[int, list[Fix]]:
    """The fixes of each of these rows, by the row's number."""
    found: dict[int, list[Fix]] = {}
    for fix in fixes:
        number = rows.get((fix.sheet, fix.row))
        if number is not None:
            found.setdefault(number, []).append(fix)
    return found


def record(step: Step, batch: int, made: Rows, settled: Mapping[tuple[str, int], str]) -> None:
    """Seal the fixes of rows that became applications; `settled` holds each row's as JSON."""
    entries = [
        (place, entry)
        for place, kept in settled.items()
        if place in made
        for entry in json.loads(kept)
    ]
    if not entries:
        return
    first, count = step.next_id(table), len(entries)
    rows: many.Columns = {
        "id": list(range(first, first + count)),
        "application_id": [made[place] for place, _entry in entries],
        "sheet": [place[0] for place, _entry in entries],
        "row": [place[1] for place, _entry in entries],
    }
    for name in ("fact", "letter", "old", "new", "actor", "fixed_at"):
        rows[name] = [entry[name] for _place, entry in entries]
    sealing.seal(table, rows)
    cells = [_cell(place[1], entry["letter"]) for place, entry in entries]
    said = {"cells": cells, **sealing.saying(table, rows["leaf"])}
    seq = step.record("cells_fixed", f"batch {batch}", said)
    many.insert(step.connection, table, {**rows, "event_seq": [seq] * count})


def record_waiting(
    step: Step, batch: int, fixes: Sequence[Fix], told: Payload = MappingProxyType({})
) -> None:
    """Tell the journal which cells of rows that still wait were put right; `told` is what it
    says of the rows themselves."""
    if fixes:
        cells = [_cell(fix.row, fix.letter) for fix in fixes]
        said = {"cells": cells, "waiting": len(cells), **told}
        step.record("cells_fixed", f"batch {batch}", said)


def left_out(fixes: Sequence[Fix]) -> list[tuple[str, int]]:
    """The places of the rows that an officer left out as doubles."""
    return [(fix.sheet, fix.row) for fix in fixes if not fix.fact and fix.new == LEFT_OUT]


def record_left_out(
    step: Step,
    batch: int,
    places: Sequence[tuple[str, int]],
    told: Payload = MappingProxyType({}),
) -> None:
    """Tell the journal which rows were left out; `told` is what it says of the rows themselves."""
    if places:
        said = {"rows": [row for _sheet, row in places], **told}
        step.record("rows_left_out", f"batch {batch}", said)


def fixes_of(store: Store, application_id: int) -> tuple[FixKept, ...]:
    """The cells of an application that were put right, in the order in which it was done."""
    query = sa.select(table).where(table.c.application_id == application_id).order_by(table.c.id)
    with store.reading() as connection:
        return tuple(
            FixKept(r.sheet, r.row, r.fact, r.letter, r.old, r.new, r.actor, r.fixed_at)
            for r in connection.execute(query)
        )


def _cell(row: int, letter: str) -> str:
    return f"{letter}{row}"
