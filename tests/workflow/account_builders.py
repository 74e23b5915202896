"""Living accounts for tests: a line and a loan, opened in March 2026, of made-up people."""

from __future__ import annotations

from datetime import date
from typing import Any

from workbench.storage import account_book
from workbench.storage.account_book import NewAccount
from workbench.workflow.desk import Desk, now

OPENED = date(2026, 3, 2)
LINE: dict[str, Any] = {
    "product": "purchase-line", "product_version": "1.0", "currency": "CNY",
    "name": "安然示例", "reference": "HB-1", "person": "p" * 32, "household": "",
    "opened_on": OPENED, "credit_limit": 1_000_000, "rate": 50_000, "late_rate": 50_000,
    "statement_day": 1, "due_day": 10,
}  # fmt: skip
LOAN = LINE | {
    "product": "cash-loan", "reference": "JB-1", "rate": 40_000, "late_rate": 60_000, "due_day": 2,
}  # fmt: skip


def open_one(
    desk: Desk, kind: dict[str, Any] = LINE, *, by: str = "Lin Mei", **changes: Any
) -> int:
    """Open an account; gives its id."""
    with desk.store.writing(by, now()) as step:
        return account_book.open_accounts(step, [NewAccount(**(kind | changes))])[0]
