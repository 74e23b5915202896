"""The same half year of accounts in a file and on a PostgreSQL server, where one is named."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.workflow.account_builders import LINE, LOAN, open_one
from workbench.accounts.account import ActionKind, EventKind
from workbench.accounts.relief import ReliefKind, Wish
from workbench.settings import Settings
from workbench.workflow import (
    account_actions,
    account_campaign,
    account_endings,
    account_entries,
    account_intake,
    account_notices,
    account_plans,
    account_relief,
    account_watch,
    find,
    monitor,
    prove,
)
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

SERVER = os.environ.get("WORKBENCH_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="WORKBENCH_TEST_POSTGRESQL names no server")
NOTE = "Customer called; income halved until autumn."
TOLD = "账户编号,账单月份,户名,额度,余额,本月支用,本月还款,逾期天数,在贷机构"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Desk]:
    """A desk over an empty database of its own, gone afterwards."""
    name = f"accounts_{uuid.uuid4().hex}"
    admin = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with Desk.open(url, settings=Settings(tmp_path / "server.toml")) as desk:
        yield desk
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def half_a_year(desk: Desk, folder: Path) -> list[Any]:
    """Everything that can be asked of the store about accounts; gives what was answered."""
    line, loan = open_one(desk, LINE), open_one(desk, LOAN)
    spend(desk, line, loan)
    seen: list[Any] = [close_month(desk, date(2026, 6, 1)), close_month(desk, date(2026, 6, 1))]
    plan = account_relief.relief_options(desk, loan, Wish((Decimal(900),)), on=date(2026, 7, 5))
    longer = next(one for one in plan.options if one.kind is ReliefKind.LONGER_TERM)
    account_relief.restructure(desk, loan, longer, note=NOTE)
    seen += [account_endings.settle_loan(desk, loan, on=date(2026, 7, 20))]
    seen += [close_month(desk, date(2026, 10, 1))]
    seen += [told_elsewhere(desk, folder)]
    account_watch.refresh(desk)
    found = account_actions.review(desk)
    made = account_actions.start(desk, found.proposals)
    made += account_actions.propose(desk, loan, ActionKind.SUSPENSION, reasons=("IDV",))
    seen += [(one.kind, one.state, one.new_limit) for one in made]
    for row in monitor.accounts(desk, size=50).rows:
        file = monitor.account(desk, row.id)
        seen += [row, file.months, file.position, file.schedule, file.exposure]
    seen += [monitor.accounts(desk, view).total for view in ("past_due", "flagged", "closed")]
    seen += [monitor.accounts(desk, search="示例", sort="balance", descending=True).rows]
    seen += [find.find(desk, "hb-1"), find.find(desk, "50%")]
    seen += [monitor.account_counts(desk), len(account_campaign.calendar(desk))]
    return [*seen, account_campaign.sample(desk), len(account_notices.due_notices(desk))]


def spend(desk: Desk, line: int, loan: int) -> None:
    """Two purchases, a plan and its end, a refund and a payment; and a loan that is not paid."""
    record = account_entries.record
    account_entries.draw_loan(
        desk, loan, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    record(desk, line, EventKind.DRAWING, Decimal("2500.50"), date(2026, 3, 5))
    record(desk, line, EventKind.DRAWING, Decimal(1_200), date(2026, 4, 5))
    account_plans.start_plan(desk, line, Decimal(1_200), 12, date(2026, 4, 6))
    record(desk, line, EventKind.PAYMENT, Decimal(600), date(2026, 4, 9))
    record(desk, line, EventKind.REFUND, Decimal(40), date(2026, 4, 12))
    close_month(desk, date(2026, 4, 1))
    account_plans.settle_plan(desk, line, 1, date(2026, 5, 3))


def told_elsewhere(desk: Desk, folder: Path) -> int:
    """Six months of an account kept elsewhere that stopped paying."""
    rows = [f"W-2,2026-{m:02d}-28,白示例,8000,7000,0,0,{30 * (m - 5)},4" for m in range(5, 11)]
    file = folder / "told.csv"
    file.write_text("\n".join([TOLD, *rows]) + "\n", encoding="utf-8")
    result, _ = account_intake.import_performance(desk, file, product="purchase-line")
    return result.months


def test_a_file_and_a_server_keep_the_same_accounts(
    desk: Desk, server: Desk, tmp_path: Path
) -> None:
    here, there = half_a_year(desk, tmp_path), half_a_year(server, tmp_path)
    assert len(here) > 20
    for one, other in zip(here, there, strict=True):
        assert one == other
    assert prove.verify(server).ok
