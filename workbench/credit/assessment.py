"""The engine's advice on one application, complete enough to explain and to prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from workbench.credit.status import Component, Outcome

Texts = Mapping[str, str]
"""A text in both languages: {"en": ..., "zh": ...}."""

LEGAL_CAP = "legal_cap"
"""What bound the limit, and where a reason came from, when the price is above the legal cap."""


class RuleClass(StrEnum):
    """How binding a policy rule is."""

    HARD = "hard"  # declines; never overridable
    SOFT = "soft"  # declines; overridable with authority
    REFER = "refer"
    WARN = "warn"  # told, changes nothing


class Verdict(StrEnum):
    """What became of a rule. A rule that reads a missing fact is not evaluated, and refers."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_EVALUATED = "not_evaluated"


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one characteristic.

    `attribute` names the bin that was hit; `value` is the value read (None: not given).
    `mean_all` and `mean_near` are the means of all applicants and of near-passers.
    """

    characteristic: str
    label: Texts
    family: str
    fact: str
    value: str | None
    attribute: Texts
    points: int
    maximum: int
    mean_all: Decimal
    mean_near: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What one policy rule found: the values it read, and the threshold with its source."""

    rule: str
    label: Texts
    rule_class: RuleClass
    verdict: Verdict
    read: Mapping[str, str | None]
    condition: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Affordability:
    """What the applicant can carry each month, plain and under stress. Amounts in currency."""

    verdict: Verdict
    income: Decimal | None
    existing: Decimal | None
    instalment: Decimal | None
    debt_service_ratio: Decimal | None
    debt_service_ratio_stressed: Decimal | None
    residual_income: Decimal | None
    cap: Decimal
    cap_stressed: Decimal
    largest_instalment: Decimal | None
    largest_loan: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Price:
    """The yearly rate offered and what it is made of (nominal, monthly rest; ratios)."""

    annual_rate: Decimal | None
    rate_basis: str
    funding: Decimal
    expected_loss: Decimal | None
    cost: Decimal
    capital_charge: Decimal | None
    legal_cap: Decimal | None
    legal_cap_basis: str
    capped: bool
    raroc: Decimal | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest amount, every term it is the least of, and the term that bound it."""

    amount: Decimal | None
    bound_by: str
    terms: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """One principal reason: a code of the reason list, and what decided."""

    code: str
    component: Component
    rank: int
    source: str  # the characteristic or rule it came from


@dataclass(frozen=True, slots=True)
class Assessment:
    """The engine's advice on one application. Insert-only; `detail` is its canonical JSON.

    `reason_method` is how reasons were chosen from the score (12 CFR 1002, Supplement I, comment
    9(b)(2)-5): below_near, points below the mean of near-passers, or below_all, of everybody.
    """

    application_id: int
    strategy: str
    strategy_version: str
    strategy_sha256: str
    engine_version: str
    assessed_at: datetime
    score: int | None
    score_range: tuple[int, int]
    base_points: int
    pd: Decimal | None
    grade: str
    cut_off_approve: int
    cut_off_decline: int
    advice: Outcome
    decided_by: Component
    score_advice: Outcome
    policy_advice: Outcome
    affordability_advice: Outcome
    points: tuple[Points, ...]
    rules: tuple[RuleFinding, ...]
    affordability: Affordability
    price: Price
    limit: Limit
    requested_amount: Decimal | None
    requested_term_months: int | None
    offered_amount: Decimal | None
    offered_term_months: int | None
    repayment_method: str
    reasons: tuple[Reason, ...]
    detail: str
    id: int = 0
    reason_method: str = ""

    def not_found(self) -> tuple[str, ...]:
        """The facts that rules wanted to read and did not find, by name, in the rules' order."""
        wanted = (
            name
            for rule in self.rules
            if rule.verdict is Verdict.NOT_EVALUATED
            for name, value in rule.read.items()
            if value is None
        )
        return tuple(dict.fromkeys(wanted))
