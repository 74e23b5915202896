"""The tables of a strategy file, one class each: what may stand in them and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from workbench.credit.assessment import RuleClass
from workbench.credit.facts import Family, Kind
from workbench.scoring.rule_language import ConditionFault, read_condition


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("number")
    return Decimal(value)


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _condition(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError("text")
    try:
        read_condition(text)
    except ConditionFault as fault:
        raise ValueError(f"condition:{fault.part}") from fault
    return text


Number = Annotated[Decimal, BeforeValidator(_number)]
ConditionText = Annotated[str, BeforeValidator(_condition)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Points = Annotated[int, Field(strict=True, ge=-10_000, le=10_000)]
Listed = Annotated[tuple[str | bool | Number, ...], BeforeValidator(_listed)]


class Part(BaseModel):
    """One table of a strategy file: no key that is not known, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A text in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def both(self) -> dict[str, str]:
        """As the data files carry it: {"en": ..., "zh": ...}."""
        return {"en": self.en, "zh": self.zh}


class Request(Part):
    """What may be asked for: amounts in currency units, terms in months."""

    amount_least: Number
    amount_most: Number
    term_least: int = Field(ge=1)
    term_most: int = Field(le=480)
    terms: tuple[int, ...] = ()
    repayment_method: Literal["equal_payment"] = "equal_payment"


class Derived(Part):
    """A fact computed from others; `formula` reads facts and earlier derived facts."""

    kind: Kind
    formula: ConditionText = Field(alias="is")
    label: Text


class Bin(Part):
    """One attribute of a characteristic: an interval, listed values, or "not given"."""

    points: Points
    least: Number | None = Field(default=None, alias="from")
    below: Number | None = None
    values: Listed | None = Field(default=None, alias="is")
    missing: bool = False
    label: Text | None = None

    @property
    def is_interval(self) -> bool:
        """Whether the bin is an interval `from` (included) up to `below` (not included)."""
        return not self.missing and self.values is None


class Characteristic(Part):
    """One variable of the scorecard, with its bins and the mean points of two groups."""

    name: Name
    fact: Name
    label: Text
    family: Family
    reason: str
    direction: Literal["rising", "falling", "any"] = "any"
    mean_all: Number
    mean_near: Number
    bins: tuple[Bin, ...] = Field(min_length=1)

    @property
    def maximum(self) -> int:
        """The most points the characteristic can give."""
        return max(bin_.points for bin_ in self.bins)

    @property
    def minimum(self) -> int:
        """The fewest points the characteristic can give."""
        return min(bin_.points for bin_ in self.bins)


class Scorecard(Part):
    """Score = base points + the points of every characteristic; nothing else."""

    base_points: Points
    points_to_double_odds: Number
    score_least: int
    score_most: int
    characteristics: tuple[Characteristic, ...] = Field(min_length=1)


class Calibration(Part):
    """PD of a score: 1 / (1 + e^((score - offset) / factor)), over `horizon_months`."""

    offset: Number
    factor: Number = Field(gt=0)
    horizon_months: int = Field(ge=1)
    sample: Text


class Grade(Part):
    """A band of scores from `score` upwards, with its largest amount and, by table, its rate."""

    name: str = Field(min_length=1)
    score: int
    limit: Number | None = None
    annual_rate: Number | None = None


class CutOff(Part):
    """At or above `approve`: approve; below `decline`: decline; between them a person looks."""

    approve: int
    decline: int


class Rule(Part):
    """A policy rule. The condition may use the name `threshold`, so one number is edited once."""

    id: Name
    rule_class: RuleClass = Field(alias="class")
    label: Text
    passes_when: ConditionText | None = None
    fails_when: ConditionText | None = None
    threshold: Number | None = None
    source: str = Field(min_length=1)
    reason: str
    effective_from: date
    effective_until: date | None = None

    @property
    def condition(self) -> str:
        """The condition as people read it, with the threshold's number in it."""
        text = self.passes_when or self.fails_when or ""
        shown = text if self.threshold is None else text.replace("threshold", str(self.threshold))
        return shown if self.passes_when else f"NOT ({shown})"


class Stress(Part):
    """The harder case: the rate goes up, the income goes down (ratios)."""

    rate_up: Number
    income_down: Number
    cap: Number


class Affordability(Part):
    """What must be left of the month's income. Names are facts in currency per month."""

    income: Name
    existing: Name
    living_costs: Name | None = None
    cap: Number
    stress: Stress
    residual_floor: Number
    source: str
    reason: str
    residual_reason: str


class Price(Part):
    """The yearly rate: funding + expected loss + cost + capital charge, or by grade.

    With a `cap_reason`, a price above the legal cap gives a smaller amount or a shorter term, or
    is declined for that reason; without one (as strategies had it before) it is referred.
    """

    method: Literal["formula", "grade"]
    funding: Number
    cost: Number
    loss_given_default: Number
    capital: Number
    hurdle: Number
    rate_step: Number = Decimal("0.0001")
    rate_least: Number = Decimal(0)
    legal_cap: Number
    legal_cap_basis: Literal["nominal", "compound"]
    legal_cap_source: str
    cap_reason: str | None = None


class LimitTerm(Part):
    """One term of the limit; exactly one of the four ways to say it. Amounts in currency units."""

    name: Name
    label: Text
    reason: str
    amount: Number | None = None
    by_grade: bool = False
    formula: ConditionText | None = Field(default=None, alias="is")
    loss_budget: Number | None = None


class Limit(Part):
    """The limit: the least of the request, what is affordable and these terms, rounded down."""

    step: Number
    terms: tuple[LimitTerm, ...]


class ReasonMethod(Part):
    """How principal reasons are chosen: points below the mean of near-passers, or of all."""

    method: Literal["below_near", "below_all"]
    near_band: int = Field(ge=1)
    most: int = Field(ge=1, le=4)
    missing: str
    source: str


class Authority(Part):
    """A hint for the lender's own matrix: who may decide what on their own."""

    role: Text
    amount_most: Number
    points_below_cut_off: int
    may_override: tuple[RuleClass, ...] = ()


class Expected(Part):
    """What an example must give."""

    advice: Literal["approve", "counter_offer", "refer", "decline"]
    decided_by: Literal["rule", "score", "affordability", "cap", "data"] | None = None
    score: int | None = None
    reasons: tuple[str, ...] | None = None


class Example(Part):
    """A made-up applicant, what the strategy must say, and why."""

    name: Name
    why: Text
    facts: dict[str, str | bool | date | Number]
    expect: Expected
