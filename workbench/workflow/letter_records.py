"""Letter records: a decided case becomes what its letter is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workbench.credit.application import Application
from workbench.credit.assessment import Assessment, Points
from workbench.credit.decision import Decision
from workbench.credit.facts import Dictionary, Family, dictionary
from workbench.credit.identity_numbers import mask
from workbench.credit.offer import terms_schedule
from workbench.credit.reasons import OTHER
from workbench.credit.status import Component, Outcome
from workbench.errors import NotFound
from workbench.i18n import Language, _
from workbench.letters.pack import Pack
from workbench.letters.record import (
    Addressee,
    Kind,
    LetterRecord,
    ReportUse,
    ScoreUse,
    StatedReason,
)
from workbench.letters.register import notice_due
from workbench.scoring.strategy import Strategy
from workbench.storage import assessments, decisions
from workbench.workflow import decide
from workbench.workflow.desk import Desk, now
from workbench.workflow.product_strategies import in_force
from workbench.workflow.score_spread import spread_of

_MOST_FACTORS = 4
_INQUIRIES = "INQ"


def case_record(
    desk: Desk,
    application: Application,
    pack: Pack,
    kind: Kind,
    *,
    language: Language,
) -> LetterRecord:
    """What every letter about this application says, whatever it tells; it has no number yet.

    It is signed by whoever sits at the desk and tells of no outcome; a kind's own facts are
    added by `dataclasses.replace`.
    """
    facts, moment = application.facts, now()
    report_used = _report_used(application, dictionary())
    return LetterRecord(
        number="",
        kind=kind,
        language=language,
        issued_at=moment,
        application=application.reference or application.number,
        applied_on=_applied_on(application),
        addressee=_addressee(application, language),
        product=in_force(desk, application.product).label.both(),
        currency=application.currency,
        amount=_amount(facts.get("amount_requested")),
        term_months=_months(facts.get("term_months")),
        outcome=Outcome.REFER,
        decided_by=Component.JUDGEMENT,
        decided_on=moment.date(),
        officer=desk.officer(),
        officer_title=desk.officer_title() or _("Credit officer", language=language),
        report_used=report_used,
        report=_report(pack, language, application) if report_used else None,
        purpose=_chosen(str(facts.get("purpose") or ""), "purpose"),
    )


def decision_record(
    base: LetterRecord, application: Application, judged: Judged, pack: Pack
) -> LetterRecord:
    """Everything the letter of a decision may say, and nothing else."""
    assessment, decision = judged.assessment, judged.decision
    schedule = (
        terms_schedule(decision.terms, decision.decided_at.date()) if decision.terms else None
    )
    return replace(
        base,
        kind=letter_kind(decision),
        product=judged.strategy.label.both(),
        amount=assessment.requested_amount or Decimal(0),
        term_months=assessment.requested_term_months,
        outcome=decision.outcome,
        decided_by=decision.decided_by,
        decided_on=decision.decided_at.date(),
        officer=decision.officer,
        officer_title=decision.officer_title or base.officer_title,
        reasons=_stated_reasons(decision),
        terms=decision.terms,
        schedule=schedule,
        score=_score(application, judged, pack, base.language),
        scored=assessment.score is not None,
        needed=_noted(decision),
        conditions=tuple({"en": one, "zh": one} for one in decision.conditions),
        due_on=notice_due(pack, application.received_at.date()),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A case's assessment, the strategy behind it, and the decision on it."""

    assessment: Assessment
    strategy: Strategy
    decision: Decision


def judged(desk: Desk, application: Application) -> Judged:
    """The standing decision on an application. Raises NotFound without one."""
    kept = assessments.latest_assessment(desk.store, application.id)
    decision = decisions.standing_decision(desk.store, application.id)
    if kept is None or decision is None:
        raise NotFound(kind=_("decision"), name=application.number)
    strategy = decide.strategy_by_sha(desk, kept.strategy_sha256)
    return Judged(decide.as_assessment(strategy, kept), strategy, decision)


def _stated_reasons(decision: Decision) -> tuple[StatedReason, ...]:
    """The principal reasons of a decision, as its letter states them."""
    return tuple(_reason(code, decision) for code in decision.reasons)


def _noted(decision: Decision) -> tuple[dict[str, str], ...]:
    """What is missing, from the note of a decision that found an application incomplete."""
    if decision.outcome is not Outcome.INCOMPLETE:
        return ()
    lines = (line.strip() for line in decision.note.splitlines())
    return tuple({"en": line, "zh": line} for line in lines if line)


def _amount(fact: object) -> Decimal:
    return fact if isinstance(fact, Decimal) else Decimal(0)


def _months(fact: object) -> int | None:
    return fact if isinstance(fact, int) else None


def _reason(code: str, decision: Decision) -> StatedReason:
    """A reason; where it is "other", in the officer's own words from the decision's note."""
    own = {"en": decision.note, "zh": decision.note} if code == OTHER else None
    return StatedReason(code, decision.decided_by, own)


def letter_kind(decision: Decision) -> Kind:
    """The kind of letter that tells of a decision."""
    if decision.outcome is Outcome.APPROVE:
        return Kind.APPROVAL
    if decision.outcome is Outcome.COUNTER_OFFER:
        return Kind.COUNTER_OFFER
    if decision.outcome is Outcome.WITHDRAWN:
        return Kind.WITHDRAWN
    if decision.outcome is Outcome.INCOMPLETE:
        return Kind.INCOMPLETE
    return Kind.DECLINE_BY_RULE if decision.decided_by is Component.RULE else Kind.DECLINE


def key_factors(assessment: Assessment) -> tuple[Points, ...]:
    """The characteristics that cost the score most against near-passers, at most four."""
    short = [p for p in assessment.points if Decimal(p.points) < p.mean_near]
    short.sort(key=lambda p: (Decimal(p.points) - p.mean_near, p.characteristic))
    return tuple(short[:_MOST_FACTORS])


def _score(
    application: Application, judged: Judged, pack: Pack, language: Language
) -> ScoreUse | None:
    assessment = judged.assessment
    if pack.score.disclosure != "house_score" or assessment.score is None:
        return None
    factors = key_factors(assessment)
    ranks_above, bands = spread_of(judged.strategy, assessment.score_range, assessment.score)
    return ScoreUse(
        person=_name(application, language),
        score=assessment.score,
        lowest=assessment.score_range[0],
        highest=assessment.score_range[1],
        created_on=assessment.assessed_at.date(),
        provider=pack.score.provider[language],
        key_factors=tuple(dict.fromkeys(pack.reason(p.reason, language) for p in factors)),
        inquiries_is_a_factor=any(p.reason == _INQUIRIES for p in factors),
        ranks_above=ranks_above,
        spread=bands,
    )


def _report_used(application: Application, facts: Dictionary) -> bool:
    return any(
        application.facts.get(fact.name) is not None
        for fact in facts
        if fact.family is Family.CREDIT_RECORD
    )


def _report(pack: Pack, language: Language, application: Application) -> ReportUse:
    agency = pack.report_agency
    read_on = application.facts.get("bureau_report_date")
    return ReportUse(
        agency=agency.name[language],
        address=agency.address[language],
        phone=agency.phone,
        read_on=read_on if isinstance(read_on, date) else None,
    )


def _addressee(application: Application, language: Language) -> Addressee:
    facts = application.facts
    town = " ".join(
        part
        for part in (
            ", ".join(str(facts[name]) for name in ("city", "region") if facts.get(name)),
            str(facts.get("postcode") or ""),
        )
        if part
    )
    lines = tuple(line for line in (str(facts.get("address") or ""), town) if line)
    number = str(facts.get("id_number") or "")
    return Addressee(_name(application, language), lines, mask(number) if number else "")


def _name(application: Application, language: Language) -> str:
    given = application.facts.get("applicant_name")
    if given:
        return str(given)
    return _("Applicant {number}", language=language, number=application.number)


def _applied_on(application: Application) -> date:
    given = application.facts.get("application_date")
    return given if isinstance(given, date) else application.received_at.date()


def _chosen(word: str, fact: str) -> dict[str, str] | None:
    choice = dictionary()[fact].choice(word)
    return dict(choice.label) if choice else None
