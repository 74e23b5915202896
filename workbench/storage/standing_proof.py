"""What stands beside the sealed records: rows as their journal entry tells them, limits as their
own text says them, cases where their record leaves them, and every fence in its place.
"""

# ruff: noqa: S608 -- every name and word in these statements is our own
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.authority import read_matrix
from workbench.storage import (
    hard_rules,
    intake_tables,
    lanes,
    letters_sent,
    migrating,
    people_kept,
    people_tables,
    sealing,
    tables,
)
from workbench.storage.column_types import Moment
from workbench.storage.list_proof import OUT_OF_STEP
from workbench.storage.people_fences import CLOSED

Row = Any
Told = tuple[str, str, Mapping[str, object]]
"""What a row's journal entry says: its event and subject ("" for any), words of its payload."""


def untold_rows(connection: Connection) -> Iterator[tuple[str, int]]:
    """Table and entry wherever a row is not as its entry tells it, or an entry's row is gone."""
    for (table, *events), told in _TOLD.items():
        yield from _disagreeing(connection, table, events, told)
    yield from _another_identity(connection)


def _disagreeing(
    connection: Connection, table: sa.Table, events: list[str], told: Callable[[Row], Told]
) -> Iterator[tuple[str, int]]:
    found = connection.execute(_as_stored(table).order_by(table.c.event_seq)).all()
    rows = {row.event_seq: row for row in found}
    journal = tables.journal
    mine = journal.c.seq.in_(sa.select(table.c.event_seq))
    query = sa.select(journal).where(sa.or_(journal.c.event.in_(events), mine))
    for entry in connection.execute(query.order_by(journal.c.seq)):
        row = rows.pop(entry.seq, None)
        if row is None or not (_tells(entry, row, told) and _is_of_then(entry, row, table)):
            yield table.name, entry.seq
    yield from ((table.name, seq) for seq in rows)
    if "id" in table.c:  # of two rows about the same thing, the one with the higher id counts
        yield from ((table.name, r.event_seq) for n, r in enumerate(found, 1) if r.id != n)


def _another_identity(connection: Connection) -> Iterator[tuple[str, int]]:
    """The witnesses outside are found by the store's uuid, which its first entry tells."""
    journal = tables.journal
    rows = connection.execute(_as_stored(tables.identity)).all()
    for entry in connection.execute(sa.select(journal).where(journal.c.seq == 1)):
        if len(rows) != 1 or not (
            _tells(entry, rows[0], _made) and _is_of_then(entry, rows[0], tables.identity)
        ):
            yield tables.identity.name, 1


def _as_stored(table: sa.Table) -> sa.Select[Any]:
    """Every column of a table, a moment as its text: a forger's is none."""
    return sa.select(
        *(
            sa.type_coerce(column, sa.String).label(column.name)
            if isinstance(column.type, Moment)
            else column
            for column in table.c
        )
    )


def _tells(entry: Row, row: Row, told: Callable[[Row], Told]) -> bool:
    with suppress(ValueError, AttributeError, TypeError):  # what no program wrote
        said, (event, subject, words) = json.loads(entry.payload), told(row)
        return bool(
            (entry.event, entry.subject) == (event or entry.event, subject or entry.subject)
            and entry.actor == getattr(row, "actor", entry.actor)
            and all(said[name] == value for name, value in words.items() if name in said)
        )
    return False


def _is_of_then(entry: Row, row: Row, table: sa.Table) -> bool:
    """Whether a row's moments are its entry's. A letter may have left on a day before, which its
    entry tells; older ones did not, and the row says noon of that day."""
    moments = (column.name for column in table.c if isinstance(column.type, Moment))
    if all(getattr(row, name) == entry.at for name in moments):
        return True
    if table is not tables.letter_mailings or not isinstance(row.mailed_at, str):
        return False
    on_a_day = row.mailed_at.endswith(letters_sent.NOON) and row.mailed_at < entry.at
    return on_a_day or f'"{letters_sent.LEFT_AT}":' in entry.payload


def _made(row: Row) -> Told:
    return "store_made", "store", {"uuid": row.uuid}


def _batch(row: Row) -> Told:
    said = {column.name: getattr(row, column.name) for column in tables.batches.c}
    return "", f"batch {row.id}", {**said, "about": sealing.about_batch(said)}


def _hold(row: Row) -> Told:
    event = "hold_placed" if row.held else "hold_lifted"
    return event, lanes.number(row.application_id), {"basis": row.basis}


def _sign_in(row: Row) -> Told:
    said = {"person": row.person, "session": row.session, "by_password": bool(row.by_password)}
    return "signed_in", f"person {row.person}", said


def _connection(row: Row) -> Told:
    said = {"other": lanes.number(row.other_id), "kind": row.kind}
    return "connected", lanes.number(row.application_id), said


def _password(row: Row) -> Told:
    said = {"person": row.person, sealing.ROW: sealing.row_hash(row._asdict(), "signing_key")}
    return "password_set", f"person {row.person}", said


def _own_fact(row: Row) -> Told:
    said = {
        "kind": row.kind,
        sealing.ROW: sealing.row_hash(row._asdict(), *intake_tables.OF_A_FACT),
    }
    return "own_fact_added", f"fact {row.name}", said


def _case_file(row: Row) -> Told:
    said = {"file": row.file, "proposal": row.proposal_id, "sha256": row.sha256}
    return "case_file_made", lanes.number(row.application_id), said


_TOLD: Mapping[tuple[Any, ...], Callable[[Row], Told]] = {
    (tables.batches, "batch_added"): _batch,
    (tables.batch_undos, "batch_undone"): lambda row: (
        "batch_undone", f"batch {row.batch_id}", {},
    ),
    (tables.decision_undos, "decision_undone"): lambda row: (
        "decision_undone", "", {"decision": row.decision_id},
    ),
    (tables.letter_mailings, "letter_mailed"): lambda row: (
        "letter_mailed", f"letter {row.letter_id}",
        {"letter": row.letter_id, letters_sent.LEFT_AT: row.mailed_at},
    ),
    (tables.erasures, "erased"): lambda row: (
        "erased", lanes.number(row.application_id), {"basis": row.basis},
    ),
    (tables.legal_holds, "hold_placed", "hold_lifted"): _hold,
    (tables.strategies, "strategy_kept"): lambda row: (
        "strategy_kept", row.product, {"sha256": row.sha256, "version": row.version},
    ),
    (people_tables.authorities, "authority_adopted"): lambda row: (
        "authority_adopted", "authority", {"sha256": row.sha256},
    ),
    (people_tables.passwords, "password_set"): _password,
    (intake_tables.own_facts, "own_fact_added"): _own_fact,
    (people_tables.sign_ins, "signed_in"): _sign_in,
    (people_tables.connections, "connected"): _connection,
    (people_tables.case_files, "case_file_made"): _case_file,
    (people_tables.case_file_answers, "case_file_merged"): lambda row: (
        "case_file_merged", "", {"file": row.file, "sha256": row.sha256},
    ),
}  # fmt: skip
"""Tables beside the sealed ones, the events that tell of their rows, and what those say."""


def other_limits(connection: Connection) -> Iterator[tuple[str, int]]:
    """Table and entry wherever the limits that fences read are not those of their own text."""
    for row in connection.execute(_as_stored(people_tables.authorities)).all():
        wanted = _of_matrix(row.id, row.source) if _is_named(row) else {}
        yield from _unlike(connection, row.event_seq, wanted, authority=row.id)
    for row in connection.execute(_as_stored(tables.strategies)).all():
        whole = _is_named(row) and hard_rules.is_of(row.source, row.strategy)
        wanted = hard_rules.rows_of(row.sha256, row.source) if whole else {}
        yield from _unlike(connection, row.event_seq, wanted, strategy_sha256=row.sha256)


def _is_named(row: Row) -> bool:
    text = row.source if isinstance(row.source, str) else ""
    return bool(hashlib.sha256(text.encode()).hexdigest() == row.sha256)


def _of_matrix(number: int, source: str) -> Mapping[sa.Table, Any]:
    try:
        return people_kept.rows_of(number, read_matrix(source))
    except (ValueError, KeyError, TypeError):
        return {}


def _unlike(
    connection: Connection, seq: int, wanted: Mapping[sa.Table, Any], **of: object
) -> Iterator[tuple[str, int]]:
    """No rows wanted at all: the text itself is not the one that was recorded."""
    if not wanted:
        yield "authorities" if "authority" in of else "strategies", seq
    for table, rows in wanted.items():
        found = connection.execute(sa.select(table).filter_by(**of)).mappings()
        if _in_order(found) != _in_order(rows):
            yield table.name, seq


def _in_order(rows: Any) -> list[list[tuple[str, object]]]:
    return sorted((sorted(dict(row).items()) for row in rows), key=str)


_LOST = f"""
    SELECT c.application_id FROM cases c
    LEFT JOIN assessments a ON a.id = c.assessment_id
    LEFT JOIN letters l ON l.id = c.letter_id
    LEFT JOIN decisions d ON d.id = (
        SELECT max(x.id) FROM decisions x WHERE x.application_id = c.application_id)
    AND d.outcome <> 'refer'
    AND NOT EXISTS (SELECT 1 FROM decision_undos u WHERE u.decision_id = d.id)
    AND NOT EXISTS (SELECT 1 FROM reopenings r WHERE r.decision_id = d.id)
    WHERE (d.id IS NOT NULL) <> (c.state IN {CLOSED})
    OR (d.id IS NOT NULL AND (coalesce(c.decision_id, 0) <> d.id
        OR coalesce(c.outcome, '') <> d.outcome OR c.overridden <> (d.direction IS NOT NULL)))
    OR (d.id IS NULL AND c.decision_id IS NOT NULL AND c.decision_id <> coalesce((
        SELECT max(x.id) FROM decisions x WHERE x.application_id = c.application_id
        AND x.outcome = 'refer'), 0))
    OR (c.assessment_id IS NOT NULL AND (a.application_id <> c.application_id
        OR a.id <> (SELECT max(y.id) FROM assessments y
            WHERE y.application_id = c.application_id)))
    OR (c.letter_id IS NOT NULL AND coalesce(l.application_id, 0) <> c.application_id)
    OR {OUT_OF_STEP}
    UNION
    SELECT p.id FROM applications p JOIN batches b ON b.id = p.batch_id
    JOIN journal j ON j.seq = b.event_seq AND j.event = 'batch_added'
    WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.application_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.application_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM batch_undos u WHERE u.batch_id = p.batch_id)
"""


def lost_cases(connection: Connection) -> tuple[str, ...]:
    """The numbers of cases that do not stand where their decisions and assessments leave them."""
    found = connection.execute(sa.text(_LOST)).scalars()
    return tuple(lanes.number(one) for one in sorted(found))


def other_fences(connection: Connection) -> tuple[str, ...]:
    """Names of tables, indexes and fences that are not as this program made them; nothing on a
    server, whose owner alone may change them.
    """
    if connection.dialect.name != "sqlite":
        return ()
    found = connection.exec_driver_sql(_MADE).all()
    told = hashlib.sha256(json.dumps([list(row) for row in found]).encode()).hexdigest()
    if told == migrating.MADE:
        return ()
    wanted = {tuple(row) for row in migrating.made_new(_MADE)}
    return tuple(sorted({row[0] for row in wanted ^ {tuple(row) for row in found}}))


_MADE = (
    "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' "
    "AND name NOT LIKE 'alembic_%' ORDER BY name, type"
)
