"""Repair: rows that waited for a person are put right and become applications of their batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from workbench.credit.facts import dictionary
from workbench.errors import NotFound
from workbench.i18n import _
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.matching import ColumnMatch, Confidence, Matching
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, Sheet, SourceColumn
from workbench.storage import batches
from workbench.storage.batches import Batch, WaitingRow
from workbench.workflow.desk import Desk, now
from workbench.workflow.intake import IntakeResult, problem_counts

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """The rows of a batch that wait: as a sheet again, matched as they were on arrival."""

    batch: Batch
    sheet: Sheet
    matching: Matching


def batches_waiting(desk: Desk) -> tuple[Batch, ...]:
    """The batches that have rows waiting for a person, newest first."""
    held = [b for b in batches.batches(desk.store) if b.waiting and not b.undone]
    return tuple(sorted(held, key=lambda b: b.id, reverse=True))


def waiting_rows(desk: Desk, batch_id: int) -> WaitingRows:
    """The rows of a batch that wait, as text. Raises NotFound for an unknown batch."""
    found = next((b for b in batches.batches(desk.store) if b.id == batch_id), None)
    if found is None:
        raise NotFound(kind=_("batch"), name=str(batch_id))
    matching = _matching(found.matching)
    rows = batches.waiting_rows(desk.store, batch_id)
    return WaitingRows(found, _sheet(found, matching, rows), matching)


def take_in(desk: Desk, batch_id: int, intake: Intake) -> IntakeResult:
    """Rows that are ready now join their batch; the others go on waiting."""
    added = batches.repair_rows(
        desk.store, batch_id=batch_id, ready=intake.ready, actor=desk.officer(), at=now()
    )
    return IntakeResult(
        batch_id=batch_id if added.added else None,
        rows=intake.rows,
        ready=added.added,
        waiting=intake.rows - added.added - added.duplicates,
        duplicates=added.duplicates,
        problems=problem_counts(intake),
    )


def _matching(stored: str) -> Matching:
    columns = tuple(
        ColumnMatch(
            letter=one["column"],
            header=one["header"],
            fact=one["fact"],
            confidence=Confidence(one.get("confidence", Confidence.EXACT)),
            unit=one["unit"],
        )
        for one in json.loads(stored)
    )
    return Matching(columns, tuple(fact.name for fact in dictionary().required()))


def _sheet(batch: Batch, matching: Matching, rows: Sequence[WaitingRow]) -> Sheet:
    raw = [json.loads(row.raw) for row in rows]
    texts = {
        letter: pl.Series(letter, [one.get(name) for one in raw], dtype=pl.String)
        for letter, name in _raw_names(matching).items()
    }
    columns = tuple(_column(one, texts[one.letter]) for one in matching.columns)
    cells = pl.DataFrame(
        {
            SHEET: pl.Series([row.sheet for row in rows], dtype=pl.String),
            ROW: pl.Series([row.row for row in rows], dtype=pl.Int64),
            **texts,
        }
    )
    return Sheet(
        name=batch.sheet,
        header_row=1,
        first_data_row=min((row.row for row in rows), default=1),
        columns=columns,
        cells=cells,
        numbers=pl.DataFrame(),
        kinds=pl.DataFrame(),
    )


def _column(match: ColumnMatch, texts: pl.Series) -> SourceColumn:
    said = texts.drop_nulls()
    return SourceColumn(
        letter=match.letter,
        header=match.header,
        kind=CellKind.TEXT if len(said) else CellKind.BLANK,
        samples=tuple(said.head(_SAMPLES)),
        filled=len(said),
    )


def _raw_names(matching: Matching) -> dict[str, str]:
    """Letter -> the name under which a waiting row keeps that column's text."""
    names: dict[str, str] = {}
    for column in matching.columns:
        taken = not column.header or column.header in names.values()
        name = f"{column.header} {column.letter}".strip() if taken else column.header
        names[column.letter] = name
    return names
