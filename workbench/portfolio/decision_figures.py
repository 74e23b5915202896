"""The book of decisions in figures: rates by month, band and officer, reasons, expected loss.

The frame has one row an application: product, month ("2026-11"), branch, officer, advice,
outcome, score, pd (ratio), lgd (ratio), amount and offered (units), direction ("" agrees),
reasons (codes), hours (from arrival to decision).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from workbench.portfolio.thresholds import Level, thresholds

YES = ("approve", "counter_offer")
_DECIDED = ("approve", "counter_offer", "decline")
LOW_SIDE, HIGH_SIDE = "approve_over_decline", "decline_over_approve"

SCHEMA: dict[str, type[pl.DataType] | pl.List] = {
    "application_id": pl.Int64,
    "product": pl.String,
    "month": pl.String,
    "branch": pl.String,
    "officer": pl.String,
    "advice": pl.String,
    "outcome": pl.String,
    "score": pl.Int32,
    "pd": pl.Float64,
    "lgd": pl.Float64,
    "grade": pl.String,
    "amount": pl.Float64,
    "offered": pl.Float64,
    "currency": pl.String,
    "direction": pl.String,
    "reasons": pl.List(pl.String),
    "hours": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Rates:
    """How a group of applications was decided. Rates are None below the least number of cases.

    Approval and override rates are of the decided; referred and open ones are not decided yet.
    """

    name: str
    applications: int
    decided: int
    approved: int
    low_side: int
    high_side: int

    @property
    def approval_rate(self) -> float | None:
        """Approved of decided."""
        return self._rate(self.approved)

    @property
    def override_rate(self) -> float | None:
        """Decided against the advice, of decided: 33 of 1,000 -> 3.3 %."""
        return self._rate(self.low_side + self.high_side)

    @property
    def override_level(self) -> Level:
        """Green, amber or red."""
        return thresholds().override_rate.level(self.override_rate)

    def _rate(self, count: int) -> float | None:
        return count / self.decided if self.decided >= thresholds().too_few else None


def rates(frame: pl.DataFrame, name: str = "") -> Rates:
    """All of a frame together."""
    return Rates(name, frame.height, *(int(frame.select(e.sum()).item() or 0) for e in _COUNTED))


_COUNTED = (
    pl.col("outcome").is_in(_DECIDED),
    pl.col("outcome").is_in(YES),
    pl.col("direction") == LOW_SIDE,
    pl.col("direction") == HIGH_SIDE,
)


def rates_by(frame: pl.DataFrame, column: str) -> tuple[Rates, ...]:
    """By the values of a column, in their order; what is not known is left out."""
    counted = (
        frame.filter(pl.col(column).is_not_null() & (pl.col(column) != ""))
        .group_by(column)
        .agg(pl.len(), *(e.sum().alias(str(at)) for at, e in enumerate(_COUNTED)))
        .sort(column)
    )
    return tuple(Rates(str(row[0]), *map(int, row[1:])) for row in counted.iter_rows())


@dataclass(frozen=True, slots=True)
class Band:
    """One band of scores, `least` up to below `most`, with its decisions."""

    least: int
    most: int
    rates: Rates


def score_bands(frame: pl.DataFrame, width: int = 10) -> tuple[Band, ...]:
    """Decisions by bands of scores; bands between the lowest and the highest, none left out."""
    scored = frame.drop_nulls("score").with_columns(band=pl.col("score") // width * width)
    if scored.is_empty():
        return ()
    found = {int(one.name): one for one in rates_by(_as_text(scored), "band")}
    first, last = min(found), max(found)
    none = (0, 0, 0, 0, 0)
    return tuple(
        Band(at, at + width, found.get(at, Rates(str(at), *none)))
        for at in range(first, last + width, width)
    )


def _as_text(scored: pl.DataFrame) -> pl.DataFrame:
    return scored.with_columns(pl.col("band").cast(pl.String))


def decline_reasons(frame: pl.DataFrame, most: int = 8) -> tuple[tuple[str, int], ...]:
    """The codes cited in declines, most frequent first, with how often each."""
    cited = frame.filter(pl.col("outcome") == "decline").explode("reasons").drop_nulls("reasons")
    counted = cited.group_by("reasons").len().sort("len", "reasons", descending=[True, False])
    return tuple((str(code), int(n)) for code, n in counted.head(most).iter_rows())


def expected_loss(frame: pl.DataFrame) -> float | None:
    """PD x loss given default over the approved amounts, as a share of them; None without any."""
    approved = frame.filter(
        pl.col("outcome").is_in(YES), pl.col("pd").is_not_null(), pl.col("offered") > 0
    )
    if approved.is_empty():
        return None
    lost = approved.select((pl.col("pd") * pl.col("lgd") * pl.col("offered")).sum()).item()
    return float(lost) / float(approved["offered"].sum())


def median_hours(frame: pl.DataFrame) -> float | None:
    """From an application's arrival to its decision, in hours; None without decisions."""
    found = frame["hours"].drop_nulls().median()
    return float(found) if isinstance(found, int | float) else None


def approved_amounts(frame: pl.DataFrame) -> dict[str, float]:
    """What was approved, by currency: amounts of unlike money are never added."""
    counted = (
        frame.filter(pl.col("outcome").is_in(YES))
        .group_by("currency")
        .agg(pl.col("offered").sum())
        .sort("currency")
    )
    return {str(currency): float(amount) for currency, amount in counted.iter_rows()}
