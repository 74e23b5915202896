"""What a development found, part by part: the book, the ranking, the PDs, time, groups, points."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from workbench.i18n import N_, _, number
from workbench.scoring.develop.book_check import check_columns
from workbench.scoring.develop.development import Development, attributes
from workbench.scoring.develop.fairness_screen import screen_groups
from workbench.scoring.develop.fine_bins import Floats, Integers
from workbench.scoring.develop.labelled import Labelled
from workbench.scoring.develop.points_card import CardBins
from workbench.scoring.develop.report_parts import ReportPart, Shown
from workbench.scoring.develop.stability import by_period, months_of
from workbench.scoring.develop.validation import Quality
from workbench.scoring.evidence import information_value, strength, weights_of_evidence

TENTHS = 10
_WHY = {
    "empty": N_("it is empty"),
    "constant": N_("it has one value only"),
    "dates": N_("it holds dates; a card needs a length of time, such as years since then"),
    "too_many_words": N_("it holds too many different words"),
    "protected": N_("it is a protected characteristic"),
    "knows_the_future": N_("it ranks the outcome so well that it must be known only afterwards"),
    "excluded": N_("it was excluded on request"),
}


def report_parts(done: Development) -> list[ReportPart]:
    """Every part of the report, in reading order; what was not asked for is left out."""
    periods = _periods(done.ready, done.plan.time)
    return [
        *book_parts(done.ready, done.plan.time),
        _ranking(done),
        *_by_tenths(done),
        *([_stability(done, periods)] if periods else []),
        *_fairness(done),
        *([_rejects(done)] if done.rejects else []),
        *_card(done),
    ]


def book_parts(ready: Labelled, time: str | None = None) -> list[ReportPart]:
    """What there is to say of the rows before anything is fitted: leaks, repeats, codes, drift.

    `time` names the column of dates, for the drift.
    """
    return [_book(ready), _columns(ready, _periods(ready, time))]


def _periods(ready: Labelled, time: str | None) -> list[str]:
    return months_of(ready.frame[time]) if time else []


def _book(ready: Labelled) -> ReportPart:
    return ReportPart(
        "book",
        _("The book"),
        (
            _(
                "{rows} rows with a known outcome, {bad} bad ({share:.2%}); {unknown} without one.",
                rows=number(len(ready.bad)),
                bad=number(int(ready.bad.sum())),
                share=float(ready.bad.mean()),
                unknown=number(ready.unknown),
            ),
            _("{count} rows are repeated.", count=number(ready.duplicates)),
        ),
        ((_("Column not used"), Shown.WORDS), (_("Why"), Shown.WORDS)),
        tuple((left.column, _(_WHY[left.why])) for left in ready.left_out),
    )


def _columns(ready: Labelled, periods: Sequence[str]) -> ReportPart:
    found = check_columns(ready, periods)
    odd = [
        _(
            "{column} holds {values}: taken for a code, with points of its own. Declare otherwise "
            "where it is an amount.",
            column=one.column,
            values=", ".join(f"{value:.12g}" for value in one.odd),
        )
        for one in found
        if one.odd
    ]
    return ReportPart(
        "columns",
        _("Its columns"),
        (
            *odd,
            _("Drift is the largest PSI of a period against all rows; from 0.25 look closely."),
        ),
        (
            (_("Column"), Shown.WORDS),
            (_("Not given"), Shown.SHARE),
            (_("Different values"), Shown.COUNT),
            (_("AUC alone"), Shown.FIGURE),
            (_("Drift"), Shown.FIGURE),
        ),
        tuple((c.column, c.missing, c.distinct, c.alone, c.drift) for c in found),
    )


def _ranking(done: Development) -> ReportPart:
    rows: list[tuple[str | int | float | None, ...]] = [_quality(q) for q in done.qualities]
    rows += [
        (name, None, auc, None, None, 2 * auc - 1, None, None, None)
        for name, auc in done.rivals.items()
    ]
    return ReportPart(
        "ranking",
        _("How well it ranks, and how true its PDs are"),
        (
            _(
                "Results on the fitted rows are optimistic; judge the card by the rows it has "
                "not seen."
            ),
            *([_fold_sentence(done)] if done.plan.cv > 1 else []),
        ),
        (
            (_("Rows"), Shown.WORDS),
            ("n", Shown.COUNT),
            ("AUC", Shown.FIGURE),
            (_("From"), Shown.FIGURE),
            (_("To"), Shown.FIGURE),
            ("Gini", Shown.FIGURE),
            ("KS", Shown.FIGURE),
            (_("Mean PD"), Shown.SHARE),
            (_("Bad rate"), Shown.SHARE),
        ),
        tuple(rows),
    )


def _fold_sentence(done: Development) -> str:
    return _(
        "The {count} folds hold the same share of bad rows each, dealt by a fixed seed; whatever "
        "is fitted or chosen comes from the other folds alone.",
        count=done.plan.cv,
    )


def _quality(one: Quality) -> tuple[str | int | float | None, ...]:
    figures = (one.auc, one.low, one.high, one.gini, one.ks, one.mean_pd, one.bad_rate)
    return (split_words(one.name), one.rows, *figures)


def split_words(name: str) -> str:
    """A split's stored name in the reader's language."""
    numbers_ = [int(found) for found in re.findall(r"\d+", name)]
    if name == "as fitted":
        return _("as fitted")
    if name.startswith("fold "):
        return _("fold {n} of {count}", n=numbers_[0], count=numbers_[1])
    if name.endswith("folds, mean"):  # the shipped cards say "five"
        return _("{count} folds, mean", count=numbers_[0] if numbers_ else 5)
    if not name.startswith("held back: "):
        return name
    column, _from, first = name.removeprefix("held back: ").rpartition(" from ")
    return _("held back: {column} from {first}", column=column, first=first)


def _by_tenths(done: Development) -> list[ReportPart]:
    """Gains and calibration on rows the scoring card had not seen (all rows without folds)."""
    ready, card = done.ready, done.card
    unseen = ~np.isnan(done.out_of_fold)
    score = done.out_of_fold if unseen.any() else card.score(ready.frame).astype(np.float64)
    kept = unseen if unseen.any() else np.ones(len(score), np.bool_)
    score, bad = score[kept], ready.bad[kept]
    chance = 1 / (1 + np.exp((score - card.offset) / card.factor))
    order = np.argsort(score, kind="stable")
    tenths = [part for part in np.array_split(order, TENTHS) if len(part)]
    told = (_("On {rows} rows by a card that had not seen them.", rows=number(len(bad))),)
    return [_gains(score, bad, tenths, told), _calibration(chance, bad, tenths, told)]


def _gains(
    score: Floats, bad: Floats, tenths: Sequence[Integers], told: tuple[str, ...]
) -> ReportPart:
    rows, bads, goods = [], 0.0, 0.0
    for place, part in enumerate(tenths, start=1):
        bads += float(bad[part].sum())
        goods += float((1 - bad[part]).sum())
        caught = bads / max(float(bad.sum()), 1.0)
        passed = goods / max(float((1 - bad).sum()), 1.0)
        named = f"{place} ({score[part].min():.0f}\u2013{score[part].max():.0f})"
        rate = float(bad[part].mean())
        rows.append((named, len(part), int(bad[part].sum()), rate, caught, caught - passed))
    return ReportPart(
        "gains",
        _("Gains"),
        told,
        (
            (_("Tenth, from the lowest scores"), Shown.WORDS),
            ("n", Shown.COUNT),
            (_("Bad"), Shown.COUNT),
            (_("Bad rate"), Shown.SHARE),
            (_("Of all bad so far"), Shown.SHARE),
            (_("Less of all good"), Shown.SHARE),
        ),
        tuple(rows),
        bars=3,
    )


def _calibration(
    chance: Floats, bad: Floats, tenths: Sequence[Integers], told: tuple[str, ...]
) -> ReportPart:
    return ReportPart(
        "calibration",
        _("Calibration"),
        told,
        (
            (_("Tenth, from the lowest scores"), Shown.WORDS),
            ("n", Shown.COUNT),
            (_("Mean PD"), Shown.SHARE),
            (_("Bad rate"), Shown.SHARE),
        ),
        tuple(
            (str(place), len(part), float(chance[part].mean()), float(bad[part].mean()))
            for place, part in enumerate(tenths, start=1)
        ),
    )


def _stability(done: Development, periods: Sequence[str]) -> ReportPart:
    found = by_period(done.card, done.ready.frame, done.ready.bad, periods)
    names = [c.bins.field.name for c in done.card.characteristics]
    return ReportPart(
        "stability",
        _("Stability by period"),
        (_("PSI of the score and of each characteristic against all rows; n matters."),),
        (
            (_("Period"), Shown.WORDS),
            ("n", Shown.COUNT),
            (_("Bad rate"), Shown.SHARE),
            (_("Score"), Shown.FIGURE),
            *((name, Shown.FIGURE) for name in names),
        ),
        tuple(
            (p.name, p.rows, p.bad_rate, p.score, *(p.by_characteristic[n] for n in names))
            for p in found
        ),
    )


def _fairness(done: Development) -> list[ReportPart]:
    groups = screen_groups(done)
    if not groups:
        return []
    return [
        ReportPart(
            "fairness",
            _("Fairness screen"),
            (
                _(
                    "Protected columns are in the file, never in the card. A ratio below 0.8 is a "
                    "reason to look, not a verdict; where n is small the interval is wide."
                ),
            ),
            (
                (_("Column"), Shown.WORDS),
                (_("Group"), Shown.WORDS),
                ("n", Shown.COUNT),
                (_("Passes"), Shown.SHARE),
                (_("From"), Shown.SHARE),
                (_("To"), Shown.SHARE),
                (_("Ratio to the largest group"), Shown.FIGURE),
                (_("Bad rate"), Shown.SHARE),
            ),
            tuple(
                (g.column, g.group, g.rows, g.passes, g.low, g.high, g.ratio, g.bad_rate)
                for g in groups
            ),
        )
    ]


def _rejects(done: Development) -> ReportPart:
    trial = done.rejects
    assert trial is not None
    where = (
        _("Tried on the rejected rows' own known outcomes.")
        if trial.by_truth
        else _("Tried on the fifth of the accepted rows that scores worst, its outcomes hidden.")
    )
    verdict = (
        _("Inferring came closer to the truth; the card is made with {n} rejected rows.")
        if trial.is_worth_it
        else _("Inferring did not come closer to the truth: it is not worth it and was left out.")
    )
    return ReportPart(
        "rejects",
        _("Reject inference"),
        (where, verdict.format(n=number(trial.added))),
        (
            (_("Way"), Shown.WORDS),
            ("AUC", Shown.FIGURE),
            (_("Log loss"), Shown.FIGURE),
            (_("Mean PD less bad rate"), Shown.FIGURE),
        ),
        tuple(
            (name, way.auc, way.log_loss, way.gap)
            for name, way in (
                (_("rejected ignored"), trial.ignoring),
                (_("rejected inferred"), trial.inferring),
            )
        ),
    )


def _card(done: Development) -> list[ReportPart]:
    card = done.card
    scale = _(
        "Base points {base}; {odds:.0f}:1 at {score}; {double:.0f} points double the odds.",
        base=card.base,
        odds=card.scaling.odds,
        score=card.scaling.score,
        double=card.scaling.double,
    )
    made = [f"{fact.name} = {fact.formula(fact.one, fact.other)}" for fact in card.made]
    heads = (
        (_("Value"), Shown.WORDS),
        (_("Points"), Shown.COUNT),
        (_("share"), Shown.SHARE),
        (_("Bad rate"), Shown.SHARE),
        (_("weight of evidence"), Shown.FIGURE),
    )
    parts = [ReportPart("card", _("The card"), (scale, *made))]
    for one in card.characteristics:
        weights, said = _evidence(one, len(done.ready.bad))
        told = zip(attributes(one), one.points, one.shares, one.bad_rates, weights, strict=False)
        name = one.bins.field.name
        parts.append(ReportPart(f"bins {name}", name, (said,), heads, tuple(told), bars=3))
    return parts


def _evidence(one: CardBins, rows: int) -> tuple[Sequence[float | None], str]:
    """The weight of evidence of each bin that has rows, and what its information value says."""
    held = [share > 0 for share in one.shares]
    both = [
        (rows * share * (1 - rate), rows * share * rate)
        for share, rate, has in zip(one.shares, one.bad_rates, held, strict=True)
        if has
    ]
    goods, bads = zip(*both, strict=True)
    weights = iter(weights_of_evidence(goods, bads))
    value = information_value(goods, bads)
    said = _("Information value {value:.3f}: {words}.", value=value, words=_(strength(value)))
    return [next(weights) if has else None for has in held], said
