"""Scores and flags in the list of accounts, held against the last run that wrote them.

A run keeps one root over every account of its product that there is by then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import merkle, tables
from workbench.storage.account_tables import accounts

SCORED, ROOT, THROUGH = "accounts_scored", "scores_root", "through"
"""The event of a run, and what its entry says: the root, and the last account's id."""
_NONE = (None, None, "")
Row = sa.Row[Any]


def said_of(connection: Connection, product: str) -> dict[str, object]:
    """What a run says of the scores that the accounts of its product have now."""
    rows = connection.execute(_query().where(accounts.c.product == product)).all()
    return {ROOT: _root(rows), THROUGH: rows[-1].id if rows else 0}


def _query() -> sa.Select[Any]:
    names = ("id", "score", "pd", "flags", "product", "event_seq")
    return sa.select(*(accounts.c[name] for name in names)).order_by(accounts.c.id)


def _root(rows: Sequence[Row]) -> str:
    if not rows:
        return merkle.root([]).hex()
    told = list(zip(*((row.id, row.score, row.pd, row.flags) for row in rows), strict=True))
    return merkle.root(merkle.content_hashes([b""] * len(rows), told)).hex()


def changed_scores(connection: Connection) -> Iterator[int]:
    """The run, or the opening of an account that no run was about, that scores contradict."""
    runs = _last_runs(connection)
    by_product: dict[str, list[Row]] = {}
    for row in connection.execute(_query()):
        _seq, root, through = runs.get(row.product, (0, "", 0))
        if row.id <= through:
            by_product.setdefault(row.product, []).append(row)
        elif root is not None and (row.score, row.pd, row.flags) != _NONE:
            yield row.event_seq
    for product, rows in by_product.items():
        seq, root, _through = runs[product]
        if not _gives(rows, root):
            yield seq


def _last_runs(connection: Connection) -> dict[str, tuple[int, str | None, int]]:
    """By product: the entry of its last run, its root and how far it went; an older program's
    run does not say (no root, up to no account)."""
    table = tables.journal.c
    query = sa.select(table.seq, table.subject, table.payload).where(table.event == SCORED)
    found: dict[str, tuple[int, str | None, int]] = {}
    for entry in connection.execute(query.order_by(table.seq)):
        found[entry.subject] = (entry.seq, None, 0)
        with suppress(ValueError, KeyError, TypeError):
            said = json.loads(entry.payload)
            found[entry.subject] = (entry.seq, said[ROOT], said[THROUGH])
    return found


def _gives(rows: Sequence[Row], root: str | None) -> bool:
    with suppress(TypeError):  # what no program wrote
        return _root(rows) == root
    return False
