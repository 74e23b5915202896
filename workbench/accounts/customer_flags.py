"""Flags on customers who may borrow more than is good for them: thresholds are data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import polars as pl

from workbench import paths
from workbench.i18n import Language, pick
from workbench.scoring.rule_language import Condition, read_condition

FLAG_FACTS = {
    "age": pl.Float64, "studies": pl.Boolean, "income_monthly": pl.Float64,
    "active_lenders": pl.Float64, "enquiries_3m": pl.Float64,
    "months_minimum_only_6m": pl.Float64, "interest_and_fees_18m": pl.Float64,
    "principal_repaid_18m": pl.Float64, "months_on_book": pl.Float64,
    "draws_before_due": pl.Float64,
}  # fmt: skip
"""What a flag may read; what is not known raises no flag of its own."""


@dataclass(frozen=True, slots=True)
class FlagRule:
    """One flag: when it is raised, what it does, and the most that a limit may then be."""

    code: str
    condition: Condition
    threshold: Decimal
    unit: str
    protects: bool
    label: Mapping[str, str]
    does: Mapping[str, str]
    limit_most: Decimal | None
    source: str

    def text(self, language: Language | None = None) -> str:
        """The flag as people read it."""
        return pick(dict(self.label), language)

    def what_follows(self, language: Language | None = None) -> str:
        """What is done about it, as people read it."""
        return pick(dict(self.does), language)


@dataclass(frozen=True, slots=True)
class Care:
    """The lender's rules of care: flags, what they forbid, and what customers are told."""

    version: str
    flags: Mapping[str, FlagRule]
    no_increase: frozenset[str]
    two_people: frozenset[str]
    draw_days_before_due: int
    negative_years: int
    free_reports: int
    hotline: str
    credit_centre: str

    def limit_most(self, codes: frozenset[str] | set[str]) -> Decimal | None:
        """The most a limit may be under these flags; None where none of them says so."""
        caps = [
            cap for code in codes if code in self.flags
            and (cap := self.flags[code].limit_most) is not None
        ]  # fmt: skip
        return min(caps, default=None)


@cache
def care() -> Care:
    """The shipped rules of care. Raises KeyError where an entry is missing."""
    file = paths.resources() / "products" / "customer_care.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    flags = {entry["code"]: _flag(entry) for entry in raw["flags"]}
    return Care(
        version=raw["version"],
        flags=flags,
        no_increase=frozenset(raw["protect"]["no_increase"]),
        two_people=frozenset(raw["protect"]["two_people"]),
        draw_days_before_due=raw["protect"]["draw_days_before_due"],
        negative_years=raw["records"]["negative_years"],
        free_reports=raw["records"]["free_reports_a_year"],
        hotline=raw["records"]["hotline"],
        credit_centre=raw["records"]["credit_centre"],
    )


def _flag(entry: Mapping[str, object]) -> FlagRule:
    threshold = Decimal(str(entry["threshold"]))
    most = entry.get("limit_most")
    label, does = entry["label"], entry["does"]
    assert isinstance(label, dict)
    assert isinstance(does, dict)
    return FlagRule(
        code=str(entry["code"]),
        condition=read_condition(str(entry["fires_when"]), threshold),
        threshold=threshold,
        unit=str(entry["unit"]),
        protects=entry["severity"] == "protect",
        label=label,
        does=does,
        limit_most=None if most is None else Decimal(str(most)),
        source=str(entry["source"]),
    )


def flag_codes(frame: pl.DataFrame, on: date) -> pl.DataFrame:
    """Adds `flags`: the codes raised for each account, with a space between them.

    Reads FLAG_FACTS, and age from `birth_date`, studies from `employment_status`; columns that
    are missing count as not known.
    """
    known = _with_age(frame, on)
    absent = [
        pl.lit(None, kind).alias(name)
        for name, kind in FLAG_FACTS.items()
        if name not in known.columns
    ]
    known = known.with_columns(absent)
    raised = [
        pl.when(rule.condition.expression().fill_null(value=False)).then(pl.lit(code))
        for code, rule in care().flags.items()
    ]
    return frame.with_columns(
        known.select(pl.concat_str(raised, separator=" ", ignore_nulls=True).alias("flags"))
    )


def _with_age(frame: pl.DataFrame, on: date) -> pl.DataFrame:
    made = []
    if "birth_date" in frame.columns and frame.schema["birth_date"] == pl.Date:
        born = pl.col("birth_date")
        had = (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()) <= on.month * 100 + on.day
        made.append(
            (on.year - born.dt.year() - (~had).cast(pl.Int32)).cast(pl.Float64).alias("age")
        )
    if "employment_status" in frame.columns:
        made.append((pl.col("employment_status") == "student").alias("studies"))
    if "income_units" in frame.columns:
        made.append((pl.col("income_units") / 100).alias("income_monthly"))
    return frame.with_columns(made)
