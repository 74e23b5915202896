"""The path to yes: terms first, then the smallest realistic change of facts; or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations, islice, product

from workbench.credit.facts import Kind, Value, dictionary
from workbench.scoring.engine import Engine
from workbench.scoring.strategy_format import Characteristic
from workbench.scoring.what_if import advised

TERMS = frozenset({"amount_requested", "term_months"})
MOST_TRIED = 4_000
MOST_FACTS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One change: the fact, from what, to what; `by` when it comes about by waiting."""

    fact: str
    now: Value
    then: Value
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The nearest approvable case: what to change. `kind`: terms, facts, none or already."""

    kind: str
    steps: tuple[Step, ...] = ()


def path_to_yes(engine: Engine, facts: Mapping[str, Value], *, on: date) -> Path:
    """The nearest approval: first by amount and term, then by at most two realistic facts.

    Bounded and exhaustive over the card's bins and the rules' thresholds; the same facts give
    the same path. What the dictionary locks is never changed. "none" is an answer.
    """
    if advised(engine, facts, [{}]) == ["approve"]:
        return Path("already")
    by_terms = _first_approved(engine, facts, list(_terms(engine, facts)))
    if by_terms is not None:
        return Path("terms", _steps(facts, by_terms, on))
    by_facts = _first_approved(engine, facts, list(islice(_facts(engine, facts), MOST_TRIED)))
    if by_facts is not None:
        return Path("facts", _steps(facts, by_facts, on))
    return Path("none")


def _first_approved(
    engine: Engine, facts: Mapping[str, Value], tried: list[dict[str, Value]]
) -> dict[str, Value] | None:
    advice = advised(engine, facts, tried)
    return next((tried[n] for n, word in enumerate(advice) if word == "approve"), None)


def _terms(engine: Engine, facts: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Amounts from the request downwards at every term: the smallest cut comes first."""
    request = engine.strategy.request
    amount, term = facts.get("amount_requested"), facts.get("term_months")
    if not isinstance(amount, Decimal | int) or not isinstance(term, int):
        return
    months = request.terms or tuple(range(12, request.term_most + 1, 12))
    terms = sorted({term, *months}, key=lambda length: (abs(length - term), length))
    for share in range(100, 4, -5):
        less = (Decimal(amount) * share / 100 / 100).to_integral_value() * 100
        if less < request.amount_least:
            return
        offered = less if share < 100 else Decimal(amount)
        for length in terms:
            yield {"amount_requested": offered, "term_months": length}


def _facts(engine: Engine, facts: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Changes of one fact, then of two, the nearest bins first."""
    moves = {
        c.fact: values
        for c in engine.strategy.scorecard.characteristics
        if c.fact in dictionary() and c.fact not in TERMS and not dictionary()[c.fact].locked
        if (values := _nearer(c, facts.get(c.fact)))
    }
    for count in range(1, MOST_FACTS + 1):
        for chosen in combinations(sorted(moves), count):
            for combined in product(*(moves[name] for name in chosen)):
                yield dict(zip(chosen, combined, strict=True))


def _nearer(characteristic: Characteristic, now: Value) -> list[Value]:
    """Values just inside the bins with more points, the nearest first; downwards only.

    Only debts, use of credit and inquiries are offered as changes, and only to less.
    """
    kind = dictionary()[characteristic.fact].kind
    if not isinstance(now, Decimal | int) or isinstance(now, bool):
        return []
    if kind not in {Kind.MONEY, Kind.RATIO, Kind.COUNT}:
        return []
    edges = [b.below for b in characteristic.bins if b.is_interval and b.below is not None]
    step = Decimal("0.001") if kind is Kind.RATIO else Decimal(1)
    lower = sorted((edge - step for edge in edges if edge - step < now), reverse=True)
    if kind is Kind.COUNT:
        lower = [value.to_integral_value(rounding=ROUND_FLOOR) for value in lower]
    found = dict.fromkeys(max(value, Decimal(0)) for value in lower)
    return [int(value) if kind is Kind.COUNT else value for value in found]


def _steps(facts: Mapping[str, Value], change: Mapping[str, Value], on: date) -> tuple[Step, ...]:
    return tuple(
        Step(name, facts.get(name), value, _by(name, on))
        for name, value in change.items()
        if facts.get(name) != value
    )


def _by(name: str, on: date) -> date | None:
    days = dictionary()[name].mends_after_days
    return None if days is None else on + timedelta(days=days)
