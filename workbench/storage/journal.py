"""The journal: every change, who made it and when, each entry chained to the one before it.

Entries hold codes, numbers, counts and salted hashes, never an applicant's data. An entry is
written in the same transaction as the change it tells of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import many, tables
from workbench.storage.column_types import moment_of, moment_text

FORMAT = 1
NO_ENTRY = "0" * 64
COLUMNS = ("seq", "at", "actor", "event", "subject", "payload", "previous", "hash")

_LAST = (
    sa.select(tables.journal.c.seq, tables.journal.c.hash)
    .order_by(tables.journal.c.seq.desc())
    .limit(1)
)

Payload = Mapping[str, object]
Entry = tuple[str, str, Payload]
"""One change to record: event, subject, payload."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain; seq 0 before the first."""

    seq: int = 0
    hash: str = NO_ENTRY

    def mark(self) -> str:
        """The head as letters print it: "1204-9f86d081884c7d65"."""
        return f"{self.seq}-{self.hash[:16]}"


@dataclass(frozen=True, slots=True)
class Event:
    """One journal entry, as people read it back."""

    seq: int
    at: datetime
    actor: str
    event: str
    subject: str
    payload: Payload


def digest(previous: str, seq: int, said: tuple[str, str, str, str, str]) -> str:
    """The hash of an entry from its stored texts: sha256 of the hash before it and a JSON array.

    `said` is (at, actor, event, subject, payload), exactly as stored.
    """
    body = json.dumps([FORMAT, seq, *said], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def canonical(payload: Payload) -> str:
    """A payload's stored text: JSON, sorted keys, no floats (they raise TypeError)."""
    _refuse_floats(payload)
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def head_of(connection: Connection) -> Head:
    """The last entry, inside the caller's transaction."""
    row = connection.execute(_LAST).first()
    return Head(row.seq, row.hash) if row else Head()


def restores(connection: Connection) -> dict[int, str]:
    """The first entry of each restore, seq -> hash: its own, or that before it by who agreed."""
    table = tables.journal
    found: dict[int, str] = {}
    for row in connection.execute(sa.select(table).where(table.c.event == "store_restored")):
        agreed = '"session"' in row.payload
        found[row.seq - agreed] = row.previous if agreed else row.hash
    return found


def append(
    connection: Connection, head: Head, actor: str, at: datetime, entries: Iterable[Entry]
) -> list[Head]:
    """Write entries after `head`, inside the caller's transaction; returns each one's head."""
    rows: list[tuple[Any, ...]] = []
    heads: list[Head] = []
    moment = moment_text(at)
    for event, subject, payload in entries:
        said = (moment, actor, event, subject, canonical(payload))
        following = Head(head.seq + 1, digest(head.hash, head.seq + 1, said))
        rows.append((following.seq, *said, head.hash, following.hash))
        heads.append(following)
        head = following
    if rows:
        columns = zip(*rows, strict=True)
        many.insert(connection, tables.journal, dict(zip(COLUMNS, columns, strict=True)))
    return heads


def event_of(row: sa.Row[tuple[object, ...]]) -> Event:
    """A journal row as an event."""
    return Event(
        seq=row.seq,
        at=moment_of(row.at),
        actor=row.actor,
        event=row.event,
        subject=row.subject,
        payload=json.loads(row.payload),
    )


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("A journal entry holds whole numbers and texts, never a float.")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
