"""The first version: every table, and the fences around what is recorded."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FENCED = {
    "journal": (),
    "identity": (),
    "batches": (),
    "batch_undos": (),
    "strategies": (),
    "decision_undos": (),
    "letter_mailings": (),
    "erasures": (),
    "applications": ("facts", "salt"),
    "assessments": ("detail", "salt"),
    "decisions": ("justification", "note", "salt"),
    "letters": ("content", "record", "salt"),
}
NUMBERED = {
    "journal": ("seq", ()),
    "applications": ("id", ()),
    "letters": ("sequence", ("lender", "year")),
}


def upgrade() -> None:
    """Make every table, then fence what is insert-only."""
    _identity()
    _journal()
    _profiles()
    _batches()
    _strategies()
    _applications()
    _batch_undos()
    _assessments()
    _erasures()
    _waiting_rows()
    _decisions()
    _decision_undos()
    _letters()
    _cases()
    _case_indexes()
    _letter_mailings()
    for statement in _fences():
        op.execute(sa.text(statement))


def _fences() -> list[str]:
    dialect = op.get_bind().dialect.name
    inspected = sa.inspect(op.get_bind())
    ddl: list[str] = []
    for table, erasable in FENCED.items():
        columns = [column["name"] for column in inspected.get_columns(table)]
        ddl += fences.insert_only(table, columns, erasable, dialect)
    for table, (number, within) in NUMBERED.items():
        ddl += fences.without_gaps(table, number, within, dialect)
    return ddl + list(fences.overrides_are_explained(dialect))


def _to(
    column: str, target: str, *, kind: sa.types.TypeEngine[Any] = ID, nullable: bool = False
) -> sa.Column[Any]:
    table, name = column.split(".")
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}")
    return sa.Column(name, kind, key, nullable=nullable, autoincrement=False)


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal"),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"], unique=False)


def _profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_profiles"),
    )
    op.create_index("ix_profiles_fingerprint", "profiles", ["fingerprint"], unique=False)


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("source_name", sa.String(255), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("matching", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        _to("batches.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )


def _strategies() -> None:
    op.create_table(
        "strategies",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("strategy", sa.String(80), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.String(27), nullable=False),
        _to("strategies.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("sha256", name="pk_strategies"),
    )


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("applications.batch_id", "batches.id"),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("received_at", sa.String(27), nullable=False),
        _to("applications.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    op.create_index("ix_applications_batch_id", "applications", ["batch_id"], unique=False)
    op.create_index("ix_applications_event_seq", "applications", ["event_seq"], unique=False)


def _batch_undos() -> None:
    op.create_table(
        "batch_undos",
        _to("batch_undos.batch_id", "batches.id"),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("undone_at", sa.String(27), nullable=False),
        _to("batch_undos.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batch_undos"),
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("assessments.application_id", "applications.id"),
        _to("assessments.strategy_sha256", "strategies.sha256", kind=sa.String(64)),
        sa.Column("engine_version", sa.String(40), nullable=False),
        sa.Column("assessed_at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("advice", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("pd_ppm", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(20), nullable=True),
        sa.Column("dsr_ppm", sa.BigInteger(), nullable=True),
        sa.Column("offered_amount", sa.BigInteger(), nullable=True),
        sa.Column("offered_term_months", sa.Integer(), nullable=True),
        sa.Column("annual_rate_ppm", sa.Integer(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        _to("assessments.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
    )
    op.create_index(
        "ix_assessments_application_id", "assessments", ["application_id"], unique=False
    )
    op.create_index("ix_assessments_event_seq", "assessments", ["event_seq"], unique=False)


def _erasures() -> None:
    op.create_table(
        "erasures",
        _to("erasures.application_id", "applications.id"),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("erased_at", sa.String(27), nullable=False),
        _to("erasures.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("application_id", name="pk_erasures"),
    )


def _waiting_rows() -> None:
    op.create_table(
        "waiting_rows",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("waiting_rows.batch_id", "batches.id"),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        _to("waiting_rows.application_id", "applications.id", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_rows"),
    )
    op.create_index("ix_waiting_rows_batch_id", "waiting_rows", ["batch_id"], unique=False)
    op.create_index(
        "ix_waiting_rows_product_fingerprint",
        "waiting_rows",
        ["product", "fingerprint"],
        unique=False,
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("decisions.application_id", "applications.id"),
        _to("decisions.assessment_id", "assessments.id"),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("officer", sa.String(200), nullable=False),
        sa.Column("officer_title", sa.String(200), nullable=False),
        sa.Column("decided_at", sa.String(27), nullable=False),
        sa.Column("decided_by", sa.String(20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("direction", sa.String(30), nullable=True),
        sa.Column("reason_code", sa.String(40), nullable=True),
        sa.Column("justification", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        _to("decisions.replaces", "decisions.id", nullable=True),
        _to("decisions.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint(
            "direction IS NULL OR reason_code IS NOT NULL",
            name="ck_decisions_override_has_a_reason",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_application_id", "decisions", ["application_id"], unique=False)
    op.create_index("ix_decisions_event_seq", "decisions", ["event_seq"], unique=False)


def _decision_undos() -> None:
    op.create_table(
        "decision_undos",
        _to("decision_undos.decision_id", "decisions.id"),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("undone_at", sa.String(27), nullable=False),
        _to("decision_undos.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decision_undos"),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("lender", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        _to("letters.application_id", "applications.id"),
        _to("letters.decision_id", "decisions.id", nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        _to("letters.event_seq", "journal.seq"),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("lender", "year", "sequence", name="uq_letters_lender_year_sequence"),
        sa.UniqueConstraint("number", name="uq_letters_number"),
    )
    op.create_index("ix_letters_application_id", "letters", ["application_id"], unique=False)
    op.create_index("ix_letters_decision_id", "letters", ["decision_id"], unique=False)
    op.create_index("ix_letters_event_seq", "letters", ["event_seq"], unique=False)


def _cases() -> None:
    op.create_table(
        "cases",
        _to("cases.application_id", "applications.id"),
        _to("cases.batch_id", "batches.id"),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("dsr_ppm", sa.BigInteger(), nullable=True),
        sa.Column("advice", sa.String(20), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("lane", sa.String(20), nullable=False),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", sa.String(27), nullable=False),
        _to("cases.assessment_id", "assessments.id", nullable=True),
        _to("cases.decision_id", "decisions.id", nullable=True),
        _to("cases.letter_id", "letters.id", nullable=True),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_cases"),
        sa.UniqueConstraint("product", "fingerprint", name="uq_cases_product_fingerprint"),
    )


def _case_indexes() -> None:
    op.create_index("ix_cases_batch", "cases", ["batch_id", "state"], unique=False)
    op.create_index(
        "ix_cases_by_name", "cases", ["lane", "name", "application_id", "reference"], unique=False
    )
    op.create_index("ix_cases_by_number", "cases", ["lane", "application_id"], unique=False)
    op.create_index(
        "ix_cases_by_waiting", "cases", ["lane", "waiting_since", "application_id"], unique=False
    )
    op.create_index(
        "ix_cases_overridden",
        "cases",
        ["waiting_since", "application_id"],
        unique=False,
        sqlite_where=sa.text("overridden"),
        postgresql_where=sa.text("overridden"),
    )
    op.create_index(
        "ix_cases_by_amount", "cases", ["lane", sa.text("coalesce(amount, -1)"), "application_id"]
    )
    op.create_index(
        "ix_cases_by_score", "cases", ["lane", sa.text("coalesce(score, -1)"), "application_id"]
    )
    op.create_index(
        "ix_cases_by_dsr", "cases", ["lane", sa.text("coalesce(dsr_ppm, -1)"), "application_id"]
    )


def _letter_mailings() -> None:
    op.create_table(
        "letter_mailings",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        _to("letter_mailings.letter_id", "letters.id"),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("mailed_at", sa.String(27), nullable=False),
        _to("letter_mailings.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_mailings"),
    )
    op.create_index("ix_letter_mailings_letter_id", "letter_mailings", ["letter_id"], unique=False)
