"""`workbench develop`: from a labelled table to a points card, tried on rows it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import polars as pl

from workbench.i18n import _
from workbench.scoring.develop.additive import fit_with_made
from workbench.scoring.develop.fine_bins import Field, Floats, Integers
from workbench.scoring.develop.labelled import (
    Labelled,
    make_ready,
    outcome_of,
    rows_by_time,
    typed,
)
from workbench.scoring.develop.points_card import CardBins, PointsCard, Rows, Scaling, make_card
from workbench.scoring.develop.rejects import RejectTrial, try_rejects
from workbench.scoring.develop.rivals import RIVALS
from workbench.scoring.develop.validation import Quality, auc, folds, mean_quality, measure

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a card is made and tried.

    `target` tells bad from good (`bad_word`, `good_word` where those words are unusual). Rows
    from `holdout` on in the column `time` are held back; the others are tried by `cv` folds,
    `against` rivals.
    `declared` holds what a person said of columns, `keep` the names of suspects to use.
    `scaling` says which odds the score stands for.
    """

    target: str
    bad_word: str = ""
    good_word: str = ""
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    time: str | None = None
    holdout: str | None = None
    cv: int = 5
    against: tuple[str, ...] = ()
    declared: Mapping[str, Field] = field(default_factory=dict)
    scaling: Scaling = field(default_factory=Scaling)

    @property
    def stages(self) -> int:
        """How many steps a development takes: the card, each fold, each rival's folds."""
        return 1 + (self.cv * (1 + len(self.against)) if self.cv > 1 else 0)


@dataclass(frozen=True, slots=True)
class Development:
    """A developed card and how it did on rows it had not seen.

    `rivals` maps "ebm" and "gbm" to their mean AUC over the same folds; `held` numbers the rows
    that were held back; `out_of_fold` is the score each row got from a card that had not seen it
    (NaN without folds, and for rows held back, which the final card scores).
    """

    plan: Plan
    ready: Labelled
    card: PointsCard
    qualities: tuple[Quality, ...]
    rivals: Mapping[str, float]
    held: Integers
    out_of_fold: Floats
    rejects: RejectTrial | None = None


def _no_step(_done: int, _total: int) -> None:
    pass


def develop(
    table: pl.DataFrame,
    plan: Plan,
    *,
    rejected: pl.DataFrame | None = None,
    step: Step = _no_step,
) -> Development:
    """Develop a points card from labelled rows, and try it.

    No held-back row is used for fitting or choosing; the card is made from all rows before
    `holdout`. `rejected` are rows without an outcome; they are used only where a trial inside
    the labelled rows says that using them comes closer to the truth. Raises NoOutcome.
    """
    ready = made_ready(table, plan)
    train, held = _split(ready, plan)
    rows = Rows.of(ready.frame[train], ready.bad[train])
    step(0, plan.stages)
    trial = _tried_rejects(rows, ready, plan, rejected) if rejected is not None else None
    used = trial.rows if trial and trial.is_worth_it else rows
    model = fit_with_made(used.frame, used.bad, ready.fields, used.weight)
    card = make_card(model, used, plan.scaling)
    step(1, plan.stages)
    qualities = [measure("as fitted", card, rows.frame, rows.bad)]
    unseen = np.full(len(ready.bad), np.nan)
    if len(held):
        name = f"held back: {plan.time} from {plan.holdout}"
        qualities.append(measure(name, card, ready.frame[held], ready.bad[held]))
        unseen[held] = card.score(ready.frame[held])
    rivals: dict[str, float] = {}
    if plan.cv > 1:
        found, unseen[train] = _cross_validate(rows, ready.fields, plan, step)
        qualities += found
        rivals = _compare(rows, ready.fields, plan, step)
    return Development(plan, ready, card, tuple(qualities), rivals, held, unseen, trial)


def made_ready(table: pl.DataFrame, plan: Plan) -> Labelled:
    """The table's rows and columns as a development takes them. Raises NoOutcome."""
    return make_ready(
        table,
        plan.target,
        exclude=plan.exclude,
        time=plan.time,
        keep=plan.keep,
        bad_word=plan.bad_word,
        good_word=plan.good_word,
        declared=plan.declared,
    )


def _tried_rejects(rows: Rows, ready: Labelled, plan: Plan, rejected: pl.DataFrame) -> RejectTrial:
    """Raises KeyError for a column that the rejected rows lack."""
    typed_ = rejected.select(
        typed(rejected[field.name]).cast(ready.frame.schema[field.name], strict=False)
        for field in ready.fields
    )
    truth = None
    if plan.target in rejected.columns:
        told = outcome_of(rejected[plan.target], plan.bad_word, plan.good_word)
        if told.null_count() == 0:
            truth = told.to_numpy().astype(np.float64)
    return try_rejects(rows, ready.fields, typed_, truth)


def _cross_validate(
    rows: Rows, fields: Sequence[Field], plan: Plan, step: Step
) -> tuple[list[Quality], Floats]:
    """Folds in which also smoothness and made facts come from the training rows alone."""
    parts = []
    scores = np.full(len(rows.bad), np.nan)
    for place, (train, test) in enumerate(folds(rows.bad, plan.cv), start=1):
        learned = Rows.of(rows.frame[train], rows.bad[train])
        model = fit_with_made(learned.frame, learned.bad, fields)
        card = make_card(model, learned, plan.scaling)
        name = f"fold {place} of {plan.cv}"
        parts.append(measure(name, card, rows.frame[test], rows.bad[test]))
        scores[test] = card.score(rows.frame[test])
        step(1 + place, plan.stages)
    return [*parts, mean_quality(f"{plan.cv} folds, mean", parts)], scores


def _compare(rows: Rows, fields: Sequence[Field], plan: Plan, step: Step) -> dict[str, float]:
    """The mean AUC of each rival over the same folds. Raises KeyError for an unknown rival."""
    found: dict[str, float] = {}
    plain = [replace(one, direction="any", breaks=None, groups=None, specials=()) for one in fields]
    for number, name in enumerate(plan.against, start=1):
        parts = []
        for place, (train, test) in enumerate(folds(rows.bad, plan.cv), start=1):
            rival = RIVALS[name](rows.frame[train], rows.bad[train], plain)
            parts.append(auc(-rival(rows.frame[test]), rows.bad[test]))
            step(1 + plan.cv * number + place, plan.stages)
        found[name] = float(np.mean(parts))
    return found


def bins_table(card: PointsCard) -> pl.DataFrame:
    """The card as a table: characteristic, attribute, points, share of rows, bad rate."""
    rows = [
        (c.bins.field.name, text, c.points[n], round(c.shares[n], 4), round(c.bad_rates[n], 4))
        for c in card.characteristics
        for n, text in enumerate(attributes(c))
    ]
    names = ["characteristic", "attribute", "points", "share", "bad_rate"]
    return pl.DataFrame(rows, schema=names, orient="row")


def attributes(card: CardBins) -> list[str]:
    """The bins of a characteristic in words, that of missing values last where it has one."""
    edges = card.bins.edges
    if not card.bins.field.is_number:
        named = [", ".join(group) for group in card.bins.groups]
    elif not edges:
        named = [_("all values")]
    else:
        said = [f"{edge:.12g}" for edge in edges]
        between = (_("{least} to below {below}", least=a, below=b) for a, b in pairwise(said))
        first, last = _("below {below}", below=said[0]), _("{least} or more", least=said[-1])
        named = [first, *between, last]
    named += [f"{value:.12g}" for value in card.bins.field.specials]
    return [*named, _("not given")] if card.has_missing else named


def _split(ready: Labelled, plan: Plan) -> tuple[Integers, Integers]:
    everything = np.arange(len(ready.bad))
    if not plan.time or not plan.holdout:
        return everything, everything[:0]
    before, after = rows_by_time(ready.frame[plan.time], plan.holdout)
    return np.array(before, np.int64), np.array(after, np.int64)
