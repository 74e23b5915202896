"""An additive points model: one smooth, where declared monotone, curve per field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from workbench.scoring.develop.curves import Pair, curves_of, pairs_against
from workbench.scoring.develop.fine_bins import Field, FieldBins, Floats, bin_field
from workbench.scoring.develop.made_facts import (
    SURE,
    MadeFact,
    most_telling,
    possible,
    with_made,
)
from workbench.scoring.develop.penalised import Held, Tied, solve

MOST_ROUNDS = 20
MOST_MADE = 4
MOST_WEIGHTS, FEWEST_EACH = 1_500, 5
"""About so many weights are fitted at once: with very many columns each has coarser bins."""
MOST_PAIRED = 40
"""Facts are made only of the so many columns that move the odds most."""


@dataclass(frozen=True, slots=True)
class Additive:
    """A fitted model: log odds of bad = intercept + one effect per field.

    `made` are the facts that it computes from two columns before it looks at a row.
    """

    intercept: float
    bins: tuple[FieldBins, ...]
    effects: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    made: tuple[MadeFact, ...] = ()

    def log_odds(self, frame: pl.DataFrame) -> Floats:
        """The log odds of bad of every row."""
        total = np.full(frame.height, self.intercept)
        rows = with_made(frame, self.made)
        for bins in self.bins:
            effects = np.array(self.effects[bins.field.name])
            total += effects[bins.place(rows[bins.field.name])]
        return total


def bins_each(fields: int) -> int:
    """About how many bins each of so many columns has: 5 columns 300, from 300 columns on 5."""
    return max(MOST_WEIGHTS // max(fields, 1), FEWEST_EACH)


def fit(
    frame: pl.DataFrame,
    bad: Floats,
    fields: Sequence[Field],
    weight: Floats | None = None,
    held: Held | None = None,
) -> Additive:
    """Fit by penalised maximum likelihood; each curve's own smoothness comes from the same rows.

    `bad` may lie between 0 and 1, and rows may weigh more or less than one. `held` sets the
    smoothness instead, where a trial over several years found what lasts. Nothing is drawn at
    random. Where bins break a declared direction they are tied together and all is fitted
    again, until none does.
    """
    most = bins_each(len(fields))
    bins = tuple(bin_field(frame[one.name], one, most) for one in fields)
    places = [one.place(frame[one.field.name]) for one in bins]
    curves = curves_of(bins, places)
    weights = np.ones(len(bad)) if weight is None else weight
    tied: set[Pair] = set()
    fitted = solve(curves, bad, weights, held=held)
    for _round in range(MOST_ROUNDS):
        broken = {pair for curve in curves for pair in pairs_against(curve, fitted.weights) - tied}
        if not broken:
            break
        tied |= broken
        fitted = solve(curves, bad, weights, Tied(frozenset(tied), fitted), held)
    intercept, effects = float(fitted.weights[0]), {}
    for curve in curves:
        found = curve.effects(fitted.weights)
        mean = float(found @ curve.mass / curve.mass.sum())
        intercept += mean
        effects[curve.bins.field.name] = tuple(float(value) - mean for value in found)
    return Additive(intercept, bins, effects)


def fit_with_made(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], weight: Floats | None = None
) -> Additive:
    """As `fit`, with up to four facts made of two columns, where that tells clearly more.

    Made facts are chosen on the same rows alone; what is less than sure must also tell more on
    one half of them after the other.
    """
    rows = _Book(frame, bad, np.ones(len(bad)) if weight is None else weight, fields)
    made: list[MadeFact] = []
    model = rows.fitted(made)
    candidates = list(possible(frame, _strongest(model, frame, fields)))
    while len(made) < MOST_MADE:
        chance = 1 / (1 + np.exp(-model.log_odds(frame)))
        unsaid, noise = rows.weight * (bad - chance), rows.weight * chance * (1 - chance)
        best, gain = most_telling(frame, candidates, unsaid, noise)
        if best is None or (gain < SURE and not rows.tells_more(made, best)):
            break
        made.append(best)
        candidates.remove(best)
        model = rows.fitted(made)
    return model


@dataclass(frozen=True, slots=True)
class _Book:
    """The rows a model with made facts is chosen on."""

    frame: pl.DataFrame
    bad: Floats
    weight: Floats
    fields: Sequence[Field]

    def fitted(self, made: Sequence[MadeFact]) -> Additive:
        """The model with these made facts."""
        shown = [*self.fields, *(Field(fact.name, is_number=True) for fact in made)]
        model = fit(with_made(self.frame, made), self.bad, shown, self.weight)
        return Additive(model.intercept, model.bins, model.effects, tuple(made))

    def tells_more(self, made: Sequence[MadeFact], one: MadeFact) -> bool:
        """Whether one more made fact loses less on each half's other half, taken together."""
        even = np.arange(len(self.bad)) % 2 == 0
        halves = [self._of(even), self._of(~even)]
        return (
            sum(
                there.lost(here.fitted([*made, one])) - there.lost(here.fitted(made))
                for here, there in (halves, halves[::-1])
            )
            < 0
        )

    def lost(self, model: Additive) -> float:
        """The log loss of a model on these rows."""
        odds = model.log_odds(self.frame)
        return float(self.weight @ (np.logaddexp(0, odds) - self.bad * odds))

    def _of(self, chosen: npt.NDArray[np.bool_]) -> _Book:
        frame = self.frame.filter(pl.Series(chosen))
        return _Book(frame, self.bad[chosen], self.weight[chosen], self.fields)


def _strongest(model: Additive, frame: pl.DataFrame, fields: Sequence[Field]) -> list[Field]:
    """The columns of numbers whose effects spread the rows most, in the order they were in."""
    spread = {
        bins.field.name: np.array(model.effects[bins.field.name])[
            bins.place(frame[bins.field.name])
        ].std()
        for bins in model.bins
        if bins.field.is_number
    }
    chosen = sorted(spread, key=lambda name: -spread[name])[:MOST_PAIRED]
    return [field for field in fields if field.name in chosen]
