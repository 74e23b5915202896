"""Matching profiles: how the columns of a kind of sheet were matched, for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.storage import profile_proof, sealing, tables
from workbench.storage.store import Store

_TABLE = tables.profiles


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """One saved profile. `content` is its JSON text, `fingerprint` that of the header."""

    name: str
    fingerprint: str
    content: str
    actor: str
    saved_at: datetime


def save_profile(
    store: Store, *, name: str, fingerprint: str, content: str, actor: str, at: datetime
) -> None:
    """Keep a profile under its name; an earlier one of that name gives way."""
    with store.writing(actor, at) as step:
        row = {
            "name": name,
            "fingerprint": fingerprint,
            "content": content,
            "actor": actor,
            "saved_at": step.at,
        }
        kept = {sealing.ROW: sealing.row_hash(row, *profile_proof.OF_A_PROFILE)}
        step.record(profile_proof.SAVED, f"profile {name}", {"fingerprint": fingerprint, **kept})
        changed = step.connection.execute(
            sa.update(_TABLE)
            .where(_TABLE.c.name == name)
            .values(**row, version=_TABLE.c.version + 1)
        ).rowcount
        if not changed:
            step.connection.execute(sa.insert(_TABLE), {**row, "version": 1})


def profile_named(store: Store, name: str) -> str | None:
    """The content of the profile with this name; None when there is none."""
    return _content(store, _TABLE.c.name == name)


def profile_for(store: Store, fingerprint: str) -> str | None:
    """The content of the newest profile for sheets with this header; None without one."""
    return _content(store, _TABLE.c.fingerprint == fingerprint)


def profiles(store: Store) -> tuple[KeptProfile, ...]:
    """Every saved profile, by name."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(_TABLE).order_by(_TABLE.c.name))
        return tuple(
            KeptProfile(r.name, r.fingerprint, r.content, r.actor, r.saved_at) for r in rows
        )


def _content(store: Store, condition: sa.ColumnElement[bool]) -> str | None:
    query = sa.select(_TABLE.c.content).where(condition).order_by(_TABLE.c.saved_at.desc()).limit(1)
    with store.reading() as connection:
        return connection.execute(query).scalar()
