"""The list of accounts as people look through it: filtered, sorted and paged in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from workbench.accounts.account import AccountState
from workbench.errors import NotKnown
from workbench.i18n import _
from workbench.money.amounts import from_minor
from workbench.storage.account_book import account_id, number
from workbench.storage.account_tables import accounts
from workbench.storage.store import Store
from workbench.storage.typed_text import holds

VIEWS: Mapping[str, sa.ColumnElement[bool]] = {
    "all": sa.true(),
    "active": accounts.c.state == AccountState.ACTIVE.value,
    "past_due": accounts.c.dpd > 0,
    "frozen": accounts.c.state == AccountState.FROZEN.value,
    "suspended": accounts.c.state == AccountState.SUSPENDED.value,
    "restructured": accounts.c.restructured,
    "closed": accounts.c.state == AccountState.CLOSED.value,
    "flagged": accounts.c.flags != "",
}
"""Every view of the list of accounts, and which accounts it shows."""

SORTS: Mapping[str, Any] = {
    "number": accounts.c.id,
    "name": accounts.c.name,
    "limit": accounts.c.credit_limit,
    "balance": accounts.c.balance,
    "utilisation": sa.func.coalesce(accounts.c.utilisation, -1),
    "dpd": accounts.c.dpd,
    "score": sa.func.coalesce(accounts.c.score, -1),
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in a list. `utilisation` is a ratio, None without a limit."""

    id: int
    number: str
    name: str
    reference: str
    product: str
    currency: str
    limit: Decimal
    balance: Decimal
    utilisation: Decimal | None
    dpd: int
    bucket: str
    state: AccountState
    score: int | None
    opened_on: date
    flags: tuple[str, ...]
    restructured: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of a list, and how many accounts the view holds in all."""

    rows: tuple[AccountRow, ...]
    total: int


def list_accounts(
    store: Store,
    view: str = "all",
    *,
    search: str = "",
    sort: str = "number",
    descending: bool = False,
    offset: int = 0,
    size: int = 200,
    product: str | None = None,
) -> AccountPage:
    """One page of accounts, filtered, sorted and paged in the store.

    Raises NotKnown for a view or a sort there is none of.
    """
    if view not in VIEWS:
        raise NotKnown(kind=_("view"), name=view, known=VIEWS)
    if sort not in SORTS:
        raise NotKnown(kind=_("order"), name=sort, known=SORTS)
    asked = [VIEWS[view]]
    if product:
        asked.append(accounts.c.product == product)
    if search.strip():
        columns = (accounts.c.name, accounts.c.reference)
        found = [holds(column, search.strip(), is_file=store.is_file) for column in columns]
        asked.append(sa.or_(*found, accounts.c.id == (account_id(search) or -1)))
    order = SORTS[sort].desc() if descending else SORTS[sort]
    query = sa.select(accounts).where(*asked).order_by(order, accounts.c.id)
    with store.reading() as connection:
        total = connection.execute(
            sa.select(sa.func.count()).select_from(accounts).where(*asked)
        ).scalar_one()
        rows = connection.execute(query.limit(size).offset(offset)).all()
    return AccountPage(tuple(_row(row) for row in rows), int(total))


def counts(store: Store) -> dict[str, int]:
    """How many accounts each view holds."""
    told = [
        sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0).label(view)
        for view, condition in VIEWS.items()
    ]
    with store.reading() as connection:
        row = connection.execute(sa.select(*told).select_from(accounts)).one()
    return dict(zip(VIEWS, map(int, row), strict=True))


def _row(row: sa.Row[Any]) -> AccountRow:
    use = row.utilisation
    return AccountRow(
        id=row.id,
        number=number(row.id),
        name=row.name,
        reference=row.reference,
        product=row.product,
        currency=row.currency,
        limit=from_minor(row.credit_limit, row.currency),
        balance=from_minor(row.balance, row.currency),
        utilisation=None if use is None else Decimal(use) / 1_000_000,
        dpd=row.dpd,
        bucket=row.bucket,
        state=AccountState(row.state),
        score=row.score,
        opened_on=date.fromisoformat(row.opened_on),
        flags=tuple(row.flags.split()),
        restructured=bool(row.restructured),
    )
