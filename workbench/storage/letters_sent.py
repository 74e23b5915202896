"""Letters that left the house: when, how, and who says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from workbench.storage import letters_kept, tables
from workbench.storage.column_types import moment_text
from workbench.storage.store import Store

LEFT_AT = "left_at"
"""The word of an entry's payload for when a letter left the house."""
NOON = "T12:00:00.000000Z"
"""The hour by which an earlier day is kept on which letters left."""


def mark_sent(
    store: Store,
    letter_ids: Sequence[int],
    *,
    actor: str,
    sent_at: datetime,
    sent_by: str = letters_kept.MAILED,
    at: datetime | None = None,
) -> None:
    """Record that letters left the house: when, and how ("mailed", "handed_over", ...).

    Raises NotFound.
    """
    for letter_id in letter_ids:
        letters_kept.letter(store, letter_id)
    if not letter_ids:
        return
    with store.writing(actor, at) as step:
        first = step.next_id(tables.letter_mailings)
        before = step.head.seq
        said = {"sent_by": sent_by, LEFT_AT: moment_text(sent_at)}
        step.record_all(
            ("letter_mailed", f"letter {one}", {"letter": one, **said}) for one in letter_ids
        )
        step.connection.execute(
            sa.insert(tables.letter_mailings),
            [
                {
                    "id": first + n,
                    "letter_id": one,
                    "actor": actor,
                    "mailed_at": sent_at,
                    "event_seq": before + 1 + n,
                }
                for n, one in enumerate(letter_ids)
            ],
        )


def mark_signed(
    store: Store, letter_id: int, sha256: str, signer: str, *, actor: str, at: datetime
) -> None:
    """Record the sum of a letter's signed file, and whose key signed it. Raises NotFound."""
    letters_kept.letter(store, letter_id)
    with store.writing(actor, at) as step:
        said = {"letter": letter_id, "sha256": sha256, "signer": signer}
        step.record("letter_signed", f"letter {letter_id}", said)


def signed_sums(store: Store, letter_id: int) -> frozenset[str]:
    """The sums of a letter's signed files."""
    table = tables.journal
    query = sa.select(table.c.payload).where(
        table.c.subject == f"letter {letter_id}", table.c.event == "letter_signed"
    )
    with store.reading() as connection:
        return frozenset(json.loads(row.payload)["sha256"] for row in connection.execute(query))
