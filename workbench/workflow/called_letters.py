"""Letters a person calls for: papers wanted, withdrawal, a lapsed offer, a review, a correction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from workbench.credit.application import Application
from workbench.credit.decision import Choice
from workbench.credit.facts import dictionary
from workbench.credit.status import Component, Outcome
from workbench.errors import LetterHeldBack
from workbench.i18n import Language, _
from workbench.letters.pack import Pack
from workbench.letters.record import Kind, LetterRecord
from workbench.letters.register import lapse_notice_due, notice_due
from workbench.storage import applications, decisions, letters_kept
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow import decide, lender_packs
from workbench.workflow.desk import Desk
from workbench.workflow.letter_records import case_record, decision_record, judged
from workbench.workflow.letter_writing import Draft, held_back, keep_drafts, preview
from workbench.workflow.notify import decided_draft

CALLED = (Kind.INCOMPLETE, Kind.WITHDRAWN, Kind.OFFER_LAPSED, Kind.REVIEW_RESULT)
"""The kinds that a person may call for on an application."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a person says for a letter that no decision calls for.

    `needed` are names of facts ("income_monthly") or papers in words; `found` is what a review
    found; `changed` that it changed the decision. `language` None is as set.
    """

    kind: Kind
    needed: tuple[str, ...] = ()
    found: str = ""
    changed: bool = False
    language: Language | None = None


def preview_called(desk: Desk, application: int | str, call: Call) -> bytes:
    """The letter as it would be written now; nothing is kept.

    Raises LetterHeldBack with the sentences why it may not be written, NotFound.
    """
    pack, draft = _draft(desk, application, call)
    return preview(desk, pack, draft)


def write_called(desk: Desk, application: int | str, call: Call) -> KeptLetter:
    """Write and keep the letter. A withdrawal is recorded as the case's outcome first.

    Raises LetterHeldBack, DecisionRefused (a withdrawal of a case not yet assessed), NotFound.
    """
    if call.kind is Kind.WITHDRAWN:
        preview_called(desk, application, call)
        _withdraw(desk, application)
    return _kept(desk, *_draft(desk, application, call))


def correct_letter(desk: Desk, number: str, *, language: Language | None = None) -> KeptLetter:
    """Write a decision's letter anew from the case as it stands; it says what it replaces.

    The letter that it replaces stays as it is. Raises NotFound, LetterHeldBack.
    """
    return _kept(desk, *_correction(desk, number, language))


def preview_correction(desk: Desk, number: str, *, language: Language | None = None) -> bytes:
    """The correction of a letter as it would be written now. Raises NotFound, LetterHeldBack."""
    return preview(desk, *_correction(desk, number, language))


def facts_wanted(desk: Desk, application: int | str) -> list[tuple[str, str]]:
    """(name, label) of the facts that the assessment could not find, to be asked for."""
    file = decide.case(desk, application)
    if file.assessment is None:
        return []
    lacking = [p.fact for p in file.assessment.points if p.value is None]
    for rule in file.assessment.rules:
        lacking += [name for name, value in rule.read.items() if value is None]
    known = dictionary()
    return [(name, known[name].text()) for name in dict.fromkeys(lacking) if name in known]


def _draft(desk: Desk, application: int | str, call: Call) -> tuple[Pack, Draft]:
    found = applications.application(desk.store, application)
    pack = lender_packs.pack_of(desk, found.product)
    language = lender_packs.letter_language(desk, pack, call.language)
    base = case_record(desk, found, pack, call.kind, language=language)
    return pack, _MAKE[call.kind](_Asked(desk, found, pack, base, call))


@dataclass(frozen=True, slots=True)
class _Asked:
    desk: Desk
    application: Application
    pack: Pack
    base: LetterRecord
    call: Call

    def draft(self, record: LetterRecord, decision_id: int | None = None) -> Draft:
        """The draft of this application's letter."""
        return Draft(self.application.id, self.application.number, decision_id, record)

    def refused(self, why: str) -> LetterHeldBack:
        """The error that says why the letter may not be written."""
        return LetterHeldBack(number=self.application.number, findings=why)


def _incomplete(asked: _Asked) -> Draft:
    if not asked.call.needed:
        raise asked.refused(_("The letter asks for nothing. Name at least one paper or fact."))
    if decisions.standing_decision(asked.desk.store, asked.application.id) is not None:
        raise asked.refused(_("The case is decided. Only an open case can ask for papers."))
    return asked.draft(
        replace(
            asked.base,
            outcome=Outcome.INCOMPLETE,
            decided_by=Component.DATA,
            needed=tuple(map(_needed, asked.call.needed)),
            due_on=notice_due(asked.pack, asked.application.received_at.date()),
        )
    )


def _needed(said: str) -> dict[str, str]:
    known = dictionary()
    if said in known:
        return {language.value: known[said].text(language) for language in Language}
    return {"en": said, "zh": said}


def _withdrawn(asked: _Asked) -> Draft:
    decision = decisions.standing_decision(asked.desk.store, asked.application.id)
    told = decision.id if decision and decision.outcome is Outcome.WITHDRAWN else None
    return asked.draft(replace(asked.base, outcome=Outcome.WITHDRAWN), told)


def _lapsed(asked: _Asked) -> Draft:
    case = judged(asked.desk, asked.application)
    terms, today = case.decision.terms, asked.base.issued_on
    if terms is None or terms.valid_until is None:
        raise asked.refused(_("The decision offers no terms, so no offer can lapse."))
    if terms.valid_until >= today:
        raise asked.refused(
            _(
                "The offer holds until {day}. Write this letter after that day.",
                day=terms.valid_until,
            )
        )
    return asked.draft(
        replace(
            asked.base,
            outcome=case.decision.outcome,
            terms=terms,
            decided_on=case.decision.decided_at.date(),
            due_on=lapse_notice_due(asked.pack, case.decision.decided_at.date()),
        )
    )


def _review(asked: _Asked) -> Draft:
    case = judged(asked.desk, asked.application)
    decision = case.decision
    if decision.outcome not in (Outcome.DECLINE, Outcome.COUNTER_OFFER):
        raise asked.refused(_("Only a decline or a counter-offer can be reviewed."))
    if not asked.call.found.strip():
        raise asked.refused(_("The letter does not say what the review found. Write it."))
    changed = asked.call.changed
    first = decision_record(asked.base, asked.application, case, asked.pack)
    told = not changed and first.kind is not Kind.DECLINE_BY_RULE
    return asked.draft(
        replace(
            asked.base,
            outcome=Outcome.APPROVE if changed else Outcome.DECLINE,
            decided_by=decision.decided_by,
            decided_on=decision.decided_at.date(),
            reasons=() if changed else first.reasons,
            score=first.score if told else None,
            review_found={language.value: asked.call.found.strip() for language in Language},
            due_on=asked.base.issued_on + timedelta(days=asked.pack.timing.review_days),
        )
    )


_MAKE = {
    Kind.INCOMPLETE: _incomplete,
    Kind.WITHDRAWN: _withdrawn,
    Kind.OFFER_LAPSED: _lapsed,
    Kind.REVIEW_RESULT: _review,
}


def _withdraw(desk: Desk, application: int | str) -> None:
    """Record that the applicant withdrew, where no decision stands yet."""
    file = decide.case(desk, application)
    if file.decision is None:
        decide.decide(desk, application, Choice(Outcome.WITHDRAWN), seen_version=file.version)


def _correction(desk: Desk, number: str, language: Language | None) -> tuple[Pack, Draft]:
    old = letters_kept.letter_numbered(desk.store, number)
    if old.decision_id is None:
        raise LetterHeldBack(
            number=number,
            findings=_("No decision stands behind it. Write such a letter anew instead."),
        )
    later = [
        one.number
        for one in letters_kept.letters(desk.store, application_id=old.application_id)
        if one.replaces == number
    ]
    if later:
        raise LetterHeldBack(
            number=number, findings=_("Letter {number} replaces it already.", number=later[0])
        )
    found = applications.application(desk.store, old.application_id)
    pack = lender_packs.pack_of(desk, found.product)
    draft = decided_draft(desk, found.id, pack, language or Language(old.language))
    return pack, replace(draft, record=replace(draft.record, replaces=number))


def _kept(desk: Desk, pack: Pack, draft: Draft) -> KeptLetter:
    done = keep_drafts(desk, pack, [draft])
    if done.held:
        raise held_back(done.held[0])
    return done.kept[0]
