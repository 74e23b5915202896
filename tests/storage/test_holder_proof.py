"""Whose an account is and how it stands, changed by SQL, is found; also once it was erased."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.storage.conftest import NOW, Day
from tests.storage.test_account_erasure import close
from tests.workflow.account_builders import LOAN, open_one
from tests.workflow.test_account_relief import agreed
from workbench.accounts.account import ActionKind
from workbench.accounts.relief import ReliefKind
from workbench.settings import Settings
from workbench.storage import account_book, account_proof, holder_proof, score_proof
from workbench.storage.erasure import erase
from workbench.storage.verification import CONTENT, verify
from workbench.workflow import account_actions, account_entries
from workbench.workflow.desk import Desk

BEHIND = (
    "name = 'Ana Other' WHERE id = 1",
    "reference = 'HB-2' WHERE id = 1",
    "person = 'q' WHERE id = 3",
    "household = 'q' WHERE id = 1",
    "name = x'00' WHERE id = 1",
    "late_rate = late_rate + 1 WHERE id = 1",
    "late_rate = late_rate + 1 WHERE id = 3",
    "due_day = 11 WHERE id = 2",
    "due_day = 11 WHERE id = 3",
    "application_score = 700 WHERE id = 3",
    "state_since = '2026-03-03' WHERE id = 1",
    "state_since = '2026-03-03' WHERE id = 3",
    "review_on = '2027-03-03' WHERE id = 1",
    "review_on = NULL WHERE id = 3",
    "restructured = 1 WHERE id = 3",
    "restructured = 0 WHERE id = 2",
    "bucket = 'x' WHERE id = 4",
    "score = 700 WHERE id = 1",
    "pd = 10 WHERE id = 2",
    "flags = 'x' WHERE id = 3",
    "flags = 'x' WHERE id = 4",
    "score = NULL WHERE id = 3",
)


@pytest.fixture
def desk(worked: Day) -> Desk:
    """A loan whose rate rose, one with a plan, one frozen, all scored; and a new line."""
    desk = Desk(worked.store, Settings(worked.folder / "settings.toml"), "Lin Mei")
    dearer, loan, frozen = (
        open_one(desk, LOAN, reference=f"JB-{n}", application_id=n, household="h", rate=30_000)
        for n in (1, 4, 7)
    )
    (made,) = account_actions.propose(
        desk, dearer, ActionKind.RATE_RISE, new_rate=Decimal("0.0004"), reasons=("PDUE",)
    )
    account_actions.take_effect(desk, made.effective_on)
    on = date(2026, 3, 2)
    account_entries.draw_loan(desk, loan, Decimal(6_000), 6, method="equal_payment", on=on)
    agreed(desk, loan, ReliefKind.LONGER_TERM, on + timedelta(days=40), term_months=12)
    account_actions.propose(desk, frozen, ActionKind.FREEZE, reasons=("PDUE",))
    with desk.store.writing("Lin Mei", NOW) as step:
        rows = [{"key": key, "score": 610, "pd": 25_000, "flags": "late"} for key in (1, 2, 3)]
        account_book.keep_scores(step, "cash-loan", rows)
    open_one(desk, reference="HB-4", application_id=10)
    assert verify(desk.store).ok
    return desk


class Undone(Exception):
    """Takes a change back that was looked at."""


def contradicted(desk: Desk, change: str) -> list[int]:
    """What the proofs of accounts say of a change, which is taken back."""
    found: list[int] = []
    with suppress(Undone), desk.store.writing("Lin Mei", NOW) as step:
        step.connection.exec_driver_sql(f"UPDATE accounts SET {change}")
        for proof in (
            account_proof.changed_accounts,
            holder_proof.changed_holders,
            score_proof.changed_scores,
        ):
            found += proof(step.connection)
        raise Undone
    return found


def test_every_column_of_an_account_is_held(desk: Desk) -> None:
    assert [change for change in BEHIND if not contradicted(desk, change)] == []
    assert contradicted(desk, "name = name") == []


def test_the_whole_proof_asks_whose_an_account_is_and_how_it_scores(
    desk: Desk, worked: Day
) -> None:
    worked.forge("UPDATE accounts SET name = 'x' WHERE id = 1", "UPDATE accounts SET pd = 1")
    faults = verify(desk.store).faults
    assert {(one.sentence, one.table) for one in faults} == {(CONTENT, "accounts")}
    assert len(faults) == 3


def test_after_an_erasure_nobody_stands_in_the_account_and_the_opening_still_proves_itself(
    desk: Desk, worked: Day
) -> None:
    close(desk, 4)
    erase(desk.store, [10], basis="request", actor="Lin Mei", at=NOW)
    assert verify(desk.store).ok
    worked.forge("UPDATE accounts SET name = 'Ana Example 10' WHERE id = 4")
    (fault,) = verify(desk.store).faults
    assert fault.table == "accounts"
