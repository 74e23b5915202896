"""How the scores of a card are spread over everybody it was made from, for a score disclosure."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from itertools import pairwise

from workbench.letters.record import ScoreBand
from workbench.scoring.strategy import Strategy
from workbench.workflow.populations import development_population

_BARS = 8  # six at least: 12 CFR 1022.74(e)(1)(ii), Form H-4
_LEAST_PEOPLE = 100
_HUNDREDTH = Decimal("0.01")

Spread = tuple[Decimal | None, tuple[ScoreBand, ...]]
"""The share of people with a lower score, rounded down, and the bands; (None, ()) if unknown."""


def spread_of(strategy: Strategy, within: tuple[int, int], score: int) -> Spread:
    """How a score stands among the scores of the population its card was made from.

    `within` is the scale of the score. Nothing is said where fewer than a hundred are known.
    """
    population = _known.get((strategy.id, strategy.version))
    if population is None:
        population = _known[strategy.id, strategy.version] = _counted(strategy)
    total = sum(population.values())
    if total < _LEAST_PEOPLE:
        return None, ()
    below = sum(count for other, count in population.items() if other < score)
    share = (Decimal(below) / Decimal(total)).quantize(_HUNDREDTH, ROUND_DOWN)
    return share, _bands(tuple(population.items()), within)


_known: dict[tuple[str, str], dict[int, int]] = {}
"""Read once in a process: a version's population never changes under its name."""


def _counted(strategy: Strategy) -> dict[int, int]:
    population = development_population(strategy)
    return {} if population is None else {at: round(n) for at, n in population.scores.items()}


@lru_cache(maxsize=32)
def _bands(counted: tuple[tuple[int, int], ...], within: tuple[int, int]) -> tuple[ScoreBand, ...]:
    """Ranges of one width from the lowest score met to the highest; the ends reach the scale's."""
    least, most = min(at for at, _n in counted), max(at for at, _n in counted)
    edges = [least + (most + 1 - least) * at // _BARS for at in range(_BARS + 1)]
    edges[0], edges[-1] = min(within[0], least), max(within[1], most) + 1
    total = Decimal(sum(n for _at, n in counted))
    return tuple(
        ScoreBand(low, high - 1, sum(n for at, n in counted if low <= at < high) / total)
        for low, high in pairwise(edges)
        if low < high
    )
