"""The tables of people: who they are, what they may, what they proposed, signed and noted.

`people` holds every state a person was ever in; the newest row of a person counts. Only
`sign_in_delays` and `case_work` change, and each change names the version it saw.
"""

from __future__ import annotations

import sqlalchemy as sa

from workbench.storage import tables
from workbench.storage.column_types import MinorUnits, Moment

ID = tables.ID


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=False)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, ID, nullable=null)


def _to(target: str, name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, ID, sa.ForeignKey(target), nullable=null)


def _text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=null)


def _at(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, Moment, nullable=null)


def _event() -> sa.Column[int]:
    return _to("journal.seq", "event_seq")


def _proof() -> tuple[sa.Column[int], sa.Column[bytes], sa.Column[bytes]]:
    """The journal event that recorded a row, and the row's salted hash in it."""
    return (
        _event(),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
    )


people = sa.Table(
    "people",
    tables.metadata,
    _id(),
    _number("person"),
    _text("name", 80),
    _text("shown_name", 200),
    _text("title", 200),
    _text("role", 40),
    _text("branch", 80),
    _text("state", 20),
    _text("public_key", 64),
    sa.Column("elsewhere", sa.Boolean, nullable=False),
    *_proof(),
    sa.Index(None, "person"),
)

passwords = sa.Table(
    "passwords",
    tables.metadata,
    _id(),
    _number("person"),
    _text("signing_key"),
    _at("set_at"),
    _event(),
    sa.Index(None, "person"),
)

sign_ins = sa.Table(
    "sign_ins",
    tables.metadata,
    _id(),
    _number("person"),
    _text("session", 32),
    sa.Column("by_password", sa.Boolean, nullable=False),
    _at("at"),
    _event(),
    sa.Index(None, "session"),
)

sign_in_delays = sa.Table(
    "sign_in_delays",
    tables.metadata,
    sa.Column("person", ID, primary_key=True, autoincrement=False),
    sa.Column("failures", sa.Integer, nullable=False),
    _at("not_before"),
    sa.Column("version", sa.Integer, nullable=False),
)

authorities = sa.Table(
    "authorities",
    tables.metadata,
    _id(),
    _text("sha256", 64),
    _text("source"),
    _at("adopted_at"),
    _event(),
)

authority_roles = sa.Table(
    "authority_roles",
    tables.metadata,
    sa.Column("authority", ID, sa.ForeignKey("authorities.id"), primary_key=True),
    sa.Column("role", sa.String(40), primary_key=True),
    sa.Column("amount_most", sa.BigInteger, nullable=True),
    sa.Column("second_up", sa.Boolean, nullable=False),
    sa.Column("second_down", sa.Boolean, nullable=False),
    sa.Column("signs", sa.Boolean, nullable=False),
)

role_events = sa.Table(
    "role_events",
    tables.metadata,
    sa.Column("authority", ID, sa.ForeignKey("authorities.id"), primary_key=True),
    sa.Column("role", sa.String(40), primary_key=True),
    sa.Column("event", sa.String(40), primary_key=True),
    sa.Column("allowed", sa.Boolean, nullable=False),
)

hard_rules = sa.Table(
    "hard_rules",
    tables.metadata,
    sa.Column(
        "strategy_sha256", sa.String(64), sa.ForeignKey("strategies.sha256"), primary_key=True
    ),
    sa.Column("rule", sa.String(80), primary_key=True),
)

role_limits = sa.Table(
    "role_limits",
    tables.metadata,
    sa.Column("authority", ID, sa.ForeignKey("authorities.id"), primary_key=True),
    sa.Column("role", sa.String(40), primary_key=True),
    sa.Column("points_below", sa.Integer, nullable=True),
    sa.Column("points_above", sa.Integer, nullable=True),
    sa.Column("sets_soft", sa.Boolean, nullable=False),
    sa.Column("sets_refer", sa.Boolean, nullable=False),
    sa.Column("additive", sa.Boolean, nullable=False),
)

strategy_cut_offs = sa.Table(
    "strategy_cut_offs",
    tables.metadata,
    sa.Column(
        "strategy_sha256", sa.String(64), sa.ForeignKey("strategies.sha256"), primary_key=True
    ),
    sa.Column("approve", sa.Integer, nullable=False),
)

softer_rules = sa.Table(
    "softer_rules",
    tables.metadata,
    sa.Column(
        "strategy_sha256", sa.String(64), sa.ForeignKey("strategies.sha256"), primary_key=True
    ),
    sa.Column("rule", sa.String(80), primary_key=True),
    sa.Column("rule_class", sa.String(10), nullable=False),
)

proposals = sa.Table(
    "proposals",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _to("assessments.id", "assessment_id"),
    _number("person"),
    _text("role", 40),
    _text("session", 32),
    _text("outcome", 20),
    sa.Column("exposure", MinorUnits, nullable=False),
    _text("currency", 3),
    _text("said", null=True),
    _at("proposed_at"),
    *_proof(),
    sa.Index(None, "application_id"),
)

signatures = sa.Table(
    "signatures",
    tables.metadata,
    _id(),
    _to("proposals.id", "proposal_id"),
    _to("applications.id", "application_id"),
    _number("person"),
    _text("session", 32),
    _text("word", 20),
    _text("remark", null=True),
    _text("signature", 128),
    _at("signed_at"),
    *_proof(),
    sa.Index(None, "proposal_id"),
)

decision_details = sa.Table(
    "decision_details",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _to("decisions.id", "decision_id"),
    _number("person", null=True),
    _text("session", 32),
    _to("proposals.id", "proposal_id", null=True),
    _text("second_person", 200),
    sa.Column("exposure", MinorUnits, nullable=True),
    _text("said", null=True),
    *_proof(),
    sa.UniqueConstraint("decision_id"),
)

reopenings = sa.Table(
    "reopenings",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _to("decisions.id", "decision_id"),
    _text("reason", null=True),
    _text("actor", 200),
    _at("reopened_at"),
    *_proof(),
    sa.Index(None, "application_id"),
)

evidence = sa.Table(
    "evidence",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _text("name", 255, null=True),
    _text("sha256", 64),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=True),
    _text("actor", 200),
    _at("kept_at"),
    *_proof(),
    sa.Index(None, "application_id"),
)

case_notes = sa.Table(
    "case_notes",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _text("kind", 20),
    _text("words", null=True),
    _number("settles", null=True),
    _text("actor", 200),
    _at("noted_at"),
    *_proof(),
    sa.Index(None, "application_id"),
)

case_work = sa.Table(
    "case_work",
    tables.metadata,
    sa.Column("application_id", ID, primary_key=True, autoincrement=False),
    _text("held_by", 200),
    _at("held_since", null=True),
    _text("assigned_by", 200),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index(None, "held_by"),
)

connections = sa.Table(
    "connections",
    tables.metadata,
    _id(),
    _to("applications.id", "application_id"),
    _to("applications.id", "other_id"),
    _text("kind", 20),
    _text("actor", 200),
    _at("connected_at"),
    _event(),
    sa.Index(None, "application_id"),
    sa.Index(None, "other_id"),
)

case_files = sa.Table(
    "case_files",
    tables.metadata,
    sa.Column("file", sa.String(32), primary_key=True),
    _to("applications.id", "application_id"),
    _to("proposals.id", "proposal_id"),
    _text("sha256", 64),
    _at("made_at"),
    _event(),
)

case_file_answers = sa.Table(
    "case_file_answers",
    tables.metadata,
    sa.Column("file", sa.String(32), sa.ForeignKey("case_files.file"), primary_key=True),
    _text("sha256", 64),
    _at("merged_at"),
    _event(),
)

SEALED = (people, proposals, signatures, decision_details, reopenings, evidence, case_notes)
"""Tables whose rows the journal holds by their salted hash."""

ERASABLE: dict[sa.Table, tuple[str, ...]] = {
    proposals: ("said", "salt"),
    signatures: ("remark", "salt"),
    decision_details: ("said", "salt"),
    reopenings: ("reason", "salt"),
    evidence: ("name", "content", "salt"),
    case_notes: ("words", "salt"),
}
"""Columns about a person that may be set to null once their erasure is recorded."""

INSERT_ONLY = (
    people, passwords, sign_ins, authorities, authority_roles, role_events, hard_rules,
    role_limits, strategy_cut_offs, softer_rules, connections, case_files, case_file_answers,
)  # fmt: skip

tables.ERASABLE.update(ERASABLE)
