"""The journal read back: a case's own entries, what is sought, or everything as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.storage import lanes, tables
from workbench.storage.intake_tables import fixes
from workbench.storage.journal import COLUMNS, Event, Payload, event_of
from workbench.storage.store import Store

_JOURNAL = tables.journal
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Sought:
    """One word that is looked for: in person, subject and payload, or as one of these events.

    `events` are the stored names whose wording holds the word in the reader's language;
    `subjects` what the stored subjects begin with whose wording holds it.
    """

    text: str
    events: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


def history(store: Store, application_id: int) -> tuple[Event, ...]:
    """What happened to an application: its import, fixes, assessments, decisions and letters."""
    own = sa.select(_JOURNAL.c.seq).where(_JOURNAL.c.subject == lanes.number(application_id))
    imported = sa.select(tables.applications.c.event_seq).where(
        tables.applications.c.id == application_id
    )
    fixed = sa.select(fixes.c.event_seq).where(fixes.c.application_id == application_id)
    assessed = sa.select(tables.assessments.c.event_seq).where(
        tables.assessments.c.application_id == application_id
    )
    query = (
        sa.select(_JOURNAL)
        .where(_JOURNAL.c.seq.in_(sa.union(own, imported, fixed, assessed)))
        .order_by(_JOURNAL.c.seq)
    )
    with store.reading() as connection:
        return tuple(event_of(row) for row in connection.execute(query))


def tell(
    store: Store,
    event: str,
    subject: str,
    payload: Payload,
    *,
    actor: str,
    at: datetime | None = None,
) -> None:
    """Record what was only looked at or taken out: a reveal, an export, a sign-in."""
    with store.writing(actor, at) as step:
        step.record(event, subject, payload)


def events(
    store: Store, wanted: Sequence[Sought] = (), *, before: int | None = None, size: int = 200
) -> tuple[Event, ...]:
    """The journal newest first, `size` at a time, from before a seq; every word must be found."""
    query = sa.select(_JOURNAL).where(*map(_finds, wanted)).order_by(_JOURNAL.c.seq.desc())
    if before is not None:
        query = query.where(_JOURNAL.c.seq < before)
    with store.reading() as connection:
        return tuple(event_of(row) for row in connection.execute(query.limit(size)))


def count(store: Store, wanted: Sequence[Sought] = ()) -> int:
    """How many entries there are with every word that is looked for."""
    query = sa.select(sa.func.count()).select_from(_JOURNAL).where(*map(_finds, wanted))
    with store.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def entries(store: Store, wanted: Sequence[Sought] = ()) -> Iterator[dict[str, object]]:
    """Entries as stored, oldest first: seq, at, actor, event, subject, payload, previous, hash.

    With these texts anyone can recompute the chain: `hash` is the sha256 of `previous`, a line
    feed and the JSON array [1, seq, at, actor, event, subject, payload].
    """
    after = 0
    while True:
        query = (
            sa.select(*(_JOURNAL.c[name] for name in COLUMNS))
            .where(_JOURNAL.c.seq > after, *map(_finds, wanted))
            .order_by(_JOURNAL.c.seq)
            .limit(_AT_ONCE)
        )
        with store.reading() as connection:
            found = connection.execute(query).all()
        yield from (dict(zip(COLUMNS, row, strict=True)) for row in found)
        if len(found) < _AT_ONCE:
            return
        after = found[-1][0]


def _finds(wanted: Sought) -> sa.ColumnElement[bool]:
    named = (_JOURNAL.c.actor, _JOURNAL.c.subject, _JOURNAL.c.payload)
    texts = [column.icontains(wanted.text, autoescape=True) for column in named]
    begins = [_JOURNAL.c.subject.startswith(s, autoescape=True) for s in wanted.subjects]
    return sa.or_(*texts, *begins, _JOURNAL.c.event.in_(wanted.events))
