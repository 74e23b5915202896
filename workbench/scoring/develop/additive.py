"""An additive points model: one smooth, where declared monotone, curve per field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Field, FieldBins, Floats, Integers, bin_field

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Smoothness:
    """How strongly neighbouring bins are held together, and words and gaps held to the mean."""

    steps: float = 60.0
    words: float = 20.0
    share: float = 0.05


@dataclass(frozen=True, slots=True)
class Additive:
    """A fitted model: log odds of bad = intercept + one effect per field."""

    intercept: float
    bins: tuple[FieldBins, ...]
    effects: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def log_odds(self, frame: pl.DataFrame) -> Floats:
        """The log odds of bad of every row."""
        total = np.full(frame.height, self.intercept)
        for bins in self.bins:
            effects = np.array(self.effects[bins.field.name])
            total += effects[bins.place(frame[bins.field.name])]
        return total


def fit(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], smoothness: Smoothness
) -> Additive:
    """Fit by penalised maximum likelihood: convex, one optimum, no random numbers.

    Steps between neighbouring bins carry a quadratic penalty (a random walk), words and missing
    values a ridge; a declared direction bounds the steps' sign.
    """
    from scipy.optimize import minimize

    curves = _curves(frame, bad, fields, smoothness)
    rows = len(bad)
    penalty = np.concatenate([np.zeros(1), *(curve.penalty for curve in curves)])
    bounds = [_FREE, *(bound for curve in curves for bound in curve.bounds)]

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = np.full(rows, weights[0])
        for curve in curves:
            odds += curve.effects(weights)[curve.place]
        wrong = 1 / (1 + np.exp(-odds)) - bad
        value = np.logaddexp(0, odds).sum() - bad @ odds + 0.5 * penalty @ weights**2
        slope = penalty * weights
        slope[0] += wrong.sum()
        for curve in curves:
            slope[curve.start : curve.end] += curve.slope(wrong)
        return float(value) / rows, slope / rows

    start = np.zeros(len(penalty))
    start[0] = np.log(bad.mean() / (1 - bad.mean()))
    options = {"maxiter": 2000, "ftol": 1e-11, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    weights = np.asarray(found.x)
    effects = {c.bins.field.name: tuple(map(float, c.effects(weights))) for c in curves}
    return Additive(float(weights[0]), tuple(c.bins for c in curves), effects)


_FREE: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class _Curve:
    """One field's part of the fit: where its weights lie, and how they become effects.

    A number has a weight per step between its bins and one for missing values; words have one
    each. Steps are centred, so that the known rows' mean effect is nought.
    """

    bins: FieldBins
    place: Integers
    start: int
    end: int
    penalty: Floats
    bounds: tuple[Bounds, ...]
    shares: Floats

    def effects(self, weights: Floats) -> Floats:
        """The effect of every bin, that of missing values last."""
        own = weights[self.start : self.end]
        if not self.bins.field.is_number:
            return own
        curve = np.concatenate([[0.0], np.cumsum(own[:-1])])
        return np.append(curve - self.shares @ curve, own[-1])

    def slope(self, wrong: Floats) -> Floats:
        """The gradient of the loss in this field's weights."""
        by_bin: Floats = np.bincount(self.place, wrong, self.bins.count).astype(np.float64)
        if not self.bins.field.is_number:
            return by_bin
        known = by_bin[:-1] - self.shares * by_bin[:-1].sum()
        steps = np.cumsum(known[::-1])[::-1][1:]
        return np.append(steps, by_bin[-1])


def _curves(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], smoothness: Smoothness
) -> list[_Curve]:
    curves, start = [], 1
    for field_ in fields:
        bins = bin_field(frame[field_.name], bad, field_, share=smoothness.share)
        place = bins.place(frame[field_.name])
        weights = bins.count - 1 if field_.is_number else bins.count
        curves.append(_curve(bins, place, start, start + weights, smoothness))
        start += weights
    return curves


def _curve(
    bins: FieldBins, place: Integers, start: int, end: int, smoothness: Smoothness
) -> _Curve:
    counts = np.bincount(place, minlength=bins.count).astype(np.float64)
    shares = counts[:-1] / max(counts[:-1].sum(), 1.0)
    if not bins.field.is_number:
        free = (_FREE,) * (end - start)
        return _Curve(bins, place, start, end, np.full(end - start, smoothness.words), free, shares)
    steps = len(bins.edges)
    penalty = np.append(np.full(steps, smoothness.steps * max(steps, 1) / 10), smoothness.words)
    bounds = (*(_sign(bins.field.direction) for _step in range(steps)), _FREE)
    return _Curve(bins, place, start, end, penalty, bounds, shares)


def _sign(direction: str) -> Bounds:
    """Points rise where the log odds of bad fall."""
    return {"rising": (None, 0.0), "falling": (0.0, None)}.get(direction, _FREE)
