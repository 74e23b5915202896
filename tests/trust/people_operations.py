"""What people do to a store that knows them, as the trust checks try it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.storage.conftest import NOW, Day
from tests.trust import operations
from tests.trust.operations import PRIVATE, STORE
from workbench.credit.authority import authority_matrix
from workbench.credit.roles import Person, PersonState
from workbench.credit.second_person import Proposal, Word
from workbench.credit.status import Outcome
from workbench.settings import Settings
from workbench.storage import (
    decisions,
    many,
    people_casework,
    people_evidence,
    people_kept,
    people_proposals,
    people_secrets,
    people_sessions,
)
from workbench.storage.people_proposals import Signature
from workbench.storage.people_sessions import SignedIn
from workbench.storage.store import Store
from workbench.workflow import day_close
from workbench.workflow.desk import Desk, Seat

LIN, EVA, ADA = (bytes([n]) * 32 for n in (1, 2, 3))
PEOPLE = (("ada", "Ada", "administrator", ADA), ("lin", "Lin Mei", "officer", LIN),
          ("eva", "Eva", "manager", EVA))  # fmt: skip
DECLINED, PROPOSED, ASKED, DECIDED = 2, 5, 8, 1
REPORT = date(2026, 11, 22)


def prepare(folder: Path) -> None:
    """A store with three people, two proposals that wait, and a decided case."""
    with Store.open(folder / STORE, key_folder=folder / PRIVATE) as store:
        day = Day(store, folder)
        day.add(9)
        day.assess(count=9)
        seat_people(store)
        for case in (PROPOSED, ASKED):
            propose(day, case)
        within = decisions.DecidedIn(2, "lin" * 8, Decimal(0))
        decisions.add_decision(store, day.decision(DECIDED), 2, within)


def seat_people(store: Store) -> None:
    """Let a store know three people, each signed in with a key in a session of their own."""
    for name, shown, role, key in PEOPLE:
        public = people_secrets.public_key_of(key)
        new = Person(0, name, shown, "", role, "", PersonState.ACTIVE, public)
        rules = None if people_kept.everybody(store) else authority_matrix()
        people_kept.add_person(store, new, actor="Ada", at=NOW, matrix=rules)
    for name, _shown, _role, key in PEOPLE:
        person = people_kept.person(store, name)
        people_sessions.sign_in(store, person, name * 8, signing_key=key, at=NOW)


def propose(day: Day, case: int) -> None:
    """Lin proposes to approve what was advised to be declined."""
    made = Proposal(
        decision=day.decision(case, Outcome.APPROVE.value),
        person=2,
        role="officer",
        session="lin" * 8,
        exposure=Decimal(0),
        currency="USD",
        proposed_at=NOW,
    )
    people_proposals.add_proposal(day.store, made, 2)


def _word(word: Word) -> Signature:
    return Signature(3, "Eva", "eva" * 8, word, "Seen.", NOW)


def signed(store: Store, case: int, word: Word) -> tuple[Proposal, Signature]:
    proposal = people_proposals.open_proposal(store, case)
    assert proposal
    text = people_proposals.signed_text(proposal, word, "Seen.", 3)
    return proposal, replace(_word(word), signature=people_secrets.sign(EVA, text))


def _approve(day: Day) -> None:
    people_proposals.approve(day.store, *signed(day.store, PROPOSED, Word.APPROVED), 3)


def _return(day: Day) -> None:
    people_proposals.close(day.store, *signed(day.store, ASKED, Word.RETURNED), 3)


def _reopen(day: Day) -> None:
    made = decisions.standing_decision(day.store, DECIDED)
    assert made
    people_proposals.reopen(day.store, made, "A paper came.", actor="Lin Mei", at=NOW)


def _undo(day: Day) -> None:
    made = decisions.standing_decision(day.store, DECIDED)
    assert made
    decisions.undo_decision(day.store, made.id, actor="Lin Mei", at=NOW)


def _close_day(day: Day) -> None:
    eva = people_kept.person(day.store, "eva")
    seat = Seat(SignedIn(eva, "eva" * 8, by_password=True, signing_key=EVA), "eva" * 8)
    desk = Desk(day.store, Settings(day.folder / "settings.toml"), "", seat)
    day_close.close_day(desk, day.folder, REPORT)


def _take(day: Day) -> None:
    people_casework.hold(day.store, 3, "Lin Mei", actor="Lin Mei", at=NOW, seen="")


def _attach(day: Day) -> None:
    people_evidence.keep_evidence(
        day.store, 3, "statement.pdf", b"%PDF-1.7 made up" * 900, actor="Lin Mei", at=NOW
    )


def _sign_in(day: Day) -> None:
    eva = people_kept.person(day.store, "eva")
    people_sessions.sign_in(day.store, eva, "new" * 8, signing_key=EVA, at=NOW)


def _change(day: Day) -> None:
    lin = people_kept.person(day.store, "lin")
    people_kept.change_person(day.store, replace(lin, role="senior"), actor="Ada", at=NOW)


OPERATIONS: dict[str, Callable[[Path], None]] = {
    name: operations.on_store(work)
    for name, work in {
        "propose": lambda day: propose(day, DECLINED),
        "approve a proposal": _approve,
        "return a proposal": _return,
        "undo one's own": _undo,
        "reopen": _reopen,
        "close the day": _close_day,
        "take a case": _take,
        "attach a paper": _attach,
        "sign in": _sign_in,
        "change a role": _change,
    }.items()
}


def _torn(day: Day) -> None:
    """The wrong build: a proposal's entry in one transaction, the proposal in the next."""
    honest = many.insert

    def insert(connection: Any, table: Any, rows: many.Columns) -> None:
        if table.name == "proposals":
            raw = connection.connection.dbapi_connection
            raw.execute("COMMIT")
            raw.execute("BEGIN IMMEDIATE")
        honest(connection, table, rows)

    with patch.object(many, "insert", insert):
        propose(day, DECLINED)


apart = operations.on_store(_torn)
