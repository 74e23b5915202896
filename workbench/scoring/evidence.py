"""How much a characteristic tells: the weight of evidence of its bins, its information value."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from workbench.i18n import N_

EMPTY = 0.5
"""What stands for the goods or the bads of a bin that has none (a continuity correction)."""

_LEVELS = (
    (0.02, N_("tells next to nothing")),
    (0.1, N_("tells little")),
    (0.3, N_("tells something")),
    (0.5, N_("tells much")),
)
_SUSPECT = N_("tells so much that it may know the outcome")


def weights_of_evidence(goods: Sequence[float], bads: Sequence[float]) -> tuple[float, ...]:
    """WoE = ln(share of the goods / share of the bads) per bin; above 0 is better than all.

    Goods 50/100/200/300/350 and bads 30/25/20/15/10 give -1.7918/-0.9163/0/0.6931/1.2528.
    """
    return tuple(log(good / bad) for good, bad in _shares(goods, bads))


def information_value(goods: Sequence[float], bads: Sequence[float]) -> float:
    """IV = sum of (share of the goods - share of the bads) x WoE: 1.0025 in the example above."""
    weights = weights_of_evidence(goods, bads)
    shares = _shares(goods, bads)
    return sum((good - bad) * weight for (good, bad), weight in zip(shares, weights, strict=True))


def strength(value: float) -> str:
    """What an information value says, as a phrase to be translated (usual bands: under 0.02
    useless, 0.1 weak, 0.3 medium, 0.5 strong, above that suspect)."""
    return next((words for below, words in _LEVELS if value < below), _SUSPECT)


def _shares(goods: Sequence[float], bads: Sequence[float]) -> list[tuple[float, float]]:
    counts = [(good or EMPTY, bad or EMPTY) for good, bad in zip(goods, bads, strict=True)]
    all_good, all_bad = (sum(column) for column in zip(*counts, strict=True))
    return [(good / all_good, bad / all_bad) for good, bad in counts]
