"""People: who they are and may do, what they propose, sign, note and connect."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences, hard_rules, people_fences

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.String(27)
FENCED = {
    "authorities": (),
    "passwords": (),
    "people": (),
    "sign_ins": (),
    "authority_roles": (),
    "hard_rules": (),
    "role_events": (),
    "case_notes": ("words", "salt"),
    "connections": (),
    "evidence": ("name", "content", "salt"),
    "proposals": ("said", "salt"),
    "case_files": (),
    "decision_details": ("said", "salt"),
    "reopenings": ("reason", "salt"),
    "signatures": ("remark", "salt"),
    "case_file_answers": (),
}


def upgrade() -> None:
    """Make the tables of people, fence them, and note the hard rules of strategies in use."""
    _case_work()
    _sign_in_delays()
    _authorities()
    _passwords()
    _people()
    _sign_ins()
    _authority_roles()
    _hard_rules()
    _role_events()
    _case_notes()
    _connections()
    _evidence()
    _proposals()
    _case_files()
    _decision_details()
    _reopenings()
    _signatures()
    _case_file_answers()
    connection = op.get_bind()
    kept = connection.execute(sa.text("SELECT sha256, source FROM strategies")).all()
    for sha256, source in kept:
        hard_rules.keep_hard_rules(connection, sha256, source)
    for statement in _ddl(connection):
        connection.exec_driver_sql(statement)


def _ddl(connection: sa.Connection) -> list[str]:
    dialect, inspected = connection.dialect.name, sa.inspect(connection)
    ddl = list(people_fences.about_people(dialect))
    for table, erasable in FENCED.items():
        columns = [column["name"] for column in inspected.get_columns(table)]
        ddl += fences.insert_only(table, columns, erasable, dialect)
    return ddl


def _column(name: str, kind: sa.types.TypeEngine[Any], *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, autoincrement=False)


def _to(
    column: str, target: str, kind: sa.types.TypeEngine[Any] = ID, *, null: bool = False
) -> sa.Column[Any]:
    table, name = column.split(".")
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}")
    return sa.Column(name, kind, key, nullable=null, autoincrement=False)


def _proof(table: str) -> tuple[sa.Column[Any], ...]:
    return (
        _to(f"{table}.event_seq", "journal.seq"),
        _column("salt", sa.LargeBinary(16), null=True),
        _column("leaf", sa.LargeBinary(32)),
    )


def _case_work() -> None:
    op.create_table(
        "case_work",
        _column("application_id", ID),
        _column("held_by", sa.String(200)),
        _column("held_since", MOMENT, null=True),
        _column("assigned_by", sa.String(200)),
        _column("version", sa.Integer()),
        sa.PrimaryKeyConstraint("application_id", name="pk_case_work"),
    )
    op.create_index("ix_case_work_held_by", "case_work", ["held_by"])


def _sign_in_delays() -> None:
    op.create_table(
        "sign_in_delays",
        _column("person", ID),
        _column("failures", sa.Integer()),
        _column("not_before", MOMENT),
        _column("version", sa.Integer()),
        sa.PrimaryKeyConstraint("person", name="pk_sign_in_delays"),
    )


def _authorities() -> None:
    op.create_table(
        "authorities",
        _column("id", ID),
        _column("sha256", sa.String(64)),
        _column("source", sa.Text()),
        _column("adopted_at", MOMENT),
        _to("authorities.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_authorities"),
    )


def _passwords() -> None:
    op.create_table(
        "passwords",
        _column("id", ID),
        _column("person", ID),
        _column("signing_key", sa.Text()),
        _column("set_at", MOMENT),
        _to("passwords.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_passwords"),
    )
    op.create_index("ix_passwords_person", "passwords", ["person"])


def _people() -> None:
    op.create_table(
        "people",
        _column("id", ID),
        _column("person", ID),
        _column("name", sa.String(80)),
        _column("shown_name", sa.String(200)),
        _column("title", sa.String(200)),
        _column("role", sa.String(40)),
        _column("branch", sa.String(80)),
        _column("state", sa.String(20)),
        _column("public_key", sa.String(64)),
        _column("elsewhere", sa.Boolean()),
        *_proof("people"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index("ix_people_person", "people", ["person"])


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        _column("id", ID),
        _column("person", ID),
        _column("session", sa.String(32)),
        _column("by_password", sa.Boolean()),
        _column("at", MOMENT),
        _to("sign_ins.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_session", "sign_ins", ["session"])


def _authority_roles() -> None:
    op.create_table(
        "authority_roles",
        _to("authority_roles.authority", "authorities.id"),
        _column("role", sa.String(40)),
        _column("amount_most", sa.BigInteger(), null=True),
        _column("second_up", sa.Boolean()),
        _column("second_down", sa.Boolean()),
        _column("signs", sa.Boolean()),
        sa.PrimaryKeyConstraint("authority", "role", name="pk_authority_roles"),
    )


def _hard_rules() -> None:
    op.create_table(
        "hard_rules",
        _to("hard_rules.strategy_sha256", "strategies.sha256", sa.String(64)),
        _column("rule", sa.String(80)),
        sa.PrimaryKeyConstraint("strategy_sha256", "rule", name="pk_hard_rules"),
    )


def _role_events() -> None:
    op.create_table(
        "role_events",
        _to("role_events.authority", "authorities.id"),
        _column("role", sa.String(40)),
        _column("event", sa.String(40)),
        _column("allowed", sa.Boolean()),
        sa.PrimaryKeyConstraint("authority", "role", "event", name="pk_role_events"),
    )


def _case_notes() -> None:
    op.create_table(
        "case_notes",
        _column("id", ID),
        _to("case_notes.application_id", "applications.id"),
        _column("kind", sa.String(20)),
        _column("words", sa.Text(), null=True),
        _column("settles", ID, null=True),
        _column("actor", sa.String(200)),
        _column("noted_at", MOMENT),
        *_proof("case_notes"),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
    )
    op.create_index("ix_case_notes_application_id", "case_notes", ["application_id"])


def _connections() -> None:
    op.create_table(
        "connections",
        _column("id", ID),
        _to("connections.application_id", "applications.id"),
        _to("connections.other_id", "applications.id"),
        _column("kind", sa.String(20)),
        _column("actor", sa.String(200)),
        _column("connected_at", MOMENT),
        _to("connections.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("id", name="pk_connections"),
    )
    op.create_index("ix_connections_application_id", "connections", ["application_id"])
    op.create_index("ix_connections_other_id", "connections", ["other_id"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        _column("id", ID),
        _to("evidence.application_id", "applications.id"),
        _column("name", sa.String(255), null=True),
        _column("sha256", sa.String(64)),
        _column("size", sa.Integer()),
        _column("content", sa.LargeBinary(), null=True),
        _column("actor", sa.String(200)),
        _column("kept_at", MOMENT),
        *_proof("evidence"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_application_id", "evidence", ["application_id"])


def _proposals() -> None:
    op.create_table(
        "proposals",
        _column("id", ID),
        _to("proposals.application_id", "applications.id"),
        _to("proposals.assessment_id", "assessments.id"),
        _column("person", ID),
        _column("role", sa.String(40)),
        _column("session", sa.String(32)),
        _column("outcome", sa.String(20)),
        _column("exposure", sa.BigInteger()),
        _column("currency", sa.String(3)),
        _column("said", sa.Text(), null=True),
        _column("proposed_at", MOMENT),
        *_proof("proposals"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_application_id", "proposals", ["application_id"])


def _case_files() -> None:
    op.create_table(
        "case_files",
        _column("file", sa.String(32)),
        _to("case_files.application_id", "applications.id"),
        _to("case_files.proposal_id", "proposals.id"),
        _column("sha256", sa.String(64)),
        _column("made_at", MOMENT),
        _to("case_files.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("file", name="pk_case_files"),
    )


def _decision_details() -> None:
    op.create_table(
        "decision_details",
        _column("id", ID),
        _to("decision_details.application_id", "applications.id"),
        _to("decision_details.decision_id", "decisions.id"),
        _column("person", ID, null=True),
        _column("session", sa.String(32)),
        _to("decision_details.proposal_id", "proposals.id", null=True),
        _column("second_person", sa.String(200)),
        _column("exposure", sa.BigInteger(), null=True),
        _column("said", sa.Text(), null=True),
        *_proof("decision_details"),
        sa.PrimaryKeyConstraint("id", name="pk_decision_details"),
        sa.UniqueConstraint("decision_id", name="uq_decision_details_decision_id"),
    )


def _reopenings() -> None:
    op.create_table(
        "reopenings",
        _column("id", ID),
        _to("reopenings.application_id", "applications.id"),
        _to("reopenings.decision_id", "decisions.id"),
        _column("reason", sa.Text(), null=True),
        _column("actor", sa.String(200)),
        _column("reopened_at", MOMENT),
        *_proof("reopenings"),
        sa.PrimaryKeyConstraint("id", name="pk_reopenings"),
    )
    op.create_index("ix_reopenings_application_id", "reopenings", ["application_id"])


def _signatures() -> None:
    op.create_table(
        "signatures",
        _column("id", ID),
        _to("signatures.proposal_id", "proposals.id"),
        _to("signatures.application_id", "applications.id"),
        _column("person", ID),
        _column("session", sa.String(32)),
        _column("word", sa.String(20)),
        _column("remark", sa.Text(), null=True),
        _column("signature", sa.String(128)),
        _column("signed_at", MOMENT),
        *_proof("signatures"),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
    )
    op.create_index("ix_signatures_proposal_id", "signatures", ["proposal_id"])


def _case_file_answers() -> None:
    op.create_table(
        "case_file_answers",
        _to("case_file_answers.file", "case_files.file", sa.String(32)),
        _column("sha256", sa.String(64)),
        _column("merged_at", MOMENT),
        _to("case_file_answers.event_seq", "journal.seq"),
        sa.PrimaryKeyConstraint("file", name="pk_case_file_answers"),
    )
