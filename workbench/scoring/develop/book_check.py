"""A look at a labelled book before anything is fitted: leaks, repeats, odd codes, drift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.scoring.develop.fine_bins import FieldBins, bin_field
from workbench.scoring.develop.labelled import Labelled, single_auc
from workbench.scoring.develop.stability import psi

ENOUGH_ROWS = 200
"""Periods with fewer rows tell nothing of drift."""


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """One column offered to the card.

    `alone` is its AUC by itself, `drift` the largest PSI of a period against all (None without
    periods), `odd` the values that are taken for codes, each with points of its own.
    """

    column: str
    missing: float
    distinct: int
    alone: float
    drift: float | None
    odd: tuple[float, ...]


def check_columns(ready: Labelled, periods: Sequence[str] = ()) -> list[ColumnCheck]:
    """What there is to say of every column, the most telling first."""
    found = []
    for field in ready.fields:
        column = ready.frame[field.name]
        found.append(
            ColumnCheck(
                column=field.name,
                missing=column.null_count() / max(len(column), 1),
                distinct=column.drop_nulls().n_unique(),
                alone=single_auc(column, ready.bad),
                drift=_drift(bin_field(column, field), ready, periods) if periods else None,
                odd=field.specials,
            )
        )
    return sorted(found, key=lambda one: -one.alone)


def _drift(bins: FieldBins, ready: Labelled, periods: Sequence[str]) -> float | None:
    place = bins.place(ready.frame[bins.field.name])
    whole = np.bincount(place, minlength=bins.count).astype(np.float64)
    named = np.array(periods)
    held = [named == name for name in sorted(set(periods))]
    moved = [
        psi(whole, np.bincount(place[rows], minlength=bins.count).astype(np.float64))
        for rows in held
        if rows.sum() >= ENOUGH_ROWS
    ]
    return max(moved, default=None)
