"""Erased records changed in the file: what stays of them is held, and nothing comes back."""

from __future__ import annotations

import pytest

from tests.storage.conftest import NOW, Day
from workbench.storage.erasure import erase
from workbench.storage.verification import verify

BEHIND = {
    "UPDATE decisions SET outcome = 'approve' WHERE application_id = 2": "decisions",
    "UPDATE assessments SET score = score + 1 WHERE application_id = 2": "assessments",
    "UPDATE letters SET sha256 = 'x' WHERE application_id = 2": "letters",
    "UPDATE applications SET row = row + 1 WHERE id = 2": "applications",
    "UPDATE applications SET facts = '{}' WHERE id = 2": "applications",
    "UPDATE decisions SET note = 'Ana rang' WHERE application_id = 2": "decisions",
}


@pytest.fixture
def erased(worked: Day) -> Day:
    erase(worked.store, [2], basis="request", actor="Lin Mei", at=NOW)
    assert verify(worked.store).ok
    return worked


@pytest.mark.parametrize(("statement", "table"), BEHIND.items())
def test_what_stays_after_an_erasure_is_held_and_nothing_comes_back(
    erased: Day, statement: str, table: str
) -> None:
    erased.forge(statement)
    assert {fault.table for fault in verify(erased.store).faults} == {table}
