"""A day of the journal in figures, and where the journal stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench.storage import people_secrets, tables
from workbench.storage.journal import Head
from workbench.storage.signature_proof import closing_text
from workbench.storage.store import Store


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How many entries of each kind a day has (UTC), and the journal's last entry."""

    day: date
    events: Mapping[str, int]
    head: Head


def day_figures(store: Store, day: date) -> DayFigures:
    """The figures of a day as the journal has them now."""
    journal = tables.journal
    query = (
        sa.select(journal.c.event, sa.func.count())
        .where(journal.c.at.like(f"{day.isoformat()}T%"))
        .group_by(journal.c.event)
        .order_by(journal.c.event)
    )
    last = sa.select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
    with store.reading() as connection:
        events = {name: int(count) for name, count in connection.execute(query)}
        row = connection.execute(last).one()
    return DayFigures(day, events, Head(row.seq, row.hash))


def head_at(store: Store, seq: int) -> Head | None:
    """The journal's head when this was its last entry; None where there is no such entry."""
    journal = tables.journal
    query = sa.select(journal.c.hash).where(journal.c.seq == seq)
    with store.reading() as connection:
        found = connection.execute(query).scalar()
    return None if found is None else Head(seq, found)


def tell_closed(store: Store, day: date, key: bytes, *, actor: str, at: datetime) -> None:
    """Record that a day is closed; the entry carries a signature over the journal before it.

    The day's report then names this very entry.
    """
    with store.writing(actor, at) as step:
        said = closing_text(store.uuid, day.isoformat(), actor, step.head)
        closed = {
            "day": day.isoformat(),
            "key": people_secrets.public_key_of(key),
            "signature": people_secrets.sign(key, said),
        }
        step.record("day_closed", "store", closed)
