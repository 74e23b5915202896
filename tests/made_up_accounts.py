"""A made-up book of accounts for pictures and window tests: some good, some late, some stopped."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from tests.made_up_people import NAMES, SURNAMES
from workbench.accounts.account import ActionKind
from workbench.money.periods import add_months
from workbench.workflow import account_actions, account_intake, account_watch, monitor
from workbench.workflow.desk import Desk, now

_HEADERS = (
    "Account", "Month", "Opened on", "Name", "Credit limit", "Balance", "Drawn in the month",
    "Paid in the month", "Minimum due", "Days past due", "Active lenders", "Income (month)",
)  # fmt: skip


def accounts_book(desk: Desk, folder: Path, count: int = 120, months: int = 8) -> None:
    """Fill a desk with accounts kept elsewhere: the last months as a lender would send them."""
    file = folder / "performance.csv"
    file.write_text("\n".join(_lines(count, months)), encoding="utf-8")
    account_intake.import_performance(desk, file, product="purchase-line")
    account_watch.refresh(desk)


def some_actions(desk: Desk) -> None:
    """One account suspended, and one increase that waits for a second person."""
    rows = monitor.accounts(desk, "active", sort="dpd", descending=True, size=200).rows
    account_actions.propose(desk, rows[0].id, ActionKind.SUSPENSION, reasons=("PDUE",))
    good = [row for row in rows if row.dpd == 0 and not row.flags and row.limit <= 20_000]
    account_actions.propose(
        desk, good[0].id, ActionKind.LIMIT_INCREASE, new_limit=good[0].limit + 2_000,
        note="Three years with us, pays in full every month.",
    )  # fmt: skip


def _lines(count: int, months: int) -> list[str]:
    chance = random.Random(2026)
    first = add_months(now().date().replace(day=1), -months)
    lines = [",".join(_HEADERS)]
    for at in range(count):
        lines += _account(at, chance, first, months)
    return lines


def _account(at: int, chance: random.Random, first: date, months: int) -> list[str]:
    limit = chance.choice([3000, 5000, 8000, 12000, 20000, 30000])
    kind = chance.choices(["good", "revolver", "late", "bad"], [5, 3, 1.5, 0.8])[0]
    balance, dpd, lines = limit * chance.uniform(0.05, 0.5), 0, []
    later = chance.choice([0, 0, 0, 1, 1, 2, -20])
    opened = add_months(first, later)
    name = SURNAMES[at * 7 % len(SURNAMES)] + NAMES[at * 5 % len(NAMES)]
    income, lenders = chance.randint(4, 20) * 1000, chance.randint(1, 3 if kind == "good" else 6)
    for month in range(max(0, later), months):
        drawn = max(0.0, min(limit - balance, limit * chance.uniform(0.02, 0.25)))
        minimum = max(100.0, balance * 0.1)
        share = {"good": 1.0, "revolver": 0.12, "late": 0.3, "bad": 0.3}[kind]
        missed = month > months - 4 if kind == "bad" else kind == "late" and month > months - 2
        paid = 0.0 if missed else balance * share
        dpd = dpd + 30 if paid < minimum * 0.9 and balance > 200 else 0
        balance = max(0.0, balance + drawn - paid + balance * 0.012)
        day = add_months(first, month)
        values = (
            f"HB-{at + 1:04d}", day, opened, name, limit, f"{balance:.2f}", f"{drawn:.2f}",
            f"{paid:.2f}", f"{minimum:.2f}", dpd, lenders, income,
        )  # fmt: skip
        lines.append(",".join(str(value) for value in values))
    return lines
