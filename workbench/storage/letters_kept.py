"""Letters as they left the house: numbered without gaps, their very bytes kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.status import CaseState
from workbench.errors import NotFound, StoreLocked
from workbench.i18n import _
from workbench.storage import account_tables, journal, lanes, many, sealing, tables
from workbench.storage.store import Step, Store
from workbench.storage.typed_text import holds

MAILED = "mailed"


@dataclass(frozen=True, slots=True)
class LetterMade:
    """A letter about to be kept. `record` is the JSON text of what it was made from.

    `serial` is its place in the lender's year, from which the lender's own `number` was made;
    `decision_id` is None for a letter that no decision called for; `pack` is the sha256 of the
    letter pack it was made under; `replaces` the number of the letter it corrects.
    """

    serial: int
    number: str
    application_id: int
    decision_id: int | None
    kind: str
    language: str
    pages: int
    content: bytes
    record: str = ""
    pack: str = ""
    due_on: date | None = None
    keep_until: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One kept letter without its bytes.

    `mailed_at` is when it left the house, `sent_by` how ("mailed", "handed_over",
    "sent_online"); `due_on` and `keep_until` are None for letters kept before these were noted.
    """

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
    sent_by: str = ""
    pack: str = ""
    due_on: date | None = None
    keep_until: date | None = None
    replaces: str = ""


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


def next_serial(store: Store, lender: str, year: int) -> int:
    """The serial of a lender's next letter in a year, from 1; `add_letters` takes it."""
    with store.reading() as connection:
        return _last(connection, lender, year) + 1


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

    Raises StoreLocked when another program took these serials meanwhile: number, compose and
    try again.
    """
    if not made:
        return ()
    with store.writing(actor, at) as step:
        first = _last(step.connection, lender, year) + 1
        if [one.serial for one in made] != list(range(first, first + len(made))):
            raise StoreLocked(file=store.label)
        rows = many.from_rows(_rows(step, lender, year, made))
        sealing.seal(tables.letters, rows)
        last = step.record_all(_said(rows, n, one) for n, one in enumerate(made))
        rows["event_seq"] = range(last - len(made) + 1, last + 1)
        many.insert(step.connection, tables.letters, rows)
        _notified(step, rows)
        ids = rows["id"]
    return tuple(one for one in letters(store, after=ids[0] - 1) if one.id in set(ids))


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


def find(
    store: Store, text: str, *, applications: Sequence[int] = (), most: int = 3
) -> tuple[KeptLetter, ...]:
    """Kept letters by part of their number, or of these applications; the newest first.

    What has no digit in it is no part of a number: "AA" finds none of a lender's letters.
    """
    table, wanted = tables.letters, text.strip()
    meant = [table.c.application_id.in_(applications)]
    if any(each.isdigit() for each in wanted):
        numbered = sa.select(table.c.id).where(holds(table.c.number, wanted, is_file=store.is_file))
        meant.append(table.c.id.in_(numbered))
    query = _kept_query().where(sa.or_(*meant)).order_by(table.c.id.desc()).limit(most)
    with store.reading() as connection:
        return tuple(_kept(row) for row in connection.execute(query))


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


def letter_record(store: Store, letter_id: int) -> str:
    """The JSON text of what a letter was made from, empty once erased. Raises NotFound."""
    table = tables.letters
    with store.reading() as connection:
        found = connection.execute(sa.select(table.c.record).where(table.c.id == letter_id)).first()
    if found is None:
        raise NotFound(kind=_("letter"), name=str(letter_id))
    return found.record or ""


def due(store: Store, batch: int | None = None) -> tuple[LetterDue, ...]:
    """Decided cases whose letter is not written, in the order of their numbers."""
    cases = tables.cases
    query = (
        sa.select(cases)
        .where(
            sa.or_(
                cases.c.lane.in_(lanes.VIEWS["letters_due"]),
                sa.and_(
                    cases.c.lane == lanes.CLOSED, cases.c.state == CaseState.DECIDED.value
                ),  # withdrawn, and not yet confirmed
            )
        )
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


def _rows(step: Step, lender: str, year: int, made: Sequence[LetterMade]) -> list[dict[str, Any]]:
    start = step.next_id(tables.letters)
    return [
        {
            "id": start + n,
            "lender": lender,
            "year": year,
            "sequence": one.serial,
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


def _said(rows: many.Columns, n: int, one: LetterMade) -> journal.Entry:
    said = {
        "letter": rows["number"][n],
        "kind": rows["kind"][n],
        "sha256": rows["sha256"][n],
        "pack": one.pack,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "keep_until": one.keep_until.isoformat() if one.keep_until else "",
        "replaces": one.replaces,
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
    made, sent = tables.journal.alias("made"), tables.journal.alias("sent")
    last = (
        sa.select(sa.func.max(mailed.c.id))
        .where(mailed.c.letter_id == table.c.id)
        .correlate(table)
        .scalar_subquery()
    )
    shown = [c for c in table.c if c.name not in {"content", "record"}]
    return (
        sa.select(
            *shown,
            sa.func.coalesce(cases.c.name, _holder(table)).label("name"),
            mailed.c.mailed_at,
            made.c.payload.label("made_payload"),
            sent.c.payload.label("sent_payload"),
        )
        .join(made, made.c.seq == table.c.event_seq)
        .outerjoin(cases, cases.c.application_id == table.c.application_id)
        .outerjoin(mailed, mailed.c.id == last)
        .outerjoin(sent, sent.c.seq == mailed.c.event_seq)
    )


def _holder(table: sa.Table) -> sa.ScalarSelect[str]:
    """The name on the account of whoever never applied here; none once their file is erased."""
    kept, gone = account_tables.accounts, tables.erasures
    erased = sa.exists().where(gone.c.application_id == table.c.application_id)
    return (
        sa.select(sa.func.max(kept.c.name))
        .where(kept.c.application_id == table.c.application_id, ~erased)
        .correlate(table)
        .scalar_subquery()
    )


def _one(store: Store, condition: sa.ColumnElement[bool], name: str) -> KeptLetter:
    with store.reading() as connection:
        row = connection.execute(_kept_query().where(condition)).first()
    if row is None:
        raise NotFound(kind=_("letter"), name=name)
    return _kept(row)


def _kept(row: sa.Row[Any]) -> KeptLetter:
    said = json.loads(row.made_payload)
    sent = json.loads(row.sent_payload) if row.sent_payload else {}
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
        sent_by=sent.get("sent_by", MAILED) if sent else "",
        pack=said.get("pack", ""),
        due_on=_day(said.get("due_on")),
        keep_until=_day(said.get("keep_until")),
        replaces=said.get("replaces", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
