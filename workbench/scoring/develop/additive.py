"""An additive points model: one smooth, where declared monotone, curve per field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Field, FieldBins, Floats, bin_field

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

    bins = tuple(bin_field(frame[f.name], bad, f, share=smoothness.share) for f in fields)
    design, penalty, bounds = _design(frame, bins, smoothness)
    rows = len(bad)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = weights[0] + design @ weights[1:]
        value = np.logaddexp(0, odds).sum() - bad @ odds
        value += 0.5 * (penalty * weights[1:] ** 2).sum()
        wrong = 1 / (1 + np.exp(-odds)) - bad
        slope = np.concatenate([[wrong.sum()], design.T @ wrong + penalty * weights[1:]])
        return float(value) / rows, slope / rows

    start = np.zeros(design.shape[1] + 1)
    start[0] = np.log(bad.mean() / (1 - bad.mean()))
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *bounds],
        options={"maxiter": 1000, "ftol": 1e-12, "gtol": 1e-8},
    )
    return _model(np.asarray(found.x), frame, bins)


def _design(
    frame: pl.DataFrame, bins: Sequence[FieldBins], smoothness: Smoothness
) -> tuple[Floats, Floats, list[Bounds]]:
    columns: list[Floats] = []
    penalty: list[float] = []
    bounds: list[Bounds] = []
    for bins_ in bins:
        placed = bins_.place(frame[bins_.field.name])
        last = bins_.count - 1
        if bins_.field.is_number:
            known = placed < last
            steps = (placed[:, None] >= np.arange(1, last)) & known[:, None]
            columns.append(_centred(steps.astype(np.float64), known))
            penalty += [smoothness.steps * max(last - 1, 1) / 10] * (last - 1)
            bounds += [_sign(bins_.field.direction)] * (last - 1)
            single = [last]
        else:
            single = list(range(last + 1))
        columns.append((placed[:, None] == np.array(single)).astype(np.float64))
        penalty += [smoothness.words] * len(single)
        bounds += [(None, None)] * len(single)
    return np.hstack(columns), np.array(penalty), bounds


def _centred(steps: Floats, known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    centre = steps[known].mean(axis=0) if known.any() else 0.0
    return np.where(known[:, None], steps - centre, 0.0)


def _sign(direction: str) -> Bounds:
    """Points rise where the log odds of bad fall."""
    return {"rising": (None, 0.0), "falling": (0.0, None)}.get(direction, (None, None))


def _model(weights: Floats, frame: pl.DataFrame, bins: Sequence[FieldBins]) -> Additive:
    place, effects = 1, {}
    intercept = float(weights[0])
    for bins_ in bins:
        last = bins_.count - 1
        if bins_.field.is_number:
            steps = weights[place : place + last - 1]
            curve = np.concatenate([[0.0], np.cumsum(steps)])
            placed = bins_.place(frame[bins_.field.name])
            known = placed[placed < last]
            curve -= curve[known].mean() if len(known) else 0.0
            missing = weights[place + last - 1]
            effects[bins_.field.name] = (*map(float, curve), float(missing))
            place += last
        else:
            effects[bins_.field.name] = tuple(map(float, weights[place : place + last + 1]))
            place += last + 1
    return Additive(intercept, tuple(bins), effects)
