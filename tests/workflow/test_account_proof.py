"""An account changed by SQL is found: its limit, its rate, its state, or that it was there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workflow.account_builders import LOAN, open_one
from tests.workflow.forging import Forger, rewrite
from workbench.accounts.account import ActionKind
from workbench.storage import history
from workbench.storage.verification import CONTENT, verify
from workbench.workflow import account_actions
from workbench.workflow.desk import Desk

BEHIND = (
    "UPDATE accounts SET credit_limit = 5000000 WHERE id = 1",
    "UPDATE accounts SET state = 'active' WHERE id = 2",
    "UPDATE accounts SET credit_limit = credit_limit + 1 WHERE id = 3",
    "UPDATE accounts SET state = 'closed' WHERE id = 4",
    "DELETE FROM accounts WHERE id = 5",
)


@pytest.fixture
def acted(desk: Desk) -> Desk:
    """A line whose limit was lowered, a loan that is frozen, and three as they were opened."""
    line, loan = open_one(desk), open_one(desk, LOAN)
    for n in (3, 4, 5):
        open_one(desk, LOAN, reference=f"JB-{n}")
    kind, why = ActionKind.LIMIT_DECREASE, ("UTIL",)
    (made,) = account_actions.propose(desk, line, kind, new_limit=Decimal(8_000), reasons=why)
    account_actions.propose(desk, loan, ActionKind.FREEZE, reasons=("PDUE",))
    account_actions.take_effect(desk, made.effective_on)
    return desk


def change_them_all(forger: Forger) -> None:
    for statement in BEHIND:
        forger.say(statement)


def test_accounts_that_changed_behind_the_program_are_found(acted: Desk) -> None:
    assert verify(acted.store).ok
    rewrite(acted.store, change_them_all)
    faults = [one for one in verify(acted.store).faults if one.table == "accounts"]
    assert {one.sentence for one in faults} == {CONTENT}
    named = {one.seq: (one.event, one.subject) for one in history.events(acted.store, size=99)}
    assert sorted(named[one.seq or 0] for one in faults) == [
        ("account_changed", "C-000001"),
        ("account_changed", "C-000002"),
        ("accounts_opened", "C-000003"),
        ("accounts_opened", "C-000004"),
        ("accounts_opened", "C-000005"),
    ]
