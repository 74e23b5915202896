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

from datetime import datetime
from decimal import Decimal

from workbench.credit.assessment import Assessment
from workbench.credit.authority import Act, Matrix, authority_matrix, missing_authority
from workbench.credit.decision import Choice, Decision, Override, Settlement
from workbench.credit.objections import Asked, letter_reasons, objections
from workbench.credit.override import justification_is_long_enough, override_direction
from workbench.credit.reasons import ReasonList
from workbench.credit.terms import Terms
from workbench.errors import DecisionRefused
from workbench.i18n import Language, current

__all__ = ["decide", "justification_is_long_enough", "override_direction"]


def decide(
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
    asked = Asked(assessment, choice, terms, reason_list)
    lacking = list(objections(asked, officer))
    lacking += _authority(asked, role, existing_exposure, matrix or authority_matrix())
    if lacking:
        raise DecisionRefused(number=number, why=_joined(lacking))
    component, codes = letter_reasons(asked)
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


def _authority(
    asked: Asked, role: str | None, existing: Decimal, matrix: Matrix
) -> tuple[str, ...]:
    terms = asked.terms
    act = Act(
        outcome=asked.choice.outcome,
        direction=asked.direction,
        exposure=existing + (terms.amount if terms else Decimal(0)),
        currency=terms.currency if terms else "",
    )
    return missing_authority(asked.assessment, act, role=role or matrix.alone, matrix=matrix)


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


def _joined(sentences: list[str]) -> str:
    return ("" if current() is Language.ZH else " ").join(sentences)
