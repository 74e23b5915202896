"""From fitted curves to whole points: scaling, merging, calibration, the means for reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import Additive
from workbench.scoring.develop.curves import MISSING_SEEN
from workbench.scoring.develop.fine_bins import FieldBins, Floats, Integers
from workbench.scoring.develop.made_facts import MadeFact, with_made

LOSS = 0.004
"""The share of a characteristic's variance that printing fewer bins may cost, where 20 points
double the odds; finer points print finer bins."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Points: `score` stands for odds of `odds` good to one bad; `double` points double them."""

    score: int = 600
    odds: float = 50.0
    double: float = 20.0

    @property
    def factor(self) -> float:
        """Points per unit of log odds: 20 / ln 2 = 28.8539."""
        return self.double / float(np.log(2.0))

    @property
    def loss(self) -> float:
        """The share of a characteristic's variance that its bins may cost: 0.002 at 40 points."""
        return LOSS * 20 / self.double

    @property
    def offset(self) -> float:
        """The score of even odds: 600 - 28.8539 x ln 50 = 487.1229."""
        return self.score - self.factor * float(np.log(self.odds))


@dataclass(frozen=True, slots=True)
class CardBins:
    """One characteristic of the card: merged bins with whole points, and how many fell in each."""

    bins: FieldBins
    points: tuple[int, ...]
    has_missing: bool
    shares: tuple[float, ...]
    bad_rates: tuple[float, ...]

    def points_of(self, frame: pl.DataFrame) -> Integers:
        """The points of every row."""
        return np.array(self.points, np.int64)[self.bins.place(frame[self.bins.field.name])]


@dataclass(frozen=True, slots=True)
class PointsCard:
    """A scorecard: score = base + points; PD = 1 / (1 + e^((score - offset) / factor))."""

    base: int
    characteristics: tuple[CardBins, ...]
    offset: float
    factor: float
    scaling: Scaling
    made: tuple[MadeFact, ...] = ()

    def score(self, frame: pl.DataFrame) -> Integers:
        """The score of every row."""
        total = np.full(frame.height, self.base, np.int64)
        rows = with_made(frame, self.made)
        for characteristic in self.characteristics:
            total += characteristic.points_of(rows)
        return total

    def pd(self, frame: pl.DataFrame) -> Floats:
        """The PD of every row."""
        return np.asarray(1 / (1 + np.exp((self.score(frame) - self.offset) / self.factor)))

    def means(self, frame: pl.DataFrame) -> Mapping[str, float]:
        """The mean points of every characteristic over the rows of a frame."""
        rows = with_made(frame, self.made)
        return {c.bins.field.name: float(c.points_of(rows).mean()) for c in self.characteristics}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows a card is made on: columns, outcome (1.0 is bad), and what each row weighs."""

    frame: pl.DataFrame
    bad: Floats
    weight: Floats

    @classmethod
    def of(cls, frame: pl.DataFrame, bad: Floats) -> Rows:
        """Rows that weigh one each."""
        return cls(frame, bad, np.ones(len(bad)))


def make_card(model: Additive, rows: Rows, scaling: Scaling | None = None) -> PointsCard:
    """Whole points from a fitted model, calibrated on the rows it was fitted on.

    Not knowing is never better than knowing: a missing value gets at most the fewest points of
    its characteristic's bins.
    """
    scale = scaling or Scaling()
    whole = Rows(with_made(rows.frame, model.made), rows.bad, rows.weight)
    characteristics = [
        _card_bins(bins, model.effects[bins.field.name], whole, scale) for bins in model.bins
    ]
    kept = tuple(c for c in characteristics if len(set(c.points)) > 1)
    used = {c.bins.field.name for c in kept}
    made = tuple(fact for fact in model.made if fact.name in used)
    base = round(scale.offset - scale.factor * model.intercept)
    draft = PointsCard(base, kept, scale.offset, scale.factor, scale, made)
    offset, factor = calibrate(draft.score(whole.frame).astype(np.float64), rows.bad, rows.weight)
    return replace(draft, offset=offset, factor=factor)


def calibrate(score: Floats, bad: Floats, weight: Floats | None = None) -> tuple[float, float]:
    """Offset and factor of the PD by maximum likelihood, so that the mean PD is the bad rate."""
    from scipy.optimize import minimize

    centre, spread = float(score.mean()), float(score.std()) or 1.0
    x = (score - centre) / spread
    each = np.full(len(bad), 1 / len(bad)) if weight is None else weight / weight.sum()

    def loss(weights: Floats) -> float:
        odds = weights[0] + weights[1] * x
        return float(each @ (np.logaddexp(0, odds) - bad * odds))

    found = minimize(loss, np.array([-2.0, -0.5]), method="BFGS", options={"gtol": 1e-9})
    level, slope = map(float, found.x)
    if slope >= 0:
        return centre, 1e6
    factor = -spread / slope
    return centre + factor * level, factor


def _card_bins(bins: FieldBins, effects: Sequence[float], rows: Rows, scale: Scaling) -> CardBins:
    exact = -scale.factor * np.array(effects)
    placed = bins.place(rows.frame[bins.field.name])
    mass: Floats = np.bincount(placed, rows.weight, bins.count).astype(np.float64)
    seen = int((placed == bins.count - 1).sum())
    merged, whole = _printed(bins, exact, mass, scale.loss)
    if _against(merged, whole):
        merged, whole = _printed(bins, _held_to_direction(bins, exact, mass), mass, scale.loss)
    whole[-1] = min(whole) if seen >= MISSING_SEEN else min(whole[:-1])
    if not bins.field.is_manual:
        merged, whole = _joined_equals(merged, whole)
    places = merged.place(rows.frame[merged.field.name])
    counts = np.bincount(places, weights=rows.weight, minlength=merged.count)
    bads = np.bincount(places, weights=rows.weight * rows.bad, minlength=merged.count)
    return CardBins(
        bins=merged,
        points=tuple(whole),
        has_missing=seen >= MISSING_SEEN,
        shares=tuple(float(c) for c in counts / counts.sum()),
        bad_rates=tuple(float(b / c) if c else 0.0 for b, c in zip(bads, counts, strict=True)),
    )


def _printed(
    bins: FieldBins, exact: Floats, mass: Floats, loss: float
) -> tuple[FieldBins, list[int]]:
    """Bins as the card prints them, with whole points."""
    merged, points = (bins, exact) if bins.field.is_manual else _merged(bins, exact, mass, loss)
    return merged, [round(float(value)) for value in points]


_WAYS = {"rising": 1, "falling": -1}


def _against(bins: FieldBins, whole: Sequence[int]) -> bool:
    """Whether whole points go against the declared direction: ties leave neighbours a hair
    apart, and many hairs make a point."""
    way = _WAYS.get(bins.field.direction, 0)
    return any(way * (after - before) < 0 for before, after in pairwise(whole[: bins.known]))


def _held_to_direction(bins: FieldBins, exact: Floats, mass: Floats) -> Floats:
    """The nearest points that go the declared way: neighbours that do not are given the mean of
    their rows."""
    way = _WAYS[bins.field.direction]
    pooled: list[tuple[float, float, int]] = []
    known = zip(exact[: bins.known], np.maximum(mass, 1e-9), strict=False)
    for value, rows in known:
        pooled.append((way * float(value), float(rows), 1))
        while len(pooled) > 1 and pooled[-2][0] > pooled[-1][0]:
            (one, its, many), (other, theirs, more) = pooled[-2:]
            mean = (one * its + other * theirs) / (its + theirs)
            pooled[-2:] = [(mean, its + theirs, many + more)]
    held = np.repeat([value for value, _rows, _n in pooled], [n for _v, _rows, n in pooled])
    return np.append(way * held, exact[bins.known :])


def _merged(bins: FieldBins, exact: Floats, mass: Floats, loss: float) -> tuple[FieldBins, Floats]:
    """Neighbouring intervals, or word groups of like points, made one.

    Always the two whose joining moves the fewest rows by the fewest points; until what is lost
    reaches the share `loss` of the field's own variance, or a tenth of a point squared.
    """
    known = bins.known
    order = list(range(known)) if bins.field.is_number else list(np.argsort(-exact[:known]))
    held = [([number], float(exact[number]), float(mass[number])) for number in order]
    whole = max(float(mass.sum()), 1e-9)
    mean = sum(value * rows for _n, value, rows in held) / whole
    spread = sum(rows * (value - mean) ** 2 for _n, value, rows in held) / whole
    allowed = max(loss * spread, 0.1)
    lost = 0.0
    while len(held) > 1:
        costs = [_cost(one, other) / whole for one, other in pairwise(held)]
        least = int(np.argmin(costs))
        lost += costs[least]
        if lost > allowed:
            break
        held[least : least + 2] = [_joined(held[least], held[least + 1])]
    points = np.array([value for _n, value, _rows in held])
    return _regrouped(bins, [numbers for numbers, _v, _r in held]), np.append(points, exact[known:])


_Held = tuple[list[int], float, float]


def _cost(one: _Held, other: _Held) -> float:
    rows = one[2] + other[2]
    return one[2] * other[2] / rows * (one[1] - other[1]) ** 2 if rows else 0.0


def _joined(one: _Held, other: _Held) -> _Held:
    rows = one[2] + other[2]
    share = one[2] / rows if rows else 0.5
    return [*one[0], *other[0]], share * one[1] + (1 - share) * other[1], rows


def _regrouped(bins: FieldBins, held: Sequence[Sequence[int]]) -> FieldBins:
    if bins.field.is_number:
        return FieldBins(bins.field, edges=tuple(bins.edges[part[0] - 1] for part in held[1:]))
    groups = (tuple(word for number in part for word in bins.groups[number]) for part in held)
    return FieldBins(bins.field, groups=tuple(groups))


def _joined_equals(bins: FieldBins, points: Sequence[int]) -> tuple[FieldBins, list[int]]:
    """Neighbours that came out with the same whole points made one."""
    held: list[list[int]] = []
    for number in range(bins.known):
        if held and points[held[-1][0]] == points[number]:
            held[-1].append(number)
        else:
            held.append([number])
    kept = [points[part[0]] for part in held]
    return _regrouped(bins, held), [*kept, *points[bins.known :]]
