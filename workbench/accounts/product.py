"""A product as data: what is charged, when it falls due, and what is done as behaviour changes.

`resources/products/<product>/<version>/product.toml`; a version holds from its effective date.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.accounts.account import ActionKind
from workbench.errors import NotKnown
from workbench.i18n import Language, _, pick
from workbench.money.periods import DayCount
from workbench.money.revolving import Cycle, InterestFrom, MinimumRule
from workbench.money.schedules import Method
from workbench.money.settlement import FeesOnSettling
from workbench.scoring.rule_language import Condition, read_condition

FILE_NAME = "product.toml"
RATE_UNIT = 10**8
"""Daily rates are kept as whole hundred-millionths: 0.0005 a day is 50,000."""

FLEXIBLE = "flexible_interest_first"
"""先息后本转等额: interest alone for some months, level payments after them."""


class ProductKind(StrEnum):
    """How a product works. The value is the stored word."""

    LINE = "line"  # drawn and repaid freely, one statement a month
    LOAN = "loan"  # repaid by a schedule


@dataclass(frozen=True, slots=True)
class Bucket:
    """A range of days past due: from so many days to the next bucket's."""

    word: str
    from_days: int
    label: Mapping[str, str]

    def text(self, language: Language | None = None) -> str:
        """The bucket as people read it."""
        return pick(dict(self.label), language)


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """An instalment plan a purchase may be turned into; fees are shares of the amount."""

    months: int
    fee_in_all: Decimal
    fee_per_period: Decimal


@dataclass(frozen=True, slots=True)
class ActionRule:
    """A rule that proposes an action when it fires; what is not known never fires it.

    `to_utilised` is the new limit as a multiple of the balance, `raise_by` a share of the
    limit, `rate_by` a change of the daily rate.
    """

    id: str
    kind: ActionKind
    condition: str
    threshold: Decimal
    unit: str
    reason: str
    label: Mapping[str, str]
    source: str
    effective_from: date
    effective_until: date | None
    to_utilised: Decimal | None
    raise_by: Decimal | None
    rate_by: Decimal | None

    def read(self, threshold: Decimal | None = None) -> Condition:
        """The condition with its own threshold, or with another one that is tried."""
        return read_condition(self.condition, threshold or self.threshold)

    def text(self, language: Language | None = None) -> str:
        """What the rule says, as people read it."""
        return pick(dict(self.label), language)


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for every action: cooling-off, notice, four eyes, and the way back."""

    cooling_off_months: int
    notice_days: int
    tighten_automatically: bool
    second_person_above: Decimal
    review_days: int
    floor: Decimal
    source: str
    rules: tuple[ActionRule, ...]
    reinstate: Condition
    reinstate_label: Mapping[str, str]

    def reinstate_text(self, language: Language | None = None) -> str:
        """The reinstatement test, as people read it."""
        return pick(dict(self.reinstate_label), language)

    def in_force(self, on: date) -> tuple[ActionRule, ...]:
        """The rules in force on a day, in the order of the file: the first that fires counts."""
        return tuple(
            rule
            for rule in self.rules
            if rule.effective_from <= on
            and (rule.effective_until is None or on <= rule.effective_until)
        )


@dataclass(frozen=True, slots=True)
class Product:
    """One version of a product, as its file says it. Rates are ratios a day."""

    id: str
    version: str
    kind: ProductKind
    currency: str
    effective_from: date
    effective_until: date | None
    source: str
    label: Mapping[str, str]
    limit_least: Decimal
    limit_most: Decimal
    limit_step: Decimal
    cash: bool
    term_most: int
    cycle: Cycle
    interest_from: InterestFrom
    daily_rate: Decimal
    daily_least: Decimal
    daily_most: Decimal
    late_daily: Decimal | None
    late_multiple: Decimal | None
    day_count: DayCount
    methods: tuple[str, ...]
    interest_only_months: int
    early_penalty: Decimal
    minimum: MinimumRule
    minimum_only_within: Decimal
    plans: tuple[PlanOffer, ...]
    plan_settling: FeesOnSettling
    buckets: tuple[Bucket, ...]
    weights: tuple[tuple[int, Decimal], ...]
    given_default: Decimal
    undrawn_factor: Decimal
    policy: Policy

    def text(self, language: Language | None = None) -> str:
        """The product's name."""
        return pick(dict(self.label), language)

    def bucket(self, dpd: int) -> Bucket:
        """The bucket of so many days past due: 45 -> M2."""
        return [each for each in self.buckets if each.from_days <= dpd][-1]

    def late_rate(self, daily_rate: Decimal) -> Decimal:
        """The daily rate on what is late, for an account that pays `daily_rate`."""
        if self.late_multiple is not None:
            return daily_rate * self.late_multiple
        return self.late_daily if self.late_daily is not None else daily_rate

    def behaviour_weight(self, months_on_book: int) -> Decimal:
        """The behaviour score's share of the blend: 0 when new, 1 from 18 months."""
        return [weight for months, weight in self.weights if months <= months_on_book][-1]


@cache
def _shipped() -> tuple[Product, ...]:
    files = sorted((paths.resources() / "products").glob(f"*/*/{FILE_NAME}"))
    return tuple(read_product(file) for file in files)


def products(on: date | None = None) -> Mapping[str, Product]:
    """The products in force on a day (of each the newest version), by their names."""
    found: dict[str, Product] = {}
    for each in sorted(_shipped(), key=lambda one: (one.id, one.effective_from)):
        past = each.effective_until is not None and on is not None and on > each.effective_until
        if on is None or (each.effective_from <= on and not past):
            found[each.id] = each
    return found


def product_named(name: str, version: str | None = None) -> Product:
    """A product by its name, in a version or the newest. Raises NotKnown with those there are."""
    fitting = [
        each
        for each in _shipped()
        if each.id == name and (version is None or each.version == version)
    ]
    if not fitting:
        known = sorted({each.id for each in _shipped()})
        raise NotKnown(kind=_("account product"), name=name, known=known)
    return max(fitting, key=lambda each: each.effective_from)


def read_product(file: Path) -> Product:
    """The product in a file. Raises KeyError or ValueError where an entry is missing or off."""
    raw = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    limits, interest, cycle = raw["limits"], raw["interest"], raw["cycle"]
    daily, minimum = Decimal(interest["daily"]), raw.get("minimum", {})
    _refuse_one_day(file, cycle)
    return Product(
        id=raw["id"],
        version=raw["version"],
        kind=ProductKind(raw["kind"]),
        currency=raw["currency"],
        effective_from=raw["effective_from"],
        effective_until=raw.get("effective_until"),
        source=raw["source"],
        label=raw["label"],
        limit_least=Decimal(limits["least"]),
        limit_most=Decimal(limits["most"]),
        limit_step=Decimal(limits["step"]),
        cash=limits["cash"],
        term_most=limits.get("term_most", 12),
        cycle=Cycle(cycle["statement_day"], cycle["due_day"]),
        interest_from=InterestFrom(interest["from"]),
        daily_rate=daily,
        daily_least=Decimal(interest.get("daily_least", daily)),
        daily_most=Decimal(interest.get("daily_most", daily)),
        late_daily=_decimal(interest.get("late_daily")),
        late_multiple=_decimal(interest.get("late_multiple")),
        day_count=DayCount(interest.get("day_count", DayCount.ACTUAL_365)),
        methods=tuple(_method(word) for word in interest.get("methods", ())),
        interest_only_months=interest.get("interest_only_months", 0),
        early_penalty=Decimal(interest.get("early_repayment_penalty", 0)),
        minimum=MinimumRule(
            Decimal(minimum.get("share", 1)),
            Decimal(minimum.get("floor", 0)),
            minimum.get("floor_with_interest", False),
        ),
        minimum_only_within=Decimal(minimum.get("only_within", 0)),
        plans=_plans(raw.get("plans", {})),
        plan_settling=FeesOnSettling(raw.get("plans", {}).get("settle", FeesOnSettling.WAIVED)),
        buckets=tuple(Bucket(b["word"], b["from"], b["label"]) for b in raw["buckets"]),
        weights=tuple((m, Decimal(w)) for m, w in raw["behaviour"]["weights"]),
        given_default=Decimal(raw["loss"]["given_default"]),
        undrawn_factor=Decimal(raw["loss"]["undrawn_factor"]),
        policy=_policy(raw),
    )


def _refuse_one_day(file: Path, cycle: Mapping[str, int]) -> None:
    if cycle["statement_day"] == cycle["due_day"]:
        raise ValueError(f"{file.parent}: a statement is not due on its own day.")


def _method(word: str) -> str:
    return word if word == FLEXIBLE else Method(word).value


def _plans(raw: Mapping[str, Any]) -> tuple[PlanOffer, ...]:
    return tuple(
        PlanOffer(
            each["months"],
            Decimal(each.get("fee_in_all", 0)),
            Decimal(each.get("fee_per_period", 0)),
        )
        for each in raw.get("offers", ())
    )


def _policy(raw: Mapping[str, Any]) -> Policy:
    said, back = raw["actions"], raw["reinstate"]
    return Policy(
        cooling_off_months=said["cooling_off_months"],
        notice_days=said["notice_days"],
        tighten_automatically=said["tighten_automatically"],
        second_person_above=Decimal(said["second_person_above"]),
        review_days=said["review_days"],
        floor=Decimal(said["floor"]),
        source=said["source"],
        rules=_rules(raw["rules"]),
        reinstate=read_condition(back["test"], Decimal(back["threshold"])),
        reinstate_label=back["label"],
    )


def _rules(raw: Sequence[Mapping[str, Any]]) -> tuple[ActionRule, ...]:
    return tuple(
        ActionRule(
            id=each["id"],
            kind=ActionKind(each["action"]),
            condition=each["fires_when"],
            threshold=Decimal(each["threshold"]),
            unit=each["unit"],
            reason=each["reason"],
            label=each["label"],
            source=each["source"],
            effective_from=each["effective_from"],
            effective_until=each.get("effective_until"),
            to_utilised=_decimal(each.get("to_utilised")),
            raise_by=_decimal(each.get("raise_by")),
            rate_by=_decimal(each.get("rate_by")),
        )
        for each in raw
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
