"""The ledger: what payments, drawings and dues make of accounts from day to day, to the fen.

Frames hold one row an account; every amount is whole fen (Int64), every rate a whole number
of hundred-millionths a day. What is owed is kept in parts: `fees`, `interest`, `revolving`
(bears interest), `on_statement` (does so after its due date), `unbilled` (not on a statement,
or of a loan not due, yet), `planned` (to come in instalment plans), less `credit`.
What goes into an instalment plan leaves the statement, and the minimum with it.
A payment goes to fees, then interest, revolving, on_statement, unbilled, and what is left is
credit; of a loan it never goes to what is not due. A refund passes fees and interest over.
Interest that has run up to a day is charged on that day ("interest"), and may then be made
principal ("capitalised"): of a loan not due yet, of a line still to come in its plan.
"""

from __future__ import annotations

import polars as pl

ID = "account_id"
PARTS = ("unbilled", "on_statement", "revolving", "planned", "interest", "fees")
STATE = (*PARTS, "credit", "shadow", "due_total", "due_met")
"""What is carried from period to period. `shadow` is the fen-days that interest back to the
day of purchase would cost; `due_total` and `due_met` are all dues ever, and how much of them
was met."""

EVENTS = {ID: pl.Int64, "kind": pl.String, "amount": pl.Int64, "on": pl.Date}
DUES = {ID: pl.Int64, "on": pl.Date, "principal": pl.Int64, "interest": pl.Int64}

_MOVES = ("drawn", "refunded", "paid", "charged", "moved", "unmoved", "run_up", "capitalised")
_SUMS = ("late_days", "free_days", "statement_days", "unbilled_days")
"""Fen-days of a segment: revolving while late, revolving otherwise, statement, unbilled."""


def balance() -> pl.Expr:
    """All that is owed, in fen; negative is a credit balance."""
    return pl.sum_horizontal(PARTS) - pl.col("credit")


def walk(accounts: pl.DataFrame, events: pl.DataFrame, dues: pl.DataFrame) -> pl.DataFrame:
    """Where each account stands at the end of its period, and the fen-days on the way.

    `accounts`: account_id, is_loan, start, end (not in it any more), due_on (of the statement
    that is open, null for loans) and the columns of STATE. `events` (EVENTS) are those of the
    period; `dues` (DUES) the instalments of loans that fall into it. Payments of the due date
    are in time. Adds the sums of the period: drawn, refunded, paid, charged, run_up, scheduled,
    the fen-days, `in_full` (the statement was paid in time) and `paid_in_time`.
    """
    bounds = _bounds(accounts, dues)
    moves = _moves(accounts, events, bounds)
    state = accounts.with_columns(
        [pl.lit(0, pl.Int64).alias(name) for name in (*_SUMS, "scheduled", "paid_in_time")]
        + [pl.lit(True).alias("in_full"), pl.lit(0, pl.Int64).alias("posted_days")]
        + [pl.lit(0, pl.Int64).alias(name) for name in _MOVES]
        + [pl.col("start").alias("since")]
    )
    last = 0 if bounds.is_empty() else int(bounds["step"].max()) + 1  # type: ignore[arg-type]
    for step in range(last + 1):
        here = bounds.filter(pl.col("step") == step).drop("step").rename({"on": "until"})
        state = state.join(here, on=ID, how="left", maintain_order="left")
        state = _segment(state, moves.filter(pl.col("step") == step).drop("step"))
        state = _at_due(state).drop("until", "principal_due", "interest_due")
    return state


def _bounds(accounts: pl.DataFrame, dues: pl.DataFrame) -> pl.DataFrame:
    """The due dates within each account's period, numbered."""
    line = accounts.filter(~pl.col("is_loan") & (pl.col("due_on") < pl.col("end"))).select(
        ID,
        pl.max_horizontal("due_on", "start").alias("on"),
        pl.lit(0, pl.Int64).alias("principal_due"),
        pl.lit(0, pl.Int64).alias("interest_due"),
    )
    loan = dues.select(
        ID,
        "on",
        pl.col("principal").alias("principal_due"),
        pl.col("interest").alias("interest_due"),
    )
    both = pl.concat([line, loan]).sort(ID, "on")
    return both.with_columns(pl.int_range(pl.len()).over(ID).cast(pl.Int64).alias("step"))


def _moves(accounts: pl.DataFrame, events: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    """Each event in its segment: on or before due date `step`, after the one before it."""
    kinds = {
        "drawing": "drawn",
        "refund": "refunded",
        "payment": "paid",
        "fee": "charged",
        "plan": "moved",
        "plan_settled": "unmoved",
        "interest": "run_up",
        "capitalised": "capitalised",
    }
    table = (
        events.filter(pl.col("kind").is_in(list(kinds)))
        .join(accounts.select(ID, "start"), on=ID)
        .with_columns(pl.max_horizontal("on", "start").alias("on"))
        .with_row_index("place")
    )
    passed = (
        table.select("place", ID, "on")
        .join(bounds.select(ID, pl.col("on").alias("bound")), on=ID)
        .group_by("place")
        .agg((pl.col("bound") < pl.col("on")).sum().cast(pl.Int64).alias("step"))
    )
    return table.join(passed, on="place", how="left").select(
        ID,
        "on",
        pl.col("step").fill_null(0),
        *(
            pl.when(pl.col("kind") == kind).then("amount").otherwise(0).alias(name)
            for kind, name in kinds.items()
        ),
    )


def _segment(state: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """One stretch between due dates: the parts left at its end, and the fen-days of each."""
    state = state.with_columns(
        pl.coalesce("until", pl.col("end")).clip(pl.col("since"), pl.col("end")).alias("to")
    )
    kept = [name for name in state.columns if name != "to"]
    path = _path(state, moves)
    ended = path.group_by(ID, maintain_order=True).agg(
        *(pl.col(f"{name}_left").last().alias(f"{name}_new") for name in (*PARTS, "credit", "met")),
        *(pl.col(name).sum().alias(f"{name}_more") for name in _SUMS),
        *(pl.col(f"{name}_so_far").last() for name in _MOVES),
    )
    state = state.join(ended, on=ID, how="left", maintain_order="left")
    return state.with_columns(
        *(pl.col(f"{name}_new").alias(name) for name in (*PARTS, "credit")),
        pl.col("met_new").alias("due_met"),
        *((pl.col(name) + pl.col(f"{name}_more")).alias(name) for name in _SUMS),
        *((pl.col(name) + pl.col(f"{name}_so_far")).alias(name) for name in _MOVES),
        pl.col("to").alias("since"),
    ).select(kept)


def _path(state: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """The parts after every move of the segment, and the fen-days until the next one."""
    nothing = [pl.lit(0, pl.Int64).alias(n) for n in _MOVES]
    first = state.select(ID, pl.col("since").alias("on"), *nothing, pl.lit(True).alias("opens"))
    later = moves.with_columns(pl.lit(False).alias("opens"))
    rows = pl.concat([first, later]).sort(ID, "on", maintain_order=True)
    summed = rows.with_columns(_running(name).alias(f"{name}_so_far") for name in _MOVES)
    known = summed.select(ID, "on", "opens", "^.*_so_far$").join(
        state.select(ID, "to", "is_loan", *STATE), on=ID, how="left", maintain_order="left"
    )
    return (
        known.with_columns(_charges_left())
        .with_columns(_for_principal())
        .with_columns(_principal_left())
        .with_columns(_days())
    )


def _running(name: str) -> pl.Expr:
    """The sum so far within each account; its first row opens the segment and adds nothing."""
    summed = pl.col(name).cum_sum()
    return summed - pl.when(pl.col("opens")).then(summed).forward_fill()


def _charges_left() -> list[pl.Expr]:
    """Fees and interest first; what is over goes on to the principal."""
    money = pl.col("paid_so_far") + pl.col("credit")
    fees = pl.col("fees") + pl.col("charged_so_far")
    after_fees = (money - fees).clip(0)
    interest = pl.col("interest") + pl.col("run_up_so_far") - pl.col("capitalised_so_far")
    planned = pl.col("planned") + pl.col("moved_so_far") - pl.col("unmoved_so_far")
    of_line = pl.when(pl.col("is_loan")).then(0).otherwise("capitalised_so_far")
    return [
        (fees - money).clip(0).alias("fees_left"),
        (interest - after_fees).clip(0).alias("interest_left"),
        (after_fees - interest).clip(0).alias("over"),
        (planned + of_line).alias("planned_left"),
        pl.min_horizontal("due_total", pl.col("due_met") + money + _reducing()).alias("met_left"),
    ]


def _reducing() -> pl.Expr:
    """What lowers principal past fees and interest: refunds, and what goes into plans."""
    return pl.col("refunded_so_far") + pl.col("moved_so_far")


def _for_principal() -> list[pl.Expr]:
    reduced = pl.col("over") + _reducing()
    beyond = (reduced - pl.col("revolving")).clip(0)
    of_loan = pl.when(pl.col("is_loan")).then("capitalised_so_far").otherwise(0)
    return [
        (pl.col("revolving") - reduced).clip(0).alias("revolving_left"),
        (pl.col("on_statement") - beyond).clip(0).alias("on_statement_left"),
        (beyond - pl.col("on_statement")).clip(0).alias("beyond"),
        (pl.col("unbilled") + pl.col("drawn_so_far") + pl.col("unmoved_so_far") + of_loan).alias(
            "open"
        ),
    ]


def _principal_left() -> list[pl.Expr]:
    """What is not billed is paid too, but of a loan what is not due stays as it is."""
    loan = pl.col("is_loan")
    rest = (pl.col("open") - pl.col("beyond")).clip(0)
    over = (pl.col("beyond") - pl.col("open")).clip(0)
    return [
        pl.when(loan).then("open").otherwise(rest).alias("unbilled_left"),
        pl.when(loan).then("beyond").otherwise(over).alias("credit_left"),
    ]


def _days() -> list[pl.Expr]:
    """Fen-days from this move to the next one, or to the segment's end."""
    following = pl.when(~pl.col("opens").shift(-1)).then(pl.col("on").shift(-1))
    days = (pl.coalesce(following, pl.col("to")) - pl.col("on")).dt.total_days().clip(0)
    late = pl.col("due_total") > pl.col("met_left")
    revolving = pl.col("revolving_left") * days
    return [
        pl.when(late).then(revolving).otherwise(0).alias("late_days"),
        pl.when(late).then(0).otherwise(revolving).alias("free_days"),
        (pl.col("on_statement_left") * days).alias("statement_days"),
        (pl.col("unbilled_left") * days).alias("unbilled_days"),
    ]


def _at_due(state: pl.DataFrame) -> pl.DataFrame:
    """The due date itself: a statement's rest begins to revolve, an instalment falls due."""
    due = pl.col("until").is_not_null()
    principal, interest = (pl.col(n).fill_null(0) for n in ("principal_due", "interest_due"))
    line = due & ~pl.col("is_loan")
    unpaid = line & (pl.col("on_statement") > 0)
    state = state.with_columns(
        pl.when(line).then(pl.col("paid") + pl.col("refunded")).otherwise("paid_in_time")
        .alias("paid_in_time"),
        (pl.col("in_full") & ~unpaid).alias("in_full"),
        pl.when(unpaid).then(pl.col("shadow") + pl.col("statement_days")).otherwise("posted_days")
        .alias("posted_days"),
        (pl.col("revolving") + pl.when(line).then("on_statement").otherwise(0) + principal)
        .alias("revolving"),
        pl.when(line).then(0).otherwise("on_statement").alias("on_statement"),
        (pl.col("unbilled") - principal).alias("unbilled"),
        (pl.col("interest") + interest).alias("interest"),
        (pl.col("scheduled") + interest).alias("scheduled"),
        (pl.col("due_total") + principal + interest).alias("due_total"),
    )  # fmt: skip
    return with_credit_used(state)


def with_credit_used(state: pl.DataFrame) -> pl.DataFrame:
    """Credit pays what has fallen due: fees, interest, revolving, then what is on statement."""
    left = pl.col("credit")
    columns = []
    for name in ("fees", "interest", "revolving", "on_statement"):
        columns.append((pl.col(name) - left).clip(0).alias(name))
        left = (left - pl.col(name)).clip(0)
    met = pl.min_horizontal("due_total", pl.col("due_met") + pl.col("credit"))
    return state.with_columns(*columns, left.alias("credit"), met.alias("due_met"))
