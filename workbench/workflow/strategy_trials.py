"""Strategies tried on applicants: how one would advise, and whom another would treat otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from workbench.credit.facts import dictionary
from workbench.errors import NobodyToTry
from workbench.money.amounts import from_minor
from workbench.scoring.compare import YES, Comparison, compare
from workbench.scoring.engine import compile_strategy
from workbench.scoring.strategy import Strategy
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.tabular import read_sheet
from workbench.storage import applications, batches
from workbench.workflow.desk import Desk
from workbench.workflow.intake import refuse_open

MOST_APPLICANTS = 50_000
"""How many of the newest applications a trial over the whole store takes."""
MOST_MOVED = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """How a strategy advises on some applicants.

    `scores` are those that could be computed; `rules` counts by rule id how often it failed
    and how often it could not be evaluated; `mean_pd` is of those it would accept, and
    `offered` what it would offer them, in the strategy's currency.
    """

    strategy: Strategy
    rows: int
    advice: Mapping[str, int]
    decided_by: Mapping[str, int]
    scores: tuple[int, ...]
    rules: Mapping[str, tuple[int, int]]
    mean_pd: float | None
    offered: Decimal

    @property
    def accepted(self) -> int:
        """How many it would accept, a smaller offer included."""
        return sum(self.advice.get(word, 0) for word in YES)


@dataclass(frozen=True, slots=True)
class Moved:
    """One applicant whom the new strategy treats otherwise. `application_id` is None when the
    row came from a file; `row` counts from 1."""

    row: int
    application_id: int | None
    was: str
    now: str
    score_was: int | None
    score_now: int | None


@dataclass(frozen=True, slots=True)
class Swap:
    """Two strategies on the same applicants: both trials, the swap set, and who moved (the
    first MOST_MOVED of them)."""

    before: Trial
    after: Trial
    comparison: Comparison
    moved: tuple[Moved, ...]


def applicants(desk: Desk, product: str, batch: int | None = None) -> pl.DataFrame:
    """The facts of a stored batch, or of the product's newest. Raises NobodyToTry."""
    chosen = [
        one
        for one in sorted(batches.batches(desk.store), key=lambda one: -one.id)
        if one.product == product and not one.undone and batch in {None, one.id}
    ]
    frames, total = [], 0
    for one in chosen:
        frames.append(applications.fact_frame(desk.store, batch=one.id))
        total += frames[-1].height
        if total >= MOST_APPLICANTS:
            break
    if not total:
        raise NobodyToTry(product=product)
    return pl.concat(frames, how="diagonal_relaxed").head(MOST_APPLICANTS)


def applicants_in(file: Path, strategy: Strategy) -> pl.DataFrame:
    """The facts of a spreadsheet's rows, read as on import; nothing is stored.

    Raises FileNotReadable, or what is open when its columns match nothing.
    """
    sheet = read_sheet(file)
    matching = match(sheet, dictionary())
    refuse_open(file, matching)
    return every_row(sheet, matching, dictionary(), currency=strategy.currency)


def try_on(strategy: Strategy, facts: pl.DataFrame) -> Trial:
    """What this strategy would advise on these applicants; nothing is recorded."""
    return _trial(strategy, _assessed(strategy, facts))


def swapped(old: Strategy, new: Strategy, facts: pl.DataFrame) -> Swap:
    """Whom `new` would treat otherwise than `old`, among these applicants."""
    before, after = _assessed(old, facts), _assessed(new, facts)
    return Swap(
        before=_trial(old, before),
        after=_trial(new, after),
        comparison=compare(old, new, facts),
        moved=_moved(facts, before, after),
    )


def _assessed(strategy: Strategy, facts: pl.DataFrame) -> pl.DataFrame:
    return compile_strategy(strategy).assess(facts, explain=False)


def _trial(strategy: Strategy, found: pl.DataFrame) -> Trial:
    accepted = found.filter(pl.col("advice").is_in(YES))
    mean = (accepted["pd_ppm"] / 1e6).mean()
    offered = int(accepted["offered_amount"].sum() or 0)
    return Trial(
        strategy=strategy,
        rows=found.height,
        advice=dict(Counter(found["advice"].to_list())),
        decided_by=dict(Counter(found["decided_by"].to_list())),
        scores=tuple(found["score"].drop_nulls().to_list()),
        rules={rule.id: _rule_counts(found, rule.id) for rule in strategy.rules_in_force()},
        mean_pd=mean if isinstance(mean, float) else None,
        offered=from_minor(offered, strategy.currency),
    )


def _rule_counts(found: pl.DataFrame, rule: str) -> tuple[int, int]:
    verdicts = found[f"rule_{rule}"]  # 1 passed, 0 failed, null not evaluated
    return int((verdicts == 0).sum()), verdicts.null_count()


def _moved(facts: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> tuple[Moved, ...]:
    both = pl.DataFrame(
        {
            "was": before["advice"],
            "now": after["advice"],
            "score_was": before["score"],
            "score_now": after["score"],
        }
    ).with_row_index("row", offset=1)
    known = "application_id" in facts.columns
    ids = facts["application_id"] if known else pl.Series([None] * facts.height, dtype=pl.Int64)
    both = both.with_columns(ids.alias("application_id"))
    rows = both.filter(pl.col("was") != pl.col("now")).head(MOST_MOVED)
    return tuple(Moved(**row) for row in rows.to_dicts())
