"""Bulk: score a whole table without a store, one output row per input row, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from workbench.credit.facts import dictionary
from workbench.files import replacing
from workbench.scoring.frames import FACT_TYPES
from workbench.scoring.score_files import score_parquet, score_table
from workbench.scoring.strategy import Strategy, load_strategy, shipped
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.tabular import read_sheet, refuse_ending, write_table
from workbench.workflow.desk import Step, no_step, now
from workbench.workflow.intake import refuse_open


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many rows were scored, how many had a value that could not be read, and the advice."""

    rows: int
    unreadable: int
    advice: Mapping[str, int]
    strategy: str
    strategy_sha256: str


def named_strategy(name: str) -> Strategy:
    """A strategy by its product, or by its file or folder.

    Raises StrategyUnknown or StrategyFaulty.
    """
    return shipped()[name] if name in shipped() else load_strategy(name)


def score_file(file: Path, strategy: Strategy, out: Path, *, step: Step = no_step) -> BulkResult:
    """Score a .csv, .xlsx or .parquet table into another.

    Columns are matched as on import. A value that cannot be read counts as not given, so its
    row is referred. A .parquet table whose columns are facts goes to .parquet in a stream, so
    that memory stays flat however long it is. Raises FileNotReadable or FileNotWritable.
    """
    refuse_ending(out)
    if file.suffix.lower() == out.suffix.lower() == ".parquet" and _is_fact_table(file):
        with replacing(out) as draft:
            score_parquet(strategy, file, draft, prepare=_as_facts, on=now().date())
        return _streamed(strategy, out)
    step(0, 3)
    sheet = read_sheet(file)
    matching = match(sheet, dictionary())
    refuse_open(file, matching)
    step(1, 3)
    facts = every_row(sheet, matching, dictionary(), currency=strategy.currency)
    scored = score_table(strategy, facts, on=now().date())
    step(2, 3)
    write_table(_with_references(facts, scored), out)
    step(3, 3)
    return _result(strategy, scored, int(facts["unreadable"].sum()))


def _with_references(facts: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    """The lender's reference as the application's id, or the row's place in the table."""
    place = pl.int_range(1, facts.height + 1, eager=True).cast(pl.String)
    named = facts.get_column("application_reference", default=None)
    ids = place if named is None else named.fill_null(place)
    return scored.select(ids.alias("application_id"), pl.all())


def _is_fact_table(file: Path) -> bool:
    try:
        names = set(pl.read_parquet_schema(file))
    except (OSError, pl.exceptions.PolarsError):
        return False  # `read_sheet` tells what is wrong with it
    return {fact.name for fact in dictionary().required()} <= names


def _as_facts(frame: pl.DataFrame) -> pl.DataFrame:
    """A fact frame from columns named as facts: money given in currency units, or as integers
    in minor units as the store hands it on."""
    known = [fact for fact in dictionary() if fact.name in frame.columns]
    carried = ["application_id"] if "application_id" in frame.columns else []
    return frame.select(
        *carried,
        *(
            _in_minor_units(fact.name, frame.schema[fact.name])
            if fact.kind == "money"
            else pl.col(fact.name).cast(FACT_TYPES[fact.kind], strict=False)
            for fact in known
        ),
    )


def _in_minor_units(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    return column if kind.is_integer() else (column * 100).round(0).cast(pl.Int64)


def _streamed(strategy: Strategy, out: Path) -> BulkResult:
    counted = pl.scan_parquet(out).group_by("advice").len().collect()
    advice = dict(zip(counted["advice"].to_list(), counted["len"].to_list(), strict=True))
    return BulkResult(
        rows=sum(advice.values()),
        unreadable=0,
        advice=dict(sorted(advice.items())),
        strategy=f"{strategy.id} {strategy.version}",
        strategy_sha256=strategy.sha256,
    )


def _result(strategy: Strategy, scored: pl.DataFrame, unreadable: int) -> BulkResult:
    return BulkResult(
        rows=scored.height,
        unreadable=unreadable,
        advice=dict(sorted(Counter(scored["advice"].to_list()).items())),
        strategy=f"{strategy.id} {strategy.version}",
        strategy_sha256=strategy.sha256,
    )
