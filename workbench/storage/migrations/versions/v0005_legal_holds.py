"""Legal holds: what keeps an application's data from being erased, and until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("id", "application_id", "held", "basis", "actor", "at", "event_seq")


def upgrade() -> None:
    """Make the table of holds, insert-only, and refuse the erasure of what is held."""
    op.create_table(
        "legal_holds",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("application_id", ID, nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("event_seq", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_legal_holds_application_id"
        ),
        sa.ForeignKeyConstraint(["event_seq"], ["journal.seq"], name="fk_legal_holds_event_seq"),
    )
    op.create_index("ix_legal_holds_application_id", "legal_holds", ["application_id"])
    dialect = op.get_bind().dialect.name
    ddl = [
        *fences.insert_only("legal_holds", COLUMNS, (), dialect),
        *fences.held_is_not_erased(dialect),
    ]
    for statement in ddl:
        op.execute(sa.text(statement))
