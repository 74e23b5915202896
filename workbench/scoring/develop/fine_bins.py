"""Fine bins of a column: quantiles that respect spikes, special and missing values and words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SPIKE_SHARE, MANY_SPIKE_SHARE, MANY_VALUES = 0.01, 0.02, 30
"""The share of rows that makes one value a spike; the higher one for columns of many values."""
LEAST_ROWS = 15
FEWEST_BINS, MOST_BINS = 40, 100
ODD_ROWS, ODD_SHARE, ODD_GAP = 5, 0.0005, 10.0
RARE_ROWS = 5
"""A word seen less often shares one bin with the other rare words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column offered to the card, and what a person declared about it.

    `direction` says how points go as the value rises. `breaks` are the starts of the second and
    later intervals, `groups` the lists of words, both kept exactly as given; `specials` are
    numbers that mean something of their own (-9 for "no record").
    """

    name: str
    is_number: bool
    direction: str = "any"
    breaks: tuple[float, ...] | None = None
    groups: tuple[tuple[str, ...], ...] | None = None
    specials: tuple[float, ...] = ()

    @property
    def is_manual(self) -> bool:
        """Whether a person drew the bins; they are then neither moved nor joined."""
        return self.breaks is not None or self.groups is not None


@dataclass(frozen=True, slots=True)
class FieldBins:
    """Bins of one field: intervals (or groups of words), special values, missing values.

    `edges` start the second and later intervals. `spikes` numbers the intervals that hold one
    frequent value alone. Rows without a value are in the last bin, also where none was seen.
    """

    field: Field
    edges: tuple[float, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    spikes: tuple[int, ...] = ()

    @property
    def known(self) -> int:
        """The number of intervals or of groups."""
        return len(self.edges) + 1 if self.field.is_number else len(self.groups)

    @property
    def count(self) -> int:
        """The number of bins, special and missing values included."""
        return self.known + len(self.field.specials) + 1

    def place(self, column: pl.Series) -> Integers:
        """The bin number of every row; a word that no group holds counts as missing."""
        if self.field.is_number:
            return self._place_numbers(numbers(column))
        numbered = {word: number for number, group in enumerate(self.groups) for word in group}
        words = column.cast(pl.String).to_list()
        return np.array([numbered.get(word, self.count - 1) for word in words], np.int64)

    def _place_numbers(self, values: Floats) -> Integers:
        found = np.searchsorted(np.array(self.edges), values, side="right").astype(np.int64)
        for number, special in enumerate(self.field.specials):
            found[values == special] = self.known + number
        found[np.isnan(values)] = self.count - 1
        return found


def numbers(column: pl.Series) -> Floats:
    """A column as doubles, with NaN where nothing was given."""
    values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def odd_values(column: pl.Series) -> tuple[float, ...]:
    """Numbers that look like codes: seen often, and ten times beyond nearly all the others.

    99999999 among incomes of a few hundred is one; the largest income is none.
    """
    values = numbers(column)
    values = values[~np.isnan(values)]
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < MANY_VALUES:
        return ()
    often = counts >= max(ODD_ROWS, ODD_SHARE * len(values))
    size, found = np.abs(values), []
    for place in np.argsort(-np.abs(distinct), kind="stable"):
        rest = size[size < abs(distinct[place])]
        usual = float(np.quantile(rest, 0.95)) if len(rest) else np.inf
        if not often[place] or abs(distinct[place]) <= ODD_GAP * max(usual, 1.0):
            break
        found.append(float(distinct[place]))
    return tuple(sorted(found))


def bin_field(column: pl.Series, field: Field, most: int = MOST_BINS) -> FieldBins:
    """Fine bins of a column; the more rows, the finer, up to about `most`. Declared breaks and
    groups stay as given.

    A value that holds 1 % of the rows alone (2 % in a column of many values) is a bin of its own.
    """
    if not field.is_number:
        return FieldBins(field, groups=field.groups or _groups(column))
    values = numbers(column)
    values = values[~np.isnan(values) & ~np.isin(values, np.array(field.specials))]
    if field.breaks is not None:
        return FieldBins(field, edges=field.breaks)
    edges, spikes = _edges(values, most)
    return FieldBins(field, edges=edges, spikes=spikes)


def _edges(values: Floats, most: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Edges between bins filled from below, and the numbers of the bins that are spikes."""
    if not len(values):
        return (), ()
    distinct, counts = np.unique(values, return_counts=True)
    rows = len(values)
    bins = min(max(np.sqrt(rows) / 3, FEWEST_BINS), MOST_BINS, most)
    need = max(rows / bins, LEAST_ROWS)
    share = SPIKE_SHARE if len(distinct) <= MANY_VALUES else MANY_SPIKE_SHARE
    is_spike = counts >= max(share * rows, LEAST_ROWS)
    starts, mass = [0], 0
    for place in range(1, len(distinct)):
        mass += int(counts[place - 1])
        if is_spike[place] or is_spike[place - 1] or mass >= need:
            starts.append(place)
            mass = 0
    starts = _without_slivers(starts, counts)
    edges = tuple(
        short_number(float(distinct[first - 1]), float(distinct[first])) for first in starts[1:]
    )
    ends = [*starts[1:], len(distinct)]
    alone = (
        number
        for number, (first, end) in enumerate(zip(starts, ends, strict=True))
        if end - first == 1 and is_spike[first]
    )
    return edges, tuple(alone)


def _without_slivers(starts: list[int], counts: Integers) -> list[int]:
    """Starts of bins, where a bin with too few rows joins its neighbour; no spike has so few."""
    mass = list(np.add.reduceat(counts, starts))
    kept = [0]
    for number in range(1, len(starts)):
        if min(mass[kept[-1]], mass[number]) < LEAST_ROWS:
            mass[kept[-1]] += mass[number]
        else:
            kept.append(number)
    return [starts[number] for number in kept]


def short_number(above: float, up_to: float) -> float:
    """The shortest decimal number in (above, up_to]: (0.2473, 0.2518] -> 0.25."""
    for places in range(-6, 10):
        scale = 10.0**places
        candidate = np.floor(up_to * scale) / scale
        if above < candidate <= up_to:
            return round(float(candidate), places)
    return up_to


def _groups(column: pl.Series) -> tuple[tuple[str, ...], ...]:
    """One group a word, in the order of the words; the rare ones together in the last."""
    counts = Counter(column.cast(pl.String).drop_nulls().to_list())
    rare = tuple(sorted(word for word, count in counts.items() if count < RARE_ROWS))
    alone = tuple((word,) for word in sorted(counts) if counts[word] >= RARE_ROWS)
    return (*alone, rare) if rare else alone
