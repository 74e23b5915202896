"""From fitted curves to whole points: scaling, merging, calibration, the means for reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import Additive
from workbench.scoring.develop.fine_bins import FieldBins, Floats, Integers

MISSING_SEEN = 20


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

    def score(self, frame: pl.DataFrame) -> Integers:
        """The score of every row."""
        total = np.full(frame.height, self.base, np.int64)
        for characteristic in self.characteristics:
            total += characteristic.points_of(frame)
        return total

    def pd(self, frame: pl.DataFrame) -> Floats:
        """The PD of every row."""
        return np.asarray(1 / (1 + np.exp((self.score(frame) - self.offset) / self.factor)))

    def means(self, frame: pl.DataFrame) -> Mapping[str, float]:
        """The mean points of every characteristic over the rows of a frame."""
        return {c.bins.field.name: float(c.points_of(frame).mean()) for c in self.characteristics}


def make_card(
    model: Additive, frame: pl.DataFrame, bad: Floats, scaling: Scaling | None = None
) -> PointsCard:
    """Whole points from a fitted model, calibrated on the rows it was fitted on.

    Not knowing is never better than knowing: a missing value gets at most the fewest points of
    its characteristic's bins.
    """
    scale = scaling or Scaling()
    characteristics = [
        _card_bins(bins, model.effects[bins.field.name], frame, bad, scale.factor)
        for bins in model.bins
    ]
    kept = tuple(c for c in characteristics if len(set(c.points)) > 1)
    base = round(scale.offset - scale.factor * model.intercept)
    draft = PointsCard(base, kept, scale.offset, scale.factor, scale)
    offset, factor = calibrate(draft.score(frame).astype(np.float64), bad)
    return PointsCard(base, kept, offset, factor, scale)


def calibrate(score: Floats, bad: Floats) -> tuple[float, float]:
    """Offset and factor of the PD by maximum likelihood, so that the mean PD is the bad rate."""
    from scipy.optimize import minimize

    centre, spread = float(score.mean()), float(score.std()) or 1.0
    x = (score - centre) / spread

    def loss(weights: Floats) -> float:
        odds = weights[0] + weights[1] * x
        return float((np.logaddexp(0, odds) - bad * odds).mean())

    found = minimize(loss, np.array([-2.0, -0.5]), method="BFGS", options={"gtol": 1e-9})
    level, slope = map(float, found.x)
    if slope >= 0:
        return centre, 1e6
    factor = -spread / slope
    return centre + factor * level, factor


def _card_bins(
    bins: FieldBins, effects: Sequence[float], frame: pl.DataFrame, bad: Floats, factor: float
) -> CardBins:
    points = [round(-factor * effect) for effect in effects]
    placed = bins.place(frame[bins.field.name])
    seen = int((placed == bins.count - 1).sum())
    points[-1] = min(points) if seen >= MISSING_SEEN else min(points[:-1])
    merged, merged_points = _merged(bins, points)
    places = merged.place(frame[merged.field.name])
    counts = np.bincount(places, minlength=merged.count)
    bads = np.bincount(places, weights=bad, minlength=merged.count)
    return CardBins(
        bins=merged,
        points=tuple(merged_points),
        has_missing=seen >= MISSING_SEEN,
        shares=tuple(float(c) / frame.height for c in counts),
        bad_rates=tuple(float(b / c) if c else 0.0 for b, c in zip(bads, counts, strict=True)),
    )


def _merged(bins: FieldBins, points: Sequence[int]) -> tuple[FieldBins, list[int]]:
    """Neighbouring intervals, or word groups, with the same points made one."""
    if not bins.field.is_number:
        groups: dict[int, tuple[str, ...]] = {}
        for group, value in zip(bins.groups, points[:-1], strict=True):
            groups[value] = (*groups.get(value, ()), *group)
        ordered = sorted(groups, reverse=True)
        joined = FieldBins(bins.field, groups=tuple(groups[value] for value in ordered))
        return joined, [*ordered, points[-1]]
    edges = [edge for number, edge in enumerate(bins.edges) if points[number] != points[number + 1]]
    kept = [points[0]] + [
        points[number + 1]
        for number in range(len(bins.edges))
        if points[number] != points[number + 1]
    ]
    return FieldBins(bins.field, edges=tuple(edges)), [*kept, points[-1]]
