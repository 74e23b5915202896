"""Living accounts: what was booked, paid, proposed and done."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FENCED = ("account_events", "account_dues", "account_months", "account_actions")


def upgrade() -> None:
    """Make the tables of accounts, then fence what is insert-only."""
    _accounts()
    _account_events()
    _account_dues()
    _account_months()
    _account_actions()
    connection = op.get_bind()
    found = sa.inspect(connection)
    for table in FENCED:
        columns = [str(column["name"]) for column in found.get_columns(table)]
        for statement in fences.insert_only(table, columns, (), connection.dialect.name):
            op.execute(sa.text(statement))


def _to(place: str, target: str, *, nullable: bool = False) -> sa.Column[Any]:
    table, column = place.split(".")
    key = sa.ForeignKey(target, name=f"fk_{table}_{column}")
    return sa.Column(column, ID, key, nullable=nullable)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("accounts.application_id", "applications.id", nullable=True),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("product_version", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("household", sa.String(64), nullable=False),
        sa.Column("opened_on", sa.String(10), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("late_rate", sa.BigInteger(), nullable=False),
        sa.Column("statement_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_since", sa.String(10), nullable=False),
        sa.Column("review_on", sa.String(10), nullable=True),
        sa.Column("restructured", sa.Boolean(), nullable=False),
        sa.Column("closed_through", sa.String(10), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("utilisation", sa.BigInteger(), nullable=True),
        sa.Column("dpd", sa.BigInteger(), nullable=False),
        sa.Column("bucket", sa.String(20), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("pd", sa.BigInteger(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("application_score", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("accounts.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("product", "reference", name="uq_accounts_product_reference"),
    )
    op.create_index("ix_accounts_application_id", "accounts", ["application_id"])
    op.create_index("ix_accounts_household", "accounts", ["household"])
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_index("ix_accounts_product_state", "accounts", ["product", "state"])


def _account_events() -> None:
    op.create_table(
        "account_events",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("account_events.account_id", "accounts.id"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.String(10), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("booked_at", sa.String(27), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _to("account_events.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_events"),
    )
    op.create_index("ix_account_events_account_id", "account_events", ["account_id"])
    op.create_index("ix_account_events_event_seq", "account_events", ["event_seq"])
    op.create_index("ix_account_events_period", "account_events", ["period"])


def _account_dues() -> None:
    op.create_table(
        "account_dues",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("account_dues.account_id", "accounts.id"),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("holds_from", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        _to("account_dues.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_dues"),
    )
    op.create_index("ix_account_dues_account_id", "account_dues", ["account_id"])
    op.create_index("ix_account_dues_due_on", "account_dues", ["due_on"])
    op.create_index("ix_account_dues_event_seq", "account_dues", ["event_seq"])


def _account_months() -> None:
    op.create_table(
        "account_months",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("account_months.account_id", "accounts.id"),
        sa.Column("month", sa.String(10), nullable=False),
        sa.Column("statement_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("interest_new", sa.BigInteger(), nullable=False),
        sa.Column("fees_new", sa.BigInteger(), nullable=False),
        sa.Column("closing", sa.BigInteger(), nullable=False),
        sa.Column("minimum_due", sa.BigInteger(), nullable=False),
        sa.Column("dpd", sa.BigInteger(), nullable=False),
        sa.Column("bucket", sa.String(20), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("minimum_only", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("unbilled", sa.BigInteger(), nullable=False),
        sa.Column("on_statement", sa.BigInteger(), nullable=False),
        sa.Column("revolving", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fees", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("shadow", sa.BigInteger(), nullable=False),
        sa.Column("due_total", sa.BigInteger(), nullable=False),
        sa.Column("due_met", sa.BigInteger(), nullable=False),
        _to("account_months.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_months"),
        sa.UniqueConstraint("account_id", "month", name="uq_account_months_account_id_month"),
    )
    op.create_index("ix_account_months_event_seq", "account_months", ["event_seq"])
    op.create_index("ix_account_months_month", "account_months", ["month"])


def _account_actions() -> None:
    op.create_table(
        "account_actions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("action", ID, nullable=False),
        _to("account_actions.account_id", "accounts.id"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("old_limit", sa.BigInteger(), nullable=False),
        sa.Column("new_limit", sa.BigInteger(), nullable=False),
        sa.Column("old_rate", sa.BigInteger(), nullable=False),
        sa.Column("new_rate", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.String(10), nullable=False),
        sa.Column("review_on", sa.String(10), nullable=True),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("proposed_at", sa.String(27), nullable=False),
        sa.Column("second", sa.String(200), nullable=True),
        sa.Column("decided_at", sa.String(27), nullable=True),
        sa.Column("exposure_change", sa.BigInteger(), nullable=False),
        sa.Column("loss_change", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("account_actions.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_actions"),
        sa.UniqueConstraint("action", "version", name="uq_account_actions_action_version"),
        sa.CheckConstraint(
            "second IS NULL OR second <> proposed_by", name="ck_account_actions_two_people"
        ),
        sa.CheckConstraint(
            "state <> 'done' OR kind <> 'reinstatement' OR second IS NOT NULL",
            name="ck_account_actions_reinstated_by_two",
        ),
    )
    op.create_index("ix_account_actions_account_id", "account_actions", ["account_id"])
    op.create_index("ix_account_actions_event_seq", "account_actions", ["event_seq"])
