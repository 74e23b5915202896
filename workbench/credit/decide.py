"""A person's choice becomes a decision, or the sentences that say what is missing.

- Agreeing with the advice needs nothing; the reasons are the assessment's, from the component
  that decided.
- A failed hard rule is never approved, by anyone.
- Deciding against the advice is an override: it needs a coded reason of that direction and a
  justification. Turning a yes into a no, or into less, also needs at least one reason code of
  a person's judgement for the letter; the engine's reasons cannot be reused (12 CFR 1002,
  Supplement I, 9(b)(2)-7).
- Settling what was referred is no override. Granting needs a coded reason, declining a reason
  for the letter; a justification too, unless only the score was in the grey area.
- Passing a case on, and recording a withdrawal, need nothing. An incomplete application needs
  a note of what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workbench.credit.assessment import Assessment, RuleClass, Verdict
from workbench.credit.authority import (
    GRANTS,
    Matrix,
    Step,
    authority_matrix,
    in_the_way,
    missing_authority,
)
from workbench.credit.decision import Choice, Decision, Override, OverrideDirection, Settlement
from workbench.credit.offer import yearly_cost
from workbench.credit.reasons import INCOMPLETE, OTHER, ReasonList
from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms
from workbench.errors import DecisionRefused
from workbench.i18n import Language, _, current, money, percent, pick

LETTERS_AT_LEAST = 40
HANZI_AT_LEAST = 15
OTHER_AT_LEAST = 8
_HANZI = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for, and all that judges it."""

    assessment: Assessment
    choice: Choice
    terms: Terms | None
    reasons: ReasonList

    @property
    def grants(self) -> bool:
        return self.choice.outcome in GRANTS

    @property
    def direction(self) -> OverrideDirection | None:
        return override_direction(self.assessment, self.choice.outcome)

    @property
    def settles(self) -> bool:
        """Whether a person says yes or no to what the engine referred."""
        final = (*GRANTS, Outcome.DECLINE)
        return self.assessment.advice is Outcome.REFER and self.choice.outcome in final

    @property
    def person_explains(self) -> bool:
        """Whether the letter's reasons are the person's own."""
        adverse = self.choice.outcome in (Outcome.DECLINE, Outcome.COUNTER_OFFER)
        against = self.direction is OverrideDirection.DECLINE_OVER_APPROVE
        return adverse and (against or self.settles)


def decide(  # noqa: PLR0913 -- two by position, the rest by name
    assessment: Assessment,
    choice: Choice,
    *,
    officer: str,
    officer_title: str,
    decided_at: datetime,
    number: str,
    terms: Terms | None,
    reason_list: ReasonList,
    role: str | None = None,
    existing_exposure: Decimal = Decimal(0),
    matrix: Matrix | None = None,
) -> Decision:
    """The decision this choice makes, by the rules above.

    `terms` are what is offered when credit is granted; `existing_exposure` is what the person
    owes us already; without a `role` the officer works alone on this desk. Raises
    DecisionRefused with every sentence that says what is missing.
    """
    asked = _Asked(assessment, choice, terms, reason_list)
    lacking = list(_lacking(asked, officer))
    lacking += _authority(asked, role, existing_exposure, matrix or authority_matrix())
    if lacking:
        raise DecisionRefused(number=number, why=_joined(lacking))
    component, codes = _reasons(asked)
    return Decision(
        application_id=assessment.application_id,
        assessment_id=assessment.id,
        outcome=choice.outcome,
        officer=officer.strip(),
        officer_title=officer_title.strip(),
        decided_at=decided_at,
        decided_by=component,
        reasons=codes,
        terms=terms if asked.grants else None,
        override=_override(asked),
        note=choice.note.strip(),
        settlement=_settlement(asked),
    )


def override_direction(assessment: Assessment, outcome: Outcome) -> OverrideDirection | None:
    """The direction in which an outcome goes against the advice; None when it does not.

    A counter-offer turns down what was asked for: advised, and the request approved, is
    approve over decline; made where approval was advised, it is decline over approve. A
    referred case has no advice to go against.
    """
    turned_down = (Outcome.DECLINE, Outcome.COUNTER_OFFER)
    match assessment.advice, outcome:
        case Outcome.DECLINE, Outcome.APPROVE | Outcome.COUNTER_OFFER:
            return OverrideDirection.APPROVE_OVER_DECLINE
        case Outcome.COUNTER_OFFER, Outcome.APPROVE:
            return OverrideDirection.APPROVE_OVER_DECLINE
        case Outcome.APPROVE, refused if refused in turned_down:
            return OverrideDirection.DECLINE_OVER_APPROVE
        case Outcome.COUNTER_OFFER, Outcome.DECLINE:
            return OverrideDirection.DECLINE_OVER_APPROVE
    return None


def justification_is_long_enough(text: str) -> bool:
    """At least 40 letters or 15 Hanzi; in mixed text each counts for its share."""
    hanzi = len(_HANZI.findall(text))
    letters = sum(sign.isalnum() for sign in text) - hanzi
    return letters * HANZI_AT_LEAST + hanzi * LETTERS_AT_LEAST >= LETTERS_AT_LEAST * HANZI_AT_LEAST


def needs_justification(assessment: Assessment, outcome: Outcome) -> bool:
    """Whether this outcome asks for a written justification: every override, and settling what
    a rule, a missing fact or affordability referred (not the grey area of the score alone)."""
    if override_direction(assessment, outcome):
        return True
    final = outcome in (*GRANTS, Outcome.DECLINE)
    grey = assessment.decided_by is Component.SCORE and not in_the_way(assessment)
    return assessment.advice is Outcome.REFER and final and not grey


def _lacking(asked: _Asked, officer: str) -> Iterator[str]:
    if not officer.strip():
        yield _("A decision needs a person. Enter your name in Settings.")
    if asked.grants:
        yield from _hard_rules(asked.assessment)
        yield from _offer(asked)
    yield from _coded_reason(asked)
    yield from _justification(asked)
    yield from _letter_reasons(asked)
    yield from _note(asked)


def _hard_rules(assessment: Assessment) -> Iterator[str]:
    for rule in assessment.rules:
        if rule.rule_class is RuleClass.HARD and rule.verdict is Verdict.FAILED:
            yield _(
                "The rule “{rule}” failed; nobody can set it aside.", rule=pick(dict(rule.label))
            )


def _offer(asked: _Asked) -> Iterator[str]:
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


def _counter_offer(asked: _Asked, terms: Terms) -> Iterator[str]:
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


def _legal_cap(assessment: Assessment, terms: Terms) -> Iterator[str]:
    cap, basis = assessment.price.legal_cap, assessment.price.legal_cap_basis
    if cap is not None and yearly_cost(terms, basis) > cap:
        yield _(
            "The offer costs {cost} a year; the legal cap is {cap}.",
            cost=percent(yearly_cost(terms, basis), places=2),
            cap=percent(cap, places=2),
        )


def _side(asked: _Asked) -> OverrideDirection | None:
    """The list of coded reasons this choice draws on."""
    if not asked.settles:
        return asked.direction
    granted = asked.grants
    yes, no = OverrideDirection.APPROVE_OVER_DECLINE, OverrideDirection.DECLINE_OVER_APPROVE
    return yes if granted else no


def _coded_reason(asked: _Asked) -> Iterator[str]:
    side, code = _side(asked), asked.choice.reason_code
    if side is None:
        return
    if code and code not in asked.reasons.override_codes(side):
        yield _("“{code}” is not a coded reason for this choice.", code=code)
    elif not code and (asked.direction or asked.grants):
        yield _("Choose a coded reason for this choice.")


def _justification(asked: _Asked) -> Iterator[str]:
    needed = needs_justification(asked.assessment, asked.choice.outcome)
    if needed and not justification_is_long_enough(asked.choice.justification):
        yield _(
            "Write a justification of at least {letters} letters or {hanzi} Chinese characters.",
            letters=LETTERS_AT_LEAST,
            hanzi=HANZI_AT_LEAST,
        )


def _letter_reasons(asked: _Asked) -> Iterator[str]:
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


def _engine_reasons(asked: _Asked) -> Iterator[str]:
    adverse = asked.choice.outcome in (Outcome.DECLINE, Outcome.COUNTER_OFFER)
    if adverse and not _reasons(asked)[1]:
        yield _("The assessment names no reason that a letter could give. Assess it again.")


def _citable(asked: _Asked) -> set[str]:
    """What a person may cite: own judgement; for a referred case also what referred it."""
    own = set(asked.reasons.judgement_codes())
    return own | ({each.code for each in asked.assessment.reasons} if asked.settles else set())


def _note(asked: _Asked) -> Iterator[str]:
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


def _authority(
    asked: _Asked, role: str | None, existing: Decimal, matrix: Matrix
) -> tuple[str, ...]:
    terms = asked.terms
    step = Step(
        outcome=asked.choice.outcome,
        direction=asked.direction,
        exposure=existing + (terms.amount if terms else Decimal(0)),
        currency=terms.currency if terms else "",
    )
    return missing_authority(asked.assessment, step, role=role or matrix.alone, matrix=matrix)


def _reasons(asked: _Asked) -> tuple[Component, tuple[str, ...]]:
    """The component that decided, and the codes it gives for the letter."""
    assessment, choice = asked.assessment, asked.choice
    if choice.outcome is Outcome.INCOMPLETE:
        return Component.DATA, (INCOMPLETE,)
    if asked.person_explains:
        return Component.JUDGEMENT, tuple(dict.fromkeys(choice.reason_codes))
    if choice.outcome in (Outcome.DECLINE, Outcome.COUNTER_OFFER):
        decided = [each for each in assessment.reasons if each.component is assessment.decided_by]
        codes = dict.fromkeys(each.code for each in sorted(decided, key=lambda each: each.rank))
        return assessment.decided_by, tuple(codes)[: asked.reasons.most]
    agrees = choice.outcome is assessment.advice
    return (assessment.decided_by if agrees else Component.JUDGEMENT), ()


def _override(asked: _Asked) -> Override | None:
    if asked.direction is None:
        return None
    choice = asked.choice
    return Override(asked.direction, choice.reason_code, choice.justification.strip())


def _settlement(asked: _Asked) -> Settlement | None:
    if not asked.settles:
        return None
    choice = asked.choice
    return Settlement(choice.reason_code or choice.reason_codes[0], choice.justification.strip())


def _joined(sentences: list[str]) -> str:
    return ("" if current() is Language.ZH else " ").join(sentences)
