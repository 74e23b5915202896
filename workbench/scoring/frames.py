"""Facts in bulk: the typed columns in which sheets, store and engine hand them on.

A fact frame has one row per application and one column per fact, named as in the dictionary.
Money stands in whole minor units (cents, fen) as Int64, ratios and other numbers as Float64
rounded to nine places, counts as Int64, dates as Date, yes/no as Boolean, the rest as String.
Missing is null.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from workbench.credit.facts import Dictionary, Kind

FACT_TYPES: dict[Kind, type[pl.DataType]] = {
    Kind.MONEY: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.COUNT: pl.Int64,
    Kind.RATIO: pl.Float64,
    Kind.DURATION: pl.Float64,
    Kind.DATE: pl.Date,
    Kind.YES_NO: pl.Boolean,
    Kind.CHOICE: pl.String,
    Kind.TEXT: pl.String,
}
PLACES = 9
UNMATCHED = "unmatched"
"""The column of structs, where a frame has it, with cells that no fact was matched to."""


def schema(dictionary: Dictionary) -> dict[str, type[pl.DataType]]:
    """The type of every fact's column."""
    return {fact.name: FACT_TYPES[fact.kind] for fact in dictionary}


def with_all_facts(frame: pl.DataFrame, dictionary: Dictionary) -> pl.DataFrame:
    """The frame with every fact of the dictionary as a column, null where it had none."""
    missing = {name: kind for name, kind in schema(dictionary).items() if name not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype=kind()).alias(n) for n, kind in missing.items())


def to_json(frame: pl.DataFrame, facts: Iterable[str]) -> pl.Series:
    """Each row's facts as canonical JSON: sorted names, no nulls left out, shortest numbers.

    The stored text is the record; hashes are taken over it and replay reads it back.
    """
    names = sorted(name for name in facts if name in frame.columns)
    rounded = [
        pl.col(name).round(PLACES) if frame.schema[name] == pl.Float64 else pl.col(name)
        for name in names
    ]
    return frame.select(pl.struct(rounded).struct.json_encode().alias("facts")).to_series()


def from_json(texts: pl.Series, dictionary: Dictionary) -> pl.DataFrame:
    """The fact frame back from stored JSON; facts unknown to the dictionary are left out."""
    fields = {name: kind() for name, kind in schema(dictionary).items()}
    return texts.str.json_decode(pl.Struct(fields)).struct.unnest()


def in_units(frame: pl.DataFrame, dictionary: Dictionary, places: int = 2) -> pl.DataFrame:
    """The frame as rules read it: money in currency units as Float64 (`places` minor digits)."""
    money = [f.name for f in dictionary if f.kind is Kind.MONEY and f.name in frame.columns]
    return frame.with_columns(pl.col(name).cast(pl.Float64) / 10**places for name in money)
