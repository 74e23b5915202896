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

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from workbench.credit.assessment import Assessment
from workbench.credit.authority import Act, Matrix, authority_matrix, missing_authority
from workbench.credit.decision import Choice, Decision, Override, Settlement
from workbench.credit.objections import Asked, letter_reasons, objections
from workbench.credit.override import justification_is_long_enough, override_direction
from workbench.credit.reasons import ReasonList
from workbench.credit.roles import Right
from workbench.credit.terms import Terms
from workbench.errors import DecisionRefused
from workbench.i18n import sentences

__all__ = ["decide", "justification_is_long_enough", "override_direction", "propose"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a person stands on when deciding: the case's number, who, when, by which authority.

    `terms` are what is offered when credit is granted, `at_these_terms` what the engine says of
    a counter-offer's; `existing_exposure` is what the person and connected people owe us
    already; without a `role` the officer works alone on this desk.
    """

    number: str
    officer: str
    officer_title: str
    decided_at: datetime
    reason_list: ReasonList
    terms: Terms | None
    existing_exposure: Decimal
    role: str | None = None
    matrix: Matrix | None = None
    at_these_terms: Assessment | None = None

    @property
    def rules(self) -> Matrix:
        """The matrix in force here."""
        return self.matrix or authority_matrix()

    @property
    def held(self) -> str:
        """The role decided in."""
        return self.role or self.rules.alone


def decide(assessment: Assessment, choice: Choice, ground: Ground) -> Decision:
    """The decision this choice makes, by the rules above.

    Raises DecisionRefused with every sentence that says what is missing.
    """
    asked = _asked(assessment, choice, ground)
    lacking = [*objections(asked, ground.officer), *authority_lacking(asked, ground)]
    if lacking:
        raise DecisionRefused(number=ground.number, why=sentences(*lacking))
    return _decision(asked, ground)


def propose(assessment: Assessment, choice: Choice, ground: Ground) -> Decision:
    """The decision this choice would make once a second person has signed it.

    Authority may lack, nothing else. Raises DecisionRefused with what else is missing, and for
    a role that may not decide at all.
    """
    asked = _asked(assessment, choice, ground)
    lacking = list(objections(asked, ground.officer))
    if Right.DECIDE not in ground.rules.roles[ground.held].rights:
        lacking += authority_lacking(asked, ground)
    if lacking:
        raise DecisionRefused(number=ground.number, why=sentences(*lacking))
    return _decision(asked, ground)


def only_authority_lacks(assessment: Assessment, choice: Choice, ground: Ground) -> bool:
    """Whether the choice is complete but not this person's to make alone: propose it instead."""
    asked = _asked(assessment, choice, ground)
    if any(True for _one in objections(asked, ground.officer)):
        return False
    decides = Right.DECIDE in ground.rules.roles[ground.held].rights
    return decides and bool(authority_lacking(asked, ground))


def act_of(assessment: Assessment, choice: Choice, ground: Ground) -> Act:
    """What a choice does that needs authority."""
    return _act(_asked(assessment, choice, ground), ground)


def authority_lacking(asked: Asked, ground: Ground) -> tuple[str, ...]:
    """One sentence per axis on which this person may not act, each naming who could."""
    act = _act(asked, ground)
    return missing_authority(asked.assessment, act, role=ground.held, matrix=ground.rules)


def _asked(assessment: Assessment, choice: Choice, ground: Ground) -> Asked:
    terms = ground.terms
    if terms is not None and choice.valid_until is not None:
        terms = replace(terms, valid_until=choice.valid_until)
    return Asked(
        assessment=assessment,
        choice=choice,
        terms=terms,
        reasons=ground.reason_list,
        today=ground.decided_at.date(),
        at_these_terms=ground.at_these_terms,
        offer_days_most=ground.rules.offer_days_most,
    )


def _act(asked: Asked, ground: Ground) -> Act:
    terms = asked.terms
    return Act(
        outcome=asked.choice.outcome,
        direction=asked.direction,
        exposure=ground.existing_exposure + (terms.amount if terms else Decimal(0)),
        currency=terms.currency if terms else "",
    )


def _decision(asked: Asked, ground: Ground) -> Decision:
    assessment, choice = asked.assessment, asked.choice
    component, codes = letter_reasons(asked)
    return Decision(
        application_id=assessment.application_id,
        assessment_id=assessment.id,
        outcome=choice.outcome,
        officer=ground.officer.strip(),
        officer_title=ground.officer_title.strip(),
        decided_at=ground.decided_at,
        decided_by=component,
        reasons=codes,
        terms=asked.terms if asked.grants else None,
        override=_override(asked),
        note=choice.note.strip(),
        settlement=_settlement(asked),
        factors=choice.factors,
        conditions=tuple(one.strip() for one in choice.conditions),
    )


def _override(asked: Asked) -> Override | None:
    if asked.direction is None:
        return None
    choice = asked.choice
    return Override(asked.direction, choice.reason_code, choice.justification.strip())


def _settlement(asked: Asked) -> Settlement | None:
    if not asked.settles:
        return None
    choice = asked.choice
    return Settlement(choice.reason_code or choice.reason_codes[0], choice.justification.strip())
