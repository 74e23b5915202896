"""`python -m tests.campaign FILE`: a limit campaign on the public Taiwan accounts, and how it held.

The rules of the purchase line propose for 30,000 card accounts by six months of behaviour (sex,
education, marriage and age are never read); then the file's own outcome, default in the next
month, is set beside what was proposed. Amounts are New Taiwan dollars at 4.5 to the yuan.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

from workbench.accounts.account import ActionKind
from workbench.accounts.line_actions import propose
from workbench.accounts.product import product_named
from workbench.money.periods import add_months
from workbench.workflow.account_watch import NT_DOLLARS_A_YUAN, with_scores

LAST = date(2005, 9, 1)
STATUS = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")
OUTCOME = "default.payment.next.month"
TIGHTENED = (ActionKind.SUSPENSION, ActionKind.FREEZE, ActionKind.LIMIT_DECREASE)


def fen(column: str) -> pl.Expr:
    """New Taiwan dollars as fen."""
    return (pl.col(column).cast(pl.Float64) * 100 / float(NT_DOLLARS_A_YUAN)).round().cast(pl.Int64)


def months(raw: pl.DataFrame) -> pl.DataFrame:
    """The six statements of every account as closed months, the latest in September 2005.

    The payment of a month is what was paid on the statement before it; a status of so many
    months past due counts as thirty days each.
    """
    nothing = pl.lit(0, pl.Int64)
    made = []
    for back, status in enumerate(STATUS, start=1):
        before = fen(f"BILL_AMT{back + 1}") if back < len(STATUS) else nothing
        paid = fen(f"PAY_AMT{back}")
        made.append(
            raw.select(
                pl.col("ID").alias("account_id"),
                pl.lit(add_months(LAST, 1 - back)).alias("month"),
                fen("LIMIT_BAL").alias("credit_limit"),
                before.alias("opening"),
                (fen(f"BILL_AMT{back}") - before + paid).clip(0).alias("drawn"),
                paid.alias("paid"),
                fen(f"BILL_AMT{back}").alias("closing"),
                (pl.col(status).clip(0) * 30).cast(pl.Int64).alias("dpd"),
                pl.lit(False).alias("minimum_only"),
                nothing.alias("interest_new"),
                nothing.alias("fees_new"),
            )
        )
    return pl.concat(made).sort("account_id", "month")


def campaign(file: Path) -> pl.DataFrame:
    """What is proposed for every account, with its outcome: account_id, kind, defaulted."""
    raw = pl.read_csv(file, infer_schema_length=None, eol_char="\r")
    product = product_named("purchase-line")
    accounts = raw.select(
        pl.col("ID").alias("account_id"),
        pl.lit("active").alias("state"),
        fen("LIMIT_BAL").alias("credit_limit"),
        pl.lit(50_000, pl.Int64).alias("rate"),
        pl.lit(False).alias("restructured"),
        pl.lit(None, pl.Float64).alias("application_score"),
        pl.lit(24, pl.Int64).alias("months_on_book"),
        pl.lit(None, pl.Date).alias("last_change_on"),
    )
    frame = with_scores(accounts, months(raw), product)
    rows = propose(frame, product, date(2026, 11, 22)).rows
    outcome = raw.select(pl.col("ID").alias("account_id"), pl.col(OUTCOME).alias("defaulted"))
    return rows.join(outcome, on="account_id")


def main() -> int:
    """Print counts and next-month default rates by proposal; 1 when the bar is missed."""
    rows = campaign(Path(sys.argv[1]))
    by_kind = rows.group_by("kind", "rule").agg(pl.len().alias("n"), pl.col("defaulted").mean())
    for row in by_kind.sort("n", descending=True).iter_rows(named=True):
        print(f"{row['kind']:<16} {row['rule'] or '':<20} {row['n']:>6}  {row['defaulted']:.1%}")
    tight = rows.filter(pl.col("kind").is_in([kind.value for kind in TIGHTENED]))
    held = rows.filter(pl.col("kind") == ActionKind.HOLD.value)
    one, other = tight["defaulted"].mean(), held["defaulted"].mean()
    ratio = float(str(one)) / float(str(other))
    print(
        f"cut or suspended {tight.height:,} at {one:.1%}, held {held.height:,} at {other:.1%}: "
        f"{ratio:.2f} times; exposure {rows['exposure_change'].sum() / 100:,.0f}, "
        f"expected loss {rows['loss_change'].sum() / 100:,.0f} yuan"
    )
    return 0 if ratio >= 3 else 1


if __name__ == "__main__":
    sys.exit(main())
