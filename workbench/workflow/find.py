"""What a few letters or digits find wherever one is: cases, their letters, accounts."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.storage import account_pages, letters_kept, queue
from workbench.storage.account_pages import AccountRow
from workbench.storage.letters_kept import KeptLetter
from workbench.storage.queue_rows import QueueRow
from workbench.workflow.desk import Desk

CASES, LETTERS, ACCOUNTS = 6, 3, 2


@dataclass(frozen=True, slots=True)
class Finding:
    """The first few of each kind; letters are those with this number, or of the cases found."""

    cases: tuple[QueueRow, ...] = ()
    letters: tuple[KeptLetter, ...] = ()
    accounts: tuple[AccountRow, ...] = ()


def find(desk: Desk, wanted: str) -> Finding:
    """Look for a name, a reference, or the number of a case, a letter or an account."""
    if not wanted.strip():
        return Finding()
    cases = queue.queue(desk.store, "all", search=wanted, size=CASES).rows
    theirs = [case.application_id for case in cases]
    return Finding(
        cases,
        letters_kept.find(desk.store, wanted, applications=theirs, most=LETTERS),
        account_pages.list_accounts(desk.store, search=wanted, size=ACCOUNTS).rows,
    )
