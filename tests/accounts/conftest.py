"""Made-up accounts for the ledger: one builder for frames, one for a life of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from workbench.accounts import ledger, month_end
from workbench.accounts.ledger import ID
from workbench.money.periods import add_months
from workbench.money.revolving import Cycle

CYCLE = Cycle(1, 10)
NO_DUES = pl.DataFrame(schema=ledger.DUES)
NO_PARTS = pl.DataFrame(schema=month_end.PLAN_PARTS)
NO_HISTORY = pl.DataFrame(schema={ID: pl.Int64, "on": pl.Date, "amount": pl.Int64})

Event = tuple[int, str, int, date]
"""account, kind, amount in fen, day"""


def terms(ids: Sequence[int], month: date, **changes: Any) -> pl.DataFrame:
    """The terms of accounts for one month: 0.05 % a day, 10 % minimum with a floor of 100 yuan."""
    start, end = add_months(month, 0, 1), add_months(month, 1, 1)
    said: Mapping[str, Any] = {
        "is_loan": False, "posting": False, "start": start, "end": end,
        "due_on": CYCLE.due_on(start), "next_due_on": CYCLE.due_on(end), "rate": 50_000,
        "late_rate": 50_000, "min_share": 100_000, "min_floor": 10_000, "floor_with": False,
        "only_within": 100_000,
    } | changes  # fmt: skip
    frame = pl.DataFrame({ID: list(ids)}, schema={ID: pl.Int64})
    made = [
        pl.lit(value, pl.Int64).alias(name) if type(value) is int
        else pl.lit(value, pl.Date if name.endswith("due_on") else None).alias(name)
        for name, value in said.items()
    ]  # fmt: skip
    return frame.with_columns(made)


def events_frame(events: Sequence[Event]) -> pl.DataFrame:
    """Events as the ledger reads them."""
    return pl.DataFrame(list(events), schema=ledger.EVENTS, orient="row")


@dataclass
class Life:
    """Accounts living month by month; `months` are the closed rows, `posted` all postings."""

    ids: Sequence[int]
    changes: dict[str, Any] = field(default_factory=dict)
    state: pl.DataFrame | None = None
    months: list[pl.DataFrame] = field(default_factory=list)
    posted: list[pl.DataFrame] = field(default_factory=list)

    def close(
        self,
        month: date,
        events: Sequence[Event] = (),
        dues: pl.DataFrame = NO_DUES,
        parts: pl.DataFrame = NO_PARTS,
    ) -> dict[str, Any]:
        """Close a month; gives the row of the first account."""
        frame = terms(self.ids, month, **self.changes)
        if self.state is None:
            zero = [pl.lit(0, pl.Int64).alias(n) for n in (*ledger.STATE, "minimum_open")]
            frame = frame.with_columns(zero)
        else:
            frame = frame.join(self.state, on=ID, maintain_order="left")
        history = pl.concat([NO_HISTORY, *(
            one.filter(pl.col("kind") == "due").select(ID, "on", "amount") for one in self.posted
        )])  # fmt: skip
        book = month_end.PeriodBook(frame, events_frame(events), dues, parts)
        closed = month_end.close(book, history)
        self.months.append(closed.months)
        self.posted.append(closed.posted)
        self.state = closed.months.select(
            ID, *ledger.STATE, pl.col("minimum_due").alias("minimum_open")
        )
        return closed.months.row(0, named=True)
