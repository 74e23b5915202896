"""One field's part of an additive model: its weights, what holds them, and its directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.scoring.develop.fine_bins import FieldBins, Floats, Integers

Pair = tuple[int, int]
"""Two weights of the model that a person's declaration ties together."""

MISSING_SEEN = 20
_SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class Part:
    """Weights of one kind within a curve, from `start` on, and the penalties on them.

    `place` is the weight every row adds, -1 for none. `unit` puts the variance of the steps of
    curves with different numbers of bins on one scale.
    """

    kind: str
    start: int
    place: Integers
    penalties: tuple[Floats, ...]
    unit: float = 1.0

    @property
    def count(self) -> int:
        """How many weights there are."""
        return len(self.penalties[0])


@dataclass(frozen=True, slots=True)
class Curve:
    """A field's bins and the parts whose weights add up to the effect of each bin.

    A number has a smooth curve over its intervals, where nothing is declared also a deviation
    for each spike, and one weight for each special value and for missing ones; words have one
    weight each.
    """

    bins: FieldBins
    parts: tuple[Part, ...]
    loadings: Integers
    mass: Floats

    def effects(self, weights: Floats) -> Floats:
        """The effect of every bin on the log odds of bad, that of missing values last.

        `loadings` names up to two weights a bin (-1 for none), `mass` counts its rows.
        """
        padded = np.append(weights, 0.0)
        total: Floats = padded[self.loadings].sum(axis=1)
        return total


def curves_of(bins: Sequence[FieldBins], places: Sequence[Integers]) -> list[Curve]:
    """The curves of all fields, their weights numbered one after the other from 1."""
    curves: list[Curve] = []
    start = 1
    for one, place in zip(bins, places, strict=True):
        curve = _curve(one, place, start)
        curves.append(curve)
        start += sum(part.count for part in curve.parts)
    return curves


def _curve(bins: FieldBins, place: Integers, start: int) -> Curve:
    parts: list[Part] = []
    loadings = np.full((bins.count, 2), -1, np.int64)
    counts = np.bincount(place, minlength=bins.count)

    def add(kind: str, numbers: Sequence[int], penalties: tuple[Floats, ...], slot: int) -> None:
        nonlocal start
        own = np.full(bins.count, -1, np.int64)
        own[list(numbers)] = np.arange(len(numbers)) + start
        loadings[list(numbers), slot] = own[list(numbers)]
        unit = float(len(numbers)) if kind == "curve" else 1.0
        parts.append(Part(kind, start, own[place], penalties, unit))
        start += len(numbers)

    known = range(bins.known)
    if not bins.field.is_number:
        add("words", known, (np.eye(bins.known),), 0)
    elif bins.known > 1:
        add("curve", known, _steps(bins.known), 0)
        if bins.spikes and bins.field.direction == "any" and bins.known > 3:
            add("spikes", bins.spikes, (np.eye(len(bins.spikes)),), 1)
    apart = [*range(bins.known, bins.count - 1)]
    if counts[-1] >= MISSING_SEEN:
        apart.append(bins.count - 1)
    if apart:
        add("apart", apart, (np.eye(len(apart)),), 0)
    return Curve(bins, tuple(parts), loadings, counts.astype(np.float64))


def _steps(count: int) -> tuple[Floats, ...]:
    """Penalties on steps between neighbours and, from four bins on, on changes of step."""
    steps = np.diff(np.eye(count), axis=0)
    first = steps.T @ steps
    if count < 4:
        return (first,)
    bends = np.diff(steps, axis=0)
    return first, bends.T @ bends


def pairs_against(curve: Curve, weights: Floats) -> set[Pair]:
    """Neighbours that lie against the declared direction."""
    effects, first = curve.effects(weights), curve.loadings[:, 0]
    known = curve.bins.known
    sign = {"rising": 1.0, "falling": -1.0}.get(curve.bins.field.direction, 0.0)
    against = np.flatnonzero(sign * np.diff(effects[:known]) > _SLACK)
    return {(int(first[number]), int(first[number + 1])) for number in against}
