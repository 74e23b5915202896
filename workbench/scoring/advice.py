"""From findings to advice: the rules, the strictness of each component, and which decided.

Inside, outcomes are their strictness: 0 approve, 1 counter-offer, 2 refer, 3 decline.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from workbench.credit.assessment import RuleClass
from workbench.credit.status import Component, Outcome
from workbench.scoring.affordability import AFFORDABLE
from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Characteristic, Rule

STRICTNESS = (Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.REFER, Outcome.DECLINE)
_DECLINING = (RuleClass.HARD, RuleClass.SOFT)


def rule_verdict(rule: Rule) -> pl.Expr:
    """1 passed, 0 failed, null not evaluated: SQL's own three values."""
    text = rule.passes_when or rule.fails_when or ""
    held = read_condition(text, rule.threshold).expression()
    return (held if rule.passes_when else ~held).cast(pl.Int8)


def component_ranks(strategy: Strategy, rules: Sequence[Rule]) -> dict[str, pl.Expr]:
    """How strict each component is, as `rank_<component>`."""
    least = _minor(strategy.request.amount_least)
    declines = _any_failed([rule for rule in rules if rule.rule_class in _DECLINING])
    refers = _any_failed([rule for rule in rules if rule.rule_class is RuleClass.REFER])
    short = pl.col("limit_of_terms") < pl.col("requested_amount")
    enough = pl.col(f"limit_{AFFORDABLE}") >= least
    no, lower = _strict(3), _strict(1)
    return {
        "rank_rule": pl.when(declines).then(no).when(refers).then(_strict(2)).otherwise(_strict(0)),
        "rank_score": pl.col("rank_of_score").fill_null(0),
        "rank_affordability": pl.when((pl.col("affordability") == 0) & enough)
        .then(lower)
        .when(pl.col("affordability") == 0)
        .then(no)
        .otherwise(_strict(0)),
        "rank_cap": pl.when(short & (pl.col("limit_of_terms") < least))
        .then(no)
        .when(pl.col("capped"))
        .then(_strict(3 if strategy.price.cap_reason else 2))
        .when(short)
        .then(lower)
        .otherwise(_strict(0)),
        "rank_data": pl.when(unknown(rules)).then(_strict(2)).otherwise(_strict(0)),
    }


def unknown(rules: Sequence[Rule]) -> pl.Expr:
    """Whether anything that an approval rests on could not be told."""
    needed = [f"rule_{rule.id}" for rule in rules if rule.rule_class is not RuleClass.WARN]
    needed += ["score", "affordability", "limit", "instalment", "offered_term_months"]
    return pl.any_horizontal(pl.col(name).is_null() for name in needed)


_TIES = (
    ("rank_rule", Component.RULE),
    ("rank_data", Component.DATA),
    ("rank_score", Component.SCORE),
    ("rank_affordability", Component.AFFORDABILITY),
    ("rank_cap", Component.CAP),
)
COMPONENTS = tuple(component for _name, component in _TIES)


def decider(terms: int) -> pl.Expr:
    """The place of the strictest component in `COMPONENTS`; in a tie the first of these.

    A counter-offer is decided by whichever of the limit's `terms` bound it (the first is what is
    affordable, the last the request); an approval by the score.
    """
    place = _place(Component.SCORE)
    for name, component in reversed(_TIES):
        place = pl.when(pl.col(name) == pl.col("rank")).then(_place(component)).otherwise(place)
    by_room = (pl.col("bound") == 0) | (pl.col("bound") == terms - 1)
    offered = (
        pl.when(by_room).then(_place(Component.AFFORDABILITY)).otherwise(_place(Component.CAP))
    )
    return (
        pl.when(pl.col("rank") == 0)
        .then(_place(Component.SCORE))
        .when(pl.col("rank") == 1)
        .then(offered)
        .otherwise(place)
    )


def decided_by() -> pl.Expr:
    """The stored word of the deciding component."""
    return pl.lit(pl.Series([c.value for c in COMPONENTS], dtype=pl.String)).gather("decider")


def outcome_word(rank: pl.Expr) -> pl.Expr:
    """The stored word of a strictness."""
    return pl.lit(pl.Series([o.value for o in STRICTNESS], dtype=pl.String)).gather(rank)


def _place(component: Component) -> pl.Expr:
    return pl.lit(COMPONENTS.index(component), pl.UInt8)


def _any_failed(rules: Sequence[Rule]) -> pl.Expr:
    if not rules:
        return pl.lit(value=False)
    failed = pl.any_horizontal(pl.col(f"rule_{rule.id}") == 0 for rule in rules)
    return failed.fill_null(value=False)


def _strict(rank: int) -> pl.Expr:
    return pl.lit(rank, pl.Int8)


def _minor(amount: object) -> int:
    return round(float(str(amount)) * 100)


def names_of(characteristics: Sequence[Characteristic]) -> list[str]:
    """The names of the point columns."""
    return [f"points_{characteristic.name}" for characteristic in characteristics]
