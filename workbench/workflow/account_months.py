"""Month-end: close months in order, for every account at once; a month closes only once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from workbench.accounts import ledger, month_end
from workbench.accounts.account import utilisation
from workbench.accounts.product import Product, ProductKind, product_named
from workbench.errors import AccountRefused
from workbench.i18n import _
from workbench.money.amounts import to_minor
from workbench.money.periods import add_months
from workbench.money.revolving import Cycle, InterestFrom
from workbench.storage import account_book, account_ledger
from workbench.storage.store import Step as Writing
from workbench.workflow.desk import Desk, Step, no_step, now

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class MonthResult:
    """What closing did: how many account months, what was posted (minor units), what is late.

    `already` counts the accounts whose month was closed before; they stay as they are.
    """

    month: date
    accounts: int
    already: int
    interest: int
    fees: int
    dues: int
    past_due: int


def first_of(day: date) -> date:
    """The first day of a day's month, by which months are called."""
    return day.replace(day=1)


def period_of(day: date, statement_day: int) -> date:
    """The month into whose period a day falls: it runs from statement day to statement day."""
    month = first_of(day)
    return month if day >= add_months(month, 0, statement_day) else add_months(month, -1)


def close_month(desk: Desk, month: date, *, step: Step = no_step) -> MonthResult:
    """Close a month for every account, and those before it that are still open.

    A second run of the same month changes nothing. Raises AccountRefused for a month that is
    not over yet.
    """
    wanted = first_of(month)
    if add_months(wanted, 1) > first_of(now().date()):
        why = _("The month {month} is not over yet.", month=f"{wanted:%Y-%m}")
        raise AccountRefused(number=f"{wanted:%Y-%m}", why=why)
    frame = account_ledger.closing_frame(desk.store)
    total = [0, 0, 0, 0, 0]
    open_months = _open_months(frame, wanted)
    for done, one in enumerate(open_months):
        step(done, len(open_months))
        made = _close_one(desk, frame, one)
        total = [a + b for a, b in zip(total, made, strict=True)]
        closed = pl.col("next_month") == one
        frame = _with_next(frame).with_columns(
            pl.when(closed).then(pl.lit(one)).otherwise("closed_through").alias("closed_through")
        )
    step(len(open_months), len(open_months))
    return MonthResult(wanted, total[0], frame.height - _closed_now(frame, total[0]), *total[1:])


def _closed_now(frame: pl.DataFrame, closed: int) -> int:
    return min(closed, frame.height)


def _open_months(frame: pl.DataFrame, wanted: date) -> list[date]:
    """The months up to the wanted one that some account has still open, oldest first."""
    if frame.is_empty():
        return []
    first = min(next_month(*row) for row in _months_held(frame))
    months = []
    while first <= wanted:
        months.append(first)
        first = add_months(first, 1)
    return months


def _months_held(frame: pl.DataFrame) -> Sequence[tuple[date, date | None, int]]:
    return frame.select("opened_on", "closed_through", "statement_day").unique().rows()


def next_month(opened: date, through: date | None, statement_day: int) -> date:
    """The month that an account closes next."""
    return add_months(through, 1) if through else period_of(opened, statement_day)


def _close_one(desk: Desk, frame: pl.DataFrame, month: date) -> tuple[int, int, int, int, int]:
    """Close one month of the accounts whose next one it is."""
    asked = _with_next(frame).filter(pl.col("next_month") == month)
    if asked.is_empty():
        return (0, 0, 0, 0, 0)
    book = period_book(desk, asked, month)
    ready = month_end.settle(book)
    history = account_ledger.due_history(desk.store, month_end.maybe_late(ready))
    closed = month_end.finish(ready, book.dues, history)
    _write(desk, asked, month, closed)
    months, posted = closed.months, closed.posted
    due = posted.filter(pl.col("kind") == "due")["amount"].sum()
    return (
        months.height,
        int(months["interest_new"].sum()),
        int(months["fees_new"].sum()),
        int(due),
        int((months["dpd"] > 0).sum()),
    )


def _with_next(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds the month each account closes next."""
    by = ["opened_on", "closed_through", "statement_day"]
    held = frame.select(by).unique()
    following = pl.Series("next_month", [next_month(*row) for row in held.rows()], dtype=pl.Date)
    known = held.with_columns(following)
    found = frame.drop("next_month", strict=False)
    return found.join(known, on=by, how="left", nulls_equal=True, maintain_order="left")


def period_book(
    desk: Desk, frame: pl.DataFrame, month: date, carried: pl.DataFrame | None = None
) -> month_end.PeriodBook:
    """Everything a month-end needs of these accounts: terms, carried state, events and dues.

    `carried` is the state in which the month before left them, where it is not closed yet.
    """
    one = int(frame["id"][0]) if frame.height == 1 else None
    if carried is None:
        carried = account_ledger.states_at(desk.store, add_months(month, -1), one)
    accounts = _joined(_terms(frame, month), carried)
    events = account_ledger.period_events(desk.store, month, one)
    rows = account_ledger.due_rows(
        desk.store, first=month, last=add_months(month, 3), account_id=one
    )
    window = accounts.select("account_id", "is_loan", "start", "end", "due_on", "next_due_on")
    due = rows.join(window, on="account_id")
    loan = due.filter(
        pl.col("is_loan")
        & (pl.col("due_on") >= pl.col("start"))
        & (pl.col("due_on") < pl.col("end"))
    )
    plan = due.filter(
        ~pl.col("is_loan")
        & (pl.col("due_on") > pl.col("due_on_right"))
        & (pl.col("due_on") <= pl.col("next_due_on"))
    )
    kept = accounts.select("account_id")
    return month_end.PeriodBook(
        accounts=accounts,
        events=events.join(kept, on="account_id", how="semi"),
        dues=loan.select("account_id", pl.col("due_on").alias("on"), "principal", "interest"),
        plan_parts=plan.select("account_id", "principal", "interest", "fee"),
    )


def _joined(accounts: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """The carried state beside the terms; nought for an account in its first month."""
    names = [*ledger.STATE, "minimum_due"]
    if carried.is_empty():
        found = accounts.with_columns(pl.lit(0, pl.Int64).alias(name) for name in names)
    else:
        found = accounts.join(carried, on="account_id", how="left", maintain_order="left")
        found = found.with_columns(pl.col(name).fill_null(0).cast(pl.Int64) for name in names)
    return found.rename({"minimum_due": "minimum_open"})


def _terms(frame: pl.DataFrame, month: date) -> pl.DataFrame:
    """The terms by which each account's month is closed."""
    keys = frame.select("product", "product_version", "statement_day", "due_day").unique()
    told = [
        {"product": name, "product_version": version, "statement_day": statement, "due_day": due}
        | _of_product(product_named(name, version), Cycle(statement, due), month)
        for name, version, statement, due in keys.rows()
    ]
    by = ["product", "product_version", "statement_day", "due_day"]
    terms = frame.select(pl.col("id").alias("account_id"), "rate", "late_rate", *by).join(
        pl.DataFrame(told, infer_schema_length=None), on=by, how="left", maintain_order="left"
    )
    return terms.drop(by).with_columns(pl.col("due_on", "next_due_on").cast(pl.Date))  # fmt: skip


def _of_product(product: Product, cycle: Cycle, month: date) -> dict[str, Any]:
    start = add_months(month, 0, cycle.statement_day)
    end = add_months(month, 1, cycle.statement_day)
    loan = product.kind is ProductKind.LOAN
    return {
        "is_loan": loan,
        "posting": product.interest_from is InterestFrom.POSTING,
        "start": start,
        "end": end,
        "due_on": None if loan else cycle.due_on(start),
        "next_due_on": None if loan else cycle.due_on(end),
        "min_share": int(product.minimum.share * MILLION),
        "min_floor": to_minor(product.minimum.floor, product.currency),
        "floor_with": product.minimum.floor_with_interest,
        "only_within": int(product.minimum_only_within * MILLION),
    }


def _write(desk: Desk, frame: pl.DataFrame, month: date, closed: month_end.Closed) -> None:
    """Keep a closed month: its rows, what it posted, and where each account stands now."""
    label = f"month {month:%Y-%m}"
    told = account_ledger.told_facts(desk.store, month)
    months = _month_rows(frame, month, closed.months, told)
    with desk.store.writing(desk.officer(), now()) as step:
        account_ledger.add_months(step, months, event="month_closed", subject=label)
        _post(step, month, closed.posted, label)
        account_book.change_many(step.connection, _standing(months, month))


def _month_rows(
    frame: pl.DataFrame, month: date, months: pl.DataFrame, facts: Mapping[int, str]
) -> dict[str, Any]:
    known = frame.select(
        pl.col("id").alias("account_id"), "credit_limit", "product", "product_version"
    )
    told = months.join(known, on="account_id", how="left", maintain_order="left")
    told = told.with_columns(
        _bucket_words(known).alias("bucket"),
        pl.col("statement_on", "due_on").dt.strftime("%Y-%m-%d"),
    ).drop("product", "product_version")
    columns: dict[str, Any] = {name: told[name].to_list() for name in told.columns}
    return columns | {
        "month": [month.isoformat()] * told.height,
        "source": ["ledger"] * told.height,
        "facts": [facts.get(key, "{}") for key in columns["account_id"]],
    }


def _bucket_words(known: pl.DataFrame) -> pl.Expr:
    """The word of each account's days past due, by its product."""
    word = pl.lit("")
    for name, version in known.select("product", "product_version").unique().rows():
        mine = (pl.col("product") == name) & (pl.col("product_version") == version)
        for bucket in product_named(name, version).buckets:
            reached = mine & (pl.col("dpd") >= bucket.from_days)
            word = pl.when(reached).then(pl.lit(bucket.word)).otherwise(word)
    return word


def _post(step: Writing, month: date, posted: pl.DataFrame, label: str) -> None:
    rows: dict[str, Any] = {
        "account_id": posted["account_id"].to_list(),
        "kind": posted["kind"].to_list(),
        "amount": posted["amount"].to_list(),
        "on_day": posted["on"].dt.strftime("%Y-%m-%d").to_list(),
        "period": [month.isoformat()] * posted.height,
        "note": [account_ledger.POSTED] * posted.height,
    }
    account_ledger.add_events(step, rows, event="month_posted", subject=label)


def _standing(months: Mapping[str, Any], month: date) -> list[dict[str, Any]]:
    """What the list of accounts shows after the month."""
    through = month.isoformat()
    return [
        {
            "key": key,
            "closed_through": through,
            "balance": closing,
            "dpd": dpd,
            "bucket": bucket,
            "utilisation": utilisation(closing, limit),
        }
        for key, closing, dpd, bucket, limit in zip(
            *(months[name] for name in ("account_id", "closing", "dpd", "bucket", "credit_limit")),
            strict=True,
        )
    ]


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts of a month that are not amounts of the ledger, as canonical JSON."""
    known = {name: value for name, value in facts.items() if value is not None}
    return json.dumps(known, sort_keys=True, separators=(",", ":"), default=str)


def facts_of(text: str) -> Mapping[str, Any]:
    """A month's facts back from their stored text."""
    found: Mapping[str, Any] = json.loads(text or "{}")
    return found
