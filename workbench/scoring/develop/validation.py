"""How well a card ranks and how true its PDs are, on rows it has not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Floats, Integers
from workbench.scoring.develop.points_card import PointsCard


@dataclass(frozen=True, slots=True)
class Quality:
    """One measurement: AUC, KS, and mean PD against the observed bad rate, on `rows` rows.

    `low` and `high` hold the AUC in 95 of 100 cases (DeLong).
    """

    name: str
    rows: int
    auc: float
    ks: float
    mean_pd: float
    bad_rate: float
    low: float = 0.0
    high: float = 1.0

    @property
    def gini(self) -> float:
        """2 AUC - 1."""
        return 2 * self.auc - 1


def auc(score: Floats, bad: Floats) -> float:
    """The chance that a good row scores above a bad one; ties count half.

    Goods 50/100/200/300/350 and bads 30/25/20/15/10 in five bands: 0.76.
    """
    order = np.argsort(score, kind="stable")
    _values, start, counts = np.unique(score[order], return_index=True, return_counts=True)
    ranks = np.empty(len(score))
    ranks[order] = np.repeat(start + (counts + 1) / 2, counts)
    bads = float(bad.sum())
    goods = len(bad) - bads
    return float((ranks[bad == 0].sum() - goods * (goods + 1) / 2) / (goods * bads))


def auc_interval(score: Floats, bad: Floats) -> tuple[float, float]:
    """The interval that holds the AUC in 95 of 100 cases (DeLong and others, Biometrics 1988).

    The variance is that of how many goods lie below each bad row, and bads below each good.
    """
    good, poor = score[bad == 0], score[bad == 1]
    if len(good) < 2 or len(poor) < 2:
        return 0.0, 1.0
    of_bad = _share_below(good, poor)
    of_good = _share_below(poor, good)
    spread = of_bad.var(ddof=1) / len(poor) + of_good.var(ddof=1) / len(good)
    middle, half = auc(score, bad), 1.959964 * float(np.sqrt(spread))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _share_below(others: Floats, values: Floats) -> Floats:
    """The share of `others` below each value, those equal to it counting half."""
    held = np.sort(others)
    below = np.searchsorted(held, values, "left")
    share: Floats = (below + np.searchsorted(held, values, "right")) / (2.0 * len(held))
    return share


def kolmogorov_smirnov(score: Floats, bad: Floats) -> float:
    """The widest gap between the cumulated shares of bads and goods; 0.40 in the example above."""
    order = np.argsort(score, kind="stable")
    _values, first = np.unique(score[order], return_index=True)
    last = np.append(first[1:], len(score)) - 1
    bads = np.cumsum(bad[order]) / bad.sum()
    goods = np.cumsum(1 - bad[order]) / (len(bad) - bad.sum())
    return float(np.abs(bads - goods)[last].max())


def measure(name: str, card: PointsCard, frame: pl.DataFrame, bad: Floats) -> Quality:
    """The quality of a card on a frame."""
    score = card.score(frame).astype(np.float64)
    low, high = auc_interval(score, bad)
    return Quality(
        name=name,
        rows=frame.height,
        auc=auc(score, bad),
        ks=kolmogorov_smirnov(score, bad),
        mean_pd=float(card.pd(frame).mean()),
        bad_rate=float(bad.mean()),
        low=low,
        high=high,
    )


def folds(bad: Floats, count: int, *, seed: int = 1) -> Iterator[tuple[Integers, Integers]]:
    """Training and test rows of `count` folds with the same bad rate, dealt by a fixed seed."""
    dealt = np.empty(len(bad), np.int64)
    shuffle = np.random.default_rng(seed)
    for value in (0.0, 1.0):
        rows = np.flatnonzero(bad == value)
        dealt[shuffle.permutation(rows)] = np.arange(len(rows)) % count
    for number in range(count):
        yield np.flatnonzero(dealt != number), np.flatnonzero(dealt == number)


def mean_quality(name: str, parts: Sequence[Quality]) -> Quality:
    """The plain mean of several measurements; so is the AUC's interval, of one fold's width."""
    return Quality(
        name=name,
        rows=sum(part.rows for part in parts),
        auc=float(np.mean([part.auc for part in parts])),
        ks=float(np.mean([part.ks for part in parts])),
        mean_pd=float(np.mean([part.mean_pd for part in parts])),
        bad_rate=float(np.mean([part.bad_rate for part in parts])),
        low=float(np.mean([part.low for part in parts])),
        high=float(np.mean([part.high for part in parts])),
    )
