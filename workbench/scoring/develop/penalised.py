"""The weights of an additive model and the smoothness of its curves, both from the same rows.

Newton's method for the weights; for the smoothness the update of Fellner and Schall (Wood and
Fasiolo 2017, Biometrics 73, 1071-1081): a curve's variance is what its weights spread, over the
degrees of freedom they use. Curves of one kind lend each other strength, so that a small table
does not take one curve's luck for its nature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.scoring.develop.curves import Curve, Pair, Part
from workbench.scoring.develop.fine_bins import Floats

MOST_UPDATES = 40
ENOUGH = 0.05
LENT = 10.0
"""Degrees of freedom that the curves of a kind lend to each of their number."""

_LEAST, _MOST, _FIRST = 0.1, 1e5, 10.0
_RIDGE, _TIE, _CENTRE = 1e-3, 1e4, 1e5

Strengths = list[list[float]]


@dataclass(frozen=True, slots=True)
class Solved:
    """The weights (the intercept first) and how strongly each part's penalties hold them."""

    weights: Floats
    strengths: Strengths


@dataclass(frozen=True, slots=True)
class Tied:
    """Pairs of weights that must be equal, and the solution without them to start from."""

    pairs: frozenset[Pair]
    before: Solved


@dataclass(frozen=True, slots=True)
class Held:
    """Smoothness set beforehand: `steps` for each step of a curve, `apart` for single values.

    A curve of k bins is held by `steps` x (k - 1) on every step; frequent values get no
    deviation of their own.
    """

    steps: float
    apart: float

    def strengths(self, part: Part) -> list[float]:
        """The strengths of a part's penalties; a curve's bends are left to its steps."""
        first = {"curve": self.steps * (part.count - 1), "spikes": _MOST}.get(part.kind, self.apart)
        return [first, *(0.0 for _penalty in part.penalties[1:])]


def solve(
    curves: Sequence[Curve],
    bad: Floats,
    weight: Floats,
    tied: Tied | None = None,
    held: Held | None = None,
) -> Solved:
    """Weights and strengths at which both stand still (strengths to about a seventh)."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):  # the same bytes on every machine, and quicker at this size
        rows = _Rows(curves, bad, weight)
        return _solve_held(rows, curves, tied, held) if held else _solve(rows, curves, tied)


def _solve_held(rows: _Rows, curves: Sequence[Curve], tied: Tied | None, held: Held) -> Solved:
    parts = [part for curve in curves for part in curve.parts]
    strengths = [held.strengths(part) for part in parts]
    fixed = _fixed(rows.count, curves, tied.pairs if tied else frozenset())
    before = tied.before.weights if tied else rows.start()
    weights, _spread = rows.newton(before, _penalty(parts, strengths, fixed))
    return Solved(weights, strengths)


def _solve(rows: _Rows, curves: Sequence[Curve], tied: Tied | None) -> Solved:
    parts = [part for curve in curves for part in curve.parts]
    if tied:
        weights, strengths = tied.before.weights, [list(s) for s in tied.before.strengths]
    else:
        weights, strengths = rows.start(), [[_FIRST] * len(p.penalties) for p in parts]
    fixed = _fixed(rows.count, curves, tied.pairs if tied else frozenset())
    for _update in range(MOST_UPDATES):
        penalty = _penalty(parts, strengths, fixed)
        weights, spread = rows.newton(weights, penalty)
        strengths, change = _updated(parts, strengths, weights, spread)
        if change < ENOUGH:
            break
    weights, _spread = rows.newton(weights, _penalty(parts, strengths, fixed))
    return Solved(weights, strengths)


class _Rows:
    """The rows of a table as a sparse matrix of weights, with their outcomes."""

    def __init__(self, curves: Sequence[Curve], bad: Floats, weight: Floats) -> None:
        from scipy import sparse

        parts = [part for curve in curves for part in curve.parts]
        self.count = 1 + sum(part.count for part in parts)
        self.bad, self.weight = bad, weight
        given = [(part.place, np.flatnonzero(part.place >= 0)) for part in parts]
        row = np.concatenate([np.arange(len(bad)), *(rows for _place, rows in given)])
        held = [np.zeros(len(bad), np.int64), *(place[rows] for place, rows in given)]
        entries = (np.ones(len(row)), (row, np.concatenate(held)))
        self.matrix = sparse.csr_matrix(entries, shape=(len(bad), self.count))
        self.turned = self.matrix.T.tocsr()

    def start(self) -> Floats:
        """All weights nought but the intercept, which gives the mean bad rate."""
        rate = float(self.weight @ self.bad / self.weight.sum())
        weights = np.zeros(self.count)
        weights[0] = np.log(rate / (1 - rate))
        return weights

    def newton(self, weights: Floats, penalty: Floats) -> tuple[Floats, Floats]:
        """The weights that lose least under a penalty, and the inverse of the curvature there."""
        from scipy import sparse
        from scipy.linalg import cho_factor, cho_solve

        lost = self._lost(weights, penalty)
        for _step in range(12):
            chance = 1 / (1 + np.exp(-(self.matrix @ weights)))
            slope = self.turned @ (self.weight * (chance - self.bad)) + penalty @ weights
            bend = sparse.diags(self.weight * chance * (1 - chance))
            factor = cho_factor((self.turned @ bend @ self.matrix).toarray() + penalty, lower=True)
            step = cho_solve(factor, slope)
            weights, gained = self._downhill(weights, step, penalty, lost)
            lost -= gained
            if gained < 1e-3:
                break
        spread: Floats = cho_solve(factor, np.eye(self.count))
        return weights, spread

    def _downhill(
        self, weights: Floats, step: Floats, penalty: Floats, lost: float
    ) -> tuple[Floats, float]:
        share = 1.0
        while share > 1e-3:
            tried = weights - share * step
            gained = lost - self._lost(tried, penalty)
            if gained >= 0:
                return tried, gained
            share /= 2
        return weights, 0.0

    def _lost(self, weights: Floats, penalty: Floats) -> float:
        odds = self.matrix @ weights
        each = np.logaddexp(0, odds) - self.bad * odds
        return float(self.weight @ each + 0.5 * weights @ penalty @ weights)


def _fixed(count: int, curves: Sequence[Curve], pairs: frozenset[Pair]) -> Floats:
    """What is never updated: a trace of a ridge, each curve's mean of nought, and the ties.

    Where a curve's mean is nought, a value apart is drawn to the mean, not to any level.
    """
    fixed = np.eye(count) * _RIDGE
    fixed[0, 0] = 1e-9
    for curve in curves:
        for part in (p for p in curve.parts if p.kind == "curve"):
            at = slice(part.start, part.start + part.count)
            shares = curve.mass[: part.count] / max(float(curve.mass[: part.count].sum()), 1.0)
            fixed[at, at] += _CENTRE * np.outer(shares, shares)
    for one, other in pairs:
        fixed[one, one] += _TIE
        fixed[other, other] += _TIE
        fixed[one, other] -= _TIE
        fixed[other, one] -= _TIE
    return fixed


def _penalty(parts: Sequence[Part], strengths: Strengths, fixed: Floats) -> Floats:
    penalty = fixed.copy()
    for part, own in zip(parts, strengths, strict=True):
        at = slice(part.start, part.start + part.count)
        penalty[at, at] += sum(
            strength * matrix for strength, matrix in zip(own, part.penalties, strict=True)
        )
    return penalty


def _updated(
    parts: Sequence[Part], strengths: Strengths, weights: Floats, spread: Floats
) -> tuple[Strengths, float]:
    """New strengths, and the largest change of their logarithm."""
    found = [
        _freedom(part, own, weights, spread) for part, own in zip(parts, strengths, strict=True)
    ]
    pooled: dict[tuple[str, int], tuple[float, float]] = {}
    for part, each in zip(parts, found, strict=True):
        for number, (freedom, spent) in enumerate(each):
            before = pooled.get((part.kind, number), (0.0, 0.0))
            pooled[part.kind, number] = (before[0] + freedom, before[1] + spent)
    updated: Strengths = []
    change = 0.0
    for part, own, each in zip(parts, strengths, found, strict=True):
        updated.append([])
        for number, (freedom, spent) in enumerate(each):
            of_all = pooled[part.kind, number]
            variance = (spent + LENT * of_all[1] / of_all[0]) / (freedom + LENT)
            strength = min(max(part.unit / max(variance, 1e-8), _LEAST), _MOST)
            strength = min(max(strength, own[number] / 20), own[number] * 20)
            if own[number] < _MOST / 2:
                change = max(change, abs(float(np.log(strength / own[number]))))
            updated[-1].append(strength)
    return updated, change


def _freedom(
    part: Part, strengths: Sequence[float], weights: Floats, spread: Floats
) -> list[tuple[float, float]]:
    """Of each penalty: the degrees of freedom its weights use, and how far they spread."""
    at = slice(part.start, part.start + part.count)
    own, spread_here = weights[at], spread[at, at]
    whole = sum(s * m for s, m in zip(strengths, part.penalties, strict=True))
    inverse = np.linalg.pinv(whole, rcond=1e-9, hermitian=True)
    return [
        (
            max(float(np.sum((inverse - spread_here) * matrix)) * strength, 1e-8),
            float(own @ matrix @ own) * part.unit,
        )
        for strength, matrix in zip(strengths, part.penalties, strict=True)
    ]
