"""Review: what the products' rules propose for accounts as behaviour changes; nothing recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from workbench.accounts import line_actions
from workbench.accounts.account import TIGHTENING, ActionKind, ActionState
from workbench.accounts.customer_flags import care
from workbench.accounts.product import RATE_UNIT, ActionRule, Product, product_named, products
from workbench.credit.reasons import reason_list
from workbench.i18n import Language
from workbench.money.amounts import from_minor, to_minor
from workbench.storage import account_action_rows, account_book
from workbench.workflow import account_watch
from workbench.workflow.desk import Desk, Step, no_step, now

NONE = Decimal(0)
PERSON, SECOND_PERSON = "person", "second_person"


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason, and how people read it."""

    code: str

    def text(self, language: Language | None = None) -> str:
        """The reason as the customer reads it."""
        return reason_list().text(self.code, language)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes for one account. `needs` is "", "person" or "second_person"."""

    account_id: int
    number: str
    name: str
    product: str
    currency: str
    kind: ActionKind
    rule: str
    label: Mapping[str, str]
    reasons: tuple[Reason, ...]
    old_limit: Decimal
    new_limit: Decimal
    old_rate: Decimal
    new_rate: Decimal
    effective_on: date
    exposure_change: Decimal
    loss_change: Decimal
    automatic: bool
    needs: str
    score: int | None
    dpd: int
    utilisation: Decimal | None


@dataclass(frozen=True, slots=True)
class Review:
    """What the rules propose on a day for all accounts; nothing is recorded yet."""

    on: date
    proposals: tuple[Proposal, ...]
    held: int
    counts: Mapping[str, int]
    exposure_change: Decimal
    loss_change: Decimal


Thresholds = Mapping[str, Mapping[str, Decimal]]
"""Thresholds to try, by product and rule."""


def review(
    desk: Desk,
    *,
    product: str | None = None,
    on: date | None = None,
    thresholds: Thresholds | None = None,
    step: Step = no_step,
) -> Review:
    """What the rules of each product (or one) propose for its accounts on a day."""
    day = on or now().date()
    chosen = [product_named(product)] if product else list(products(day).values())
    made: list[Proposal] = []
    held = 0
    for place, one in enumerate(chosen):
        step(place, len(chosen))
        frame = account_watch.watched(desk, one, day)
        if frame.is_empty():
            continue
        tried = (thresholds or {}).get(one.id)
        found = _of_product(desk, frame, one, day, tried)
        made += found
        held += frame.height - len(found)
    step(len(chosen), len(chosen))
    return summed(day, made, held)


def summed(day: date, made: Sequence[Proposal], held: int) -> Review:
    """Proposals with their counts by kind and what they are expected to change in all."""
    counts: dict[str, int] = {}
    for one in made:
        counts[one.kind.value] = counts.get(one.kind.value, 0) + 1
    return Review(
        on=day,
        proposals=tuple(made),
        held=held,
        counts=dict(sorted(counts.items())),
        exposure_change=sum((one.exposure_change for one in made), NONE),
        loss_change=sum((one.loss_change for one in made), NONE),
    )


def _of_product(
    desk: Desk,
    frame: pl.DataFrame,
    product: Product,
    day: date,
    tried: Mapping[str, Decimal] | None,
) -> list[Proposal]:
    proposed = line_actions.propose(frame, product, day, tried)
    named = frame.select("account_id", "name", "flags")
    rows = proposed.rows.filter(pl.col("kind") != ActionKind.HOLD.value).join(
        named, on="account_id", how="left", maintain_order="left"
    )
    open_ones = _open_actions(desk)
    made = [
        _proposal(row, product, proposed.rules, day)
        for row in rows.iter_rows(named=True)
        if row["account_id"] not in open_ones
    ]
    return [one for one in made if one is not None]


def _open_actions(desk: Desk) -> set[int]:
    """Accounts with an action that still waits for somebody: nothing else is proposed."""
    waiting = (ActionState.PROPOSED, ActionState.AWAITING_SECOND)
    return {
        one.account_id
        for state in waiting
        for one in account_action_rows.actions(desk.store, state)
    }


def _proposal(
    row: Mapping[str, Any], product: Product, rules: Mapping[str, ActionRule], day: date
) -> Proposal | None:
    kind, currency = ActionKind(row["kind"]), product.currency
    flags = frozenset(row["flags"].split())
    if kind is ActionKind.LIMIT_INCREASE:
        row = _protected(row, product, flags)
        if row["new_limit"] <= row["old_limit"]:
            return None
    rule = rules.get(row["rule"])
    code = rule.reason if rule else ""
    new_limit = from_minor(row["new_limit"], currency)
    use = row["utilisation"]
    return Proposal(
        account_id=row["account_id"],
        number=account_book.number(row["account_id"]),
        name=row["name"],
        product=product.id,
        currency=currency,
        kind=kind,
        rule=row["rule"],
        label=rule.label if rule else product.policy.reinstate_label,
        reasons=(Reason(code),) if code else (),
        old_limit=from_minor(row["old_limit"], currency),
        new_limit=new_limit,
        old_rate=Decimal(row["old_rate"]) / RATE_UNIT,
        new_rate=Decimal(row["new_rate"]) / RATE_UNIT,
        effective_on=day + timedelta(days=product.policy.notice_days),
        exposure_change=from_minor(row["exposure_change"], currency),
        loss_change=from_minor(row["loss_change"], currency),
        automatic=kind in TIGHTENING and product.policy.tighten_automatically,
        needs=needs(kind, new_limit, product, flags),
        score=row["score"],
        dpd=row["dpd"],
        utilisation=None if use is None else Decimal(str(round(use, 6))),
    )


def _protected(
    row: Mapping[str, Any], product: Product, flags: frozenset[str]
) -> Mapping[str, Any]:
    """An increase held to what the customer's flags allow."""
    if flags & care().no_increase:
        return {**row, "new_limit": row["old_limit"]}
    most = care().limit_most(flags)
    if most is None:
        return row
    return {**row, "new_limit": min(row["new_limit"], to_minor(most, product.currency))}


def needs(
    kind: ActionKind, new_limit: Decimal, product: Product, flags: frozenset[str] = frozenset()
) -> str:
    """Who has to confirm: nobody, a person, or two people."""
    if kind in TIGHTENING and product.policy.tighten_automatically:
        return ""
    two = kind is ActionKind.REINSTATEMENT or bool(flags & care().two_people)
    if kind is ActionKind.LIMIT_INCREASE:
        two = two or new_limit > product.policy.second_person_above
    return SECOND_PERSON if two else PERSON
