"""The tables of intake: the lender's own facts, and every cell that an officer put right.

`own_facts` holds every state of an own fact; the newest row of a name counts.
"""

from __future__ import annotations

import sqlalchemy as sa

from workbench.storage import tables
from workbench.storage.column_types import Moment

ID = tables.ID


def _text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=null)


def _to(target: str, name: str) -> sa.Column[int]:
    return sa.Column(name, ID, sa.ForeignKey(target), nullable=False)


own_facts = sa.Table(
    "own_facts",
    tables.metadata,
    sa.Column("id", ID, primary_key=True, autoincrement=False),
    _text("name", 80),
    _text("kind", 20),
    _text("unit", 20),
    _text("label_en", 200),
    _text("label_zh", 200),
    _text("headers"),
    _text("actor", 200),
    sa.Column("added_at", Moment, nullable=False),
    _to("journal.seq", "event_seq"),
)

fixes = sa.Table(
    "fixes",
    tables.metadata,
    sa.Column("id", ID, primary_key=True, autoincrement=False),
    _to("applications.id", "application_id"),
    _text("sheet", 255),
    sa.Column("row", sa.Integer, nullable=False),
    _text("fact", 80),
    _text("letter", 3),
    _text("old", null=True),
    _text("new", null=True),
    _text("actor", 200),
    sa.Column("fixed_at", Moment, nullable=False),
    _to("journal.seq", "event_seq"),
    sa.Column("salt", sa.LargeBinary(16), nullable=True),
    sa.Column("leaf", sa.LargeBinary(32), nullable=False),
    sa.Index(None, "application_id"),
)

OF_A_FACT = ("name", "kind", "unit", "label_en", "label_zh", "headers")
"""The columns of `own_facts` that say what a fact is."""

SEALED = (fixes,)
INSERT_ONLY = (own_facts,)
ERASABLE: dict[sa.Table, tuple[str, ...]] = {fixes: ("old", "new", "salt")}
tables.ERASABLE.update(ERASABLE)
