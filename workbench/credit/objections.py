"""What speaks against recording a choice: one full sentence for each thing that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.credit.assessment import Assessment, RuleClass, Verdict
from workbench.credit.authority import GRANTS
from workbench.credit.decision import Choice, OverrideDirection
from workbench.credit.offer import yearly_cost
from workbench.credit.override import (
    HANZI_AT_LEAST,
    LETTERS_AT_LEAST,
    justification_is_long_enough,
    needs_justification,
    override_direction,
    settles,
)
from workbench.credit.reasons import INCOMPLETE, OTHER, ReasonList
from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms
from workbench.i18n import _, money, percent, pick
from workbench.i18n import day as day_text

OTHER_AT_LEAST = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and all that judges it.

    `at_these_terms` is the engine's own assessment of a counter-offer's amount and term;
    `offer_days_most` is how long an offer may stand.
    """

    assessment: Assessment
    choice: Choice
    terms: Terms | None
    reasons: ReasonList
    offer_days_most: int
    today: date | None = None
    at_these_terms: Assessment | None = None

    @property
    def grants(self) -> bool:
        """Whether credit is offered."""
        return self.choice.outcome in GRANTS

    @property
    def direction(self) -> OverrideDirection | None:
        """The direction in which the choice goes against the advice."""
        return override_direction(self.assessment, self.choice.outcome)

    @property
    def settles(self) -> bool:
        """Whether a referred case gets its yes or no."""
        return settles(self.assessment, self.choice.outcome)

    @property
    def turns_down(self) -> bool:
        """Whether the applicant does not get what was asked for: a letter must say why."""
        return self.choice.outcome in (Outcome.DECLINE, Outcome.COUNTER_OFFER)

    @property
    def person_explains(self) -> bool:
        """Whether the letter's reasons are the person's own."""
        against = self.direction is OverrideDirection.DECLINE_OVER_APPROVE
        return self.turns_down and (against or self.settles)


def objections(asked: Asked, officer: str) -> Iterator[str]:
    """Every sentence that speaks against recording the choice, in the language spoken now."""
    if not officer.strip():
        yield _("A decision needs a person. Enter your name in Settings.")
    if asked.grants:
        yield from _hard_rules(asked.assessment)
        yield from _offer(asked)
    yield from _coded_reason(asked)
    yield from _justification(asked)
    yield from _factors(asked)
    yield from _conditions(asked)
    yield from _validity(asked)
    yield from _letter_reasons(asked)
    yield from _note(asked)


def _hard_rules(assessment: Assessment) -> Iterator[str]:
    for rule in assessment.rules:
        if rule.rule_class is RuleClass.HARD and rule.verdict is Verdict.FAILED:
            yield _(
                "The rule “{rule}” failed; nobody can set it aside.", rule=pick(dict(rule.label))
            )


def _offer(asked: Asked) -> Iterator[str]:
    terms, requested = asked.terms, asked.assessment.requested_amount
    if terms is None:
        yield _("The terms of the offer are missing: an amount, a term and a rate are needed.")
        return
    approves = asked.choice.outcome is Outcome.APPROVE
    if approves and requested is not None and terms.amount != requested:
        yield _(
            "Approval is for the {requested} that was asked for; record {amount} as a "
            "counter-offer.",
            requested=money(requested, terms.currency),
            amount=money(terms.amount, terms.currency),
        )
    if not approves:
        yield from _counter_offer(asked, terms)
    yield from _legal_cap(asked.assessment, terms)


def _counter_offer(asked: Asked, terms: Terms) -> Iterator[str]:
    requested = asked.assessment.requested_amount
    same_term = terms.term_months == asked.assessment.requested_term_months
    if requested is not None and terms.amount > requested:
        yield _(
            "A counter-offer of {amount} exceeds the {requested} that was asked for.",
            amount=money(terms.amount, terms.currency),
            requested=money(requested, terms.currency),
        )
    elif terms.amount == requested and same_term:
        yield _("These are the amount and term that were asked for: approve instead.")
    yield from _engine_on_these_terms(asked)
    possible = asked.assessment.offered_amount
    advised = asked.assessment.advice is Outcome.COUNTER_OFFER
    if advised and possible is not None and terms.amount > possible:
        yield _(
            "A counter-offer of {amount} exceeds the {possible} that the assessment found "
            "possible.",
            amount=money(terms.amount, terms.currency),
            possible=money(possible, terms.currency),
        )


def _legal_cap(assessment: Assessment, terms: Terms) -> Iterator[str]:
    cap, basis = assessment.price.legal_cap, assessment.price.legal_cap_basis
    if cap is not None and yearly_cost(terms, basis) > cap:
        yield _(
            "The offer costs {cost} a year; the legal cap is {cap}.",
            cost=percent(yearly_cost(terms, basis), places=2),
            cap=percent(cap, places=2),
        )


def _engine_on_these_terms(asked: Asked) -> Iterator[str]:
    """A counter-offer that the applicant cannot carry is none, whatever the request was."""
    found = asked.at_these_terms
    if found is None or found.affordability_advice is not Outcome.DECLINE:
        return
    burden = found.affordability
    if burden.debt_service_ratio is None:
        yield _("At these terms the engine finds that the applicant cannot carry the instalment.")
        return
    yield _(
        "At these terms the engine finds debts of {ratio} of income each month; the most is {cap}.",
        ratio=percent(burden.debt_service_ratio, places=1),
        cap=percent(burden.cap, places=1),
    )


def _factors(asked: Asked) -> Iterator[str]:
    """A factor is measured: by a value, or by a paper kept with the case."""
    for factor in asked.choice.factors:
        if not factor.what.strip():
            yield _("Say of each compensating factor what it is.")
        elif not factor.value.strip() and factor.evidence is None:
            yield _(
                "The compensating factor “{what}” needs a value or an attached file.",
                what=factor.what.strip(),
            )
    code = asked.choice.reason_code
    wants = asked.reasons.wants_factor(code) and asked.direction is not None
    if wants and not asked.choice.factors:
        yield _("The reason “{code}” needs a compensating factor: a value or a file.", code=code)


def _conditions(asked: Asked) -> Iterator[str]:
    if asked.choice.conditions and not asked.grants:
        yield _("Conditions belong to an offer; this decision makes none.")
    if any(not one.strip() for one in asked.choice.conditions):
        yield _("Write out each condition, or take the empty one away.")


def _validity(asked: Asked) -> Iterator[str]:
    until, today = asked.choice.valid_until, asked.today
    if until is None or today is None or not asked.grants:
        return
    if until <= today:
        yield _("The offer would end on {day}; choose a later day.", day=day_text(until))
    elif until > today + timedelta(days=asked.offer_days_most):
        yield _(
            "An offer stands at most {n} days; choose a day up to {day}.",
            n=asked.offer_days_most,
            day=day_text(today + timedelta(days=asked.offer_days_most)),
        )


def _coded_reason(asked: Asked) -> Iterator[str]:
    side, code = _side(asked), asked.choice.reason_code
    if side is None:
        return
    if code and code not in asked.reasons.override_codes(side):
        yield _("“{code}” is not a coded reason for this choice.", code=code)
    elif not code and (asked.direction or asked.grants):
        yield _("Choose a coded reason for this choice.")


def _side(asked: Asked) -> OverrideDirection | None:
    """The list of coded reasons this choice draws on."""
    if not asked.settles:
        return asked.direction
    if asked.grants:
        return OverrideDirection.APPROVE_OVER_DECLINE
    return OverrideDirection.DECLINE_OVER_APPROVE


def _justification(asked: Asked) -> Iterator[str]:
    needed = needs_justification(asked.assessment, asked.choice.outcome)
    if needed and not justification_is_long_enough(asked.choice.justification):
        yield _(
            "Write a justification of at least {letters} letters or {hanzi} Chinese characters.",
            letters=LETTERS_AT_LEAST,
            hanzi=HANZI_AT_LEAST,
        )


def _letter_reasons(asked: Asked) -> Iterator[str]:
    if not asked.person_explains:
        yield from _engine_reasons(asked)
        return
    codes = asked.choice.reason_codes
    if not codes:
        yield _("Name at least one reason of your own judgement for the letter.")
    if len(set(codes)) > asked.reasons.most:
        yield _("Name at most {most} reasons for the letter.", most=asked.reasons.most)
    for code in codes:
        if code not in _citable(asked):
            yield _("“{code}” is not a reason that your own judgement may give.", code=code)


def _engine_reasons(asked: Asked) -> Iterator[str]:
    if asked.turns_down and not letter_reasons(asked)[1]:
        yield _("The assessment names no reason that a letter could give. Assess it again.")


def _citable(asked: Asked) -> set[str]:
    """What a person may cite: own judgement; for a referred case also what referred it."""
    own = set(asked.reasons.judgement_codes())
    return own | ({each.code for each in asked.assessment.reasons} if asked.settles else set())


def _note(asked: Asked) -> Iterator[str]:
    note = asked.choice.note.strip()
    if asked.choice.outcome is Outcome.INCOMPLETE and not note:
        yield _("Write in the note which facts or papers are missing.")
    if asked.person_explains and OTHER in asked.choice.reason_codes:
        if len(note) < OTHER_AT_LEAST:
            yield _(
                "Write the other reason in the note, in at least {least} characters.",
                least=OTHER_AT_LEAST,
            )
        elif asked.reasons.is_blocked(note):
            yield _(
                "The note only cites the score or the policy. Name what about the applicant "
                "led to the decision."
            )


def letter_reasons(asked: Asked) -> tuple[Component, tuple[str, ...]]:
    """The component that decided, and the codes it gives for the letter."""
    assessment, choice = asked.assessment, asked.choice
    if choice.outcome is Outcome.INCOMPLETE:
        return Component.DATA, (INCOMPLETE,)
    if asked.person_explains:
        return Component.JUDGEMENT, tuple(dict.fromkeys(choice.reason_codes))
    if asked.turns_down:
        decided = [each for each in assessment.reasons if each.component is assessment.decided_by]
        codes = dict.fromkeys(each.code for each in sorted(decided, key=lambda each: each.rank))
        return assessment.decided_by, tuple(codes)[: asked.reasons.most]
    agrees = choice.outcome is assessment.advice
    return (assessment.decided_by if agrees else Component.JUDGEMENT), ()
