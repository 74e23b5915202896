"""How well a card ranks and how true its PDs are, on rows it has not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import Smoothness, fit
from workbench.scoring.develop.fine_bins import Field, Floats, Integers
from workbench.scoring.develop.points_card import PointsCard, make_card


@dataclass(frozen=True, slots=True)
class Quality:
    """One measurement: AUC, KS, and mean PD against the observed bad rate, on `rows` rows."""

    name: str
    rows: int
    auc: float
    ks: float
    mean_pd: float
    bad_rate: float

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
    return Quality(
        name=name,
        rows=frame.height,
        auc=auc(score, bad),
        ks=kolmogorov_smirnov(score, bad),
        mean_pd=float(card.pd(frame).mean()),
        bad_rate=float(bad.mean()),
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


def measure_split(
    name: str,
    frame: pl.DataFrame,
    bad: Floats,
    rows: tuple[Integers, Integers],
    how: tuple[Sequence[Field], Smoothness],
) -> Quality:
    """Fit on one set of rows, measure on the other."""
    train, test = rows
    fields, smoothness = how
    learned = frame[train]
    card = make_card(fit(learned, bad[train], fields, smoothness), learned, bad[train])
    return measure(name, card, frame[test], bad[test])


def mean_quality(name: str, parts: Sequence[Quality]) -> Quality:
    """The plain mean of several measurements."""
    return Quality(
        name=name,
        rows=sum(part.rows for part in parts),
        auc=float(np.mean([part.auc for part in parts])),
        ks=float(np.mean([part.ks for part in parts])),
        mean_pd=float(np.mean([part.mean_pd for part in parts])),
        bad_rate=float(np.mean([part.bad_rate for part in parts])),
    )
