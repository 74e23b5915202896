"""Watching: what rules may read of every account, put together from record and application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from workbench.accounts.account import AccountState, EventKind
from workbench.accounts.customer_flags import care, flag_codes
from workbench.accounts.habits import (
    behaviour_inputs,
    blended,
    card_points,
    habits,
    pd_of_score,
    weight_shown,
)
from workbench.accounts.product import Product, ProductKind, products
from workbench.money.periods import add_months
from workbench.storage import account_action_rows, account_book, account_ledger, applications
from workbench.workflow.account_months import first_of
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

MONTHS_READ = 18
NT_DOLLARS_A_YUAN = Decimal("4.5")
"""The scale of the behaviour card's money: it was made from accounts in New Taiwan dollars."""

_APPLICATION = (
    "income_monthly", "income_annual", "existing_instalments_monthly", "active_lenders",
    "inquiries_3m", "employment_status", "birth_date",
)  # fmt: skip
_MONTH = ("active_lenders", "enquiries_3m", "income_monthly", "other_instalments_monthly")


@dataclass(frozen=True, slots=True)
class Points:
    """What one characteristic of the behaviour card gave: points, and the most it can give."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The scores of an account: behaviour, application, and the blend it is watched by."""

    score: int | None
    application_score: int | None
    blended: int | None
    weight_behaviour: Decimal
    pd: Decimal | None
    points: tuple[Points, ...]


def watched(desk: Desk, product: Product, on: date) -> pl.DataFrame:
    """Every account of a product as line_actions.propose reads it, with score, pd and flags.

    One row an account that has a closed month, in the order of ids.
    """
    accounts = account_ledger.account_frame(desk.store)
    mine = (
        accounts.filter(
            (pl.col("product") == product.id) & (pl.col("state") != AccountState.CLOSED.value)
        )
        if accounts.height
        else accounts
    )
    if mine.is_empty():
        return pl.DataFrame()
    since = add_months(first_of(on), -MONTHS_READ)
    months = account_ledger.month_frame(desk.store, since=since, products=[product.id])
    if months.is_empty():
        return pl.DataFrame()
    frame = with_scores(_rows(mine, on), months, product)
    frame = _with_facts(desk, frame, months, product)
    changed = account_action_rows.last_changes(desk.store)
    last = pl.Series(
        "last_change_on", [changed.get(key) for key in frame["account_id"]], dtype=pl.Date
    )
    draws = draws_before_due(desk, on)
    frame = frame.with_columns(last).join(draws, on="account_id", how="left", maintain_order="left")
    return flag_codes(frame, on)


def draws_before_due(desk: Desk, on: date) -> pl.DataFrame:
    """How often in half a year each account was drawn on in the days before a payment was due."""
    since = add_months(on, -6)
    drawn = account_ledger.event_days(desk.store, EventKind.DRAWING, since)
    due = account_ledger.event_days(desk.store, EventKind.DUE, since).rename({"on": "due"})
    days = (pl.col("due") - pl.col("on")).dt.total_days()
    near = drawn.join(due, on="account_id").filter(days.is_between(0, care().draw_days_before_due))
    return near.group_by("account_id").agg(
        pl.col("on").n_unique().cast(pl.Float64).alias("draws_before_due")
    )


def _rows(accounts: pl.DataFrame, on: date) -> pl.DataFrame:
    """The standing columns of the accounts; the limit of today, not of the last statement."""
    months = (
        (on.year - pl.col("opened_on").dt.year()) * 12 + on.month - pl.col("opened_on").dt.month()
    )
    return accounts.select(
        pl.col("id").alias("account_id"),
        "name",
        "state",
        "credit_limit",
        "rate",
        "restructured",
        pl.col("application_id").cast(pl.Int64),
        pl.col("application_score").cast(pl.Float64),
        months.cast(pl.Int64).alias("months_on_book"),
    )


def with_scores(accounts: pl.DataFrame, months: pl.DataFrame, product: Product) -> pl.DataFrame:
    """Adds habits, the behaviour score, the blended score and the chance it stands for."""
    known = habits(months).drop("credit_limit", "utilisation")
    frame = accounts.join(known, on="account_id", how="inner", maintain_order="left")
    ratio = pl.col("balance").clip(0) / pl.col("credit_limit")
    frame = frame.with_columns(pl.when(pl.col("credit_limit") > 0).then(ratio).alias("utilisation"))
    inputs = behaviour_inputs(months)
    points = card_points(inputs, NT_DOLLARS_A_YUAN)
    if product.kind is ProductKind.LOAN:
        # The card was made from card accounts: of a loan its habits say nothing it could score.
        points = points.with_columns(pl.lit(None, pl.Int64).alias("score"))
    scored = pl.concat([inputs.select("account_id"), points], how="horizontal")
    frame = frame.join(
        scored.rename({"score": "behaviour_score", "pd": "behaviour_pd"}),
        on="account_id", how="left", maintain_order="left",
    )  # fmt: skip
    mixed = blended(
        pl.col("behaviour_score").cast(pl.Float64),
        pl.col("application_score"),
        pl.col("months_on_book"),
        product,
    )
    return frame.with_columns(mixed.alias("score")).with_columns(
        pd_of_score(pl.col("score")).alias("pd")
    )


def _with_facts(
    desk: Desk, frame: pl.DataFrame, months: pl.DataFrame, product: Product
) -> pl.DataFrame:
    """Adds what the application and the latest performance said of income, lenders, enquiries."""
    wanted = frame["application_id"].drop_nulls().to_list()
    told = applications.fact_frame(desk.store, wanted)
    absent = [
        pl.lit(None, pl.String if name == "employment_status" else pl.Float64).alias(name)
        for name in _APPLICATION
        if name not in told.columns
    ]
    told = told.with_columns(absent).select("application_id", *_APPLICATION)
    latest = months.sort("account_id", "month").group_by("account_id", maintain_order=True).last()
    said = latest.select(
        "account_id",
        *(
            pl.col("facts").str.json_path_match(f"$.{name}").cast(pl.Float64).alias(f"month_{name}")
            for name in _MONTH
        ),
    )
    frame = frame.join(told, on="application_id", how="left", maintain_order="left")
    frame = frame.join(said, on="account_id", how="left", maintain_order="left")
    yearly = pl.col("income_annual").cast(pl.Float64) / 12
    income = pl.coalesce(
        pl.col("month_income_monthly") * 100, pl.col("income_monthly").cast(pl.Float64), yearly
    )
    others = pl.coalesce(
        pl.col("month_other_instalments_monthly") * 100,
        pl.col("existing_instalments_monthly").cast(pl.Float64),
    )
    part = (
        float(product.minimum.share) if product.kind is ProductKind.LINE else 1 / product.term_most
    )
    own = pl.col("credit_limit") * 1.2 * part
    return frame.with_columns(
        pl.coalesce("month_active_lenders", pl.col("active_lenders").cast(pl.Float64))
        .alias("active_lenders"),
        pl.coalesce("month_enquiries_3m", pl.col("inquiries_3m").cast(pl.Float64))
        .alias("enquiries_3m"),
        pl.when(income > 0).then((others + own) / income).alias("debt_service_ratio"),
        income.alias("income_units"),
    )  # fmt: skip


def refresh(desk: Desk, on: date | None = None) -> int:
    """Bring scores and flags in the list of accounts up to date; returns how many changed."""
    day, changed = on or now().date(), 0
    for product in products(day).values():
        frame = watched(desk, product, day)
        if frame.is_empty():
            continue
        rows = [
            {
                "key": row["account_id"],
                "score": row["score"],
                "pd": None if row["pd"] is None else round(row["pd"] * 1_000_000),
                "flags": row["flags"],
            }
            for row in frame.select("account_id", "score", "pd", "flags").iter_rows(named=True)
        ]
        with desk.store.writing(desk.officer(), now()) as step:
            account_book.keep_scores(step, product.id, rows)
        changed += len(rows)
    return changed


def behaviour(desk: Desk, file: AccountFile, on: date | None = None) -> Behaviour | None:
    """The scores of one account, with the points they are made of; None before a statement."""
    day = on or now().date()
    months = account_ledger.month_frame(desk.store, account_id=file.account.id)
    if months.is_empty():
        return None
    frame = account_ledger.account_frame(desk.store, [file.account.id])
    row = with_scores(_rows(frame, day), months, file.product).row(0, named=True)
    weights = weight_shown(file.product, row["months_on_book"])
    points = tuple(
        Points(name.removeprefix("points_"), value)
        for name, value in row.items()
        if name.startswith("points_") and value is not None
    )
    return Behaviour(
        score=row["behaviour_score"],
        application_score=file.application_score,
        blended=row["score"],
        weight_behaviour=weights["behaviour"],
        pd=None if row["pd"] is None else Decimal(str(round(row["pd"], 6))),
        points=points,
    )
