"""A store with something in every table, made by the program's own functions alone."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.storage.conftest import NOW, Day, rows
from tests.trust import operations, people_operations, standing_changed
from tests.trust.people_operations import EVA
from tests.workflow.account_builders import LOAN, open_one
from workbench.accounts.account import ActionKind
from workbench.accounts.relief import ReliefKind, Wish
from workbench.credit.facts import Fact, Family, Kind
from workbench.credit.fix import Fix
from workbench.credit.second_person import Word
from workbench.errors import SignInRefused
from workbench.scoring.strategy import shipped
from workbench.settings import Settings
from workbench.storage import (
    account_book,
    assessments,
    batches,
    decisions,
    letters_sent,
    own_facts,
    people_case_files,
    people_casework,
    people_evidence,
    people_kept,
    people_proposals,
    people_secrets,
    people_sessions,
    profiles,
    rows_waiting,
)
from workbench.storage.decisions import DecidedIn
from workbench.storage.erasure import erase
from workbench.storage.people_case_files import Answer, SealedFile
from workbench.workflow import account_actions, account_entries, account_relief
from workbench.workflow.desk import Desk

MORE = 26
"""The first of the applications that people with passwords work on; every third is declined."""
_LIN: Any = {"actor": "Lin Mei", "at": NOW}


def prepare(folder: Path) -> None:
    """Make the store: the days of one officer, accounts, then people with passwords."""
    standing_changed.prepare(folder)
    for name in ("override", "undo decision", "undo batch", "hold", "letters"):
        operations.OPERATIONS[name](folder)
    with operations.opened(folder) as store:
        day = Day(store, folder)
        _intake(day)
        _accounts(Desk(store, Settings(folder / "settings.toml"), "Lin Mei"))
        _casework(day)
        erase(store, [2], basis="request", actor="Lin Mei", at=NOW)
        day.add(12, first=200)
        day.assess(first=MORE, count=12)
        people_operations.seat_people(store)
        _people(day)


def _intake(day: Day) -> None:
    """A profile saved twice, a fact of the lender's own, a cell put right, a real strategy."""
    for content in ("[]", "[1]"):
        profiles.save_profile(day.store, name="Novembers", fingerprint="f", content=content, **_LIN)
    label = {"en": "Shop size", "zh": "店铺面积"}
    own_facts.add(day.store, Fact("shop_size", Kind.COUNT, Family.APPLICATION, label), **_LIN)
    batch = batches.batches(day.store)[-1].id
    row = rows_waiting.waiting_rows(day.store, batch)[0].row
    right = rows(1, first=90).with_columns(row=row + 0 * rows(1)["row"])
    fix = Fix("Applicants", row, "amount_requested", "D", "21k", "21000")
    batches.repair_rows(day.store, batch_id=batch, ready=right, fixes=[fix], **_LIN)
    with day.store.writing("Lin Mei", NOW) as step:
        assessments.keep_strategy(step, shipped()["personal-loan"])


def _accounts(desk: Desk) -> None:
    """A loan whose rate rose, one with a plan in its place, one that is frozen; all scored."""
    dearer, helped, frozen = (
        open_one(desk, LOAN, reference=f"JB-{n}", application_id=n, household="h", rate=30_000)
        for n in (3, 6, 9)
    )
    (made,) = account_actions.propose(
        desk, dearer, ActionKind.RATE_RISE, new_rate=Decimal("0.0004"), reasons=("PDUE",)
    )
    account_actions.take_effect(desk, made.effective_on)
    account_actions.propose(desk, frozen, ActionKind.FREEZE, reasons=("PDUE",))
    on = date(2026, 3, 2)
    account_entries.draw_loan(desk, helped, Decimal(6_000), 6, method="equal_payment", on=on)
    on += timedelta(days=40)
    plan = account_relief.relief_options(desk, helped, Wish((Decimal(900),), term_months=12), on=on)
    longer = next(one for one in plan.options if one.kind is ReliefKind.LONGER_TERM)
    account_relief.restructure(desk, helped, longer, note="Income halved until autumn.")
    with desk.store.writing("Lin Mei", NOW) as step:
        told = [{"key": n, "score": 610, "pd": 25_000, "flags": "late"} for n in (3, 5, 6, 7)]
        account_book.keep_scores(step, LOAN["product"], told)


def _casework(day: Day) -> None:
    """Letters that left, notes, a paper, people who are connected."""
    letters_sent.mark_sent(day.store, [1, 2], sent_at=NOW - timedelta(days=1), **_LIN)
    note = people_casework.add_note(day.store, 16, "paper", "Payslip of May", **_LIN)
    people_casework.settle_note(day.store, note, **_LIN)
    people_casework.connect(day.store, 16, 17, "household", **_LIN)
    people_casework.connect(day.store, 16, 18, "person", **_LIN)
    people_evidence.keep_evidence(day.store, 16, "payslip.pdf", b"%PDF-1.7 made up", **_LIN)


def _people(day: Day) -> None:
    """Proposals approved here and elsewhere, returned, waiting; a decision reopened; passwords."""
    store, declined = day.store, [n for n in range(MORE, MORE + 12) if n % 3 == 2]
    for case in declined:
        people_operations.propose(day, case)
    first, second, third, _waits = declined
    people_proposals.approve(store, *people_operations.signed(store, first, Word.APPROVED), 3)
    people_proposals.close(store, *people_operations.signed(store, second, Word.RETURNED), 3)
    _answer_elsewhere(day, third)
    within = DecidedIn(2, "lin" * 8, Decimal(0))
    made = decisions.add_decision(store, day.decision(MORE + 2), 2, within)
    people_proposals.reopen(store, made, "A paper came.", actor="Lin Mei", at=NOW)
    ada = people_kept.person(store, "ada")
    with store.writing("Ada", NOW) as step:
        people_sessions.keep_password(step, ada, "{}")
    with suppress(SignInRefused):
        people_sessions.check_password(store, ada, "not hers", NOW)


def _answer_elsewhere(day: Day, case: int) -> None:
    """A case file that goes to Eva's machine and comes back, and one that does not."""
    proposal, word = people_operations.signed(day.store, case, Word.APPROVED)
    made = SealedFile("a" * 32, case, proposal.id, hashlib.sha256(b"a").hexdigest(), False)
    for file in (made, replace(made, file="b" * 32)):
        people_case_files.note_sealed(day.store, file, **_LIN)
    digest = people_proposals.proposal_digest(proposal)
    signed_at = NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    came = Answer(made.file, made.sha256, digest, "approved", word.remark, word.session, signed_at)
    elsewhere = replace(word, signature=people_secrets.sign(EVA, came.text().encode()))
    people_proposals.take_answer(
        day.store, proposal, elsewhere, 3,
        lambda step: people_case_files.note_answer(step, made, came, "Lin Mei"),
    )  # fmt: skip
