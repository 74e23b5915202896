"""Making the shipped demonstration cards again: data in, the developed part of the file out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl

from workbench.credit.facts import Dictionary, Kind, dictionary
from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.draft import Means, Sample, Wording, card_text, with_card, wording_of
from workbench.scoring.develop.fine_bins import Field, Floats, Integers
from workbench.scoring.develop.penalised import Held
from workbench.scoring.develop.points_card import PointsCard, Rows, make_card
from workbench.scoring.develop.recipes import RECIPES, Flags, Recipe
from workbench.scoring.develop.validation import (
    Quality,
    folds,
    mean_quality,
    measure,
)
from workbench.scoring.engine import condition_type
from workbench.scoring.frames import in_units
from workbench.scoring.rule_language import read_condition


@dataclass(frozen=True, slots=True)
class Developed:
    """A card made again: the strategy's new text, and how the card did on unseen rows."""

    text: str
    card: PointsCard
    qualities: tuple[Quality, ...]


def develop_shipped(product: str, data: Path, strategy_text: str) -> Developed:
    """The shipped card of a product, made from its public data file.

    `strategy_text` gives the derived facts and the cut-off; its developed part is replaced.
    The same data and text give the same bytes. Raises KeyError for an unknown product.
    """
    recipe = RECIPES[product]
    facts, bad, like = recipe.read(data)
    policy = tomllib.loads(strategy_text, parse_float=Decimal)
    frame = with_derived(facts, policy["derived"], dictionary())
    fields = [field for field, _reason in recipe.fields]
    book = _Book(frame, bad, like, fields, recipe.held)
    qualities = tuple(validate(recipe, book))
    card = book.card(np.arange(len(bad)))
    qualities = (*qualities, book.measured("all rows, as fitted", card, np.arange(len(bad))))
    frame = frame.filter(pl.Series(like))
    text = card_text(
        card,
        means_of(card, frame, policy["cut_off"]["approve"], policy["reasons"]["near_band"]),
        {
            field.name: wording_in(field.name, reason, policy["derived"])
            for field, reason in recipe.fields
        },
        Sample(recipe.sample, recipe.horizon_months, recipe.others),
        model_card(qualities),
    )
    return Developed(with_card(strategy_text, text), card, qualities)


def with_derived(
    facts: pl.DataFrame, derived: Mapping[str, Mapping[str, object]], known: Dictionary
) -> pl.DataFrame:
    """The facts as conditions see them (money in units), with the strategy's derived facts."""
    missing = [fact for fact in known if fact.name not in facts.columns]
    frame = in_units(facts, known).with_columns(
        pl.lit(None, pl.Float64).alias(fact.name) for fact in missing
    )
    frame = frame.with_columns(
        pl.col(fact.name).cast(pl.Int32).cast(pl.Float64)
        if fact.kind is Kind.DATE
        else pl.col(fact.name).cast(condition_type(fact.kind))
        for fact in known
    )
    for name, entry in derived.items():
        value = read_condition(str(entry["is"])).expression()
        frame = frame.with_columns(value.cast(pl.Float64).alias(name))
    return frame


@dataclass(frozen=True, slots=True)
class _Book:
    """All rows; those outside `like` help to fit, and are neither calibrated nor measured on."""

    frame: pl.DataFrame
    bad: Floats
    like: Flags
    fields: Sequence[Field]
    held: Held | None

    def card(self, rows: Integers) -> PointsCard:
        """The card made from some rows."""
        model = fit(self.frame[rows], self.bad[rows], self.fields, held=self.held)
        return make_card(model, self._like(rows))

    def measured(self, name: str, card: PointsCard, rows: Integers) -> Quality:
        """The quality of a card on the rows among these that are like those to be scored."""
        held = self._like(rows)
        return measure(name, card, held.frame, held.bad)

    def _like(self, rows: Integers) -> Rows:
        kept = rows[self.like[rows]]
        return Rows.of(self.frame[kept], self.bad[kept])


def validate(recipe: Recipe, book: _Book) -> list[Quality]:
    """Splits inside the development data: earlier years against later ones, and five folds."""
    found: list[Quality] = []
    if recipe.time:
        days = book.frame[recipe.time].to_numpy()
        for year, first in ((2010, 1), (2010, 7)):
            before = days < (date(year, first, 1) - date(1970, 1, 1)).days
            name = f"before {year}-{first:02d}, then from it"
            card = book.card(np.flatnonzero(before))
            found.append(book.measured(name, card, np.flatnonzero(~before)))
    parts = [
        book.measured(f"fold {number + 1} of 5", book.card(train), test)
        for number, (train, test) in enumerate(folds(book.bad, 5))
    ]
    return [*found, *parts, mean_quality("five folds, mean", parts)]


def means_of(card: PointsCard, frame: pl.DataFrame, cut_off: int, band: int) -> Means:
    """Mean points of all rows, and of those at or up to `band` points above the cut-off."""
    score = card.score(frame)
    near = frame.filter(pl.Series((score >= cut_off) & (score < cut_off + band)))
    return Means(of_all=card.means(frame), of_near=card.means(near if near.height else frame))


def wording_in(name: str, reason: str, derived: Mapping[str, Mapping[str, object]]) -> Wording:
    """What a characteristic is called: the derived fact's label, or the dictionary's."""
    if name not in derived:
        return wording_of(dictionary(), name, reason)
    label = derived[name]["label"]
    assert isinstance(label, dict)
    named = [n for n in read_condition(str(derived[name]["is"])).names if n in dictionary()]
    family = dictionary()[named[0]].family.value if named else "income"
    return Wording(label, family, reason)


def model_card(qualities: Sequence[Quality]) -> dict[str, str | int | float]:
    """The figures of a card as the lines of its model card; single folds are left out."""
    card: dict[str, str | int | float] = {}
    for quality in qualities:
        if quality.name.startswith("fold "):
            continue
        name = "".join(c if c.isalnum() else "_" for c in quality.name).replace("__", "_")
        card |= {
            f"{name}_rows": quality.rows,
            f"{name}_auc": round(quality.auc, 4),
            f"{name}_ks": round(quality.ks, 4),
            f"{name}_mean_pd": round(quality.mean_pd, 4),
            f"{name}_bad_rate": round(quality.bad_rate, 4),
        }
    return card
