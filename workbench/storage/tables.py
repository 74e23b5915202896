"""Every table of the store. Insert-only tables are fenced by triggers; only `cases`,
`waiting_rows` and `profiles` change, and each change names the version it saw.
"""

from __future__ import annotations

import sqlalchemy as sa

from workbench.storage.column_types import MinorUnits, Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only INTEGER is the row's own key


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=False)


def _to(target: str, name: str, *, null: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(
        name,
        ID,
        sa.ForeignKey(target),
        nullable=null,
        primary_key=key,
        autoincrement=False,
    )


def _text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=null)


def _count(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _money(name: str) -> sa.Column[int]:
    return sa.Column(name, MinorUnits, nullable=True)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, Moment, nullable=False)


def _proof() -> tuple[sa.Column[int], sa.Column[bytes], sa.Column[bytes]]:
    """The journal event that recorded a row, and the row's salted hash in it."""
    return (
        _to("journal.seq", "event_seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
    )


journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", ID, primary_key=True, autoincrement=False),
    _text("at", 27),
    _text("actor", 200),
    _text("event", 40),
    _text("subject", 200),
    _text("payload"),
    _text("previous", 64),
    _text("hash", 64),
    sa.Index(None, "subject"),
)

identity = sa.Table("identity", metadata, _id(), _text("uuid", 32), _at("made_at"))

batches = sa.Table(
    "batches",
    metadata,
    _id(),
    _text("product", 80),
    _text("currency", 3),
    _text("source_name", 255),
    _text("source_sha256", 64),
    _text("sheet", 255),
    _text("matching"),
    _text("actor", 200),
    _at("added_at"),
    _count("rows"),
    _count("added"),
    _count("waiting"),
    _count("duplicates"),
    _to("journal.seq", "event_seq"),
)

batch_undos = sa.Table(
    "batch_undos",
    metadata,
    _to("batches.id", "batch_id", key=True),
    _text("actor", 200),
    _at("undone_at"),
    _to("journal.seq", "event_seq"),
)

applications = sa.Table(
    "applications",
    metadata,
    _id(),
    _to("batches.id", "batch_id"),
    _text("product", 80),
    _text("currency", 3),
    _text("sheet", 255),
    _count("row"),
    _text("facts", null=True),
    _at("received_at"),
    *_proof(),
    sa.Index(None, "batch_id"),
    sa.Index(None, "event_seq"),
)

waiting_rows = sa.Table(
    "waiting_rows",
    metadata,
    _id(),
    _to("batches.id", "batch_id"),
    _text("product", 80),
    _text("sheet", 255),
    _count("row"),
    _text("raw", null=True),
    _text("problems"),
    sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
    _text("state", 20),
    _to("applications.id", "application_id", null=True),
    _count("version"),
    _text("fixes", null=True),
    sa.Index(None, "batch_id"),
    sa.Index(None, "product", "fingerprint"),
)

strategies = sa.Table(
    "strategies",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    _text("strategy", 80),
    _text("version", 40),
    _text("product", 80),
    _text("source"),
    _at("first_used_at"),
    _to("journal.seq", "event_seq"),
)

assessments = sa.Table(
    "assessments",
    metadata,
    _id(),
    _to("applications.id", "application_id"),
    sa.Column("strategy_sha256", sa.String(64), sa.ForeignKey("strategies.sha256"), nullable=False),
    _text("engine_version", 40),
    _at("assessed_at"),
    _text("actor", 200),
    _text("advice", 20),
    _text("decided_by", 20),
    _count("score", null=True),
    _count("pd_ppm", null=True),
    _text("grade", 20, null=True),
    sa.Column("dsr_ppm", sa.BigInteger, nullable=True),
    _money("offered_amount"),
    _count("offered_term_months", null=True),
    _count("annual_rate_ppm", null=True),
    _money("instalment"),
    _text("detail", null=True),
    *_proof(),
    sa.Index(None, "application_id"),
    sa.Index(None, "event_seq"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    _id(),
    _to("applications.id", "application_id"),
    _to("assessments.id", "assessment_id"),
    _text("outcome", 20),
    _text("officer", 200),
    _text("officer_title", 200),
    _at("decided_at"),
    _text("decided_by", 20),
    _text("reasons"),
    _text("terms", null=True),
    _text("direction", 30, null=True),
    _text("reason_code", 40, null=True),
    _text("justification", null=True),
    _text("note", null=True),
    _to("decisions.id", "replaces", null=True),
    *_proof(),
    sa.Index(None, "application_id"),
    sa.Index(None, "event_seq"),
    sa.CheckConstraint(
        "direction IS NULL OR reason_code IS NOT NULL", name="override_has_a_reason"
    ),
)

decision_undos = sa.Table(
    "decision_undos",
    metadata,
    _to("decisions.id", "decision_id", key=True),
    _text("actor", 200),
    _at("undone_at"),
    _to("journal.seq", "event_seq"),
)

letters = sa.Table(
    "letters",
    metadata,
    _id(),
    _text("lender", 40),
    _count("year"),
    _count("sequence"),
    _text("number", 60),
    _to("applications.id", "application_id"),
    _to("decisions.id", "decision_id", null=True),
    _text("kind", 40),
    _text("language", 10),
    _count("pages"),
    _text("sha256", 64),
    sa.Column("content", sa.LargeBinary, nullable=True),
    _text("record", null=True),
    _text("actor", 200),
    _at("made_at"),
    *_proof(),
    sa.UniqueConstraint("number"),
    sa.UniqueConstraint("lender", "year", "sequence"),
    sa.Index(None, "application_id"),
    sa.Index(None, "decision_id"),
    sa.Index(None, "event_seq"),
)

letter_mailings = sa.Table(
    "letter_mailings",
    metadata,
    _id(),
    _to("letters.id", "letter_id"),
    _text("actor", 200),
    _at("mailed_at"),
    _to("journal.seq", "event_seq"),
    sa.Index(None, "letter_id"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    _to("applications.id", "application_id", key=True),
    _text("basis", 40),
    _text("actor", 200),
    _at("erased_at"),
    _to("journal.seq", "event_seq"),
)

legal_holds = sa.Table(
    "legal_holds",
    metadata,
    _id(),
    _to("applications.id", "application_id"),
    sa.Column("held", sa.Boolean, nullable=False),
    _text("basis", 200),
    _text("actor", 200),
    _at("at"),
    _to("journal.seq", "event_seq"),
    sa.Index(None, "application_id"),
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    _text("fingerprint", 64),
    _text("content"),
    _text("actor", 200),
    _at("saved_at"),
    _count("version"),
    sa.Index(None, "fingerprint"),
)

cases = sa.Table(
    "cases",
    metadata,
    _to("applications.id", "application_id", key=True),
    _to("batches.id", "batch_id"),
    _text("product", 80),
    sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
    _text("name", 200),
    _text("reference", 200),
    _money("amount"),
    _text("currency", 3),
    _count("score", null=True),
    sa.Column("dsr_ppm", sa.BigInteger, nullable=True),
    _text("advice", 20, null=True),
    _text("outcome", 20, null=True),
    _text("state", 20),
    _text("lane", 20),
    sa.Column("overridden", sa.Boolean, nullable=False),
    _at("waiting_since"),
    _to("assessments.id", "assessment_id", null=True),
    _to("decisions.id", "decision_id", null=True),
    _to("letters.id", "letter_id", null=True),
    _text("changed_by", 200),
    _count("version"),
    sa.UniqueConstraint("product", "fingerprint"),
    sa.Index("ix_cases_batch", "batch_id", "state"),
    sa.Index("ix_cases_by_waiting", "lane", "waiting_since", "application_id"),
    sa.Index("ix_cases_by_advice", "lane", "advice", "waiting_since", "application_id"),
    sa.Index("ix_cases_by_number", "lane", "application_id"),
    sa.Index("ix_cases_by_name", "lane", "name", "application_id", "reference"),
    sa.Index("ix_cases_by_amount", "lane", sa.text("coalesce(amount, -1)"), "application_id"),
    sa.Index("ix_cases_by_score", "lane", sa.text("coalesce(score, -1)"), "application_id"),
    sa.Index("ix_cases_by_dsr", "lane", sa.text("coalesce(dsr_ppm, -1)"), "application_id"),
    sa.Index(
        "ix_cases_overridden",
        "waiting_since",
        "application_id",
        sqlite_where=sa.text("overridden"),
        postgresql_where=sa.text("overridden"),
    ),
)

INSERT_ONLY = (
    journal, identity, batches, batch_undos, strategies, decision_undos, letter_mailings, erasures,
    legal_holds,
)  # fmt: skip
ERASABLE = {
    applications: ("facts", "salt"),
    assessments: ("detail", "salt"),
    decisions: ("justification", "note", "salt"),
    letters: ("content", "record", "salt"),
}
"""Insert-only tables whose personal content may be set to null once its erasure is recorded."""
