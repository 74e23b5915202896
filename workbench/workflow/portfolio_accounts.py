"""The living accounts of the portfolio: exposure, days late, vintages, and bad by grade."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from workbench.accounts.account import AccountState
from workbench.money.amounts import minor_places
from workbench.portfolio.thresholds import thresholds
from workbench.portfolio.vintages import BUCKETS, Vintage, bucket_of, told_vintages
from workbench.storage import account_ledger
from workbench.workflow.desk import Desk
from workbench.workflow.portfolio import Book

BAD_FROM = 60
"""Days late from which an account counts as bad in vintages and by grade."""

_NO_MONTHS = {"account": pl.Int64, "booked": pl.Date, "month": pl.Date, "dpd": pl.Int64}


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many accounts are late by so many days, and what they owe in all (units)."""

    word: str
    accounts: int
    balance: float


@dataclass(frozen=True, slots=True)
class GradeBad:
    """The accounts booked with one grade, and how many of them were ever bad."""

    grade: str
    accounts: int
    bad: int

    @property
    def share(self) -> float | None:
        """Bad of all; None with too few accounts."""
        return self.bad / self.accounts if self.accounts >= thresholds().too_few else None


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The accounts of a product, or of all. `drawn` and `undrawn` in units of each currency.

    `undrawn` counts active lines only: nothing can be drawn where drawing is stopped.
    """

    accounts: int
    stopped: int
    flagged: int
    drawn: dict[str, float]
    undrawn: dict[str, float]
    buckets: tuple[Bucket, ...]
    vintages: tuple[Vintage, ...]
    grades: tuple[GradeBad, ...]


def read_accounts(desk: Desk) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All accounts and all their closed months, read once."""
    return account_ledger.account_frame(desk.store), account_ledger.month_frame(desk.store)


def account_figures(
    accounts: pl.DataFrame, months: pl.DataFrame, book: Book, product: str = ""
) -> AccountFigures:
    """The figures of a product's accounts, or of all of them."""
    mine = accounts
    if product and accounts.height:
        mine = accounts.filter(pl.col("product") == product)
    open_ones = mine
    if mine.height:
        open_ones = mine.filter(pl.col("state") != AccountState.CLOSED.value)
    aged = _aged(mine, months)
    return AccountFigures(
        accounts=open_ones.height,
        stopped=_count(open_ones, pl.col("state") != AccountState.ACTIVE.value),
        flagged=_count(open_ones, pl.col("flags") != ""),
        drawn=_by_currency(open_ones, pl.col("balance").clip(0)),
        undrawn=_by_currency(
            open_ones,
            pl.when(pl.col("state") == AccountState.ACTIVE.value)
            .then((pl.col("credit_limit") - pl.col("balance").clip(0)).clip(0))
            .otherwise(0),
        ),
        buckets=_buckets(open_ones),
        vintages=told_vintages(aged, thresholds().too_few, bad_from=BAD_FROM),
        grades=_by_grade(mine, aged, book),
    )


def _count(frame: pl.DataFrame, condition: pl.Expr) -> int:
    return frame.filter(condition).height if frame.height else 0


def _by_currency(frame: pl.DataFrame, amount: pl.Expr) -> dict[str, float]:
    if frame.is_empty():
        return {}
    summed = frame.group_by("currency").agg(amount.sum().alias("amount")).sort("currency")
    return {row[0]: row[1] / 10 ** minor_places(row[0]) for row in summed.iter_rows()}


def _buckets(frame: pl.DataFrame) -> tuple[Bucket, ...]:
    counted = {word: [0, 0.0] for word in BUCKETS}
    if frame.height:
        for dpd, balance, currency in frame.select("dpd", "balance", "currency").iter_rows():
            one = counted[bucket_of(dpd)]
            one[0] += 1
            one[1] += max(0, balance) / 10 ** minor_places(currency)
    return tuple(Bucket(word, int(n), owed) for word, (n, owed) in counted.items())


def _aged(accounts: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """One row an account and month, as vintages are made of."""
    if accounts.is_empty() or months.is_empty():
        return pl.DataFrame(schema=_NO_MONTHS)
    booked = accounts.select(pl.col("id").alias("account"), pl.col("opened_on").alias("booked"))
    told = months.select(pl.col("account_id").alias("account"), "month", "dpd")
    return told.join(booked, on="account").select(*_NO_MONTHS)


def _by_grade(accounts: pl.DataFrame, aged: pl.DataFrame, book: Book) -> tuple[GradeBad, ...]:
    """Ever bad by the grade that the application had when it was decided."""
    if accounts.is_empty() or aged.is_empty():
        return ()
    graded = accounts.select(
        pl.col("id").alias("account"), pl.col("application_id").cast(pl.Int64)
    ).join(book.frame.select("application_id", "grade").drop_nulls(), on="application_id")
    worst = aged.group_by("account").agg(pl.col("dpd").max())
    counted = (
        graded.join(worst, on="account")
        .group_by("grade")
        .agg(pl.len().alias("n"), (pl.col("dpd") >= BAD_FROM).sum().alias("bad"))
        .sort("grade")
    )
    return tuple(GradeBad(*row) for row in counted.iter_rows())
