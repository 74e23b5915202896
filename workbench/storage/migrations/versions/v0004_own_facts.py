"""What a lender's spreadsheets say beyond the dictionary, and what officers put right in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FENCED = {"own_facts": (), "fixes": ("old", "new", "salt")}


def upgrade() -> None:
    """Make the tables of own facts and of fixes, and let waiting rows carry their fixes."""
    _own_facts()
    _fixes()
    op.add_column("waiting_rows", sa.Column("fixes", sa.Text(), nullable=True))
    connection = op.get_bind()
    inspected = sa.inspect(connection)
    for table, erasable in FENCED.items():
        columns = [column["name"] for column in inspected.get_columns(table)]
        dialect = connection.dialect.name
        for statement in fences.insert_only(table, columns, erasable, dialect):
            connection.exec_driver_sql(statement)


def _own_facts() -> None:
    op.create_table(
        "own_facts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("label_en", sa.String(200), nullable=False),
        sa.Column("label_zh", sa.String(200), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        _to("own_facts.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_own_facts"),
    )


def _fixes() -> None:
    op.create_table(
        "fixes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("fixes.application_id", "applications.id"),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(80), nullable=False),
        sa.Column("letter", sa.String(3), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("fixed_at", sa.String(27), nullable=False),
        _to("fixes.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fixes"),
    )
    op.create_index("ix_fixes_application_id", "fixes", ["application_id"], unique=False)


def _to(column: str, target: str) -> sa.Column[int]:
    table, name = column.split(".")
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}")
    return sa.Column(name, ID, key, nullable=False, autoincrement=False)
