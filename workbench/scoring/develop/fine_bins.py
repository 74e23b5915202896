"""Fine bins of a column: quantiles that respect spikes, missing values and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Field:
    """One column offered to the card. `direction` says how points go as the value rises."""

    name: str
    is_number: bool
    direction: str = "any"


@dataclass(frozen=True, slots=True)
class FieldBins:
    """Bins of one field: `edges` start the second and later intervals; `groups` are word lists.

    Rows without a value have their own bin, the last one, also where none was seen.
    """

    field: Field
    edges: tuple[float, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()

    @property
    def count(self) -> int:
        """The number of bins, that of missing values included."""
        return (len(self.edges) + 1 if self.field.is_number else len(self.groups)) + 1

    def place(self, column: pl.Series) -> Integers:
        """The bin number of every row; a word that no group holds counts as missing."""
        if self.field.is_number:
            values = numbers(column)
            found = np.searchsorted(np.array(self.edges), values, side="right").astype(np.int64)
            found[np.isnan(values)] = self.count - 1
            return found
        numbered = {word: number for number, group in enumerate(self.groups) for word in group}
        words = column.cast(pl.String).to_list()
        return np.array([numbered.get(str(word), self.count - 1) for word in words], np.int64)


def numbers(column: pl.Series) -> Floats:
    """A column as doubles, with NaN where nothing was given."""
    values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def bin_field(
    column: pl.Series, bad: Floats, field: Field, *, share: float = LEAST_SHARE
) -> FieldBins:
    """Bins of at least `share` of the rows each (missing values apart)."""
    if field.is_number:
        values = numbers(column)
        return FieldBins(field, edges=_edges(values[~np.isnan(values)], share))
    return FieldBins(field, groups=_groups(column.cast(pl.String).to_list(), bad, share))


def _edges(values: Floats, share: float) -> tuple[float, ...]:
    """Edges between bins filled from below; a value that holds a share alone is its own bin."""
    distinct, counts = np.unique(values, return_counts=True)
    need = share * len(values)
    closed: list[tuple[int, int]] = []  # first and last place in `distinct`
    start, mass = 0, 0.0
    for place, count in enumerate(counts):
        is_spike = count >= need
        if is_spike and mass >= need:
            closed.append((start, place - 1))
            start, mass = place, 0.0
        elif is_spike and mass > 0 and closed:
            closed[-1] = (closed[-1][0], place - 1)
            start, mass = place, 0.0
        mass += float(count)
        if mass >= need:
            closed.append((start, place))
            start, mass = place + 1, 0.0
    return tuple(
        short_number(float(distinct[first - 1]), float(distinct[first]))
        for first, _last in closed[1:]
        if first > 0
    )


def short_number(above: float, up_to: float) -> float:
    """The shortest decimal number in (above, up_to]: (0.2473, 0.2518] -> 0.25."""
    for places in range(-6, 10):
        scale = 10.0**places
        candidate = np.floor(up_to * scale) / scale
        if above < candidate <= up_to:
            return float(
                Decimal(repr(float(candidate))).quantize(Decimal(1).scaleb(-max(places, 0)))
            )
    return up_to


def _groups(words: Sequence[str | None], bad: Floats, share: float) -> tuple[tuple[str, ...], ...]:
    """Words with a share of their own stand alone; rarer ones are joined by like bad rate."""
    known = [str(word) for word in words if word is not None]
    rate = float(bad.mean())
    counts: dict[str, int] = {}
    bads: dict[str, float] = {}
    for word, is_bad in zip(words, bad, strict=True):
        if word is not None:
            counts[word] = counts.get(word, 0) + 1
            bads[word] = bads.get(word, 0.0) + float(is_bad)
    need = share * len(known)
    large = [(word,) for word in sorted(counts) if counts[word] >= need]
    small = sorted(
        (word for word in counts if counts[word] < need),
        key=lambda word: ((bads[word] + 50 * rate) / (counts[word] + 50), word),
    )
    return (*large, *_joined(small, counts, need))


def _joined(small: Sequence[str], counts: dict[str, int], need: float) -> list[tuple[str, ...]]:
    joined: list[tuple[str, ...]] = []
    held: tuple[str, ...] = ()
    for word in small:
        held = (*held, word)
        if sum(counts[w] for w in held) >= need:
            joined.append(held)
            held = ()
    if held and joined:
        joined[-1] = (*joined[-1], *held)
    elif held:
        joined.append(held)
    return joined
