"""A strategy: one file that says how a product is scored, ruled, priced and limited."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from workbench import paths
from workbench.credit.assessment import RuleClass
from workbench.credit.facts import Family, Kind
from workbench.errors import StrategyFaulty, StrategyUnknown
from workbench.i18n import Language, pick
from workbench.scoring.faults import Fault, faults_of_form, unreadable
from workbench.scoring.rule_language import ConditionFault, read_condition
from workbench.scoring.toml_lines import lines_of

FILE_NAME = "strategy.toml"


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("number")
    return Decimal(value)


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
Value = Annotated[Decimal | str | bool, Field(union_mode="left_to_right")]


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
    amount_step: Number
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
    values: tuple[str | bool | Number, ...] | None = Field(default=None, alias="is")
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
    """The yearly rate: funding + expected loss + cost + capital charge, or by grade."""

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


class Strategy(Part):
    """A whole strategy as its file says it; `source_text` is that file, `sha256` its digest."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    product: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*$")
    currency: Literal["USD", "CNY", "EUR"]
    pack: Literal["us", "cn"]
    effective_from: date
    effective_until: date | None = None
    validated_on: date
    revalidate_by: date
    label: Text
    text: Text
    request: Request
    derived: dict[Name, Derived]
    scorecard: Scorecard
    calibration: Calibration
    grades: tuple[Grade, ...] = Field(min_length=1)
    cut_off: CutOff
    rules: tuple[Rule, ...]
    affordability: Affordability
    price: Price
    limit: Limit
    reasons: ReasonMethod
    authority: tuple[Authority, ...] = ()
    examples: tuple[Example, ...] = ()
    model_card: dict[str, str | int | Number] = Field(default_factory=dict)
    source_text: str = Field(default="", exclude=True, repr=False)
    sha256: str = Field(default="", exclude=True)

    def rules_in_force(self, on: date | None = None) -> tuple[Rule, ...]:
        """The rules in force on a day (the strategy's first day when none is named)."""
        day = on or self.effective_from
        return tuple(
            rule
            for rule in self.rules
            if rule.effective_from <= day
            and (rule.effective_until is None or day <= rule.effective_until)
        )


def read_strategy(text: str) -> tuple[Strategy | None, tuple[Fault, ...]]:
    """The strategy of a TOML text, or every fault of its form at once, in the order of lines."""
    plain = text.replace("\r\n", "\n")
    try:
        raw = tomllib.loads(plain, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        return None, (unreadable(str(fault)),)
    raw["source_text"] = plain
    raw["sha256"] = hashlib.sha256(plain.encode()).hexdigest()
    try:
        return Strategy.model_validate(raw), ()
    except ValidationError as errors:
        return None, faults_of_form(errors.errors(), lines_of(plain))


def parse_strategy(text: str, name: str = "") -> Strategy:
    """The strategy of a TOML text, checked in full.

    Raises StrategyFaulty with every fault and its line.
    """
    from workbench.scoring.check import check  # the check compiles and runs the strategy

    faults = check(text)
    strategy, _faults = read_strategy(text)
    if faults or strategy is None:
        said = "\n".join(fault.text() for fault in faults)
        raise StrategyFaulty(file=name or "strategy", faults=said)
    return strategy


def load_strategy(place: Path | str) -> Strategy:
    """The strategy in a file, or in a folder that holds a `strategy.toml`.

    Raises StrategyUnknown when there is none, StrategyFaulty with every fault and its line.
    """
    chosen = Path(place)
    file = chosen / FILE_NAME if chosen.is_dir() else chosen
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as fault:
        known = ", ".join(sorted(shipped()))
        raise StrategyUnknown(name=str(place), known=known) from fault
    return parse_strategy(text, file.name if chosen != file else str(chosen))


@cache
def shipped() -> Mapping[str, Strategy]:
    """The strategies that ship, by product: of each product the latest version.

    They are read by form only; `python -m tests` and `workbench strategy check` check them whole.
    """
    latest: dict[str, Strategy] = {}
    for file in sorted((paths.resources() / "strategies").glob(f"*/*/{FILE_NAME}")):
        strategy, faults = read_strategy(file.read_text(encoding="utf-8"))
        if strategy is None:
            said = "\n".join(fault.text() for fault in faults)
            raise StrategyFaulty(file=file.name, faults=said)
        known = latest.get(strategy.product)
        if known is None or _version(strategy) > _version(known):
            latest[strategy.product] = strategy
    return latest


def shipped_strategy(product: str) -> Strategy:
    """The shipped strategy of a product. Raises StrategyUnknown, naming those that exist."""
    try:
        return shipped()[product]
    except KeyError as fault:
        raise StrategyUnknown(name=product, known=", ".join(sorted(shipped()))) from fault


def strategy_text(text: Text, language: Language | None = None) -> str:
    """A strategy's own text in the named language (or the current one)."""
    return pick(text.both(), language)


def _version(strategy: Strategy) -> tuple[int, ...]:
    return tuple(int(part) for part in strategy.version.split("."))
