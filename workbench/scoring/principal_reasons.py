"""The principal reasons of an assessment: from the deciding component, and from it alone.

Everything that may be named is a *claim* with a number of its own: the higher, the sooner it is
named. Each row's claims stand side by side, and a few exchanges bring its highest to the front.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from workbench.credit.assessment import RuleClass
from workbench.credit.status import Component
from workbench.scoring.advice import COMPONENTS
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Rule

Stage = tuple[pl.Expr, ...]
Keys = Mapping[str, pl.Expr]
"""Per reason code the number of its claim in a row; 0 where it has none."""

_WIDTH = 4
_ORDER = (RuleClass.HARD, RuleClass.SOFT, RuleClass.REFER)


@dataclass(slots=True)
class _Claims:
    """All claims of a strategy, numbered from 1. `floors` holds, per claim, the lowest that may
    be named beside it when it is the first."""

    codes: list[str] = field(default_factory=lambda: [""])
    floors: list[int] = field(default_factory=lambda: [1])

    def add(self, codes: Iterable[str], *, floor: int | None = None) -> list[int]:
        """Number one claim per code, the first code highest; they may stand side by side, and
        beside those from `floor` on."""
        named = list(codes)
        first = len(self.codes)
        self.codes += reversed(named)
        self.floors += [floor or first] * len(named)
        return list(range(first + len(named) - 1, first - 1, -1))


def reason_stages(strategy: Strategy, rules: Sequence[Rule]) -> list[Stage]:
    """Stages that end in `reason_1..` as codes, null where there are fewer, and for approvals.

    Of rules: knock-outs first, then in the strategy's order. Of the score: the factors furthest
    below the stored means (12 CFR 1002, Supplement I, comment 9(b)(2)-5). They need `rank`,
    `decider`, `bound`, the bins, the rules' findings and the affordability's figures.
    """
    claims = _Claims()
    [missing] = claims.add([strategy.reasons.missing])
    keys: dict[Component, Keys] = {
        Component.DATA: {strategy.reasons.missing: _number(missing)},
        Component.RULE: _rule_keys(rules, claims),
        Component.SCORE: _score_keys(strategy, claims),
        Component.AFFORDABILITY: _affordability_keys(strategy, claims),
        Component.CAP: _cap_keys(strategy, claims),
    }
    says = {component: pl.col(f"=says_{component}") for component in keys}
    slots = [f"=slot_{place}" for place in range(max(map(len, keys.values())))]
    chosen = {name: _chosen(keys, says, place) for place, name in enumerate(slots)}
    return [
        tuple(_gives_reasons(c, strategy).alias(f"=says_{c}") for c in keys),
        tuple(expression.alias(name) for name, expression in chosen.items()),
        *_to_the_front(slots),
        _words(claims, slots[: strategy.reasons.most], strategy.reasons.most),
    ]


def _gives_reasons(component: Component, strategy: Strategy) -> pl.Expr:
    """The rows whose reasons come from a component; a price above the legal cap is the risk's."""
    named = (pl.col("decider") == COMPONENTS.index(component)) & (pl.col("rank") > 0)
    if component is Component.SCORE:
        return named | _by_price(strategy)
    return named & ~_by_price(strategy) if component is Component.CAP else named


def _by_price(strategy: Strategy) -> pl.Expr:
    """The rows that the price alone decided, not a term of the limit."""
    capped = pl.col("decider") == COMPONENTS.index(Component.CAP)
    if not strategy.price.cap_reason:
        return capped & (pl.col("rank") == 2)
    terms, least = pl.col("limit_of_terms"), round(float(strategy.request.amount_least) * 100)
    too_little = (terms < pl.col("requested_amount")) & (terms < least)
    return capped & (pl.col("rank") == 3) & ~too_little.fill_null(value=False)


def _chosen(
    keys: Mapping[Component, Keys], says: Mapping[Component, pl.Expr], place: int
) -> pl.Expr:
    """One of the claims of whichever component gives the reasons; 0 for none."""
    found = _number(0)
    for component, of_codes in keys.items():
        if place < len(of_codes):
            key = list(of_codes.values())[place]
            found = pl.when(says[component]).then(key).otherwise(found)
    return found


def _words(claims: _Claims, slots: Sequence[str], most: int) -> Stage:
    codes = pl.lit(pl.Series([None, *claims.codes[1:]], dtype=pl.String))
    floor = pl.lit(pl.Series(claims.floors, dtype=pl.Int16)).gather(slots[0])
    named = (
        pl.when(pl.col(slot) >= floor).then(pl.col(slot)).otherwise(_number(0)) for slot in slots
    )
    found = [codes.gather(place) for place in named]
    found += [pl.lit(None, pl.String)] * (most - len(found))
    return tuple(code.alias(f"reason_{n}") for n, code in enumerate(found, start=1))


def _to_the_front(slots: Sequence[str]) -> list[Stage]:
    """Stages of exchanges that bring the four highest to the first slots, the highest first.

    Fours are sorted on their own, then merged two by two (Batcher's bitonic merge).
    """
    fours = [list(slots[at : at + _WIDTH]) for at in range(0, len(slots), _WIDTH)]
    pairs_of = [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(1, 2)]]
    stages = [_exchanges(fours, pairs) for pairs in pairs_of]
    while len(fours) > 1:
        kept, merged = fours[::2], fours[1::2]
        stages.append(
            tuple(
                pl.max_horizontal(low, high).alias(low)
                for first, second in zip(kept, merged, strict=False)
                for low, high in _facing(first, second)
            )
        )
        stages += [_exchanges(kept, pairs) for pairs in ([(0, 2), (1, 3)], [(0, 1), (2, 3)])]
        fours = kept
    return [stage for stage in stages if stage]


def _facing(first: Sequence[str], second: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The lowest of one four against the highest of the other, and so on."""
    return (
        (low, second[_WIDTH - 1 - place])
        for place, low in enumerate(first)
        if _WIDTH - 1 - place < len(second)
    )


def _exchanges(fours: Iterable[Sequence[str]], pairs: Iterable[tuple[int, int]]) -> Stage:
    wanted = [(four[a], four[b]) for four in fours for a, b in pairs if b < len(four)]
    return tuple(
        one
        for high, low in wanted
        for one in (
            pl.max_horizontal(high, low).alias(high),
            pl.min_horizontal(high, low).alias(low),
        )
    )


def shortfalls(strategy: Strategy) -> dict[str, list[int]]:
    """Per characteristic and bin: by how many thousandths of a point it stays below the mean.

    Got 20, mean 35: 15,000.
    """
    near = strategy.reasons.method == "below_near"
    return {
        c.name: [
            round((c.mean_near if near else c.mean_all) * 1000) - bin_.points * 1000
            for bin_ in c.bins
        ]
        for c in strategy.scorecard.characteristics
    }


def _score_keys(strategy: Strategy, claims: _Claims) -> Keys:
    """The shortfall of each code's worst factor; the furthest is always named, others only
    where the applicant is below the mean. A price above the legal cap is named before them."""
    below, characteristics = shortfalls(strategy), strategy.scorecard.characteristics
    codes = list(dict.fromkeys(c.reason for c in characteristics))
    owned = {(amount, codes.index(c.reason)) for c in characteristics for amount in below[c.name]}
    numbers: dict[tuple[int, int], int] = {}
    for level in _levels(amount for amount, _code in owned):
        mine = sorted((one for one in owned if one[0] in level), key=lambda one: (-one[0], one[1]))
        numbers |= zip(mine, claims.add(codes[code] for _amount, code in mine), strict=True)
    found: dict[str, list[pl.Expr]] = {code: [] for code in codes}
    for c in characteristics:
        table = [numbers[amount, codes.index(c.reason)] for amount in below[c.name]]
        claim = pl.lit(pl.Series(table, dtype=pl.Int16)).gather(f"bin_{c.name}")
        found[c.reason].append(claim)
    if strategy.price.cap_reason:
        beside = claims.floors[-1] if max(amount for amount, _code in owned) > 0 else None
        [first] = claims.add([strategy.price.cap_reason], floor=beside)
        by_price = pl.col("decider") == COMPONENTS.index(Component.CAP)
        found.setdefault(strategy.price.cap_reason, []).append(_claim(by_price, first))
    return {code: _highest(claimed) for code, claimed in found.items()}


def _levels(amounts: Iterable[int]) -> list[set[int]]:
    """Shortfalls that may be named together: all above 0; of the others only equal ones."""
    distinct = sorted(set(amounts))
    above = {amount for amount in distinct if amount > 0}
    return [{amount} for amount in distinct if amount <= 0] + ([above] if above else [])


def _rule_keys(rules: Sequence[Rule], claims: _Claims) -> Keys:
    """The rules that failed, the strictest class first; a rule that refers is not named beside
    one that declines."""
    found: dict[str, list[pl.Expr]] = {}
    for classes in ({RuleClass.REFER}, {RuleClass.HARD, RuleClass.SOFT}):
        ranked = sorted(
            (rule for rule in rules if rule.rule_class in classes),
            key=lambda rule: _ORDER.index(rule.rule_class),
        )
        numbers = claims.add(rule.reason for rule in ranked)
        for rule, number in zip(ranked, numbers, strict=True):
            claim = _claim(pl.col(f"rule_{rule.id}") == 0, number)
            found.setdefault(rule.reason, []).append(claim)
    return {code: _highest(claimed) for code, claimed in found.items()}


def _affordability_keys(strategy: Strategy, claims: _Claims) -> Keys:
    rule = strategy.affordability
    cap, stressed = (round(float(ratio) * 1e6) for ratio in (rule.cap, rule.stress.cap))
    floor = round(float(rule.residual_floor) * 100)
    too_high = (pl.col("dsr_ppm") > cap) | (pl.col("dsr_stressed_ppm") > stressed)
    first, second = claims.add([rule.reason, rule.residual_reason])
    found: dict[str, list[pl.Expr]] = {rule.reason: [_claim(too_high, first)]}
    too_little = _claim(pl.col("residual_income") < floor, second)
    found.setdefault(rule.residual_reason, []).append(too_little)
    return {code: _highest(claimed) for code, claimed in found.items()}


def _cap_keys(strategy: Strategy, claims: _Claims) -> Keys:
    """The terms of the limit that are less than the request: the binding one first."""
    terms = strategy.limit.terms
    numbers = claims.add([term.reason for term in terms] * 2)
    found: dict[str, list[pl.Expr]] = {}
    for place, term in enumerate(terms):
        short = pl.col(f"limit_{term.name}") < pl.col("requested_amount")
        binding, other = _number(numbers[place]), _number(numbers[place + len(terms)])
        claim = pl.when(pl.col("bound") == place + 1).then(binding).otherwise(other)
        found.setdefault(term.reason, []).append(pl.when(short).then(claim).otherwise(_number(0)))
    return {code: _highest(claimed) for code, claimed in found.items()}


def _claim(holds: pl.Expr, number: int) -> pl.Expr:
    return pl.when(holds).then(_number(number)).otherwise(_number(0))


def _highest(claimed: Sequence[pl.Expr]) -> pl.Expr:
    return claimed[0] if len(claimed) == 1 else pl.max_horizontal(claimed)


def _number(number: int) -> pl.Expr:
    return pl.lit(number, pl.Int16)
