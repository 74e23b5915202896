"""Month-end: interest, fees, plan parts, the statement, what falls due, and who is late.

One pass over all accounts at once. The same accounts, events and dues give the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from workbench.accounts import ledger
from workbench.accounts.ledger import ID, STATE
from workbench.accounts.product import RATE_UNIT

PLAN_PARTS = {ID: pl.Int64, "principal": pl.Int64, "interest": pl.Int64, "fee": pl.Int64}
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Closed:
    """What a month-end makes: a row for every account, and what was posted on it.

    `months`: account_id, statement_on, due_on, opening, drawn, refunded, paid, interest_new,
    fees_new, closing, minimum_due, dpd, minimum_only and the columns of ledger.STATE.
    `posted`: account_id, kind ("interest", "fee", "due"), amount, on.
    """

    months: pl.DataFrame
    posted: pl.DataFrame


@dataclass(frozen=True, slots=True)
class PeriodBook:
    """What a month-end reads.

    `accounts` as for ledger.walk, and with rate, late_rate (hundred-millionths a day), posting
    (interest back to the purchase), min_share (millionths), min_floor (fen), floor_with,
    only_within (millionths), next_due_on and minimum_open (the minimum of the open statement).
    `events` and `dues` as for ledger.walk; `plan_parts` (PLAN_PARTS) are billed now.
    """

    accounts: pl.DataFrame
    events: pl.DataFrame
    dues: pl.DataFrame
    plan_parts: pl.DataFrame


def close(book: PeriodBook, due_history: pl.DataFrame) -> Closed:
    """Close one period of every account; `due_history` (account_id, on, amount) in order."""
    return finish(settle(book), book.dues, due_history)


def settle(book: PeriodBook) -> pl.DataFrame:
    """The period's movements, interest, statement and minimum of every account."""
    opening = book.accounts.select(ID, ledger.balance().alias("opening"))
    state = ledger.walk(book.accounts, book.events, book.dues)
    parts = book.plan_parts.group_by(ID).agg(
        pl.col("principal").sum().alias("plan_due"),
        pl.col("interest").sum().alias("plan_interest"),
        pl.col("fee").sum().alias("plan_fee"),
    )
    state = state.join(parts, on=ID, how="left", maintain_order="left").with_columns(
        pl.col("plan_due", "plan_interest", "plan_fee").fill_null(0)
    )
    state = state.join(opening, on=ID, how="left", maintain_order="left")
    return _with_minimum(_with_habit(_with_statement(_with_interest(state))))


def maybe_late(state: pl.DataFrame) -> list[int]:
    """The accounts that may be past due: something was due before this month-end's own dues."""
    return state.filter(pl.col("due_total") - pl.col("due_new") > pl.col("due_met"))[ID].to_list()


def finish(state: pl.DataFrame, dues: pl.DataFrame, due_history: pl.DataFrame) -> Closed:
    """The rows and postings of a settled period, with who is late and since when."""
    posted = _posted(state, dues)
    new = posted.filter(pl.col("kind") == "due").select(ID, "on", "amount")
    late = maybe_late(state)
    history = pl.concat([due_history, new.filter(pl.col(ID).is_in(late))])
    return Closed(_months(with_days_past_due(state, history, pl.col("end"))), posted)


def _with_interest(state: pl.DataFrame) -> pl.DataFrame:
    """The period's interest, rounded half up once; back to the purchase where so agreed."""
    back = pl.when(pl.col("posting")).then("posted_days").otherwise(0)
    cost = (pl.col("free_days") + back) * pl.col("rate") + pl.col("late_days") * pl.col("late_rate")
    accrued = (cost + RATE_UNIT // 2) // RATE_UNIT
    return state.with_columns((accrued + pl.col("plan_interest")).alias("accrued")).with_columns(
        (pl.col("interest") + pl.col("accrued")).alias("interest"),
        (pl.col("accrued") + pl.col("scheduled") + pl.col("run_up")).alias("interest_new"),
        (pl.col("charged") + pl.col("plan_fee")).alias("fees_new"),
    )


def _with_statement(state: pl.DataFrame) -> pl.DataFrame:
    """Purchases and plan parts go onto the statement; of a loan nothing moves."""
    line = ~pl.col("is_loan")
    state = state.with_columns(
        pl.when(line).then(pl.col("unbilled") + pl.col("plan_due")).otherwise("on_statement")
        .alias("on_statement"),
        pl.when(line).then(0).otherwise("unbilled").alias("unbilled"),
        (pl.col("planned") - pl.col("plan_due")).alias("planned"),
        (pl.col("fees") + pl.col("plan_fee")).alias("fees"),
        pl.when(line).then("unbilled_days").otherwise(0).alias("shadow"),
    )  # fmt: skip
    return ledger.with_credit_used(state)


def _with_habit(state: pl.DataFrame) -> pl.DataFrame:
    """Whether the customer paid the minimum of the open statement and hardly more."""
    most = pl.col("minimum_open") * (MILLION + pl.col("only_within")) // MILLION
    paid = pl.col("paid_in_time")
    only = (pl.col("minimum_open") > 0) & (paid >= pl.col("minimum_open")) & (paid <= most)
    return state.with_columns((only & ~pl.col("in_full")).alias("minimum_only"))


def _with_minimum(state: pl.DataFrame) -> pl.DataFrame:
    """What is newly due: what a line's rule asks, or a loan's penalty interest and fees.

    Never more in all than what is owed now; see money.revolving.minimum_payment.
    """
    principal = pl.col("revolving") + pl.col("on_statement")
    shared = (principal - pl.col("plan_due")).clip(0)
    interest = pl.col("interest_new") - pl.col("run_up")  # that is paid or principal already
    share = (shared * pl.col("min_share") + MILLION // 2) // MILLION
    least = pl.max_horizontal(share, "min_floor")
    with_interest = pl.max_horizontal(share + interest, "min_floor")
    part = pl.when(pl.col("floor_with")).then(with_interest).otherwise(least + interest)
    part = pl.min_horizontal(part, shared + interest)
    asked = part + pl.col("fees_new") + pl.col("plan_due")
    line = pl.min_horizontal(
        pl.col("due_total") - pl.col("due_met") + asked,
        principal + pl.col("interest") + pl.col("fees"),
    )
    loan = pl.col("due_total") - pl.col("due_met") + pl.col("accrued") + pl.col("charged")
    charges = pl.col("interest") + pl.col("fees")
    owed = principal + charges
    total = pl.when(pl.col("is_loan")).then(pl.min_horizontal(loan, owed)).otherwise(line)
    state = state.with_columns(pl.max_horizontal(total, charges).alias("minimum_due"))
    return state.with_columns(
        (pl.col("minimum_due") - pl.col("due_total") + pl.col("due_met")).clip(0).alias("due_new")
    ).with_columns(
        (pl.col("due_total") + pl.col("due_new")).alias("due_total"),
        (pl.col("due_total") + pl.col("due_new") - pl.col("minimum_due")).alias("due_met"),
    )


def _posted(state: pl.DataFrame, dues: pl.DataFrame) -> pl.DataFrame:
    """What the month-end itself adds to the events; nothing where nothing is charged or due."""
    falls = pl.when(pl.col("is_loan")).then("end").otherwise("next_due_on")
    at_end = [
        state.select(ID, pl.lit(kind).alias("kind"), amount.alias("amount"), on.alias("on"))
        for kind, amount, on in (
            ("interest", pl.col("accrued"), pl.col("end")),
            ("fee", pl.col("plan_fee"), pl.col("end")),
            ("due", pl.col("due_new"), falls),
        )
    ]
    by_schedule = [
        dues.select(ID, pl.lit(kind).alias("kind"), amount.alias("amount"), "on")
        for kind, amount in (
            ("interest", pl.col("interest")),
            ("due", pl.col("principal") + pl.col("interest")),
        )
    ]
    return pl.concat([*by_schedule, *at_end]).filter(pl.col("amount") > 0).sort(
        ID, "on", "kind", maintain_order=True
    )  # fmt: skip


def with_days_past_due(
    state: pl.DataFrame, due_history: pl.DataFrame, as_of: pl.Expr
) -> pl.DataFrame:
    """Adds past_due_since and dpd: days since the oldest due that payments have not met.

    Payments meet the oldest due first. `due_history`: account_id, on, amount, all dues ever.
    """
    unmet = state.filter(pl.col("due_total") > pl.col("due_met")).select(ID, "due_met")
    oldest = (
        due_history.join(unmet, on=ID)
        .sort(ID, "on", maintain_order=True)
        .with_columns(pl.col("amount").cum_sum().over(ID).alias("so_far"))
        .filter(pl.col("so_far") > pl.col("due_met"))
        .group_by(ID)
        .agg(pl.col("on").min().alias("past_due_since"))
    )
    state = state.drop("past_due_since", "dpd", strict=False)
    late = (as_of - pl.col("past_due_since")).dt.total_days().clip(0).fill_null(0)
    return state.join(oldest, on=ID, how="left", maintain_order="left").with_columns(
        late.cast(pl.Int64).alias("dpd")
    )


def _months(state: pl.DataFrame) -> pl.DataFrame:
    return state.select(
        ID,
        pl.col("end").alias("statement_on"),
        pl.col("next_due_on").alias("due_on"),
        "opening",
        "drawn",
        "refunded",
        "paid",
        "interest_new",
        "fees_new",
        ledger.balance().alias("closing"),
        "minimum_due",
        "dpd",
        "minimum_only",
        *STATE,
    )
