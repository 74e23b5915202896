"""Reject inference by fuzzy augmentation, and whether it comes closer to the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.scoring.develop.additive import Additive, fit
from workbench.scoring.develop.fine_bins import Field, Floats
from workbench.scoring.develop.points_card import Rows
from workbench.scoring.develop.validation import auc

SHARE_HELD = 0.2
WORSE_ODDS = 1.35
"""The odds of bad of rejected rows, over those of accepted ones that score alike: they were
rejected for something the columns do not hold. Usual values are 1.2 to 1.5."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How close a model comes to known outcomes: AUC, mean log loss, mean PD less bad rate."""

    auc: float
    log_loss: float
    gap: float


@dataclass(frozen=True, slots=True)
class RejectTrial:
    """Rejected rows added as partly bad, partly good, and how that did where it can be known.

    Where the rejected rows' own outcomes are known (`by_truth`), both ways are compared on them.
    Otherwise the accepted rows that score worst lend theirs: hidden, taken for rejected, and then
    compared. `rows` are all rows with the real rejected ones added.
    """

    ignoring: Likeness
    inferring: Likeness
    rows: Rows
    added: int
    by_truth: bool

    @property
    def is_worth_it(self) -> bool:
        """Whether inferring came closer in log loss without ranking worse."""
        closer = self.inferring.log_loss < self.ignoring.log_loss
        return closer and self.inferring.auc >= self.ignoring.auc - 0.002


def try_rejects(
    rows: Rows, fields: Sequence[Field], rejected: pl.DataFrame, truth: Floats | None = None
) -> RejectTrial:
    """Try reject inference against the `truth` of the rejected rows, or else inside the book."""
    names = [field.name for field in fields]
    accepted = Rows(rows.frame.select(names), rows.bad, rows.weight)
    rejected = rejected.select(names)
    if truth is None:
        model = fit(accepted.frame, accepted.bad, fields)
        worst = np.argsort(-model.log_odds(accepted.frame), kind="stable")
        count = round(SHARE_HELD * len(worst))
        hidden, seen = np.sort(worst[:count]), np.sort(worst[count:])
        known = Rows.of(accepted.frame[seen], accepted.bad[seen])
        test, outcome = accepted.frame[hidden], accepted.bad[hidden]
    else:
        known, test, outcome = accepted, rejected, truth
        model = fit(accepted.frame, accepted.bad, fields)
    ignoring, inferring = both_ways(known, fields, test)
    return RejectTrial(
        likeness(ignoring, test, outcome),
        likeness(inferring, test, outcome),
        with_inferred(accepted, model, rejected),
        rejected.height,
        truth is not None,
    )


def both_ways(
    known: Rows, fields: Sequence[Field], rejected: pl.DataFrame
) -> tuple[Additive, Additive]:
    """The model of the accepted rows alone, and the one with the rejected inferred."""
    ignoring = fit(known.frame, known.bad, fields, known.weight)
    more = with_inferred(known, ignoring, rejected)
    return ignoring, fit(more.frame, more.bad, fields, more.weight)


def with_inferred(rows: Rows, model: Additive, rejected: pl.DataFrame) -> Rows:
    """The rows with each rejected one added twice: bad by its worsened PD, good by the rest."""
    odds = model.log_odds(rejected)
    chance = 1 / (1 + np.exp(-odds) / WORSE_ODDS)
    frame = pl.concat([rows.frame, rejected, rejected], how="vertical_relaxed")
    ones, noughts = np.ones(len(chance)), np.zeros(len(chance))
    return Rows(
        frame,
        np.concatenate([rows.bad, ones, noughts]),
        np.concatenate([rows.weight, chance, 1 - chance]),
    )


def likeness(model: Additive, frame: pl.DataFrame, bad: Floats) -> Likeness:
    """How a model does on rows whose outcome is known."""
    odds = model.log_odds(frame)
    chance = 1 / (1 + np.exp(-odds))
    loss = float((np.logaddexp(0, odds) - bad * odds).mean())
    return Likeness(auc(-odds, bad), loss, float(chance.mean() - bad.mean()))
