from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.workflow.account_builders import LINE, LOAN, open_one
from workbench.accounts.account import AccountState, ActionKind, EventKind
from workbench.accounts.relief import ReliefKind, Wish
from workbench.errors import AccountRefused
from workbench.workflow import (
    account_actions,
    account_endings,
    account_entries,
    account_plans,
    account_relief,
    monitor,
)
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

DAY = date(2026, 6, 20)
NOTE = "Customer called; one payment a month from now on."


def loan(desk: Desk, amount: int = 6_000, months: int = 6, **changes: object) -> int:
    """A loan paid out on 2 March, nothing of it paid."""
    one = open_one(desk, LOAN, **changes)
    account_entries.draw_loan(
        desk, one, Decimal(amount), months, method="equal_payment", on=date(2026, 3, 2)
    )
    return one


def test_a_loan_settled_early_costs_interest_to_the_day_and_owes_nothing_after(desk: Desk) -> None:
    one = loan(desk, months=3)
    plan = monitor.account(desk, one, on=date(2026, 4, 2)).schedule
    account_entries.record(desk, one, EventKind.PAYMENT, plan[0].payment, plan[0].due_on)
    found = account_endings.settle_loan(desk, one, on=date(2026, 4, 12))
    left = plan[0].balance
    assert found.total == left + (left * Decimal("0.0004") * 10).quantize(Decimal("0.01"))
    close_month(desk, date(2026, 6, 1))
    file = monitor.account(desk, one, on=DAY)
    assert (file.position.balance, file.position.dpd) == (0, 0)
    assert [row.payment for row in file.schedule if row.due_on > date(2026, 4, 12)] == []
    assert all(row.closing == 0 for row in file.months[1:])


def test_what_settles_a_late_loan_pays_the_penalty_interest_of_the_running_month_too(
    desk: Desk,
) -> None:
    one = loan(desk)
    close_month(desk, date(2026, 5, 1))
    found = account_endings.payoff(desk, one, on=DAY)
    assert found.interest > sum(end.interest for end in found.ends) > 0
    account_endings.settle_loan(desk, one, on=DAY)
    close_month(desk, date(2026, 8, 1))
    assert [row.closing for row in monitor.account(desk, one).months[-3:]] == [0, 0, 0]


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.tuples(st.integers(100, 400_000), st.integers(0, 100), st.booleans()), max_size=6),
    st.integers(0, 60),
)
def test_paid_off_on_any_day_a_line_closes_at_nothing_to_the_fen(
    desk: Desk, moves: list[tuple[int, int, bool]], later: int
) -> None:
    one = open_one(desk, LINE, reference=f"R{monitor.account_counts(desk)['all']}")
    for cents, days, drawn in sorted(moves, key=lambda move: move[1]):
        kind = EventKind.DRAWING if drawn else EventKind.PAYMENT
        on = date(2026, 3, 2) + timedelta(days=days)
        account_entries.record(desk, one, kind, Decimal(cents) / 100, on)
    day = date(2026, 6, 11) + timedelta(days=later)
    found = account_endings.payoff(desk, one, on=day)
    if found.total > 0:
        account_entries.record(desk, one, EventKind.PAYMENT, found.total, day)
    close_month(desk, date(2026, 8, 1))
    assert monitor.account(desk, one).months[-1].closing == min(found.total, 0)


def test_every_account_of_a_customer_is_paid_off_by_one_new_loan(desk: Desk) -> None:
    old, line = loan(desk), open_one(desk)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(3_000), date(2026, 4, 5))
    close_month(desk, date(2026, 5, 1))
    plan = account_relief.relief_options(desk, old, Wish((Decimal(900),), term_months=24), on=DAY)
    option = next(one for one in plan.options if one.kind is ReliefKind.CONSOLIDATION)
    account_relief.restructure(desk, old, option, note=NOTE)
    close_month(desk, date(2026, 8, 1))
    new = monitor.accounts(desk, "restructured").rows[0]
    assert new.limit == option.schedule.principal > 9_000
    assert len(monitor.account(desk, new.id).schedule) == 24
    for one in (old, line):
        file = monitor.account(desk, one)
        assert (file.account.state, file.months[-1].closing) == (AccountState.CLOSED, 0)


def test_a_consolidation_of_another_day_is_refused(desk: Desk) -> None:
    old, line = loan(desk), open_one(desk)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(3_000), date(2026, 4, 5))
    plan = account_relief.relief_options(desk, old, Wish((Decimal(900),)), on=DAY)
    account_entries.record(desk, line, EventKind.DRAWING, Decimal(50), date(2026, 6, 19))
    with pytest.raises(AccountRefused, match="changed since"):
        account_relief.restructure(desk, old, plan.options[-1], note=NOTE)
    with pytest.raises(AccountRefused, match="one account"):
        account_endings.consolidate(desk, old, plan.options[0], note=NOTE)


def test_an_account_is_closed_once_nothing_is_owed_and_stays_closed(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(100), date(2026, 11, 5))
    with pytest.raises(AccountRefused, match="still owed"):
        account_actions.propose(desk, one, ActionKind.CLOSURE)
    account_entries.record(desk, one, EventKind.PAYMENT, Decimal(120), date(2026, 11, 6))
    with pytest.raises(AccountRefused, match="paid out"):
        account_actions.propose(desk, one, ActionKind.CLOSURE)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(20), date(2026, 11, 7))
    (done,) = account_actions.propose(desk, one, ActionKind.CLOSURE, note="The customer asked.")
    file = monitor.account(desk, one)
    assert (done.kind, file.account.state) == (ActionKind.CLOSURE, AccountState.CLOSED)
    assert "closed" in account_entries.may_draw(file, Decimal(1))


def test_only_a_running_loan_that_is_kept_here_is_settled(desk: Desk) -> None:
    for one, why in (
        (open_one(desk), "by its payments"),
        (open_one(desk, LOAN), "no such plan"),
        (open_one(desk, LOAN, reference="E-1", source="imported"), "elsewhere"),
    ):
        with pytest.raises(AccountRefused, match=why):
            account_endings.settle_loan(desk, one, on=DAY)
    closed = loan(desk, reference="JB-2")
    close_month(desk, date(2026, 6, 1))
    with pytest.raises(AccountRefused, match="closed"):
        account_endings.settle_loan(desk, closed, on=DAY)


def test_two_plans_are_paid_off_with_the_line(desk: Desk) -> None:
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(3_000), date(2026, 3, 5))
    for amount in (1_200, 600):
        account_plans.start_plan(desk, one, Decimal(amount), 12, date(2026, 3, 6))
    found = account_endings.payoff(desk, one, on=date(2026, 3, 20))
    assert (found.total, len(found.plans)) == (3_000, 2)
