"""Letters about an account: a limit raised, refused or lowered, a rate, a suspension, a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from workbench.credit.reasons import OTHER
from workbench.credit.status import Component, Outcome
from workbench.errors import NotFound
from workbench.i18n import Language, _
from workbench.letters.pack import Pack
from workbench.letters.record import (
    ADVERSE,
    AccountChange,
    AdverseEntry,
    Kind,
    ScoreUse,
    StatedReason,
)
from workbench.storage import applications
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow import lender_packs
from workbench.workflow.desk import Desk, Step, no_step
from workbench.workflow.letter_records import case_record
from workbench.workflow.letter_writing import Draft, HeldBack, Written, keep_drafts, preview

ACCOUNT_KINDS = (
    Kind.LIMIT_INCREASE,
    Kind.INCREASE_REFUSED,
    Kind.LIMIT_DECREASE,
    Kind.RATE_RISE,
    Kind.SUSPENSION,
    Kind.REINSTATEMENT,
    Kind.ADVERSE_REPORTING,
)
"""The kinds that tell of a living account."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What happened to an account, as its letter tells it.

    `application` is the one the account came from: the letter is kept in its file and goes to
    its applicant. `reasons` are codes of the list of reasons, all of the component that decided;
    `own_words` those of the reason "OTH", in the officer's words. `product` overrides the
    application's (a card's name, say), `limit` stands for the amount where nobody applied for
    one. `decided_on` is today without one.
    """

    application: int | str
    change: AccountChange
    decided_by: Component = Component.JUDGEMENT
    reasons: tuple[str, ...] = ()
    own_words: str = ""
    scored: bool = False
    score: ScoreUse | None = None
    report_used: bool | None = None
    entries: tuple[AdverseEntry, ...] = ()
    product: Mapping[str, str] | None = None
    limit: Decimal = Decimal(0)
    decided_on: date | None = None
    language: Language | None = None


def prepare_account_letter(desk: Desk, kind: Kind, facts: AccountFacts) -> bytes:
    """The letter as it would be written now; nothing is kept.

    Raises LetterHeldBack with the lint's sentences, NotFound for an unknown application.
    """
    pack, draft = _draft(desk, kind, facts)
    return preview(desk, pack, draft)


def write_account_letters(
    desk: Desk, told: Sequence[tuple[Kind, AccountFacts]], step: Step = no_step
) -> Written:
    """Write and keep letters about accounts; those that may not be sent wait, with why.

    Returns what was kept, in the order of the letters' numbers. Raises NotFound.
    """
    by_pack: dict[str, tuple[Pack, list[Draft]]] = {}
    for kind, facts in told:
        pack, draft = _draft(desk, kind, facts)
        by_pack.setdefault(pack.sha256, (pack, []))[1].append(draft)
    kept: list[KeptLetter] = []
    held: list[HeldBack] = []
    for pack, drafts in by_pack.values():
        before = len(kept) + len(held)

        def so_far(done: int, _total: int, before: int = before) -> None:
            step(before + done, len(told))

        done = keep_drafts(desk, pack, drafts, so_far)
        kept += done.kept
        held += done.held
    return Written(tuple(kept), tuple(held))


def kinds_of(desk: Desk, application: int | str) -> tuple[Kind, ...]:
    """The kinds of account letters that the application's letter pack has."""
    found = applications.application(desk.store, application)
    pack = lender_packs.pack_of(desk, found.product)
    return tuple(kind for kind in ACCOUNT_KINDS if kind in pack.kinds)


def _draft(desk: Desk, kind: Kind, facts: AccountFacts) -> tuple[Pack, Draft]:
    if kind not in ACCOUNT_KINDS:
        raise NotFound(kind=_("letter about an account"), name=kind.value)
    found = applications.application(desk.store, facts.application)
    pack = lender_packs.pack_of(desk, found.product)
    language = lender_packs.letter_language(desk, pack, facts.language)
    base = case_record(desk, found, pack, kind, language=language)
    used = base.report_used if facts.report_used is None else facts.report_used
    decided_on = facts.decided_on or base.issued_on
    record = replace(
        base,
        product=facts.product or base.product,
        amount=base.amount or facts.limit,
        outcome=Outcome.DECLINE if kind in ADVERSE else Outcome.APPROVE,
        decided_by=facts.decided_by,
        decided_on=decided_on,
        reasons=tuple(_reason(code, facts) for code in facts.reasons),
        report_used=used,
        report=base.report if used else None,
        scored=facts.scored,
        score=facts.score,
        change=facts.change,
        entries=facts.entries,
        due_on=decided_on + timedelta(days=pack.timing.notice_days) if kind in ADVERSE else None,
    )
    return pack, Draft(found.id, found.number, None, record)


def _reason(code: str, facts: AccountFacts) -> StatedReason:
    own = {language.value: facts.own_words for language in Language} if code == OTHER else None
    return StatedReason(code, facts.decided_by, own)
