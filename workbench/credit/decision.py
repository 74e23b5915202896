"""A person's decision: who, what, why, on which assessment, against which advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms


class OverrideDirection(StrEnum):
    """The direction of a decision against the advice; stored, never guessed from labels."""

    APPROVE_OVER_DECLINE = "approve_over_decline"
    DECLINE_OVER_APPROVE = "decline_over_approve"


@dataclass(frozen=True, slots=True)
class Override:
    """Why a person decided against the engine's advice."""

    direction: OverrideDirection
    reason_code: str
    justification: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """Why a person settled a case that the engine had referred; not an override."""

    reason_code: str
    justification: str


@dataclass(frozen=True, slots=True)
class CompensatingFactor:
    """What makes up for a weakness: what it is, how much, and the paper that shows it.

    `evidence` is the id of a file kept with the case; a factor has a value, a file, or both.
    """

    what: str
    value: str = ""
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Insert-only; a later decision is a new record that names the earlier one.

    `reasons` are the reason codes of an adverse decision, from `decided_by` only.
    """

    application_id: int
    assessment_id: int
    outcome: Outcome
    officer: str
    officer_title: str
    decided_at: datetime
    decided_by: Component
    reasons: tuple[str, ...]
    terms: Terms | None
    override: Override | None
    note: str = ""
    replaces: int | None = None
    id: int = 0
    settlement: Settlement | None = None
    factors: tuple[CompensatingFactor, ...] = ()
    conditions: tuple[str, ...] = ()
    second_person: str = ""
    """Who signed as the second person; empty where one decided alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What an officer asks to be recorded; `credit.deciding` turns it into a decision or a reason
    why not. `amount` and `term_months` only for a counter-offer; `reason_codes` only where a
    person's judgement declines; `conditions` must be met before money is paid out, and the
    offer stands until `valid_until` (both only where credit is granted)."""

    outcome: Outcome
    amount: str | None = None
    term_months: int | None = None
    reason_code: str = ""
    justification: str = ""
    reason_codes: tuple[str, ...] = ()
    note: str = ""
    factors: tuple[CompensatingFactor, ...] = ()
    conditions: tuple[str, ...] = ()
    valid_until: date | None = None
