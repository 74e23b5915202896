"""The first version: every table, and the fences around what is recorded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

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


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_subject"), "journal", ["subject"], unique=False)


def _profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_profiles")),
    )
    op.create_index(op.f("ix_profiles_fingerprint"), "profiles", ["fingerprint"], unique=False)


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("source_name", sa.String(length=255), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=255), nullable=False),
        sa.Column("matching", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["event_seq"], ["journal.seq"], name=op.f("fk_batches_event_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )


def _strategies() -> None:
    op.create_table(
        "strategies",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("strategy", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_strategies_event_seq")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_strategies")),
    )


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sheet", sa.String(length=255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_applications_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_applications_event_seq")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_batch_id"), "applications", ["batch_id"], unique=False)
    op.create_index(op.f("ix_applications_event_seq"), "applications", ["event_seq"], unique=False)


def _batch_undos() -> None:
    op.create_table(
        "batch_undos",
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_undos_batch_id")),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_batch_undos_event_seq")
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch_undos")),
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("strategy_sha256", sa.String(length=64), nullable=False),
        sa.Column("engine_version", sa.String(length=40), nullable=False),
        sa.Column("assessed_at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("advice", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("pd_ppm", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("dsr_ppm", sa.BigInteger(), nullable=True),
        sa.Column("offered_amount", sa.BigInteger(), nullable=True),
        sa.Column("offered_term_months", sa.Integer(), nullable=True),
        sa.Column("annual_rate_ppm", sa.Integer(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_assessments_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_assessments_event_seq")
        ),
        sa.ForeignKeyConstraint(
            ["strategy_sha256"], ["strategies.sha256"], name=op.f("fk_assessments_strategy_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index(
        op.f("ix_assessments_application_id"), "assessments", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_assessments_event_seq"), "assessments", ["event_seq"], unique=False)


def _erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("erased_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_erasures_application_id")
        ),
        sa.ForeignKeyConstraint(["event_seq"], ["journal.seq"], name=op.f("fk_erasures_event_seq")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_erasures")),
    )


def _waiting_rows() -> None:
    op.create_table(
        "waiting_rows",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("sheet", sa.String(length=255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_waiting_rows_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_waiting_rows_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_rows")),
    )
    op.create_index(op.f("ix_waiting_rows_batch_id"), "waiting_rows", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_waiting_rows_product_fingerprint"),
        "waiting_rows",
        ["product", "fingerprint"],
        unique=False,
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("officer_title", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.String(27), nullable=False),
        sa.Column("decided_by", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("direction", sa.String(length=30), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("justification", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("replaces", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint(
            "direction IS NULL OR reason_code IS NOT NULL",
            name=op.f("ck_decisions_override_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_decisions_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_decisions_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_decisions_event_seq")
        ),
        sa.ForeignKeyConstraint(["replaces"], ["decisions.id"], name=op.f("fk_decisions_replaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(
        op.f("ix_decisions_application_id"), "decisions", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_decisions_event_seq"), "decisions", ["event_seq"], unique=False)


def _decision_undos() -> None:
    op.create_table(
        "decision_undos",
        sa.Column("decision_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_undos_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_decision_undos_event_seq")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_undos")),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lender", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decision_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_letters_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_letters_decision_id")
        ),
        sa.ForeignKeyConstraint(["event_seq"], ["journal.seq"], name=op.f("fk_letters_event_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint(
            "lender", "year", "sequence", name=op.f("uq_letters_lender_year_sequence")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_letters_number")),
    )
    op.create_index(op.f("ix_letters_application_id"), "letters", ["application_id"], unique=False)
    op.create_index(op.f("ix_letters_decision_id"), "letters", ["decision_id"], unique=False)
    op.create_index(op.f("ix_letters_event_seq"), "letters", ["event_seq"], unique=False)


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("dsr_ppm", sa.BigInteger(), nullable=True),
        sa.Column("advice", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("lane", sa.String(length=20), nullable=False),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", sa.String(27), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("decision_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("letter_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_cases_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_cases_assessment_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_cases_batch_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_cases_decision_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_cases_letter_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_cases")),
        sa.UniqueConstraint("product", "fingerprint", name=op.f("uq_cases_product_fingerprint")),
    )
    op.create_index("ix_cases_batch", "cases", ["batch_id", "state"], unique=False)
    op.create_index("ix_cases_by_name", "cases", ["lane", "name", "application_id"], unique=False)
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
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("letter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("mailed_at", sa.String(27), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["journal.seq"], name=op.f("fk_letter_mailings_event_seq")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_mailings_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_mailings")),
    )
    op.create_index(
        op.f("ix_letter_mailings_letter_id"), "letter_mailings", ["letter_id"], unique=False
    )
