"""Letters as they left the house: numbered without gaps, their very bytes kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.status import CaseState
from workbench.errors import NotFound, StoreLocked
from workbench.i18n import _
from workbench.storage import journal, lanes, many, sealing, tables
from workbench.storage.store import Step, Store


@dataclass(frozen=True, slots=True)
class LetterMade:
    """A letter about to be kept. `record` is the JSON text of what it was made from.

    `decision_id` is None for a letter that no decision called for.
    """

    number: str
    application_id: int
    decision_id: int | None
    kind: str
    language: str
    pages: int
    content: bytes
    record: str = ""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One kept letter without its bytes."""

    id: int
    number: str
    application_id: int
    application: str
    name: str
    decision_id: int | None
    kind: str
    language: str
    pages: int
    sha256: str
    actor: str
    made_at: datetime
    mailed_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterDue:
    """A decided case whose letter is not written yet."""

    application_id: int
    number: str
    name: str
    outcome: str
    decision_id: int
    batch_id: int
    product: str


def next_numbers(store: Store, lender: str, year: int, count: int = 1) -> tuple[str, ...]:
    """The next letter numbers of a lender and year: "us-2026-000001", ...

    They are taken by `add_letters`, in this order and without gaps.
    """
    with store.reading() as connection:
        first = _last(connection, lender, year) + 1
    return tuple(_number(lender, year, first + n) for n in range(count))


def journal_mark(store: Store) -> str:
    """The journal's head as letters print it, so that every reader holds a witness of it."""
    with store.reading() as connection:
        return journal.head_of(connection).mark()


def add_letter(
    store: Store, lender: str, year: int, letter: LetterMade, *, actor: str, at: datetime
) -> KeptLetter:
    """Keep one letter. Raises StoreLocked when its number was taken meanwhile."""
    return add_letters(store, lender, year, [letter], actor=actor, at=at)[0]


def add_letters(
    store: Store,
    lender: str,
    year: int,
    made: Sequence[LetterMade],
    *,
    actor: str,
    at: datetime,
) -> tuple[KeptLetter, ...]:
    """Keep letters, all or none, each with its own journal entry; their cases are notified.

    Raises StoreLocked when another program took these numbers meanwhile: number, compose and
    try again.
    """
    if not made:
        return ()
    with store.writing(actor, at) as step:
        first = _last(step.connection, lender, year) + 1
        expected = [_number(lender, year, first + n) for n in range(len(made))]
        if [one.number for one in made] != expected:
            raise StoreLocked(file=store.label)
        rows = many.from_rows(_rows(step, lender, year, first, made))
        sealing.seal(tables.letters, rows)
        last = step.record_all(_said(rows, n) for n in range(len(made)))
        rows["event_seq"] = range(last - len(made) + 1, last + 1)
        many.insert(step.connection, tables.letters, rows)
        _notified(step, rows)
        ids = rows["id"]
    return tuple(one for one in letters(store, after=ids[0] - 1) if one.id in set(ids))


def mark_mailed(
    store: Store, letter_ids: Sequence[int], *, actor: str, at: datetime | None = None
) -> None:
    """Record that letters were handed to the post. Raises NotFound."""
    for letter_id in letter_ids:
        letter(store, letter_id)
    if not letter_ids:
        return
    with store.writing(actor, at) as step:
        first = step.next_id(tables.letter_mailings)
        before = step.head.seq
        step.record_all(("letter_mailed", f"letter {one}", {"letter": one}) for one in letter_ids)
        step.connection.execute(
            sa.insert(tables.letter_mailings),
            [
                {
                    "id": first + n,
                    "letter_id": one,
                    "actor": actor,
                    "mailed_at": step.at,
                    "event_seq": before + 1 + n,
                }
                for n, one in enumerate(letter_ids)
            ],
        )


def letters(
    store: Store,
    *,
    application_id: int | None = None,
    batch: int | None = None,
    after: int = 0,
    size: int | None = None,
) -> tuple[KeptLetter, ...]:
    """Kept letters in the order of their ids, without their bytes."""
    table, cases = tables.letters, tables.cases
    query = _kept_query().where(table.c.id > after).order_by(table.c.id)
    if application_id is not None:
        query = query.where(table.c.application_id == application_id)
    if batch is not None:
        query = query.where(cases.c.batch_id == batch)
    if size is not None:
        query = query.limit(size)
    with store.reading() as connection:
        return tuple(_kept(row) for row in connection.execute(query))


def letter(store: Store, letter_id: int) -> KeptLetter:
    """One kept letter. Raises NotFound."""
    return _one(store, tables.letters.c.id == letter_id, str(letter_id))


def letter_numbered(store: Store, number: str) -> KeptLetter:
    """The kept letter with this number. Raises NotFound."""
    return _one(store, tables.letters.c.number == number, number)


def letter_with(store: Store, sha256: str) -> KeptLetter:
    """The kept letter whose bytes have this sha256. Raises NotFound."""
    return _one(store, tables.letters.c.sha256 == sha256, sha256)


def letter_bytes(store: Store, letter_id: int) -> bytes:
    """The letter's file, byte by byte as it was made. Raises NotFound."""
    table = tables.letters
    with store.reading() as connection:
        found = connection.execute(
            sa.select(table.c.content).where(table.c.id == letter_id)
        ).scalar()
    if found is None:
        raise NotFound(kind=_("letter"), name=str(letter_id))
    return bytes(found)


def due(store: Store, batch: int | None = None) -> tuple[LetterDue, ...]:
    """Decided cases whose letter is not written, in the order of their numbers."""
    cases = tables.cases
    query = (
        sa.select(cases)
        .where(cases.c.lane.in_(lanes.VIEWS["letters_due"]))
        .order_by(cases.c.application_id)
    )
    if batch is not None:
        query = query.where(cases.c.batch_id == batch)
    with store.reading() as connection:
        return tuple(
            LetterDue(
                application_id=row.application_id,
                number=lanes.number(row.application_id),
                name=row.name,
                outcome=row.outcome,
                decision_id=row.decision_id,
                batch_id=row.batch_id,
                product=row.product,
            )
            for row in connection.execute(query)
        )


def _last(connection: Connection, lender: str, year: int) -> int:
    table = tables.letters
    query = sa.select(sa.func.max(table.c.sequence)).where(
        table.c.lender == lender, table.c.year == year
    )
    return int(connection.execute(query).scalar() or 0)


def _number(lender: str, year: int, sequence: int) -> str:
    return f"{lender}-{year}-{sequence:06d}"


def _rows(
    step: Step, lender: str, year: int, first: int, made: Sequence[LetterMade]
) -> list[dict[str, Any]]:
    start = step.next_id(tables.letters)
    return [
        {
            "id": start + n,
            "lender": lender,
            "year": year,
            "sequence": first + n,
            "number": one.number,
            "application_id": one.application_id,
            "decision_id": one.decision_id,
            "kind": one.kind,
            "language": one.language,
            "pages": one.pages,
            "sha256": hashlib.sha256(one.content).hexdigest(),
            "content": one.content,
            "record": one.record,
            "actor": step.actor,
            "made_at": step.at,
        }
        for n, one in enumerate(made)
    ]


def _said(rows: many.Columns, n: int) -> journal.Entry:
    said = {
        "letter": rows["number"][n],
        "kind": rows["kind"][n],
        "sha256": rows["sha256"][n],
        **sealing.saying(tables.letters, [rows["leaf"][n]]),
    }
    return "letter_kept", lanes.number(rows["application_id"][n]), said


def _notified(step: Step, rows: many.Columns) -> None:
    """Move the cases on whose standing decision these letters tell."""
    cases = tables.cases
    state = CaseState.NOTIFIED.value
    step.connection.execute(
        sa.update(cases)
        .where(
            cases.c.application_id == sa.bindparam("case_id"),
            cases.c.decision_id == sa.bindparam("told_decision"),
        )
        .values(
            state=state,
            lane=sa.case(
                (cases.c.lane == lanes.APPROVED_DUE, lanes.APPROVED_SENT),
                (cases.c.lane == lanes.DECLINED_DUE, lanes.DECLINED_SENT),
                else_=cases.c.lane,
            ),
            letter_id=sa.bindparam("new_letter"),
            changed_by=step.actor,
            version=cases.c.version + 1,
        ),
        [
            {"case_id": application, "told_decision": decision, "new_letter": letter_id}
            for application, decision, letter_id in zip(
                rows["application_id"], rows["decision_id"], rows["id"], strict=True
            )
        ],
    )


def _kept_query() -> sa.Select[Any]:
    table, cases, mailed = tables.letters, tables.cases, tables.letter_mailings
    posted = (
        sa.select(sa.func.max(mailed.c.mailed_at))
        .where(mailed.c.letter_id == table.c.id)
        .correlate(table)
        .scalar_subquery()
        .label("mailed_at")
    )
    shown = [c for c in table.c if c.name not in {"content", "record"}]
    return sa.select(*shown, cases.c.name, posted).outerjoin(
        cases, cases.c.application_id == table.c.application_id
    )


def _one(store: Store, condition: sa.ColumnElement[bool], name: str) -> KeptLetter:
    with store.reading() as connection:
        row = connection.execute(_kept_query().where(condition)).first()
    if row is None:
        raise NotFound(kind=_("letter"), name=name)
    return _kept(row)


def _kept(row: sa.Row[Any]) -> KeptLetter:
    return KeptLetter(
        id=row.id,
        number=row.number,
        application_id=row.application_id,
        application=lanes.number(row.application_id),
        name=row.name or "",
        decision_id=row.decision_id,
        kind=row.kind,
        language=row.language,
        pages=row.pages,
        sha256=row.sha256,
        actor=row.actor,
        made_at=row.made_at,
        mailed_at=row.mailed_at,
    )
