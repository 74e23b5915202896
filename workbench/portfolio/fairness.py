"""A screen for unlike approval rates between groups: always with numbers and an interval.

A low ratio asks a question and answers none. It runs only where the lender holds the attribute
lawfully and asks for the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from workbench.portfolio.thresholds import thresholds

_WIDE = 1.959964
"""Standard errors on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class GroupRate:
    """One group's approvals, its ratio to the reference group, and the ratio's 95 % interval.

    None where either group has too few cases or no approvals.
    """

    group: str
    decided: int
    approved: int
    ratio: float | None
    least: float | None
    most: float | None

    @property
    def rate(self) -> float | None:
        """Approved of decided."""
        return self.approved / self.decided if self.decided else None

    @property
    def is_low(self) -> bool:
        """Whether even the upper end of the interval lies below the screen's ratio."""
        return self.most is not None and self.most < thresholds().fairness_ratio


def approval_ratios(frame: pl.DataFrame, group: str) -> tuple[GroupRate, ...]:
    """Each group's approval rate against the largest rate of a group with enough cases.

    `frame` has the column `group` and `approved` (yes/no); 0.42 against 0.60 -> 0.70. Interval
    of the ratio by the logarithm (Katz).
    """
    counted = (
        frame.drop_nulls(group)
        .group_by(group)
        .agg(pl.len().alias("decided"), pl.col("approved").sum())
        .sort(group)
    )
    rows = [(str(r[group]), r["decided"], r["approved"]) for r in counted.to_dicts()]
    enough = [row for row in rows if row[1] >= thresholds().too_few and row[2]]
    best = max(enough, key=lambda row: row[2] / row[1], default=None)
    return tuple(_against(row, best) for row in rows)


def _against(row: tuple[str, int, int], best: tuple[str, int, int] | None) -> GroupRate:
    group, decided, approved = row
    if best is None or decided < thresholds().too_few or not approved:
        return GroupRate(group, decided, approved, None, None, None)
    if group == best[0]:
        return GroupRate(group, decided, approved, 1.0, None, None)
    ratio = (approved / decided) / (best[2] / best[1])
    spread = _WIDE * math.sqrt(1 / approved - 1 / decided + 1 / best[2] - 1 / best[1])
    least, most = ratio * math.exp(-spread), ratio * math.exp(spread)
    return GroupRate(group, decided, approved, ratio, least, most)
