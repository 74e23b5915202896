"""Bins and points of a characteristic, as expressions over the facts of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from workbench.scoring.strategy_format import Bin, Characteristic


def bin_of(characteristic: Characteristic) -> pl.Expr:
    """The number of the bin a value falls in, counted from 0 as the strategy lists them.

    Null where the value is in no bin; the case is then not scored.
    """
    value = pl.col(characteristic.fact)
    found = _interval_of(characteristic.bins, value)
    for number, bin_ in enumerate(characteristic.bins):
        if bin_.values is not None:
            found = pl.when(_is_one_of(value, bin_.values)).then(_number(number)).otherwise(found)
    missing = next((n for n, bin_ in enumerate(characteristic.bins) if bin_.missing), None)
    return pl.when(value.is_null()).then(_number(missing)).otherwise(found)


def points_of(characteristic: Characteristic, bin_number: pl.Expr) -> pl.Expr:
    """The points of a bin number; null for null."""
    points = pl.Series([bin_.points for bin_ in characteristic.bins], dtype=pl.Int32)
    return pl.lit(points).gather(bin_number)


def _number(number: int | None) -> pl.Expr:
    return pl.lit(number, pl.UInt8)


def _is_one_of(value: pl.Expr, words: Sequence[str | bool | Decimal]) -> pl.Expr:
    tests = [value == (float(word) if isinstance(word, Decimal) else word) for word in words]
    return pl.any_horizontal(tests) if len(tests) > 1 else tests[0]


def _interval_of(bins: Sequence[Bin], value: pl.Expr) -> pl.Expr:
    """The bin number by the last edge that is reached; stretches without a bin give null."""
    ends = (edge for b in bins if b.is_interval for edge in (b.least, b.below))
    found = _number(_covering(bins, float("-inf")))
    for edge in sorted({float(edge) for edge in ends if edge is not None}):
        found = pl.when(value >= edge).then(_number(_covering(bins, edge))).otherwise(found)
    return found


def _covering(bins: Sequence[Bin], start: float) -> int | None:
    for number, bin_ in enumerate(bins):
        least = float("-inf") if bin_.least is None else float(bin_.least)
        below = float("inf") if bin_.below is None else float(bin_.below)
        if bin_.is_interval and least <= start < below:
            return number
    return None
