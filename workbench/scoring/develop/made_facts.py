"""Facts made from two columns where the columns' own curves leave something unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Field, Floats, numbers

MANY_VALUES = 20
LEAST_GIVEN = 200
GAIN, SURE = 20.0, 30.0
"""What a made fact must add beyond chance, chi-square less its degrees of freedom: to be tried on
rows held back, and to be believed without that."""

_FORMULA = {
    "sum": "{one} + {other}",
    "difference": "{one} - {other}",
    "larger": "({one} + {other} + abs({one} - {other})) / 2",
    "product": "{one} * {other}",
    "ratio": "{one} / {other}",
}
_MAKE: dict[str, Callable[[Floats, Floats], Floats]] = {
    "sum": lambda one, other: one + other,
    "difference": lambda one, other: one - other,
    "larger": np.maximum,
    "product": lambda one, other: one * other,
    "ratio": lambda one, other: one / other,
}
_LIKE = 5.0


@dataclass(frozen=True, slots=True)
class MadeFact:
    """A number computed from two columns; `how` is sum, difference, larger, product or ratio."""

    how: str
    one: str
    other: str

    @property
    def name(self) -> str:
        """The name of the made column."""
        return f"{self.one}_{self.how}_{self.other}"

    def formula(self, one: str, other: str) -> str:
        """The formula in a strategy's language over two names."""
        return _FORMULA[self.how].format(one=one, other=other)

    def values(self, frame: pl.DataFrame) -> Floats:
        """The value of every row, NaN where it is not known (also divided by nought)."""
        one, other = numbers(frame[self.one]), numbers(frame[self.other])
        with np.errstate(all="ignore"):
            made = np.array(_MAKE[self.how](one, other), np.float64)
        made[~np.isfinite(made)] = np.nan
        return made


def with_made(frame: pl.DataFrame, made: Sequence[MadeFact]) -> pl.DataFrame:
    """The frame with a column for each made fact it does not hold yet."""
    absent = [fact for fact in made if fact.name not in frame.columns]
    return frame.with_columns(
        pl.Series(fact.name, fact.values(frame)).fill_nan(None) for fact in absent
    )


def possible(frame: pl.DataFrame, fields: Sequence[Field]) -> tuple[MadeFact, ...]:
    """Every fact that could be made: sums only of like sizes, ratios only by many-valued columns.

    Columns whose bins or special values a person declared are left alone.
    """
    free = [f.name for f in fields if f.is_number and not f.is_manual and not f.specials]
    distinct = {name: frame[name].n_unique() for name in free}
    sizes = {name: _size(numbers(frame[name])) for name in free}
    many = {name for name in free if distinct[name] > MANY_VALUES}
    return tuple(
        MadeFact(how, *pair)
        for one, other in combinations([name for name in free if distinct[name] > 2], 2)
        for how, pair in _ways(one, other, many, sizes)
    )


def _ways(
    one: str, other: str, many: set[str], sizes: dict[str, float]
) -> Iterator[tuple[str, tuple[str, str]]]:
    alike = sizes[one] * sizes[other] > 0 and 1 / _LIKE < sizes[one] / sizes[other] < _LIKE
    if alike:
        yield from ((how, (one, other)) for how in ("sum", "difference", "larger"))
    elif one in many and other in many:
        yield "product", (one, other)
    if other in many:
        yield "ratio", (one, other)
    if one in many:
        yield "ratio", (other, one)


def _size(values: Floats) -> float:
    given = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(np.median(given)) if len(given) else 0.0


def most_telling(
    frame: pl.DataFrame, candidates: Sequence[MadeFact], unsaid: Floats, weight: Floats
) -> tuple[MadeFact | None, float]:
    """The candidate whose twentieths best tell what a model left unsaid, and how much; None
    below GAIN.

    `unsaid` is outcome less PD of every row, `weight` PD x (1 - PD).
    """
    best: MadeFact | None = None
    most = GAIN
    for fact in candidates:
        gain = _gain(fact.values(frame), unsaid, weight)
        if gain > most:
            best, most = fact, gain
    return best, most


def _gain(values: Floats, unsaid: Floats, weight: Floats) -> float:
    given = np.isfinite(values)
    if given.sum() < LEAST_GIVEN:
        return 0.0
    values = values[given]
    edges = np.unique(np.quantile(values, np.linspace(0, 1, 21)[1:-1]))
    place = np.searchsorted(edges, values, side="right")
    told = np.bincount(place, unsaid[given])
    noise = np.maximum(np.bincount(place, weight[given]), 1e-9)
    return float((told**2 / noise).sum()) - len(edges)
