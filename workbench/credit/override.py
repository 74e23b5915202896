"""Overrides: when a decision goes against the advice, and what that asks of the person."""

from __future__ import annotations

import re

from workbench.credit.assessment import Assessment
from workbench.credit.decision import OverrideDirection
from workbench.credit.status import Component, Outcome
from workbench.i18n import N_, _

_WORDS = {
    "plain": (N_("approved over a decline"), N_("declined over an approval")),
    "low_is_approve": (N_("low-side override"), N_("high-side override")),
    "high_is_approve": (N_("high-side override"), N_("low-side override")),
}
"""What lenders call the two directions; "low-side" means the opposite in different houses."""

LETTERS_AT_LEAST = 40
HANZI_AT_LEAST = 15
_HANZI = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")


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


def override_word(direction: OverrideDirection, words: str = "plain") -> str:
    """The direction as this lender calls it; `words` is the setting, the stored word stays."""
    up, down = _WORDS.get(words, _WORDS["plain"])
    return _(up if direction is OverrideDirection.APPROVE_OVER_DECLINE else down)


def needs_justification(assessment: Assessment, outcome: Outcome) -> bool:
    """Whether this outcome asks for a written justification: every override, and settling what
    a rule, a missing fact or affordability referred (not the grey area of the score alone)."""
    if override_direction(assessment, outcome):
        return True
    others = (assessment.policy_advice, assessment.affordability_advice)
    grey = assessment.decided_by is Component.SCORE and Outcome.REFER not in others
    return settles(assessment, outcome) and not grey


def settles(assessment: Assessment, outcome: Outcome) -> bool:
    """Whether a person says yes or no to what the engine referred."""
    final = (Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.DECLINE)
    return assessment.advice is Outcome.REFER and outcome in final


def justification_is_long_enough(text: str) -> bool:
    """At least 40 letters or 15 Hanzi; in mixed text each counts for its share."""
    hanzi = len(_HANZI.findall(text))
    letters = sum(sign.isalnum() for sign in text) - hanzi
    return letters * HANZI_AT_LEAST + hanzi * LETTERS_AT_LEAST >= LETTERS_AT_LEAST * HANZI_AT_LEAST
