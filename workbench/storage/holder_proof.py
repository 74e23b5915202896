"""Whose accounts are and on which conditions they stand, held against their opening and since.

An opening keeps one root over the holders of its accounts, hashed under the salts of their
applications, and one over their conditions. Entries that move a condition say from what to what.
An erasure takes the salts, and keeps the hashes that it leaves without one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import EventKind
from workbench.storage import many, merkle, tables
from workbench.storage.account_tables import account_events, accounts

AT_ONCE = 2_000
OPENED, CHANGED, RESTRUCTURED = "accounts_opened", "account_changed", "restructured"
HOLDERS, CONDITIONS, MOVED = "holders_root", "conditions_root", "moved"
"""Words of payloads: an opening's two roots, and {column: [before, after]} of what was moved."""
ELSEWHERE = "imported"
LEFT = "holders"
"""The word of an erasure's payload: {id of an account: the hash of its holder}."""
_HOLDER = ("id", "name", "reference", "person", "household")
_MOVABLE = ("late_rate", "due_day", "restructured")
_STANDING = ("id", "application_score", *_MOVABLE)
Salts = Mapping[int | None, bytes]


def said_of(connection: Connection, opened: many.Columns) -> dict[str, object]:
    """What an opening says of its accounts; nothing of those that another system keeps."""
    names = dict.fromkeys((*_HOLDER, *_STANDING, "source", "application_id"))
    told = zip(*(opened[name] for name in names), strict=True)
    rows = [
        one for row in told if (one := dict(zip(names, row, strict=True)))["source"] != ELSEWHERE
    ]
    if not rows:
        return {}
    salts = _salts(connection, [row["application_id"] for row in rows])
    whose = [_holder(row, salts.get(row["application_id"])) for row in rows]
    return {
        HOLDERS: merkle.root(whose).hex(),
        CONDITIONS: merkle.root([_conditions(row) for row in rows]).hex(),
    }


def left_of(connection: Connection, account_ids: Sequence[int]) -> dict[str, object]:
    """What an erasure says of accounts whose holder it takes, before the salt is gone."""
    query = sa.select(accounts, tables.applications.c.salt.label("whose")).join(
        tables.applications, tables.applications.c.id == accounts.c.application_id
    )
    mine = query.where(accounts.c.id.in_(account_ids), accounts.c.source != ELSEWHERE)
    rows = connection.execute(mine).mappings()
    left = {str(row["id"]): _holder(row, row["whose"]).hex() for row in rows}
    return {LEFT: left} if left else {}


def moved(connection: Connection, account_id: int, changes: Mapping[str, Any]) -> dict[str, object]:
    """What an entry says of the conditions that these changes are about to move."""
    names = [name for name in _MOVABLE if name in changes]
    if not names:
        return {}
    columns = sa.select(*(accounts.c[name] for name in names)).where(accounts.c.id == account_id)
    before = connection.execute(columns).mappings().one()
    return {MOVED: {name: [before[name], changes[name]] for name in names}}


def changed_holders(connection: Connection) -> Iterator[int]:
    """The entry that each account, changed behind the program, contradicts."""
    moves, erased = _moves(connection), _erased(connection)
    found: dict[int, list[tuple[bytes | None, bytes | None]]] = {}
    for row in _own_accounts(connection):
        since, gone = moves.get(row["id"], _NEVER), erased.get(row["id"])
        if gone and not _is_blank(row):
            yield gone.seq
        yield from since.contradicted(row)
        holder = gone.leaf if gone else _holder(row, row["whose"]) if row["known"] else None
        conditions = None if since.untold else _conditions(dict(row) | since.before)
        found.setdefault(row["event_seq"], []).append((holder, conditions))
    yield from _opened_otherwise(connection, found)


def _salts(connection: Connection, application_ids: Sequence[int | None]) -> Salts:
    table, wanted = tables.applications.c, [one for one in application_ids if one is not None]
    found: dict[int | None, bytes] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        query = sa.select(table.id, table.salt).where(table.id.in_(some), table.salt.is_not(None))
        found |= {row.id: row.salt for row in connection.execute(query)}
    return found


def _holder(row: Mapping[Any, Any], salt: bytes | None) -> bytes:
    """The hash of whose an account is; none without an application."""
    return b"" if salt is None else _hashed(salt, row, _HOLDER)


def _conditions(row: Mapping[Any, Any]) -> bytes:
    return _hashed(b"", {**row, "restructured": bool(row["restructured"])}, _STANDING)


def _hashed(salt: bytes, row: Mapping[Any, Any], names: Sequence[str]) -> bytes:
    with suppress(TypeError):  # what no program wrote
        return merkle.content_hash(bytes(salt), [row[name] for name in names])
    return b""


@dataclass(slots=True)
class _Moves:
    """How an account's conditions moved: before the first time, after the last, told by whom;
    `untold` where an older program moved one and did not say from what."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, tuple[Any, int]] = field(default_factory=dict)
    untold: bool = False
    restructured: int = 0

    def contradicted(self, row: Mapping[Any, Any]) -> set[int]:
        """Entries that left other conditions than the account has."""
        wrong = {seq for name, (value, seq) in self.after.items() if row[name] != value}
        if self.restructured and not row["restructured"]:
            wrong.add(self.restructured)
        return wrong


_NEVER = _Moves()


def _moves(connection: Connection) -> dict[int, _Moves]:
    journal, moving = tables.journal.c, account_events.c
    rate, state = EventKind.RATE.value, EventKind.STATE.value
    query = (
        sa.select(moving.account_id, journal.seq, journal.event, journal.payload)
        .join(tables.journal, journal.seq == moving.event_seq)
        .where(
            sa.or_(
                sa.and_(journal.event == CHANGED, moving.kind == rate),
                sa.and_(journal.event == RESTRUCTURED, moving.kind != state),
            )
        )
        .order_by(journal.seq)
    )
    found: dict[int, _Moves] = {}
    for entry in connection.execute(query.execution_options(yield_per=AT_ONCE)):
        mine = found.setdefault(entry.account_id, _Moves())
        mine.restructured = entry.seq if entry.event == RESTRUCTURED else mine.restructured
        try:
            for name, (before, after) in json.loads(entry.payload)[MOVED].items():
                mine.before.setdefault(name, before)
                mine.after[name] = (after, entry.seq)
        except (ValueError, KeyError, TypeError, AttributeError):
            mine.untold = True
    return found


@dataclass(frozen=True, slots=True)
class _Gone:
    """The entry that erased an account's holder, and the hash it kept of them."""

    seq: int
    leaf: bytes


def _erased(connection: Connection) -> dict[int, _Gone]:
    table = tables.journal.c
    query = sa.select(table.seq, table.payload).where(
        table.event == "erased", table.payload.contains(f'"{LEFT}":', autoescape=True)
    )
    found: dict[int, _Gone] = {}
    for entry in connection.execute(query):
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # the chain names it
            left = json.loads(entry.payload)[LEFT].items()
            found |= {int(one): _Gone(entry.seq, bytes.fromhex(leaf)) for one, leaf in left}
    return found


def _is_blank(row: Mapping[Any, Any]) -> bool:
    """Whether nothing of its holder stands in an account; its own number takes the reference."""
    told = [row[name] for name in ("name", "person", "household", "reference")]
    return told == ["", "", "", f"C-{row['id']:06d}"]


def _own_accounts(connection: Connection) -> Iterator[Mapping[Any, Any]]:
    """What is kept here, with the salt of its application; `known` unless that one is erased."""
    file = tables.applications.c
    names = dict.fromkeys((*_HOLDER, *_STANDING, "event_seq"))
    known = sa.or_(file.id.is_(None), file.salt.is_not(None)).label("known")
    query = (
        sa.select(*(accounts.c[name] for name in names), file.salt.label("whose"), known)
        .join(tables.applications, file.id == accounts.c.application_id, isouter=True)
        .where(accounts.c.source != ELSEWHERE)
        .order_by(accounts.c.id)
    )
    return iter(connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings())


def _opened_otherwise(
    connection: Connection, found: Mapping[int, Sequence[tuple[bytes | None, bytes | None]]]
) -> Iterator[int]:
    """Openings that told of other holders or conditions; older ones told of neither."""
    table = tables.journal.c
    query = sa.select(table.seq, table.payload).where(table.event == OPENED)
    for entry in connection.execute(query.order_by(table.seq)):
        with suppress(ValueError, TypeError, AttributeError):  # the chain names it
            said = json.loads(entry.payload)
            columns = zip(*found.get(entry.seq, ()), strict=True)
            for word, leaves in zip((HOLDERS, CONDITIONS), columns, strict=False):
                known = [leaf for leaf in leaves if leaf is not None]
                whole = len(known) == len(leaves)
                if whole and said.get(word) not in (None, merkle.root(known).hex()):
                    yield entry.seq
