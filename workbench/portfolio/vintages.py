"""How accounts age: ever bad by the time of booking and months on book; buckets of days late."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

BUCKETS = ("current", "1-30", "31-60", "61-90", "90+")
"""Days past due in buckets, as the book is told by them."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """The accounts booked in one span: the share ever bad by months on book, from 0 on."""

    booked: str
    accounts: int
    ever_bad: tuple[float | None, ...]


SPANS = ("month", "quarter", "year")
"""How long a vintage is, from the finest."""


def vintages(
    months: pl.DataFrame, *, bad_from: int = 60, span: str = "month"
) -> tuple[Vintage, ...]:
    """Cumulative bad share by booking month, quarter or year ("2026-01", "2026 Q1", "2026").

    `months` has account (any id), booked (date), month (date) and dpd (days past due), one row
    an account and month. Accounts whose first months are not known are left out: they may have
    been bad then. A vintage is told as far as its youngest account has come.
    """
    if months.is_empty():
        return ()
    aged = months.with_columns(
        mob=_months(pl.col("month")) - _months(pl.col("booked")),
        booked=_named(span),
    ).filter(pl.col("mob") >= 0)
    first_bad = (
        aged.group_by("account", "booked")
        .agg(
            bad_at=pl.col("mob").filter(pl.col("dpd") >= bad_from).min(),
            age=pl.col("mob").max(),
            known_from=pl.col("mob").min(),
        )
        .filter(pl.col("known_from") <= 1)
    )
    parts = first_bad.sort("booked").partition_by("booked", maintain_order=True)
    return tuple(_vintage(part) for part in parts)


def told_vintages(months: pl.DataFrame, least: int, *, bad_from: int = 60) -> tuple[Vintage, ...]:
    """Vintages with at least `least` accounts each, in the finest span that has two of them
    (or any, of years); none where there are too few accounts."""
    for span in SPANS:
        found = vintages(months, bad_from=bad_from, span=span)
        enough = tuple(one for one in found if one.accounts >= least)
        if len(enough) > 1 or (enough and span == SPANS[-1]):
            return enough
    return ()


def _named(span: str) -> pl.Expr:
    day = pl.col("booked").dt
    if span == "quarter":
        return pl.format("{} Q{}", day.year(), day.quarter())
    return day.strftime("%Y-%m" if span == "month" else "%Y")


def _months(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32)


def _vintage(accounts: pl.DataFrame) -> Vintage:
    least = accounts["age"].min()
    oldest = int(least) if isinstance(least, int) else 0
    shares = [
        float((accounts["bad_at"].fill_null(10**6) <= mob).mean() or 0.0)  # type: ignore[arg-type]
        for mob in range(oldest + 1)
    ]
    return Vintage(accounts["booked"][0], accounts.height, tuple(shares))


def bucket_of(dpd: int) -> str:
    """The bucket of days past due: 0 -> current, 30 -> 1-30, 91 -> 90+."""
    return next(
        (name for name, most in zip(BUCKETS, (0, 30, 60, 90), strict=False) if dpd <= most), "90+"
    )
