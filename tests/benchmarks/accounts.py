"""How long month-end takes for many accounts, and that it grows no faster than their number."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date
from pathlib import Path

from workbench.settings import Settings
from workbench.storage import account_book, account_ledger
from workbench.storage.account_book import NewAccount
from workbench.workflow import account_months
from workbench.workflow.desk import Desk, now

MONTH = date(2026, 6, 1)
NEXT = date(2026, 7, 1)


def run(quick: bool) -> list[tuple[str, float, str]]:
    """Month-end in the encrypted store, journal included: seconds, and growth from a fifth."""
    most = 20_000 if quick else 100_000
    small, large = _closed(most // 5), _closed(most)
    note = (
        f"{most:,} accounts with three events each, the second month; {most // 5:,}: {small:.2f} s"
    )
    return [
        ("month-end, seconds of processor time", large, note),
        ("month-end, growth / growth of the book", large / small / 5, "1 is linear"),
    ]


def _closed(count: int) -> float:
    """Seconds of processor time for closing the second month of so many accounts."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Desk.open(place / "s.db", settings=Settings(place / "x.toml")) as desk:
            _fill(desk, count)
            account_months.close_month(desk, MONTH)
            began = time.process_time()
            done = account_months.close_month(desk, NEXT)
            took = time.process_time() - began
            assert done.accounts == count
            again = account_months.close_month(desk, NEXT)
            assert (again.accounts, again.already) == (0, count)
            return took


def _fill(desk: Desk, count: int) -> None:
    chance = random.Random(count)
    opened = [
        NewAccount(
            product="purchase-line", product_version="1.0", currency="CNY", name=f"Example {n}",
            reference=f"R{n}", person="", household="", opened_on=MONTH, credit_limit=2_000_000,
            rate=50_000, late_rate=50_000, statement_day=1, due_day=10,
        )
        for n in range(count)
    ]  # fmt: skip
    with desk.store.writing("benchmark", now()) as step:
        ids = account_book.open_accounts(step, opened)
        for month in (MONTH, NEXT):
            _events(step, ids, month, chance)


def _events(step, ids, month, chance) -> None:
    kinds = ("drawing", "drawing", "payment")
    rows = {
        "account_id": [key for key in ids for _kind in kinds],
        "kind": [kind for _key in ids for kind in kinds],
        "amount": [chance.randint(1_000, 300_000) for _key in ids for _kind in kinds],
        "on_day": [f"{month:%Y-%m}-{chance.randint(1, 28):02d}" for _key in ids for _kind in kinds],
        "period": [month.isoformat()] * (len(ids) * len(kinds)),
        "note": [""] * (len(ids) * len(kinds)),
    }
    account_ledger.add_events(step, rows, event="account_entry", subject="benchmark")
