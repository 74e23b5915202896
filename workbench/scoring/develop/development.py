"""`workbench develop`: from a labelled table to a points card, its report and its draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from workbench.i18n import N_, _, number
from workbench.scoring.develop.additive import Smoothness, fit
from workbench.scoring.develop.fine_bins import LEAST_SHARE, Field, Floats, Integers
from workbench.scoring.develop.labelled import Labelled, make_ready, rows_by_time
from workbench.scoring.develop.points_card import CardBins, PointsCard, make_card
from workbench.scoring.develop.rivals import RIVALS
from workbench.scoring.develop.validation import (
    Quality,
    auc,
    folds,
    mean_quality,
    measure,
    measure_split,
)

STEPS = (3.0, 10.0, 30.0, 100.0, 300.0)
WORDS = (20.0, 5.0)
INNER_FOLDS = 3
MANY_ROWS, FINE_SHARE = 10_000, 0.02
_WHY = {
    "empty": N_("it is empty"),
    "constant": N_("it has one value only"),
    "too_many_words": N_("it holds too many different words"),
    "protected": N_("it is a protected characteristic"),
    "knows_the_future": N_("it ranks the outcome so well that it must be known only afterwards"),
    "excluded": N_("it was excluded on request"),
}


@dataclass(frozen=True, slots=True)
class Development:
    """A developed card, how it did on rows it had not seen, and the files written.

    `rivals` maps "ebm" and "gbm" to their mean AUC over the same folds.
    """

    card: PointsCard
    ready: Labelled
    smoothness: Smoothness
    qualities: tuple[Quality, ...]
    rivals: dict[str, float]
    report: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class HowToTry:
    """How a card is tried: by time from `holdout` on, by `cv` folds, and against which rivals."""

    time: str | None = None
    holdout: str | None = None
    cv: int = 5
    against: tuple[str, ...] = ()


def develop(
    table: pl.DataFrame,
    target: str,
    out: Path,
    *,
    how: HowToTry | None = None,
    exclude: Collection[str] = (),
    keep: Collection[str] = (),
) -> Development:
    """Develop a points card from labelled rows, and write `report.md`, `scorecard.csv` to `out`.

    No held-back row is used for fitting or choosing; the card written is made from all rows
    before `holdout`. Raises NoOutcome when the target does not tell bad from good.
    """
    tried = how or HowToTry()
    ready = make_ready(table, target, exclude=exclude, time=tried.time, keep=keep)
    train, test = _split(ready, tried)
    learned, bad = ready.frame[train], ready.bad[train]
    smoothness = choose_smoothness(learned, bad, ready.fields)
    card = make_card(fit(learned, bad, ready.fields, smoothness), learned, bad)
    qualities = [measure("as fitted", card, learned, bad)]
    if len(test):
        name = f"held back: {tried.time} from {tried.holdout}"
        qualities.append(measure(name, card, ready.frame[test], ready.bad[test]))
    rivals: dict[str, float] = {}
    if tried.cv > 1:
        qualities += cross_validate(learned, bad, ready.fields, tried.cv)
        rivals = compare(learned, bad, ready.fields, tried)
    report = write_report(ready, card, qualities, rivals)
    out.mkdir(parents=True, exist_ok=True)
    files = (out / "report.md", out / "scorecard.csv")
    files[0].write_text(report, encoding="utf-8")
    bins_table(card).write_csv(files[1])
    return Development(card, ready, smoothness, tuple(qualities), rivals, report, files)


def choose_smoothness(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field]) -> Smoothness:
    """The smoothness with the best mean AUC over three inner folds; the smoother one in a tie."""
    share = FINE_SHARE if frame.height >= MANY_ROWS else LEAST_SHARE
    best, best_auc = Smoothness(), -1.0
    for words in WORDS:
        for steps in STEPS if words == WORDS[0] else (best.steps,):
            candidate = Smoothness(steps, words, share)
            found = _inner_auc(frame, bad, fields, candidate)
            if found >= best_auc:
                best, best_auc = candidate, found
    return best


def cross_validate(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], count: int
) -> list[Quality]:
    """Folds in which also the smoothness is chosen on the training rows alone, and their mean."""
    parts = []
    for place, (train, test) in enumerate(folds(bad, count), start=1):
        smoothness = choose_smoothness(frame[train], bad[train], fields)
        name = f"fold {place} of {count}"
        parts.append(measure_split(name, frame, bad, (train, test), (fields, smoothness)))
    return [*parts, mean_quality(f"{count} folds, mean", parts)]


def compare(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], tried: HowToTry
) -> dict[str, float]:
    """The mean AUC of each rival over the same folds. Raises KeyError for an unknown rival."""
    found: dict[str, float] = {}
    for name in tried.against:
        rival = RIVALS[name]
        parts = [
            auc(-rival(frame[train], bad[train], fields)(frame[test]), bad[test])
            for train, test in folds(bad, tried.cv)
        ]
        found[name] = float(np.mean(parts))
    return found


def bins_table(card: PointsCard) -> pl.DataFrame:
    """The card as a table: characteristic, attribute, points, share of rows, bad rate."""
    rows = [
        (c.bins.field.name, text, c.points[n], round(c.shares[n], 4), round(c.bad_rates[n], 4))
        for c in card.characteristics
        for n, text in enumerate(_attributes(c))
    ]
    names = ["characteristic", "attribute", "points", "share", "bad_rate"]
    return pl.DataFrame(rows, schema=names, orient="row")


def write_report(
    ready: Labelled, card: PointsCard, qualities: Sequence[Quality], rivals: dict[str, float]
) -> str:
    """The development report: data, what was left out and why, quality, the card."""
    lines = [
        f"# {_('Scorecard development')}",
        "",
        _(
            "{rows} rows with a known outcome, {bad} bad ({share:.2%}); {unknown} without one.",
            rows=number(len(ready.bad)),
            bad=number(int(ready.bad.sum())),
            share=float(ready.bad.mean()),
            unknown=number(ready.unknown),
        ),
        _("{count} rows are repeated.", count=number(ready.duplicates)),
        "",
        *(
            "- " + _("{column} is not used: {why}.", column=left.column, why=_(_WHY[left.why]))
            for left in ready.left_out
        ),
        "",
        f"## {_('How well it ranks, and how true its PDs are')}",
        "",
        f"| {_('Rows')} | n | AUC | Gini | KS | {_('mean PD')} | {_('bad rate')} |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *map(_quality_line, qualities),
        *(
            f"| {name} | | {found:.4f} | {2 * found - 1:.4f} | | | |"
            for name, found in rivals.items()
        ),
        "",
        f"## {_('The card')}",
        "",
        _(
            "Base points {base}; {odds:.0f}:1 at {score}; {double:.0f} points double the odds.",
            base=card.base,
            odds=card.scaling.odds,
            score=card.scaling.score,
            double=card.scaling.double,
        ),
    ]
    return "\n".join([*lines, *_card_lines(card)]) + "\n"


def _card_lines(card: PointsCard) -> list[str]:
    lines = []
    for characteristic in card.characteristics:
        lines += ["", f"### {characteristic.bins.field.name}", ""]
        lines += [f"| {_('Value')} | {_('Points')} | {_('share')} | {_('bad rate')} |"]
        lines += ["|---|---:|---:|---:|"]
        for place, text in enumerate(_attributes(characteristic)):
            share, rate = characteristic.shares[place], characteristic.bad_rates[place]
            lines.append(f"| {text} | {characteristic.points[place]} | {share:.1%} | {rate:.1%} |")
    return lines


def _quality_line(quality: Quality) -> str:
    return (
        f"| {quality.name} | {quality.rows} | {quality.auc:.4f} | {quality.gini:.4f} | "
        f"{quality.ks:.3f} | {quality.mean_pd:.4f} | {quality.bad_rate:.4f} |"
    )


def _attributes(card: CardBins) -> list[str]:
    edges = card.bins.edges
    if not card.bins.field.is_number:
        named = [", ".join(group) for group in card.bins.groups]
    elif not edges:
        named = ["all values"]
    else:
        between = [f"{a:g} to below {b:g}" for a, b in pairwise(edges)]
        named = [f"below {edges[0]:g}", *between, f"{edges[-1]:g} or more"]
    return [*named, "not given"] if card.has_missing else named


def _split(ready: Labelled, tried: HowToTry) -> tuple[Integers, Integers]:
    everything = np.arange(len(ready.bad))
    if not tried.time or not tried.holdout:
        return everything, everything[:0]
    before, after = rows_by_time(ready.frame[tried.time], tried.holdout)
    return np.array(before, np.int64), np.array(after, np.int64)


def _inner_auc(
    frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], smoothness: Smoothness
) -> float:
    found = []
    for train, test in folds(bad, INNER_FOLDS, seed=7):
        model = fit(frame[train], bad[train], fields, smoothness)
        found.append(auc(-model.log_odds(frame[test]), bad[test]))
    return float(np.mean(found))
