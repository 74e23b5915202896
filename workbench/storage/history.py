"""The history of a case: every journal entry that concerns it, oldest first."""

from __future__ import annotations

import sqlalchemy as sa

from workbench.storage import lanes, tables
from workbench.storage.journal import Event, event_of
from workbench.storage.store import Store

_JOURNAL = tables.journal


def history(store: Store, application_id: int) -> tuple[Event, ...]:
    """What happened to an application: its import, assessments, decisions and letters."""
    own = sa.select(_JOURNAL.c.seq).where(_JOURNAL.c.subject == lanes.number(application_id))
    imported = sa.select(tables.applications.c.event_seq).where(
        tables.applications.c.id == application_id
    )
    assessed = sa.select(tables.assessments.c.event_seq).where(
        tables.assessments.c.application_id == application_id
    )
    query = (
        sa.select(_JOURNAL)
        .where(_JOURNAL.c.seq.in_(sa.union(own, imported, assessed)))
        .order_by(_JOURNAL.c.seq)
    )
    with store.reading() as connection:
        return tuple(event_of(row) for row in connection.execute(query))


def events(store: Store, *, before: int | None = None, size: int = 200) -> tuple[Event, ...]:
    """The journal itself, newest first, `size` at a time, from before a seq."""
    query = sa.select(_JOURNAL).order_by(_JOURNAL.c.seq.desc()).limit(size)
    if before is not None:
        query = query.where(_JOURNAL.c.seq < before)
    with store.reading() as connection:
        return tuple(event_of(row) for row in connection.execute(query))
