"""Whether scores and characteristics stay as they were: PSI, and its like by characteristic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Floats, Integers
from workbench.scoring.develop.points_card import PointsCard

LEAST_SHARE = 0.0005
MOST_PERIODS = 36


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of time: its rows, bad rate, and how far it lies from the whole.

    `by_characteristic` maps each to its PSI; `score` is the PSI of the score's tenths.
    """

    name: str
    rows: int
    bad_rate: float
    score: float
    by_characteristic: dict[str, float]


def psi(expected: Floats, actual: Floats) -> float:
    """Sum of (A - E) ln(A / E) over shares; 20 x 5 % to 30/25/20/15/10 is 0.1354."""
    e = np.maximum(expected / expected.sum(), LEAST_SHARE)
    a = np.maximum(actual / actual.sum(), LEAST_SHARE)
    return float(((a - e) * np.log(a / e)).sum())


def by_period(
    card: PointsCard, frame: pl.DataFrame, bad: Floats, periods: Sequence[str]
) -> list[Period]:
    """PSI of each period against all rows; the first MOST_PERIODS periods in their order."""
    from workbench.scoring.develop.made_facts import with_made

    rows = with_made(frame, card.made)
    score = card.score(rows)
    edges = np.unique(np.quantile(score, np.linspace(0, 1, 11)[1:-1]))
    places = {"": np.searchsorted(edges, score, side="right")}
    for bins in (c.bins for c in card.characteristics):
        places[bins.field.name] = bins.place(rows[bins.field.name])
    named = np.array(periods)
    found = []
    for name in sorted(set(periods))[:MOST_PERIODS]:
        held = named == name
        moved = {key: _psi_of(place, held) for key, place in places.items()}
        score_psi = moved.pop("")
        found.append(Period(name, int(held.sum()), float(bad[held].mean()), score_psi, moved))
    return found


def months_of(column: pl.Series) -> list[str]:
    """The period of every row: a date's month, the year of a number like 2007, or the words."""
    words = column.cast(pl.String).fill_null("").str.strip_chars()
    months = words.str.extract(r"^(\d{4}-\d{2})")
    years = words.str.extract(r"^(\d{4})(?:\.0+)?$")
    return pl.select(pl.coalesce(months, years, words)).to_series().to_list()


def _psi_of(place: Integers, held: np.typing.NDArray[np.bool_]) -> float:
    expected = np.bincount(place)
    actual = np.bincount(place[held], minlength=len(expected))
    return psi(expected.astype(np.float64), actual.astype(np.float64))
