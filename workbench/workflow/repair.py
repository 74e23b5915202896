"""Repair: rows that waited for a person are put right and become applications of their batch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from workbench.credit.facts import dictionary
from workbench.errors import NotFound, Place, Problem, Severity
from workbench.i18n import _
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.matching import ColumnMatch, Confidence, Matching
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, Sheet, SourceColumn
from workbench.spreadsheets.unmatched import names_of_columns
from workbench.storage import applications, batches, fixes_kept, rows_waiting
from workbench.storage.batches import Batch
from workbench.storage.fixes_kept import FixKept
from workbench.storage.rows_waiting import WaitingRow
from workbench.workflow import intake
from workbench.workflow.desk import Desk, now
from workbench.workflow.intake import Fixes, IntakeResult

_SAMPLES = 3
_ACROSS_ROWS = {"same_person", "same_reference"}
"""Problems that are seen only beside another row of the file."""


@dataclass(frozen=True, slots=True)
class WaitingRows:
    """The rows of a batch that wait: as a sheet again, matched as they were on arrival.

    `doubles` are the problems that only the whole file could show, such as the same person in
    another row.
    """

    batch: Batch
    sheet: Sheet
    matching: Matching
    doubles: tuple[Problem, ...] = ()


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
    rows = rows_waiting.waiting_rows(desk.store, batch_id)
    return WaitingRows(found, _sheet(found, matching, rows), matching, tuple(_doubles(rows)))


def check(waiting: WaitingRows, fixes: Fixes) -> Intake:
    """The rows typed and checked anew, with these fixes in.

    A row that doubles another of its file goes on waiting until that very value is changed.
    """
    found = intake.check(waiting.sheet, waiting.matching, waiting.batch.currency, fixes)
    still = [
        p
        for p in waiting.doubles
        if not {(p.place.sheet, p.place.row, fact) for fact in ("", p.fact)} & fixes.keys()
    ]
    places = pl.DataFrame(
        {
            SHEET: pl.Series([p.place.sheet for p in still], dtype=pl.String),
            ROW: pl.Series([p.place.row for p in still], dtype=found.ready.schema[ROW]),
        }
    )
    ready = found.ready.join(places, on=[SHEET, ROW], how="anti", maintain_order="left")
    held = found.ready_count - ready.height
    return replace(
        found,
        ready=ready,
        ready_count=ready.height,
        waiting_count=found.waiting_count + held,
        problems=(*found.problems, *still),
    )


def take_in(desk: Desk, batch_id: int, found: Intake) -> IntakeResult:
    """Rows that are ready now join their batch; the others go on waiting, fixes and all."""
    added = batches.repair_rows(
        desk.store,
        batch_id=batch_id,
        ready=found.ready,
        actor=desk.officer(),
        at=now(),
        fixes=found.fixes,
    )
    return IntakeResult(
        batch_id=batch_id if added.added else None,
        rows=found.rows,
        ready=added.added,
        waiting=found.rows - added.added - added.duplicates - found.duplicates,
        duplicates=added.duplicates,
        problems=intake.problem_counts(found),
    )


def fixes_of(desk: Desk, application: str) -> tuple[FixKept, ...]:
    """The cells of an application that were put right, and by whom. Raises NotFound."""
    return fixes_kept.fixes_of(desk.store, applications.application(desk.store, application).id)


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


def _doubles(rows: Sequence[WaitingRow]) -> Iterator[Problem]:
    for row in rows:
        for told in json.loads(row.problems):
            if told["code"] in _ACROSS_ROWS:
                place = Place("", row.sheet, row.row, told["column"], told["header"])
                yield Problem(
                    code=told["code"],
                    severity=Severity(told["severity"]),
                    place=place,
                    sentence=told["sentence"],
                    values=told["values"],
                    fact=told["fact"],
                    value=told["value"],
                )


def _sheet(batch: Batch, matching: Matching, rows: Sequence[WaitingRow]) -> Sheet:
    raw = [json.loads(row.raw) for row in rows]
    names = names_of_columns((column.letter, column.header) for column in matching.columns)
    fixed = [fixes_kept.in_force(row.fixes) for row in rows]
    texts = {
        letter: pl.Series(
            letter,
            [mine.get(letter, one.get(name)) for one, mine in zip(raw, fixed, strict=True)],
            dtype=pl.String,
        )
        for letter, name in names.items()
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
