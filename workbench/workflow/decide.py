"""Decide: the queue, one case with everything known of it, and a person's decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from workbench.credit import deciding as rules
from workbench.credit.application import Application
from workbench.credit.assessment import Assessment
from workbench.credit.decision import Choice, Decision
from workbench.credit.reasons import reason_list
from workbench.credit.second_person import Proposal
from workbench.credit.status import Outcome
from workbench.credit.terms import Terms
from workbench.errors import DecisionRefused, StrategyFaulty
from workbench.i18n import _
from workbench.scoring.explain import to_assessment
from workbench.scoring.strategy import Strategy, read_strategy
from workbench.storage import (
    applications,
    assessments,
    decisions,
    history,
    lanes,
    people_proposals,
)
from workbench.storage import queue as queues
from workbench.storage.assessments import StoredAssessment
from workbench.storage.decisions import DecidedIn
from workbench.storage.journal import Event
from workbench.storage.open_cases import OpenCase, count_open, open_cases
from workbench.storage.queue import QueuePage
from workbench.workflow import exposure, lender_packs, offers, people
from workbench.workflow.desk import Desk, Step, no_step, now


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with everything known of it; `version` is what a decision must have seen, and
    `proposal` what waits for a second person now."""

    application: Application
    assessment: Assessment | None
    decision: Decision | None
    decisions: tuple[Decision, ...]
    history: tuple[Event, ...]
    strategy: Strategy | None
    version: int
    proposal: Proposal | None = None


def queue(desk: Desk, view: str = "needs_review", **wanted: Any) -> QueuePage:
    """One page of the work queue, filtered, sorted and paged in the store."""
    return queues.queue(desk.store, view, **wanted)


def counts(desk: Desk) -> Mapping[str, int]:
    """How many cases stand in each view."""
    return queues.counts(desk.store)


def case(desk: Desk, application: int | str) -> CaseFile:
    """The case of an application, by id or number. Raises NotFound.

    All of it as it stood at one moment: its version says what a person has seen.
    """
    with desk.store.one_view():
        return _case(desk, application)


def _case(desk: Desk, application: int | str) -> CaseFile:
    found = applications.application(desk.store, application)
    kept = assessments.latest_assessment(desk.store, found.id)
    made = decisions.decisions_of(desk.store, found.id)
    strategy = strategy_by_sha(desk, kept.strategy_sha256) if kept else None
    return CaseFile(
        application=found,
        assessment=as_assessment(strategy, kept) if kept and strategy else None,
        decision=decisions.standing_decision(desk.store, found.id) if made else None,
        decisions=made,
        history=history.history(desk.store, found.id),
        strategy=strategy,
        version=queues.version(desk.store, found.id),
        proposal=people_proposals.open_proposal(desk.store, found.id),
    )


def as_assessment(strategy: Strategy, kept: StoredAssessment) -> Assessment:
    """The stored advice as the noun that explains itself."""
    assessment = to_assessment(
        strategy,
        json.loads(kept.detail),
        application_id=kept.application_id,
        assessed_at=kept.assessed_at,
        engine_version=kept.engine_version,
        detail=kept.detail,
    )
    return replace(assessment, id=kept.id)


def strategy_by_sha(desk: Desk, sha256: str) -> Strategy:
    """The very strategy that assessed, from the store's own copy."""
    return _parsed(assessments.strategy_source(desk.store, sha256), sha256)


@lru_cache(maxsize=32)
def _parsed(source: str, name: str) -> Strategy:
    strategy, faults = read_strategy(source)
    if strategy is None:
        raise StrategyFaulty(file=name, faults="\n".join(fault.text() for fault in faults))
    return strategy


def decide(desk: Desk, application: int | str, choice: Choice, *, seen_version: int) -> Decision:
    """Record a person's decision, or raise DecisionRefused with what is missing.

    Raises ChangedMeanwhile when the case moved on since `seen_version`.
    """
    people.refuse_unless_allowed(desk, "decided")
    file = case(desk, application)
    decision, ground = _decision(desk, file, choice)
    return decisions.add_decision(desk.store, decision, seen_version, within(desk, ground))


def what_is_missing(desk: Desk, file: CaseFile, choice: Choice) -> str:
    """Why this choice cannot be recorded yet, in one sentence; empty when it can."""
    try:
        _decision(desk, file, choice)
    except DecisionRefused as refusal:
        return str(refusal.values["why"])
    return ""


def undo(desk: Desk, decision: Decision) -> None:
    """Take one's own decision back before its letter exists: a new event, the old one stays.

    Raises DecisionRefused or NotAllowed.
    """
    people.refuse_unless_allowed(desk, "decision_undone")
    signed = desk.seat.signed
    if signed and signed.person.shown_name not in (decision.officer, decision.second_person):
        why = _("{officer} decided it; reopen it with a reason instead.", officer=decision.officer)
        raise DecisionRefused(number=lanes.number(decision.application_id), why=why)
    decisions.undo_decision(desk.store, decision.id, actor=desk.officer(), at=now())


def accept_advice(desk: Desk, *, batch: int | None = None, step: Step = no_step) -> int:
    """Record the engine's advice as this officer's decision wherever no person is needed.

    Approvals, counter-offers and declines are accepted; referred cases stay in the queue, and
    so does a case on which the advice may not be recorded (an offer over a legal cap, say).
    Returns how many were decided. Interrupted, it goes on where it stopped.
    """
    total, seen, decided, after = count_open(desk.store, batch), 0, 0, 0
    while some := open_cases(desk.store, batch=batch, after=after):
        step(seen, total)
        agreed = [found for one in some if (found := _agreed(desk, one)) is not None]
        made = [(decision, version) for decision, version, _ground in agreed]
        decisions.add_decisions(desk.store, made, _within_all(desk, agreed))
        decided, seen = decided + len(made), seen + len(some)
        after = some[-1].assessment.application_id
    step(total, total)
    return decided


def counter_terms(file: CaseFile, choice: Choice) -> Terms:
    """The terms this choice would offer, at the assessed rate. Raises DecisionRefused."""
    terms = offers.terms_of_choice(_assessed(file), _strategy(file), choice, now().date())
    if terms is None:
        raise _refused(file, _("No rate has been assessed, so no terms can be offered."))
    return terms


def override_reasons(direction: str) -> list[tuple[str, str]]:
    """(code, text) of the coded reasons for deciding in this direction against the advice."""
    return reason_list().override_reasons(direction)


def judgement_reasons() -> list[tuple[str, str]]:
    """(code, text) of the reasons a person's own judgement may give an applicant."""
    known = reason_list()
    return [(code, known.text(code)) for code in known.judgement_codes()]


def ground_of(desk: Desk, file: CaseFile, choice: Choice) -> rules.Ground:
    """What a person stands on who decides this case now. Raises DecisionRefused."""
    refuse_decided(file)
    assessment, strategy, moment = _assessed(file), _strategy(file), now()
    if people.nobody_sits_here(desk):
        raise _refused(file, _("Sign in first."))
    days_open = lender_packs.days_open(desk, strategy.pack)
    terms = offers.terms_of_choice(assessment, strategy, choice, moment.date(), days_open=days_open)
    return rules.Ground(
        officer=desk.officer(),
        officer_title=desk.officer_title(),
        decided_at=moment,
        number=file.application.number,
        terms=terms,
        reason_list=reason_list(),
        role=people.role(desk),
        existing_exposure=exposure.total_exposure(desk, file.application),
        matrix=people.matrix(desk),
        at_these_terms=_at_these_terms(file, choice, terms),
    )


def refuse_decided(file: CaseFile) -> None:
    """Raise DecisionRefused for a case that was decided, or waits for a second person."""
    if file.decision is not None:
        raise _refused(
            file, _("It was decided by {officer} already.", officer=file.decision.officer)
        )
    if file.proposal is not None:
        raise _refused(
            file,
            _(
                "{officer} proposed a decision; it waits for a second person's signature.",
                officer=file.proposal.decision.officer,
            ),
        )


def within(desk: Desk, ground: rules.Ground | None = None) -> DecidedIn:
    """Where a decision made now comes from, as the store keeps it."""
    signed = desk.seat.signed
    if signed is None:
        return DecidedIn()
    if ground is None:
        return DecidedIn(signed.person.id, signed.session)
    owed = ground.existing_exposure + (ground.terms.amount if ground.terms else 0)
    currency = ground.terms.currency if ground.terms else "USD"
    return DecidedIn(signed.person.id, signed.session, owed, currency)


def _decision(desk: Desk, file: CaseFile, choice: Choice) -> tuple[Decision, rules.Ground]:
    ground = ground_of(desk, file, choice)
    made = rules.decide(_assessed(file), choice, ground)
    return replace(made, replaces=_replaced(desk, file)), ground


def _replaced(desk: Desk, file: CaseFile) -> int | None:
    """The reopened decision that the next one follows."""
    return people_proposals.reopened_decision(desk.store, file.application.id)


def _at_these_terms(file: CaseFile, choice: Choice, terms: Terms | None) -> Assessment | None:
    """What the engine says of a counter-offer's own amount and term."""
    if choice.outcome is not Outcome.COUNTER_OFFER or terms is None or file.strategy is None:
        return None
    from workbench.workflow import consider

    return consider.at_terms(file, terms.amount, terms.term_months)


def _within_all(
    desk: Desk, agreed: Sequence[tuple[Decision, int, rules.Ground]]
) -> decisions.DecidedIn:
    each = {made.application_id: within(desk, ground) for made, _version, ground in agreed}
    first = next(iter(each.values()), within(desk))
    owed = {number: one.exposure for number, one in each.items() if one.exposure is not None}
    return replace(first, exposures=owed)


def _agreed(desk: Desk, one: OpenCase) -> tuple[Decision, int, rules.Ground] | None:
    """The decision that agrees with the advice; None where a person is needed."""
    if one.assessment.advice == Outcome.REFER:
        return None
    try:
        return _agreement(desk, one)
    except DecisionRefused:
        return None


def _agreement(desk: Desk, one: OpenCase) -> tuple[Decision, int, rules.Ground]:
    kept = one.assessment
    strategy = strategy_by_sha(desk, kept.strategy_sha256)
    assessment, moment = as_assessment(strategy, kept), now()
    choice = Choice(assessment.advice)
    ground = rules.Ground(
        officer=desk.officer(),
        officer_title=desk.officer_title(),
        decided_at=moment,
        number=lanes.number(kept.application_id),
        terms=offers.terms_of_choice(
            assessment,
            strategy,
            choice,
            moment.date(),
            days_open=lender_packs.days_open(desk, strategy.pack),
        ),
        reason_list=reason_list(),
        role=people.role(desk),
        existing_exposure=_owed(desk, kept.application_id),
        matrix=people.matrix(desk),
    )
    return rules.decide(assessment, choice, ground), one.version, ground


def _owed(desk: Desk, application_id: int) -> Decimal:
    """The total exposure, which the store keeps beside a person's decision; one who works alone
    has no limit to hold it against.
    """
    if desk.seat.signed is None:
        return Decimal(0)
    return exposure.total_exposure(desk, applications.application(desk.store, application_id))


def _assessed(file: CaseFile) -> Assessment:
    if file.assessment is None:
        raise _refused(file, _("It has not been assessed. Assess it first."))
    return file.assessment


def _strategy(file: CaseFile) -> Strategy:
    if file.strategy is None:
        raise _refused(file, _("It has not been assessed. Assess it first."))
    return file.strategy


def _refused(file: CaseFile, why: str) -> DecisionRefused:
    return DecisionRefused(number=file.application.number, why=why)
