"""The tables of living accounts. Only `accounts` changes, by version; all else is added to."""

from __future__ import annotations

import sqlalchemy as sa

from workbench.storage.column_types import MinorUnits, Moment
from workbench.storage.tables import ID, metadata

DAY = sa.String(10)
"""A day as its ISO text: it sorts, and both databases keep it as it is."""


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=False)


def _account() -> sa.Column[int]:
    return sa.Column("account_id", ID, sa.ForeignKey("accounts.id"), nullable=False)


def _event() -> sa.Column[int]:
    return sa.Column("event_seq", ID, sa.ForeignKey("journal.seq"), nullable=False)


def _text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=null)


def _day(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, DAY, nullable=null)


def _money(name: str) -> sa.Column[int]:
    return sa.Column(name, MinorUnits, nullable=False)


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _proof() -> tuple[sa.Column[int], sa.Column[bytes], sa.Column[bytes]]:
    return (
        _event(),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
    )


accounts = sa.Table(
    "accounts",
    metadata,
    _id(),
    sa.Column("application_id", ID, sa.ForeignKey("applications.id"), nullable=True),
    _text("product", 80),
    _text("product_version", 40),
    _text("currency", 3),
    _text("name", 200),
    _text("reference", 200),
    _text("person", 64),
    _text("household", 64),
    _day("opened_on"),
    _money("credit_limit"),
    _whole("rate"),
    _whole("late_rate"),
    sa.Column("statement_day", sa.Integer, nullable=False),
    sa.Column("due_day", sa.Integer, nullable=False),
    _text("state", 20),
    _day("state_since"),
    _day("review_on", null=True),
    sa.Column("restructured", sa.Boolean, nullable=False),
    _day("closed_through", null=True),
    _money("balance"),
    _whole("utilisation", null=True),
    _whole("dpd"),
    _text("bucket", 20),
    _whole("score", null=True),
    _whole("pd", null=True),
    _text("flags"),
    _whole("application_score", null=True),
    _text("source", 20),
    _text("changed_by", 200),
    sa.Column("version", sa.Integer, nullable=False),
    _event(),
    sa.UniqueConstraint("product", "reference"),
    sa.Index(None, "person"),
    sa.Index(None, "household"),
    sa.Index(None, "application_id"),
    sa.Index(None, "product", "state"),
)

account_events = sa.Table(
    "account_events",
    metadata,
    _id(),
    _account(),
    _text("kind", 20),
    _money("amount"),
    _day("on_day"),
    _day("period"),
    _text("actor", 200),
    sa.Column("booked_at", Moment, nullable=False),
    _text("note"),
    *_proof(),
    sa.Index(None, "account_id"),
    sa.Index(None, "period"),
    sa.Index(None, "event_seq"),
)

account_dues = sa.Table(
    "account_dues",
    metadata,
    _id(),
    _account(),
    sa.Column("series", sa.Integer, nullable=False),
    _text("purpose", 20),
    _day("holds_from"),
    sa.Column("number", sa.Integer, nullable=False),
    _day("due_on"),
    _money("principal"),
    _money("interest"),
    _money("fee"),
    *_proof(),
    sa.Index(None, "account_id"),
    sa.Index(None, "due_on"),
    sa.Index(None, "event_seq"),
)

account_months = sa.Table(
    "account_months",
    metadata,
    _id(),
    _account(),
    _day("month"),
    _day("statement_on"),
    _day("due_on", null=True),
    *(
        _money(name)
        for name in (
            "opening", "drawn", "refunded", "paid", "interest_new", "fees_new", "closing",
            "minimum_due",
        )
    ),
    _whole("dpd"),
    _text("bucket", 20),
    _money("credit_limit"),
    sa.Column("minimum_only", sa.Boolean, nullable=False),
    _text("source", 20),
    _text("facts"),
    *(
        _whole(name)
        for name in (
            "unbilled", "on_statement", "revolving", "planned", "interest", "fees", "credit",
            "shadow", "due_total", "due_met",
        )
    ),
    *_proof(),
    sa.UniqueConstraint("account_id", "month"),
    sa.Index(None, "month"),
    sa.Index(None, "event_seq"),
)  # fmt: skip

account_actions = sa.Table(
    "account_actions",
    metadata,
    _id(),
    sa.Column("action", ID, nullable=False),
    _account(),
    _text("kind", 20),
    _text("state", 20),
    _text("reasons"),
    _money("old_limit"),
    _money("new_limit"),
    _whole("old_rate"),
    _whole("new_rate"),
    _day("effective_on"),
    _day("review_on", null=True),
    _text("proposed_by", 200),
    sa.Column("proposed_at", Moment, nullable=False),
    _text("second", 200, null=True),
    sa.Column("decided_at", Moment, nullable=True),
    _money("exposure_change"),
    _money("loss_change"),
    _text("scope", 20),
    _text("note"),
    sa.Column("version", sa.Integer, nullable=False),
    *_proof(),
    sa.UniqueConstraint("action", "version"),
    sa.CheckConstraint("second IS NULL OR second <> proposed_by", name="two_people"),
    sa.CheckConstraint(
        "state <> 'done' OR kind <> 'reinstatement' OR second IS NOT NULL",
        name="reinstated_by_two",
    ),
    sa.Index(None, "account_id"),
    sa.Index(None, "event_seq"),
)

SEALED = (account_events, account_dues, account_months, account_actions)
"""Insert-only, and sealed into the journal row by row."""
