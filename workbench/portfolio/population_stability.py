"""Has the population moved: PSI of the score, CSI of every characteristic, by two formulas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from workbench.portfolio.population import Population
from workbench.portfolio.thresholds import Level, thresholds

FLOOR = 0.0001
"""The share an empty bin counts with, so that its logarithm exists; such bins are named."""


def psi(expected: Sequence[float], actual: Sequence[float]) -> float:
    """Population stability index of two distributions over the same bins (counts or shares).

    Sum of (A - E) ln(A / E): 20/20/20/20/20 against 30/25/20/15/10 -> 0.1354.
    """
    shares = zip(_shares(expected), _shares(actual), strict=True)
    floored = ((max(e, FLOOR), max(a, FLOOR)) for e, a in shares)
    return sum((a - e) * math.log(a / e) for e, a in floored)


def points_moved(
    expected: Sequence[float], actual: Sequence[float], points: Sequence[float]
) -> float:
    """How many points one characteristic moved the mean score: sum of (A - E) x points.

    Points 115/107/98/91/72, 20 % each against 12/15/20/23/30 % -> -4.62.
    """
    shares = zip(_shares(expected), _shares(actual), points, strict=True)
    return sum((a - e) * p for e, a, p in shares)


def _shares(counts: Sequence[float]) -> list[float]:
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]


def tenths(counts: Mapping[int, float]) -> tuple[int, ...]:
    """The scores at which about each tenth of a population ends, from below; never the last.

    `counts` are cases by score; fewer edges where many have one score.
    """
    scores = sorted(counts)
    total = sum(counts.values())
    edges: list[int] = []
    for score, reached in zip(scores, accumulate(counts[s] for s in scores), strict=True):
        if reached >= total * (len(edges) + 1) / 10 - 1e-9 and score != scores[-1]:
            edges.append(score)
            while len(edges) < 9 and reached >= total * (len(edges) + 1) / 10 - 1e-9:
                edges.append(score)
    return tuple(dict.fromkeys(edges))


_SEVERITY = (Level.UNKNOWN, Level.GREEN, Level.AMBER, Level.RED)


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a distribution moved: both counts by bin, PSI, points moved, and the worse level.

    `empty` counts the bins in which one side has nobody; None for the figures with too few cases.
    """

    name: str
    bins: tuple[str, ...]
    expected: tuple[float, ...]
    actual: tuple[float, ...]
    psi: float | None
    points: float | None
    level: Level
    empty: int


def score_shift(population: Population, scores: pl.Series) -> Shift:
    """The scores now against the population a card was made from, over its tenths."""
    edges = tenths(population.scores)
    expected = in_bins(population.scores, edges)
    counted = scores.drop_nulls().value_counts()
    now = dict(zip(counted[scores.name], counted["count"], strict=True))
    names = (*(f"≤ {edge}" for edge in edges), f"> {edges[-1]}" if edges else "–")
    return _shift("score", names, expected, in_bins(now, edges), None)


def bin_shift(
    name: str,
    bins: Sequence[str],
    expected: Sequence[float],
    numbers: pl.Series,
    points: Sequence[int],
) -> Shift:
    """One characteristic: bin numbers now against the shares its card was made from."""
    counted = numbers.drop_nulls().value_counts()
    found = dict(zip(counted[numbers.name], counted["count"], strict=True))
    actual = [float(found.get(at, 0)) for at in range(len(bins))]
    return _shift(name, tuple(bins), expected, actual, points)


def in_bins(counts: Mapping[int, float], edges: Sequence[int]) -> list[float]:
    """Cases by score put into bins that end at (and with) each edge."""
    filled = [0.0] * (len(edges) + 1)
    for score, cases in counts.items():
        filled[sum(score > edge for edge in edges)] += cases
    return filled


def _shift(
    name: str,
    bins: tuple[str, ...],
    expected: Sequence[float],
    actual: Sequence[float],
    points: Sequence[int] | None,
) -> Shift:
    limits = thresholds()
    enough = sum(actual) >= limits.too_few
    index = psi(expected, actual) if enough else None
    moved = points_moved(expected, actual, points) if enough and points else None
    levels = [limits.psi.level(index)]
    if moved is not None:
        levels.append(limits.csi_points.level(moved))
    return Shift(
        name=name,
        bins=bins,
        expected=tuple(expected),
        actual=tuple(actual),
        psi=index,
        points=moved,
        level=max(levels, key=_SEVERITY.index),
        empty=sum(not e or not a for e, a in zip(expected, actual, strict=True)),
    )
