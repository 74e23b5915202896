"""Overrides in figures: how often, by whom, where and why, each on its own base.

25 of 150 that the system would decline were approved: 16.7 %. 8 of 850 that it would approve were
declined: 0.94 %. All together 33 of 1,000 decided: 3.3 %.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from workbench import paths
from workbench.credit.decision import OverrideDirection

UP = OverrideDirection.APPROVE_OVER_DECLINE.value
DOWN = OverrideDirection.DECLINE_OVER_APPROVE.value
GROUPS = ("officer", "branch", "direction", "reason", "product", "month")
SCHEMA: dict[str, type[pl.DataType]] = {
    "number": pl.String,
    "officer": pl.String,
    "branch": pl.String,
    "product": pl.String,
    "month": pl.String,
    "advice": pl.String,
    "outcome": pl.String,
    "direction": pl.String,
    "reason": pl.String,
    "second_person": pl.String,
}
"""The columns of a frame of decisions: one row per decision that stands."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `colour` is "", "amber" or "red"."""

    count: int
    base: int
    colour: str

    @property
    def rate(self) -> float | None:
        """The share; None where there is nothing to share."""
        return self.count / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class OverrideFigures:
    """The overrides of one group, with both bases."""

    group: str
    total: Share
    approve_over_decline: Share
    decline_over_approve: Share


@dataclass(frozen=True, slots=True)
class _Limits:
    too_few: int
    amber: dict[str, float]
    red: dict[str, float]

    def colour(self, name: str, count: int, base: int) -> str:
        if base < self.too_few:
            return ""
        rate = count / base
        if rate >= self.red[name]:
            return "red"
        return "amber" if rate >= self.amber[name] else ""


def override_figures(decisions: pl.DataFrame, by: str = "") -> tuple[OverrideFigures, ...]:
    """The figures of all decisions, or of each group (one of GROUPS), most overrides first.

    By direction or reason only the overrides are grouped; the bases stay those of all. A frame
    as SCHEMA says; raises KeyError for another group.
    """
    if not by:
        return (_figures("", decisions, decisions),)
    if by not in GROUPS:
        raise KeyError(by)
    found = [
        _figures(str(name or ""), part, decisions if by in ("direction", "reason") else part)
        for (name,), part in decisions.group_by(by, maintain_order=True)
    ]
    if by in ("direction", "reason"):
        found = [one for one in found if one.total.count]
    return tuple(sorted(found, key=lambda one: (-one.total.count, one.group)))


def _figures(group: str, part: pl.DataFrame, base: pl.DataFrame) -> OverrideFigures:
    counted = {
        "total": (_of(part, UP) + _of(part, DOWN), base.height),
        "approve_over_decline": (_of(part, UP), _advised(base, ("decline",))),
        "decline_over_approve": (_of(part, DOWN), _advised(base, ("approve", "counter_offer"))),
    }
    limits = override_limits()
    shares = {
        name: Share(count, of, limits.colour(name, count, of))
        for name, (count, of) in counted.items()
    }
    return OverrideFigures(group=group, **shares)


def _of(frame: pl.DataFrame, direction: str) -> int:
    return frame.filter(pl.col("direction") == direction).height


def _advised(frame: pl.DataFrame, advice: tuple[str, ...]) -> int:
    return frame.filter(pl.col("advice").is_in(advice)).height


@cache
def override_limits(file: Path | None = None) -> _Limits:
    """The shipped limits, or the lender's own."""
    chosen = file or paths.resources() / "override_monitoring.toml"
    raw = tomllib.loads(chosen.read_text(encoding="utf-8"))
    names = ("total", "approve_over_decline", "decline_over_approve")
    return _Limits(
        too_few=raw["too_few"],
        amber={name: raw[name]["amber"] for name in names},
        red={name: raw[name]["red"] for name in names},
    )
