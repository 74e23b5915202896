from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.workflow.account_builders import LOAN, open_one
from workbench.accounts.account import EventKind
from workbench.accounts.relief import ReliefKind, Wish
from workbench.errors import AccountRefused
from workbench.workflow import account_entries, account_relief, monitor
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

ON = date(2026, 6, 20)
NOTE = "Customer called; income halved until autumn."


def late_loan(desk: Desk) -> int:
    """A loan of 6,000 over 6 months of which nothing was paid by 20 June."""
    one = open_one(desk, LOAN)
    account_entries.draw_loan(
        desk, one, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    close_month(desk, date(2026, 5, 1))
    return one


def agreed(desk: Desk, one: int, kind: ReliefKind, **wish: object) -> None:
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),), **wish), on=ON)  # type: ignore[arg-type]
    option = next(each for each in plan.options if each.kind is kind)
    account_relief.restructure(desk, one, option, note=NOTE)


def test_a_restructured_loan_is_no_longer_past_due_and_stays_marked(desk: Desk) -> None:
    one = late_loan(desk)
    assert monitor.account(desk, one, on=ON).position.dpd == 79
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    file = monitor.account(desk, one, on=ON + timedelta(days=1))
    coming = [row for row in file.schedule if row.due_on > ON]
    assert (file.position.revolving, file.account.restructured) == (0, True)
    assert len(coming) == 12
    assert sum(row.principal for row in coming) == 6_000
    close_month(desk, date(2026, 6, 1))
    assert monitor.accounts(desk, "restructured").total == 1


def test_interest_charged_before_stays_due(desk: Desk) -> None:
    one = late_loan(desk)
    before = monitor.account(desk, one, on=ON).position.interest
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    close_month(desk, date(2026, 6, 1))
    month = monitor.account(desk, one).months[-1]
    assert before > 0
    assert month.minimum_due >= before
    assert month.closing == Decimal(6_000) + sum(
        each.interest for each in monitor.account(desk, one).months
    )


def test_a_line_is_paid_off_by_an_agreed_plan_with_its_interest(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(9_000), date(2026, 3, 5))
    close_month(desk, date(2026, 5, 1))
    agreed(desk, one, ReliefKind.LONGER_TERM, term_months=12)
    assert monitor.account(desk, one, on=ON + timedelta(days=1)).position.revolving == 0
    close_month(desk, date(2026, 7, 1))
    file = monitor.account(desk, one)
    assert file.months[-1].interest > 0
    plan = sum(row.principal for row in file.schedule if row.due_on > ON)
    assert plan == 9_000


def test_an_agreement_needs_a_note_of_what_was_agreed(desk: Desk) -> None:
    one = late_loan(desk)
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),)), on=ON)
    with pytest.raises(AccountRefused, match="note"):
        account_relief.restructure(desk, one, plan.options[0], note="ok")
    assert not monitor.account(desk, one).account.restructured


def test_the_other_accounts_of_a_person_come_into_a_consolidation(desk: Desk) -> None:
    one = late_loan(desk)
    line = open_one(desk)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(3_000), date(2026, 6, 5))
    plan = account_relief.relief_options(desk, one, Wish((Decimal(900),)), on=ON)
    found = next(each for each in plan.options if each.kind is ReliefKind.CONSOLIDATION)
    charged = found.schedule.principal - 9_000
    assert 200 < charged < 300  # four months of interest, with the penalty on what is late


def test_where_nothing_is_owed_there_is_nothing_to_relieve(desk: Desk) -> None:
    with pytest.raises(AccountRefused, match="Nothing is owed"):
        account_relief.relief_options(desk, open_one(desk), Wish((Decimal(900),)))
