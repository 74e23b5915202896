"""When a figure is amber or red: `resources/portfolio.toml`, overrides by their own file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from workbench import paths
from workbench.portfolio.override_monitoring import override_limits


class Level(StrEnum):
    """How a figure stands; UNKNOWN where there are too few cases to tell."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which size on a figure is amber and red, and why."""

    amber: float
    red: float
    source: Mapping[str, str] = field(default_factory=dict)

    def level(self, value: float | None) -> Level:
        """The level of a figure by its size, whatever its sign."""
        if value is None:
            return Level.UNKNOWN
        if abs(value) >= self.red:
            return Level.RED
        return Level.AMBER if abs(value) >= self.amber else Level.GREEN


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds. `too_few`: with fewer cases a rate is not told."""

    too_few: int
    psi: Threshold
    csi_points: Threshold
    override_rate: Threshold
    expected_loss: Threshold
    fairness_ratio: float
    fairness_source: Mapping[str, str]


@cache
def thresholds() -> Thresholds:
    """The thresholds in force."""
    text = (paths.resources() / "portfolio.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    names = ("psi", "csi_points", "expected_loss")
    overrides = override_limits()
    return Thresholds(
        too_few=told["too_few"]["n"],
        fairness_ratio=told["fairness"]["ratio"],
        fairness_source=told["fairness"]["source"],
        override_rate=Threshold(overrides.amber["total"], overrides.red["total"]),
        **{name: Threshold(**told[name]) for name in names},
    )
