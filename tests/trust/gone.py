"""People erased from a store without encryption, with their accounts, and then looked for in all
its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlcipher3.dbapi2 as cipher

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from tests.workflow.account_builders import LOAN
from workbench.accounts.account import AccountState, EventKind
from workbench.storage import account_book, account_ledger
from workbench.storage.account_book import NewAccount
from workbench.storage.backup import backup
from workbench.storage.erasure import erase
from workbench.storage.store import Store
from workbench.storage.verification import verify

PEOPLE = 1_000


def run(share: float, seed: int) -> Figure:
    """1,000 of 1,100 people erased (a share of them), in the store and in a new backup."""
    count = max(100, int(PEOPLE * share))
    left, sound = _left(count)
    with patch.object(Store, "compact", lambda _store: None):
        careless, _sound = _left(count)
    return Figure(
        "T14 erased people still readable",
        count,
        count - left if sound else 0,
        "none, and the chain holds",
        careless > 0,
        f"without rewriting the file {careless} can be read",
        seed,
    )


def _left(count: int) -> tuple[int, bool]:
    """How many erased names can be read, and whether the record still holds."""
    with a_folder() as folder, patch("workbench.storage.engines._connect", _unencrypted):
        with operations.opened(folder) as store:
            day = Day(store, folder)
            day.whole(count + 100)
            _book(store, count + 100)
            erase(store, range(1, count + 1), basis="request", actor="Lin Mei")
            sound = verify(store).ok
            backup(store, folder / operations.COPY, actor="Lin Mei")
            written = _bytes(folder)
        written += _bytes(folder)
    names = (f'"Ana Example {n}"'.encode() for n in range(1, count + 1))
    assert f'"Ana Example {count + 1}"'.encode() in written
    return sum(name in written for name in names), sound


def _book(store: Store, count: int) -> None:
    """A closed account for each of them, under their name."""
    people = [(n, f'"Ana Example {n}"') for n in range(1, count + 1)]
    opened = [
        NewAccount(**(LOAN | {"name": name, "reference": f"of {name}", "application_id": n}))
        for n, name in people
    ]
    with store.writing("Lin Mei") as step:
        ids = account_book.open_accounts(step, opened)
        closed = [
            {"key": key, "state": AccountState.CLOSED.value, "state_since": "2026-04-02"}
            for key in ids
        ]
        account_book.change_many(step.connection, closed)
        notes: dict[str, list[object]] = {
            "account_id": list(ids),
            "kind": [EventKind.STATE.value] * count,
            "amount": [0] * count,
            "on_day": ["2026-04-02"] * count,
            "period": ["2026-04-01"] * count,
            "note": [f"{name} paid all of it" for _n, name in people],
        }
        account_ledger.add_events(step, notes, event="account_changed", subject="all")


def _unencrypted(file: Path, _key: bytes) -> Any:
    return cipher.connect(str(file), check_same_thread=False, timeout=20)


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
