"""Which strategy assesses a product: the lender's own that was published last, or the shipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from workbench.errors import NotKnown, StrategyFaulty
from workbench.i18n import _
from workbench.scoring.strategy import Strategy, read_strategy, shipped
from workbench.storage import lender_strategies as kept
from workbench.workflow.desk import Desk, now


def products(desk: Desk, on: date | None = None) -> Mapping[str, Strategy]:
    """Every product with the strategy in force on a day (today without one): those that ship,
    and the lender's own products, known by a published strategy."""
    return {**shipped(), **_own_in_force(desk, None, on or now().date())}


def in_force(desk: Desk, product: str, on: date | None = None) -> Strategy:
    """The strategy that assesses a product on a day (today without one): the lender's own that
    was published last among those in force, else the shipped one. Raises NotKnown."""
    day = on or now().date()
    found = {**shipped(), **_own_in_force(desk, product, day)}.get(product)
    if found is None:
        raise NotKnown(kind=_("product"), name=product, known=sorted(products(desk, day)))
    return found


@lru_cache(maxsize=64)
def strategy_in(text: str) -> Strategy:
    """The strategy of a text, read by form only. Raises StrategyFaulty."""
    strategy, faults = read_strategy(text)
    if strategy is None:
        said = "\n".join(fault.text() for fault in faults)
        raise StrategyFaulty(file="strategy", faults=said)
    return strategy


def _own_in_force(desk: Desk, product: str | None, day: date) -> dict[str, Strategy]:
    own = sorted(kept.lender_strategies(desk.store, product), key=lambda one: one.seq)
    read = (strategy_in(one.source) for one in own if one.published_at is not None)
    return {one.product: one for one in read if _is_in_force(one, day)}


def _is_in_force(strategy: Strategy, day: date) -> bool:
    until = strategy.effective_until
    return strategy.effective_from <= day and (until is None or day <= until)
