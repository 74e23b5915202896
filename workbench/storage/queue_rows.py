"""What a list of cases is made of: its rows, a page of them, and where the page ended."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

Cursor = tuple[Any, int]
"""Where a page ended: the sort value of its last row, and its application_id."""


class QueueRow(NamedTuple):
    """One case as a list shows it. `dsr` is a ratio; `version` is what a decision must name."""

    application_id: int
    number: str
    name: str
    reference: str
    amount: Decimal | None
    currency: str
    score: int | None
    dsr: Decimal | None
    advice: str | None
    outcome: str | None
    state: str
    waiting_since: datetime
    overridden: bool
    batch_id: int
    product: str
    version: int


class QueuePage(NamedTuple):
    """A page of the queue. `after` asks for the next one; None when this is the last."""

    rows: tuple[QueueRow, ...]
    total: int
    after: Cursor | None
