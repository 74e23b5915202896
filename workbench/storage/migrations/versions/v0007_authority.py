"""Authority in the database: points from the cut-off, rules set aside, total exposure."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench.credit.authority import read_matrix
from workbench.storage import authority_fences, fences, hard_rules, people_kept, people_tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("role_limits", "strategy_cut_offs", "softer_rules")


def upgrade() -> None:
    """Make the tables of limits, fill them from what is in force, and fence what is decided."""
    _role_limits()
    _strategy_cut_offs()
    _softer_rules()
    connection = op.get_bind()
    for number, source in connection.execute(sa.text("SELECT id, source FROM authorities")).all():
        rows = people_kept.limits_of(number, read_matrix(source))
        connection.execute(sa.insert(people_tables.role_limits), rows)
    kept = connection.execute(sa.text("SELECT sha256, source FROM strategies")).all()
    for sha256, source in kept:
        hard_rules.keep_limits(connection, sha256, source)
    dialect = connection.dialect.name
    ddl = [one for table in TABLES for one in fences.insert_only(table, (), (), dialect)]
    for statement in [*ddl, *authority_fences.about_authority(dialect)]:
        connection.exec_driver_sql(statement)


def _column(name: str, kind: sa.types.TypeEngine[Any], *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, autoincrement=False)


def _role_limits() -> None:
    op.create_table(
        "role_limits",
        sa.Column(
            "authority",
            ID,
            sa.ForeignKey("authorities.id", name="fk_role_limits_authority"),
            autoincrement=False,
            nullable=False,
        ),
        _column("role", sa.String(40)),
        _column("points_below", sa.Integer(), null=True),
        _column("points_above", sa.Integer(), null=True),
        _column("sets_soft", sa.Boolean()),
        _column("sets_refer", sa.Boolean()),
        _column("additive", sa.Boolean()),
        sa.PrimaryKeyConstraint("authority", "role", name="pk_role_limits"),
    )


def _strategy(table: str) -> sa.Column[Any]:
    key = sa.ForeignKey("strategies.sha256", name=f"fk_{table}_strategy_sha256")
    return sa.Column("strategy_sha256", sa.String(64), key, nullable=False)


def _strategy_cut_offs() -> None:
    op.create_table(
        "strategy_cut_offs",
        _strategy("strategy_cut_offs"),
        _column("approve", sa.Integer()),
        sa.PrimaryKeyConstraint("strategy_sha256", name="pk_strategy_cut_offs"),
    )


def _softer_rules() -> None:
    op.create_table(
        "softer_rules",
        _strategy("softer_rules"),
        _column("rule", sa.String(80)),
        _column("rule_class", sa.String(10)),
        sa.PrimaryKeyConstraint("strategy_sha256", "rule", name="pk_softer_rules"),
    )
