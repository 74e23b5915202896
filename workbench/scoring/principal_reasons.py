"""The principal reasons of an advice: from the component that decided, at most four, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from workbench.credit.assessment import RuleClass
from workbench.credit.status import Component
from workbench.scoring.advice import COMPONENTS
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Rule

_ORDER = 1_000


@dataclass(frozen=True, slots=True)
class ReasonPlan:
    """Per deciding component its reason codes with their keys: the highest key is named first.

    A null key is no reason; the order of the codes breaks ties.
    """

    keys: Mapping[Component, Mapping[str, pl.Expr]]
    missing: str
    most: int


def plan_reasons(strategy: Strategy, rules: Sequence[Rule]) -> ReasonPlan:
    """How this strategy chooses reasons.

    Of rules: knock-outs first, then in the strategy's order. Of the score: the factors furthest
    below the stored means (12 CFR 1002, Supplement I, comment 9(b)(2)-5).
    """
    keys = {
        Component.RULE: _rule_keys(rules),
        Component.SCORE: _score_keys(strategy),
        Component.AFFORDABILITY: _affordability_keys(strategy),
        Component.CAP: _cap_keys(strategy),
    }
    keys = {component: found for component, found in keys.items() if found}
    return ReasonPlan(keys, strategy.reasons.missing, strategy.reasons.most)


def with_reasons(known: pl.DataFrame, plan: ReasonPlan) -> pl.DataFrame:
    """The frame with `reason_1..` as codes, null where there are fewer, and for approvals."""
    codes = [plan.missing, *(code for keys in plan.keys.values() for code in keys)]
    words = pl.lit(pl.Series(list(dict.fromkeys(codes)), dtype=pl.String))
    place_of = {code: place for place, code in enumerate(dict.fromkeys(codes))}
    named = [f"reason_{rank + 1}" for rank in range(plan.most)]
    rows = known.lazy().with_row_index("row")
    parts = [
        _of_component(rows.filter(_gives_reasons(component)), keys, place_of, plan.most)
        for component, keys in plan.keys.items()
    ]
    data = rows.filter(pl.col("decider") == COMPONENTS.index(Component.DATA), pl.col("rank") > 0)
    nothing = (pl.lit(None, pl.UInt8).alias(name) for name in named[1:])
    incomplete = pl.lit(place_of[plan.missing], pl.UInt8).alias("reason_1")
    parts.append(data.select("row", incomplete, *nothing).collect())
    found = pl.concat(parts).sort("row")
    adverse = pl.col("rank") > 0
    place = pl.when(adverse).then(adverse.cum_sum() - 1)
    return known.with_columns(place.alias("place")).with_columns(
        words.gather(pl.lit(found[name]).gather("place")).alias(name) for name in named
    )


def shortfalls(strategy: Strategy) -> dict[str, pl.Expr]:
    """By how many thousandths of a point each characteristic stays below the stored mean.

    Got 20, mean 35: 15,000.
    """
    near = strategy.reasons.method == "below_near"
    return {
        c.name: round((c.mean_near if near else c.mean_all) * 1000)
        - pl.col(f"points_{c.name}") * 1000
        for c in strategy.scorecard.characteristics
    }


def _gives_reasons(component: Component) -> pl.Expr:
    """The rows whose reasons come from a component; a price above the legal cap is the risk's."""
    adverse = pl.col("rank") > 0
    named = pl.col("decider") == COMPONENTS.index(component)
    by_price = (pl.col("decider") == COMPONENTS.index(Component.CAP)) & (pl.col("rank") == 2)
    if component is Component.SCORE:
        return adverse & (named | by_price)
    return adverse & named & ~by_price if component is Component.CAP else adverse & named


def _of_component(
    rows: pl.LazyFrame, keys: Mapping[str, pl.Expr], place_of: Mapping[str, int], most: int
) -> pl.DataFrame:
    """The places of the codes with the highest keys of each row; `row` says which row it is."""
    codes = list(keys)
    width = 1 << len(codes).bit_length()
    names = [f"key_{place}" for place in range(len(codes))]
    held = rows.select(
        "row",
        *(
            (key.cast(pl.Int32).clip(0) * width + (width - 1 - place)).fill_null(-1).alias(name)
            for place, (name, key) in enumerate(zip(names, keys.values(), strict=True))
        ),
    ).collect()
    by_order = [None] * (width - len(codes)) + [place_of[code] for code in reversed(codes)]
    places = pl.lit(pl.Series(by_order, dtype=pl.UInt8))
    top = pl.col("top")
    for rank in range(most if held.height else 0):
        held = held.with_columns(pl.max_horizontal(names).alias("top"))
        code = places.gather(pl.when(top >= 0).then(top & (width - 1)))
        lower = (
            pl.when(pl.col(name) < top).then(pl.col(name)).otherwise(-1).alias(name)
            for name in names
        )
        held = held.with_columns(
            code.alias(f"reason_{rank + 1}"), *(lower if rank < most - 1 else ())
        )
    named = [f"reason_{rank + 1}" for rank in range(most)]
    nothing = (pl.lit(None, pl.UInt8).alias(name) for name in named)
    return held.select("row", *(named if held.height else nothing))


def _score_keys(strategy: Strategy) -> dict[str, pl.Expr]:
    """The shortfall of each code's worst factor; the furthest is always named, others only
    where the applicant is below the mean."""
    below = shortfalls(strategy)
    by_code: dict[str, list[pl.Expr]] = {}
    for characteristic in strategy.scorecard.characteristics:
        by_code.setdefault(characteristic.reason, []).append(below[characteristic.name])
    worst = {code: pl.max_horizontal(keys) for code, keys in by_code.items()}
    furthest = pl.max_horizontal(list(below.values()))
    return {code: pl.when((key > 0) | (key == furthest)).then(key) for code, key in worst.items()}


def _rule_keys(rules: Sequence[Rule]) -> dict[str, pl.Expr]:
    order = [RuleClass.HARD, RuleClass.SOFT, RuleClass.REFER]
    ranked = sorted(
        (rule for rule in rules if rule.rule_class is not RuleClass.WARN),
        key=lambda rule: order.index(rule.rule_class),
    )
    by_code: dict[str, list[pl.Expr]] = {}
    for place, rule in enumerate(ranked):
        counts = pl.col("rank") == (2 if rule.rule_class is RuleClass.REFER else 3)
        failed = (pl.col(f"rule_{rule.id}") == 0) & counts
        by_code.setdefault(rule.reason, []).append(pl.when(failed).then(_ORDER - place))
    return {code: pl.max_horizontal(keys) for code, keys in by_code.items()}


def _affordability_keys(strategy: Strategy) -> dict[str, pl.Expr]:
    rule = strategy.affordability
    cap, stressed = (round(float(ratio) * 1e6) for ratio in (rule.cap, rule.stress.cap))
    floor = round(float(rule.residual_floor) * 100)
    too_high = (pl.col("dsr_ppm") > cap) | (pl.col("dsr_stressed_ppm") > stressed)
    return {
        rule.reason: pl.when(too_high).then(2),
        rule.residual_reason: pl.when(pl.col("residual_income") < floor).then(1),
    }


def _cap_keys(strategy: Strategy) -> dict[str, pl.Expr]:
    """The terms of the limit that are less than the request: the binding one first."""
    by_code: dict[str, list[pl.Expr]] = {}
    for place, term in enumerate(strategy.limit.terms):
        key = pl.when(pl.col(f"limit_{term.name}") < pl.col("requested_amount")).then(
            pl.when(pl.col("limit_bound_by") == term.name)
            .then(2 * _ORDER)
            .otherwise(_ORDER - place)
        )
        by_code.setdefault(term.reason, []).append(key)
    return {code: pl.max_horizontal(keys) for code, keys in by_code.items()}
