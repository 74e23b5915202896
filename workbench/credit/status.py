"""Outcomes of a decision, and where a case stands."""

from __future__ import annotations

from enum import StrEnum

from workbench.i18n import N_, Language, _


class Outcome(StrEnum):
    """What an assessment advises or a person decides. The value is the stored word."""

    APPROVE = "approve"
    COUNTER_OFFER = "counter_offer"
    REFER = "refer"
    DECLINE = "decline"
    WITHDRAWN = "withdrawn"
    INCOMPLETE = "incomplete"


class CaseState(StrEnum):
    """Where a case stands in the day's work."""

    READY = "ready"  # imported, not yet assessed
    ASSESSED = "assessed"  # the engine has advised; a person has not decided
    REFERRED = "referred"  # a person passed it on
    PROPOSED = "proposed"  # a decision waits for a second person's signature
    DECIDED = "decided"  # final; a letter is due
    NOTIFIED = "notified"  # the letter is written


class Component(StrEnum):
    """The part of the assessment (or the person) that decided."""

    RULE = "rule"
    SCORE = "score"
    AFFORDABILITY = "affordability"
    CAP = "cap"
    DATA = "data"  # a fact was missing or unreadable
    JUDGEMENT = "judgement"  # a person


_STRICTNESS = {
    Outcome.APPROVE: 0,
    Outcome.COUNTER_OFFER: 1,
    Outcome.REFER: 2,
    Outcome.DECLINE: 3,
}


def strictest(outcomes: list[Outcome]) -> Outcome:
    """The strictest of several advices: decline > refer > counter-offer > approve."""
    return max(outcomes, key=_STRICTNESS.__getitem__)


OUTCOME_WORDS = {
    Outcome.APPROVE: N_("Approve"),
    Outcome.COUNTER_OFFER: N_("Counter-offer"),
    Outcome.REFER: N_("Refer"),
    Outcome.DECLINE: N_("Decline"),
    Outcome.WITHDRAWN: N_("Withdrawn"),
    Outcome.INCOMPLETE: N_("Incomplete"),
}

STATE_WORDS = {
    CaseState.READY: N_("Not assessed"),
    CaseState.ASSESSED: N_("Needs review"),
    CaseState.REFERRED: N_("Referred"),
    CaseState.PROPOSED: N_("Waiting for second signature"),
    CaseState.DECIDED: N_("Letter due"),
    CaseState.NOTIFIED: N_("Letter written"),
}

COMPONENT_WORDS = {
    Component.RULE: N_("Policy rule"),
    Component.SCORE: N_("Score"),
    Component.AFFORDABILITY: N_("Affordability"),
    Component.CAP: N_("Limit or cap"),
    Component.DATA: N_("Missing facts"),
    Component.JUDGEMENT: N_("Officer's judgement"),
}


def outcome_word(outcome: Outcome, language: Language | None = None) -> str:
    """The word people read for an outcome."""
    return _(OUTCOME_WORDS[outcome], language=language)
