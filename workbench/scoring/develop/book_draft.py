"""A whole strategy draft from a lender's book: its own card under the policy of a product."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl

from workbench.credit.facts import Kind, dictionary
from workbench.scoring.check import check
from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.draft import Means, Sample, Wording, card_text, with_card
from workbench.scoring.develop.fine_bins import Field, Floats
from workbench.scoring.develop.labelled import FUTURE_AUC, single_auc
from workbench.scoring.develop.points_card import PointsCard, Rows, Scaling, make_card
from workbench.scoring.develop.shipped_cards import model_card, with_derived, wording_in
from workbench.scoring.develop.validation import Quality, folds, mean_quality, measure
from workbench.scoring.protected_checks import protected_facts
from workbench.scoring.strategy import Strategy

LEAST_GIVEN = 0.5
DECLINED, REFERRED = 0.2, 0.1
"""Shares of the book below the draft's cut-offs, until the lender sets its own."""

_KINDS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.RATIO, Kind.DURATION, Kind.CHOICE, Kind.YES_NO)
_FAMILY_REASONS = {
    "income": "INCM",
    "application": "AMTR",
    "credit_record": "DLQ",
    "behaviour": "CASH",
    "business": "EARN",
    "identity": "LIM",
}


@dataclass(frozen=True, slots=True)
class BookDraft:
    """The draft's text, its card, how it did on unseen folds, and the faults left, if any."""

    text: str
    card: PointsCard
    quality: Quality
    faults: tuple[str, ...]


def draft_of_book(
    facts: pl.DataFrame,
    bad: Floats,
    base: Strategy,
    *,
    scaling: Scaling | None = None,
    months: int = 12,
) -> BookDraft:
    """A strategy whose card comes from the book; rules, prices and limits from `base`, and the
    scale too where none is given: what a policy says in points stays true.

    `facts` is a fact frame (money in minor units), `bad` 1.0 for bad. Facts given in less than
    half of the rows, protected ones and leaks stay out. Examples that no longer hold are
    dropped, and the cut-offs become shares of the book.
    """
    policy = tomllib.loads(base.source_text, parse_float=Decimal)
    frame = with_derived(facts, policy.get("derived", {}), dictionary())
    fields = _fields(frame, bad, base)
    scale = scaling or Scaling(double=float(base.scorecard.points_to_double_odds))
    card = _card(frame, bad, fields, scale)
    tried = [
        measure(f"fold {n}", _card(frame[train], bad[train], fields, scale), frame[test], bad[test])
        for n, (train, test) in enumerate(folds(bad, 5), start=1)
    ]
    quality = mean_quality("five folds, mean", tried)
    text = _with_cut_off(base.source_text, card.score(frame))
    approve = tomllib.loads(text)["cut_off"]["approve"]
    score = card.score(frame)
    band = base.reasons.near_band
    near = frame.filter(pl.Series((score >= approve) & (score < approve + band)))
    wording = _wordings(base, fields)
    means = Means(card.means(frame), card.means(near if near.height else frame))
    figures = model_card([quality, measure("all rows as fitted", card, frame, bad)])
    made = card_text(card, means, wording, Sample(_sample(len(bad)), months, {}), figures)
    return _checked(with_card(text, made), card, quality)


def _card(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field], scale: Scaling) -> PointsCard:
    return make_card(fit(frame, bad, fields), Rows.of(frame, bad), scale)


def _fields(frame: pl.DataFrame, bad: Floats, base: Strategy) -> list[Field]:
    known = dictionary()
    derived = {name: entry.kind for name, entry in base.derived.items()}
    kinds = {fact.name: fact.kind for fact in known} | derived
    found = []
    for name, kind in kinds.items():
        usable = kind in _KINDS and not protected_facts(base, name, known)
        if usable and name in frame.columns and _is_told(frame[name]):
            is_number = kind not in {Kind.CHOICE, Kind.YES_NO}
            column = frame[name].cast(pl.Float64) if is_number else frame[name].cast(pl.String)
            if single_auc(column, bad) < FUTURE_AUC:
                found.append(Field(name, is_number))
    return found


def _is_told(column: pl.Series) -> bool:
    given = 1 - column.null_count() / max(len(column), 1)
    return given >= LEAST_GIVEN and column.drop_nulls().n_unique() > 1


def _wordings(base: Strategy, fields: Sequence[Field]) -> Mapping[str, Wording]:
    known = {c.name: c.reason for c in base.scorecard.characteristics}
    derived = {n: {"is": d.formula, "label": d.label.both()} for n, d in base.derived.items()}
    words = {field.name: wording_in(field.name, "", derived) for field in fields}
    return {
        name: Wording(one.label, one.family, known.get(name) or _FAMILY_REASONS[one.family])
        for name, one in words.items()
    }


def _sample(rows: int) -> dict[str, str]:
    return {
        "en": f"The lender's own book of {rows:,} rows with a known outcome. A draft.",
        "zh": f"贷款机构自有样本，{rows:,} 行已知结果。草稿。",
    }


def _with_cut_off(text: str, score: np.typing.NDArray[np.int64]) -> str:
    """The text with cut-offs at the shares declined and referred."""
    decline = int(np.quantile(score, DECLINED))
    approve = max(int(np.quantile(score, DECLINED + REFERRED)), decline)
    lines, inside = [], False
    for line in text.split("\n"):
        inside = line.strip() == "[cut_off]" if line.startswith("[") else inside
        key = line.partition("=")[0].strip()
        value = {"approve": approve, "decline": decline}.get(key) if inside else None
        lines.append(line if value is None else f"{key} = {value}")
    return "\n".join(lines)


def _checked(text: str, card: PointsCard, quality: Quality) -> BookDraft:
    """The draft without the examples that no longer hold."""
    faults = check(text)
    if faults:
        text = _without_examples(text)
        faults = check(text)
    return BookDraft(text, card, quality, tuple(fault.text() for fault in faults))


def _without_examples(text: str) -> str:
    lines, inside = [], False
    for line in text.split("\n"):
        if line.startswith(("[", "# =====")):
            inside = line.startswith(("[[examples]]", "[examples."))
        if not inside:
            lines.append(line)
    return "\n".join(lines)
