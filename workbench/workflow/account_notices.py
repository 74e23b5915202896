"""Notices: every action on an account has its letter; those that may not be sent wait."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.accounts.account import NOTICE_LETTERS, Action, ActionKind, ActionState
from workbench.accounts.product import product_named
from workbench.credit.status import Component
from workbench.files import write_whole
from workbench.i18n import sentences
from workbench.letters.record import AccountChange, Kind
from workbench.storage import account_action_rows, account_book, account_erasure, letters_kept
from workbench.workflow import monitor
from workbench.workflow.account_letters import (
    AccountFacts,
    prepare_account_letter,
    write_account_letters,
)
from workbench.workflow.desk import Desk, Step, no_step, now


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """How many notices were written, which actions wait and why, and where the files are.

    `unaddressed` are actions on accounts kept elsewhere whose holder's address is not known.
    """

    written: int
    waiting: tuple[tuple[str, str], ...]
    unaddressed: int
    files: tuple[Path, ...]


def due_notices(desk: Desk) -> tuple[Action, ...]:
    """Actions that were done and whose letter is not written yet, oldest first; none of an
    account whose holder was erased."""
    told = account_action_rows.letters_about(desk.store)
    gone = account_erasure.erased_accounts(desk.store)
    done = account_action_rows.actions(desk.store, ActionState.DONE)
    return tuple(
        one
        for one in reversed(done)
        if one.kind in NOTICE_LETTERS and one.id not in told and one.account_id not in gone
    )


def preview_notice(desk: Desk, action: Action) -> bytes:
    """The letter of an action as it would be written now. Raises LetterHeldBack, NotFound."""
    kind, facts = _facts(desk, action)
    return prepare_account_letter(desk, kind, facts)


def write_notices(desk: Desk, *, out: Path | None = None, step: Step = no_step) -> NoticeResult:
    """Write the letters of every action that was done; each only once."""
    due = due_notices(desk)
    known = [one for one in due if _application(desk, one) is not None]
    written: list[Path] = []
    waiting: list[tuple[str, str]] = []
    kept = 0
    for place, one in enumerate(known):
        step(place, len(known))
        made = write_account_letters(desk, [_facts(desk, one)])
        waiting += [
            (one.account, sentences(*(each.text() for each in held.findings))) for held in made.held
        ]
        for letter in made.kept:
            kept += 1
            with desk.store.writing(desk.officer(), now()) as writing:
                account_action_rows.note_letter(writing, one, letter.number)
            if out is not None:
                written.append(_save(desk, letter.id, letter.number, out))
    step(len(known), len(known))
    return NoticeResult(kept, tuple(waiting), len(due) - len(known), tuple(written))


def _save(desk: Desk, letter_id: int, number: str, out: Path) -> Path:
    file = out / f"{_plain(number)}.pdf"
    write_whole(file, letters_kept.letter_bytes(desk.store, letter_id))
    return file


def _plain(number: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in number)


def _application(desk: Desk, action: Action) -> int | None:
    return account_book.account(desk.store, action.account_id).application_id


def _facts(desk: Desk, action: Action) -> tuple[Kind, AccountFacts]:
    file = monitor.account(desk, action.account_id)
    limits = action.kind in (
        ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE, ActionKind.INCREASE_REFUSED,
        ActionKind.REINSTATEMENT,
    )  # fmt: skip
    rates = action.kind is ActionKind.RATE_RISE
    product, kind = product_named(action.product), Kind(NOTICE_LETTERS[action.kind])
    application = file.account.application_id
    assert application is not None
    change = AccountChange(
        action.account,
        effective_on=action.effective_on,
        old_limit=action.old_limit if limits else None,
        new_limit=action.new_limit if limits else None,
        old_rate=action.old_rate * 365 if rates else None,
        new_rate=action.new_rate * 365 if rates else None,
        balance=file.position.balance if file.position.balance > 0 else None,
        delinquent=file.position.dpd > 0,
        restored_when=dict(product.policy.reinstate_label) if kind is Kind.SUSPENSION else None,
    )
    return kind, AccountFacts(
        application=application,
        change=change,
        decided_by=Component.RULE if action.reason_codes else Component.JUDGEMENT,
        reasons=action.reason_codes,
        report_used=False,
        product=product.label,
        limit=action.new_limit,
        decided_on=action.decided_at.date() if action.decided_at else None,
    )
