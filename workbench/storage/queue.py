"""The work queue: cases in views, filtered, sorted and paged where they are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.errors import NotFound
from workbench.i18n import _
from workbench.money.amounts import from_minor, to_minor
from workbench.storage import known_names, lanes, tables
from workbench.storage.people_tables import case_work
from workbench.storage.queue_rows import Cursor, QueuePage, QueueRow
from workbench.storage.store import Store
from workbench.storage.typed_text import holds

__all__ = ["Cursor", "Filter", "QueuePage", "QueueRow", "counts", "queue", "version"]

MILLION = 1_000_000
Filter = tuple[str, Any]
"""One wish: ("product", "personal-loan"), ("score_from", 600), ("amount_to", Decimal(5000))."""

_CASES = tables.cases

_FEW, _MANY = 2_000, 100_000
"""Cases found by a name: up to the first, each is looked up; up to the second, they are counted."""
_TRIED: sa.ColumnElement[int] = sa.literal_column("+cases.application_id")
"""A case's number, tried while a list is walked: the sign keeps SQLite from looking up each."""


def _known(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The column with what is not known put last, written as its index has it."""
    return sa.func.coalesce(column, sa.literal_column("-1"))


SORTS: dict[str, sa.ColumnElement[Any]] = {
    "waiting": _CASES.c.waiting_since,
    "number": _CASES.c.application_id,
    "name": _CASES.c.name,
    "amount": _known(_CASES.c.amount),
    "score": _known(_CASES.c.score),
    "dsr": _known(_CASES.c.dsr_ppm),
}
"""What a view can be sorted by; each has its index."""

_EQUAL = {
    "product": _CASES.c.product,
    "batch": _CASES.c.batch_id,
    "advice": _CASES.c.advice,
    "outcome": _CASES.c.outcome,
    "state": _CASES.c.state,
    "currency": _CASES.c.currency,
}
_RANGE = {"score": _CASES.c.score, "amount": _CASES.c.amount, "dsr": _CASES.c.dsr_ppm}


def queue(
    store: Store,
    view: str,
    *,
    search: str = "",
    sort: str = "waiting",
    descending: bool = True,
    after: Cursor | None = None,
    size: int = 200,
    filters: Sequence[Filter] = (),
    counted: bool = True,
) -> QueuePage:
    """One page of a view (lanes.VIEWS), paged by key: `after` is the last page's own `after`.
    With `counted` False the total is that of this page alone, for whoever knows it from the first.

    Sorted by "waiting" and falling, those that wait longest stand first. Counting reads the
    index of what is filtered by; the page walks the index of its order.

    `search` looks into names and references, and finds a number as it is written. Filters are
    equal on product, batch, advice, outcome, state, currency, held_by ("": nobody); score_from,
    score_to, amount_from, amount_to (in units) and dsr_from, dsr_to (ratios) bound a range.
    Raises KeyError for a view, sort or filter that does not exist.
    """
    key, shown = SORTS[sort], lanes.VIEWS[view]
    falling = descending if sort != "waiting" else not descending  # kept as the day it began
    with store.reading() as connection:
        sought = _search(search, store, connection)
        chosen = [*_wishes(filters), *sought.walking]
        counting = [*_wishes(filters, indexed=True), *sought.counting]
        if view == "overridden":
            chosen.append(sa.literal_column("cases.overridden"))
            counting.append(sa.literal_column("cases.overridden"))
            parts = [sa.select(_CASES).where(*chosen)]
        elif sought.few:
            parts = [sa.select(_CASES).where(_CASES.c.lane.in_(shown), *chosen)]
        else:
            parts = [sa.select(_CASES).where(_CASES.c.lane == lane, *chosen) for lane in shown]
        rows = _page(connection, parts, key, after, size, descending=falling)
        more = len(rows) > size
        total = len(rows)
        if counted and (more or after is not None):  # one that holds all of them has counted them
            every = sa.select(sa.func.count()).select_from(_CASES)
            query = every.where(_CASES.c.lane.in_(shown), *counting)
            total = connection.execute(query).scalar_one()
    cursor = (rows[size - 1].sort_key, rows[size - 1].application_id) if more else None
    return QueuePage(tuple(_row(row) for row in rows[:size]), int(total), cursor)


def counts(store: Store) -> dict[str, int]:
    """How many cases stand in each view."""
    by_lane = sa.select(_CASES.c.lane, sa.func.count()).group_by(_CASES.c.lane)
    against = sa.select(sa.func.count()).where(sa.literal_column("cases.overridden"))
    with store.reading() as connection:
        found = {lane: int(n) for lane, n in connection.execute(by_lane)}
        overridden = connection.execute(against.select_from(_CASES)).scalar_one()
    counted = {
        view: sum(found.get(lane, 0) for lane in shown) for view, shown in lanes.VIEWS.items()
    }
    return {**counted, "overridden": int(overridden)}


def version(store: Store, application_id: int) -> int:
    """The version of a case now: what a decision must name as seen. Raises NotFound."""
    query = sa.select(_CASES.c.version).where(_CASES.c.application_id == application_id)
    with store.reading() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        raise NotFound(kind=_("application"), name=lanes.number(application_id))
    return int(found)


def _page(
    connection: Connection,
    parts: Sequence[sa.Select[Any]],
    key: sa.ColumnElement[Any],
    after: Cursor | None,
    size: int,
    *,
    descending: bool,
) -> list[sa.Row[Any]]:
    """One row more than asked, from the few best of every lane, found in the indexes alone."""
    number = _CASES.c.application_id
    order = [key.desc(), number.desc()] if descending else [key.asc(), number.asc()]
    best = []
    for part in parts:
        wanted = part.with_only_columns(key.label("sort_key"), number).order_by(*order)
        if after is not None:
            wanted = wanted.where(*_beyond(key, number, after, descending=descending))
        best.append(sa.select(wanted.limit(size + 1).subquery()))
    found = sa.union_all(*best).subquery()
    columns = (found.c.sort_key, found.c.application_id)
    chosen = [c.desc() for c in columns] if descending else [c.asc() for c in columns]
    query = (
        sa.select(_CASES, found.c.sort_key)
        .join(found, found.c.application_id == number)
        .order_by(*chosen)
        .limit(size + 1)
    )
    return list(connection.execute(query))


def _beyond(
    key: sa.ColumnElement[Any], number: sa.ColumnElement[int], after: Cursor, *, descending: bool
) -> list[sa.ColumnElement[bool]]:
    value, last = after
    if descending:
        return [key <= value, sa.or_(key < value, number < last)]
    return [key >= value, sa.or_(key > value, number > last)]


class _Sought(NamedTuple):
    """How what is sought is found: by walking a list in its order until a page is full, and by
    counting; `few` when it is so few cases that each is looked up and the list is not walked."""

    walking: Sequence[sa.ColumnElement[bool]]
    counting: Sequence[sa.ColumnElement[bool]]
    few: bool = False


def _search(text: str, store: Store, connection: Connection) -> _Sought:
    """Found as typed: a whole number in full, anything else anywhere in name or reference."""
    wanted = text.strip()
    if not wanted:
        return _Sought([], [])
    number = lanes.application_id(wanted)
    if number is not None and not wanted.isdigit():
        alone = [_CASES.c.application_id == number]
        return _Sought(alone, alone)
    columns = (_CASES.c.name, _CASES.c.reference)
    either = [holds(column, wanted, is_file=store.is_file) for column in columns]
    if number is not None:
        either.append(_CASES.c.application_id == number)
    anywhere = [sa.or_(*either)]
    known = known_names.holding(store, connection, wanted)
    if known is None or len(known) > _MANY:
        return _Sought(anywhere, anywhere)
    among = sa.func.json_each(json.dumps([*known, number])).table_valued("value")
    if len(known) > _FEW:
        return _Sought(anywhere, [_TRIED.in_(sa.select(among.c.value))])
    each = [_CASES.c.application_id.in_(sa.select(among.c.value))]
    return _Sought(each, each, few=True)


def _wishes(filters: Sequence[Filter], *, indexed: bool = False) -> list[sa.ColumnElement[bool]]:
    currency = dict(filters).get("currency", "USD")
    return [_wish(name, value, currency, indexed=indexed) for name, value in filters]


def _wish(name: str, value: Any, currency: str, *, indexed: bool) -> sa.ColumnElement[bool]:
    """`indexed` writes a range as its index has it, where what is not known is -1."""
    if name == "held_by":
        return _held_by(str(value))
    if name in _EQUAL:
        return sa.and_(_EQUAL[name] == value)
    what, _side, end = name.partition("_")
    column = _RANGE[what]
    if what == "amount":
        value = to_minor(Decimal(str(value)), currency)
    elif what == "dsr":
        value = int(Decimal(str(value)) * MILLION)
    if not indexed:
        return sa.and_({"from": column >= value, "to": column <= value}[end])
    known = _known(column)
    if end == "from":
        return sa.and_(known >= max(value, 0))
    return sa.and_(known >= 0, known <= value)


def _held_by(person: str) -> sa.ColumnElement[bool]:
    """Held by this person; "" for those that nobody holds."""
    held = sa.select(case_work.c.application_id).where(
        case_work.c.held_by == person if person else case_work.c.held_by != ""
    )
    chosen = _CASES.c.application_id
    return chosen.in_(held) if person else chosen.not_in(held)


def _row(row: sa.Row[Any]) -> QueueRow:
    return QueueRow(
        application_id=row.application_id,
        number=lanes.number(row.application_id),
        name=row.name,
        reference=row.reference,
        amount=None if row.amount is None else from_minor(row.amount, row.currency),
        currency=row.currency,
        score=row.score,
        dsr=None if row.dsr_ppm is None else Decimal(row.dsr_ppm) / MILLION,
        advice=row.advice,
        outcome=row.outcome,
        state=row.state,
        waiting_since=row.waiting_since,
        overridden=row.overridden,
        batch_id=row.batch_id,
        product=row.product,
        version=row.version,
    )
