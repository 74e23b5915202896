"""Cards and developments made by hand, small enough to be counted on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from workbench.scoring.develop.development import Development, Plan
from workbench.scoring.develop.fine_bins import Field, FieldBins
from workbench.scoring.develop.labelled import Labelled, LeftOut
from workbench.scoring.develop.points_card import CardBins, PointsCard, Scaling
from workbench.scoring.develop.validation import Quality

WORDS = FieldBins(Field("job", False), groups=(("clerk", "true"), ("farmer",)))
NUMBERS = FieldBins(Field("income", True, "rising"), edges=(1000.0, 2500.5))


def small_card() -> PointsCard:
    """500 + income (0, 10, 20) + job (15, 5, missing -3)."""
    income = CardBins(NUMBERS, (0, 10, 20, 0), False, (0.25, 0.5, 0.25, 0.0), (0.4, 0.2, 0.1, 0.0))
    job = CardBins(WORDS, (15, 5, -3), True, (0.5, 0.375, 0.125), (0.1, 0.2, 0.5))
    return PointsCard(500, (income, job), 487.12348, 28.85391, Scaling())


def developed(
    frame: pl.DataFrame,
    bad: Sequence[float],
    *,
    plan: Plan | None = None,
    unseen: Sequence[float] | None = None,
    qualities: tuple[Quality, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> Development:
    """A development whose card is the small one; `unseen` the scores of unseen rows."""
    fields = (NUMBERS.field, WORDS.field)
    rows = frame.height
    return Development(
        plan or Plan("bad", cv=2),
        Labelled(frame, np.array(bad), fields, left_out, duplicates=3, unknown=1_234),
        small_card(),
        qualities,
        {},
        np.arange(0),
        np.full(rows, np.nan) if unseen is None else np.array(unseen, np.float64),
    )
