"""How a card treats protected groups that it never sees: share passed, with n and interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.development import Development
from workbench.scoring.develop.fine_bins import Floats, numbers
from workbench.scoring.develop.labelled import protected_headers

PASSED = 0.7
"""The share of all rows that the screen lets pass: the better seven tenths."""

LEAST_ROWS = 30
_MOST_GROUPS = 12
_AGES = (25.0, 40.0, 62.0)


@dataclass(frozen=True, slots=True)
class Group:
    """One group: the share that passes, its 95 % interval (Wilson), and the ratio to the largest
    group's share."""

    column: str
    group: str
    rows: int
    passes: float
    low: float
    high: float
    ratio: float
    bad_rate: float


def screen_groups(done: Development) -> list[Group]:
    """Every group of at least LEAST_ROWS rows of each protected column in the file."""
    unseen = ~np.isnan(done.out_of_fold)
    score = np.where(unseen, done.out_of_fold, done.card.score(done.ready.frame))
    passes = (score >= np.quantile(score, 1 - PASSED)).astype(np.float64)
    headers = protected_headers()
    columns = [n for n in done.ready.frame.columns if n.strip().lower() in headers]
    return [
        group
        for column in columns
        for group in _groups(done.ready.frame[column], column, passes, done.ready.bad)
    ]


def _groups(column: pl.Series, name: str, passes: Floats, bad: Floats) -> Iterator[Group]:
    named = np.array(_named(column))
    sizes = {g: int((named == g).sum()) for g in sorted(set(named.tolist())) if g}
    sizes = {group: rows for group, rows in sizes.items() if rows >= LEAST_ROWS}
    if len(sizes) < 2:
        return
    largest = max(sizes, key=lambda group: sizes[group])
    whole = float(passes[named == largest].mean())
    for group, rows in list(sizes.items())[:_MOST_GROUPS]:
        held = named == group
        share = float(passes[held].mean())
        low, high = wilson(share, rows)
        ratio = share / whole if whole else float("nan")
        yield Group(name, group, rows, share, low, high, ratio, float(bad[held].mean()))


def wilson(share: float, rows: int) -> tuple[float, float]:
    """The 95 % interval of a share: 7 of 10 gives 0.397 to 0.892."""
    z = 1.959964
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z / (1 + z * z / rows) * np.sqrt(share * (1 - share) / rows + (z / (2 * rows)) ** 2)
    return float(middle - half), float(middle + half)


def _named(column: pl.Series) -> list[str]:
    if column.dtype != pl.Float64 or column.n_unique() <= _MOST_GROUPS:
        words = column.cast(pl.String).str.strip_suffix(".0").fill_null("")
        return [str(word) for word in words.to_list()]
    values = numbers(column)
    place = np.searchsorted(np.array(_AGES), values, side="right")
    names = ("< 25", "25\u201339", "40\u201361", "\u2265 62")
    return ["" if np.isnan(v) else names[p] for v, p in zip(values, place, strict=True)]
