from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workflow.account_builders import open_one
from workbench.accounts.account import ActionKind
from workbench.errors import ColumnsMissing
from workbench.workflow import account_actions, account_intake, monitor
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

HEADER = "账户编号,账单月份,户名,额度,余额,本月支用,本月还款,逾期天数,在贷机构"


def told(folder: Path, *rows: str, header: str = HEADER, name: str = "told.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def test_an_account_kept_elsewhere_is_opened_and_watched_by_what_is_told(
    desk: Desk, tmp_path: Path
) -> None:
    file = told(
        tmp_path,
        "W-1,2026-05-31,安然示例,8000,3200,3200,0,0,2",
        "W-1,2026-06-30,安然示例,8000,3300,100,0,21,4",
    )
    result, _ = account_intake.import_performance(desk, file, product="purchase-line")
    assert (result.rows, result.opened, result.months, result.waiting) == (2, 1, 2, 0)
    found = monitor.account(desk, 1)
    assert (found.position.balance, found.position.dpd) == (Decimal(3_300), 21)
    assert [month.source for month in found.months] == ["imported"] * 2
    assert found.month_facts[1] == {"active_lenders": 4}


def test_the_same_rows_again_change_nothing(desk: Desk, tmp_path: Path) -> None:
    file = told(tmp_path, "W-1,2026-05-31,安然示例,8000,3200,3200,0,0,2")
    account_intake.import_performance(desk, file, product="purchase-line")
    result, _ = account_intake.import_performance(desk, file, product="purchase-line")
    assert (result.opened, result.months, result.repeated) == (0, 0, 1)


def test_a_bad_row_waits_with_its_place_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    file = told(
        tmp_path,
        "W-1,2026-05-31,安然示例,8000,三千,0,0,0,2",
        "W-2,2026-05-31,白示例,8000,3200,0,0,0,2",
        ",2026-05-31,陈示例,8000,3200,0,0,0,2",
    )
    result, checked = account_intake.import_performance(desk, file, product="purchase-line")
    assert (result.ready, result.waiting, result.opened) == (1, 2, 1)
    assert {problem.place.row for problem in checked.problems if problem.place.row} == {2, 4}


def test_a_row_that_names_no_account_and_opens_none_is_named(desk: Desk, tmp_path: Path) -> None:
    file = told(tmp_path, "W-9,2026-05-31,安然示例,8000,,100,0,0,2")
    result, _ = account_intake.import_performance(desk, file, product="purchase-line")
    assert (result.ready, result.waiting, result.unknown) == (0, 1, ("W-9",))


def test_what_is_told_of_an_account_kept_here_goes_into_its_ledger(
    desk: Desk, tmp_path: Path
) -> None:
    one = open_one(desk)
    rows = ("HB-1,2026-03-28,,,,900,,,3", "C-000001,2026-04-28,,,,,900,,3")
    result, _ = account_intake.import_performance(
        desk, told(tmp_path, *rows), product="purchase-line"
    )
    assert (result.opened, result.months, result.waiting) == (0, 0, 0)
    close_month(desk, date(2026, 4, 1))
    found = monitor.account(desk, one)
    assert [month.closing for month in found.months] == [900, 0]
    assert found.month_facts[0] == {"active_lenders": 3}
    assert found.months[1].dpd == 0


def test_a_drawing_while_drawing_is_stopped_waits_with_its_sentence(
    desk: Desk, tmp_path: Path
) -> None:
    one = open_one(desk)
    account_actions.propose(desk, one, ActionKind.SUSPENSION, reasons=("IDV",))
    after = monitor.account(desk, one).account.state_since + timedelta(days=40)
    rows = ("HB-1,2026-03-28,,,,900,,,3", f"HB-1,{after.isoformat()},,,,50,,,3")
    result, _ = account_intake.import_performance(
        desk, told(tmp_path, *rows), product="purchase-line"
    )
    assert (result.ready, result.waiting) == (1, 1)
    assert "drawing is stopped since" in result.stopped[0]


def test_without_a_column_for_the_month_nothing_is_stored(desk: Desk, tmp_path: Path) -> None:
    file = told(tmp_path, "W-1,8000", header="账户编号,额度")
    with pytest.raises(ColumnsMissing, match="month"):
        account_intake.import_performance(desk, file, product="purchase-line")
    assert monitor.account_counts(desk)["all"] == 0


def test_a_dry_run_stores_nothing(desk: Desk, tmp_path: Path) -> None:
    file = told(tmp_path, "W-1,2026-05-31,安然示例,8000,3200,3200,0,0,2")
    result, _ = account_intake.import_performance(desk, file, product="purchase-line", dry_run=True)
    assert result.ready == 1
    assert monitor.account_counts(desk)["all"] == 0
