"""Whose accounts are and on which conditions they stand, held against their opening and since.

An opening keeps one root over the holders of its accounts, hashed under the salts of their
applications, and one over their conditions. Entries that move a condition say from what to what.
An erasure takes the salts, and keeps the hashes that it leaves without one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.accounts.account import EventKind
from workbench.storage import many, merkle, tables
from workbench.storage.account_proof import OPENED
from workbench.storage.account_tables import account_events, accounts

AT_ONCE = 2_000
CHANGED, RESTRUCTURED = "account_changed", "restructured"
HOLDERS, CONDITIONS, MOVED = "holders_root", "conditions_root", "moved"
"""Words of payloads: an opening's two roots, and {column: [before, after]} of what was moved."""
BUCKETS = "buckets"
"""The word of an opening's payload for how late its accounts are until their first month."""
ELSEWHERE = "imported"
LEFT = "holders"
"""The word of an erasure's payload: {id of an account: the hash of its holder}."""
_HOLDER = ("id", "name", "reference", "person", "household")
_MOVABLE = ("late_rate", "due_day", "restructured")
_STANDING = ("id", "application_score", *_MOVABLE)
Salts = Mapping[int | None, bytes]


def said_of(connection: Connection, opened: many.Columns) -> dict[str, object]:
    """What an opening says of its accounts; nothing of those that another system keeps."""
    own = [source != ELSEWHERE for source in opened["source"]]
    if not any(own):
        return {}
    salts = _salts(connection, opened["application_id"])
    whose = map(salts.get, compress(opened["application_id"], own))
    holders = zip(*(compress(opened[name], own) for name in _HOLDER), strict=True)
    standing = zip(*(compress(opened[name], own) for name in _STANDING), strict=True)
    return {
        BUCKETS: sorted(set(compress(opened["bucket"], own))),
        HOLDERS: merkle.root(list(map(_holder, holders, whose))).hex(),
        CONDITIONS: merkle.root([_hashed(b"", one) for one in standing]).hex(),
    }


def left_of(connection: Connection, account_ids: Sequence[int]) -> dict[str, object]:
    """What an erasure says of accounts whose holder it takes, before the salt is gone."""
    rows = [row for row in _own_accounts(connection, accounts.c.id.in_(account_ids)) if row.known]
    left = {str(row.id): _holder(row[: len(_HOLDER)], row.whose).hex() for row in rows}
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
        since, gone = moves.get(row.id), erased.get(row.id)
        if gone and not _is_blank(row):
            yield gone.seq
        holder, then = None, row[len(_HOLDER) : len(_HOLDER) + len(_STANDING)]
        if gone or row.known:
            holder = gone.leaf if gone else _holder(row[: len(_HOLDER)], row.whose)
        if since:
            now = dict(zip(_STANDING, then, strict=True))
            yield from since.contradicted(now)
            then = tuple((now | since.before).values())
        conditions = None if since and since.untold else _hashed(b"", then)
        found.setdefault(row.event_seq, []).append((holder, conditions))
    yield from _opened_otherwise(connection, found)


def _salts(connection: Connection, application_ids: Sequence[int | None]) -> Salts:
    table, wanted = tables.applications.c, [one for one in application_ids if one is not None]
    found: dict[int | None, bytes] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        query = sa.select(table.id, table.salt).where(table.id.in_(some), table.salt.is_not(None))
        found |= {row.id: row.salt for row in connection.execute(query)}
    return found


def _holder(told: Iterable[Any], salt: bytes | None) -> bytes:
    """The hash of whose an account is; none without an application."""
    return b"" if salt is None else _hashed(bytes(salt), told)


def _hashed(salt: bytes, told: Iterable[Any]) -> bytes:
    try:
        return merkle.content_hash(salt, tuple(told))
    except TypeError:  # what no program wrote
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


def _is_blank(row: sa.Row[Any]) -> bool:
    """Whether nothing of its holder stands in an account; its own number takes the reference."""
    told = (row.name, row.reference, row.person, row.household)
    return told == ("", f"C-{row.id:06d}", "", "")


def _own_accounts(connection: Connection, *which: sa.ColumnElement[bool]) -> Iterator[sa.Row[Any]]:
    """What is kept here: _HOLDER, _STANDING, and the salt of its application; `known` unless
    that one is erased."""
    file = tables.applications.c
    told = [accounts.c[name].label(f"also_{name}") for name in _STANDING]
    known = sa.or_(file.id.is_(None), file.salt.is_not(None)).label("known")
    query = (
        sa.select(*(accounts.c[name] for name in _HOLDER), *told, file.salt.label("whose"), known)
        .add_columns(accounts.c.event_seq)
        .join_from(
            accounts, tables.applications, file.id == accounts.c.application_id, isouter=True
        )
        .where(accounts.c.source != ELSEWHERE, *which)
        .order_by(accounts.c.id)
    )
    return iter(connection.execute(query.execution_options(yield_per=AT_ONCE)))


def _first_buckets(connection: Connection) -> dict[int, set[str]]:
    """By opening: how late those of its accounts are shown of which no month is closed yet."""
    held = accounts.c
    query = sa.select(held.event_seq, held.bucket).distinct()
    found: dict[int, set[str]] = {}
    for row in connection.execute(
        query.where(held.source != ELSEWHERE, held.closed_through.is_(None))
    ):
        found.setdefault(row.event_seq, set()).add(row.bucket)
    return found


def _opened_otherwise(
    connection: Connection, found: Mapping[int, Sequence[tuple[bytes | None, bytes | None]]]
) -> Iterator[int]:
    """Openings that told of other holders or conditions; older ones told of neither."""
    table, buckets = tables.journal.c, _first_buckets(connection)
    query = sa.select(table.seq, table.payload).where(table.event == OPENED)
    for entry in connection.execute(query.order_by(table.seq)):
        with suppress(ValueError, TypeError, AttributeError):  # the chain names it
            said = json.loads(entry.payload)
            if BUCKETS in said and not buckets.get(entry.seq, set()) <= set(said[BUCKETS]):
                yield entry.seq
            columns = zip(*found.get(entry.seq, ()), strict=True)
            for word, leaves in zip((HOLDERS, CONDITIONS), columns, strict=False):
                known = [leaf for leaf in leaves if leaf is not None]
                whole = len(known) == len(leaves)
                if whole and said.get(word) not in (None, merkle.root(known).hex()):
                    yield entry.seq
