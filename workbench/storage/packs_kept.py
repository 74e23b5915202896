"""Letter packs as the lender changed them, and every pack that a letter was made under.

They are entries of the journal: a pack is never edited, only followed by another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from workbench.errors import NotFound
from workbench.i18n import _
from workbench.storage import tables
from workbench.storage.column_types import moment_of
from workbench.storage.store import Store

_CHANGED, _USED = "pack_kept", "pack_used"


@dataclass(frozen=True, slots=True)
class KeptPack:
    """One version of a pack's changes: TOML in `text`, in force from a day on."""

    name: str
    text: str
    effective_from: date
    actor: str
    kept_at: datetime
    seq: int


def add_pack(
    store: Store, name: str, text: str, effective_from: date, *, actor: str, at: datetime
) -> None:
    """Keep a lender's changes to a pack, in force from a day on."""
    said = {"pack": name, "effective_from": effective_from.isoformat(), "text": text}
    with store.writing(actor, at) as step:
        step.record(_CHANGED, f"pack {name}", said)


def packs(store: Store, name: str) -> tuple[KeptPack, ...]:
    """Every kept version of a pack's changes, oldest first."""
    return tuple(_kept(row) for row in _rows(store, _CHANGED, f"pack {name}"))


def pack_in_force(store: Store, name: str, on: date) -> KeptPack | None:
    """The changes in force on a day: of those that began, the last to begin, then to be kept."""
    begun = [one for one in packs(store, name) if one.effective_from <= on]
    return max(begun, key=lambda one: (one.effective_from, one.seq), default=None)


def remember_pack(
    store: Store, sha256: str, texts: tuple[str, ...], *, actor: str, at: datetime
) -> None:
    """Keep the texts of a pack that a letter is made under, once."""
    if _rows(store, _USED, f"pack {sha256}"):
        return
    with store.writing(actor, at) as step:
        step.record(_USED, f"pack {sha256}", {"sha256": sha256, "texts": list(texts)})


def pack_texts(store: Store, sha256: str) -> tuple[str, ...]:
    """The texts of a pack that a letter was made under. Raises NotFound."""
    rows = _rows(store, _USED, f"pack {sha256}")
    if not rows:
        raise NotFound(kind=_("letter pack"), name=sha256[:12])
    return tuple(json.loads(rows[0].payload)["texts"])


def _rows(store: Store, event: str, subject: str) -> list[sa.Row[Any]]:
    table = tables.journal
    query = (
        sa.select(table)
        .where(table.c.subject == subject, table.c.event == event)
        .order_by(table.c.seq)
    )
    with store.reading() as connection:
        return list(connection.execute(query))


def _kept(row: sa.Row[Any]) -> KeptPack:
    said = json.loads(row.payload)
    return KeptPack(
        name=said["pack"],
        text=said["text"],
        effective_from=date.fromisoformat(said["effective_from"]),
        actor=row.actor,
        kept_at=moment_of(row.at),
        seq=row.seq,
    )
