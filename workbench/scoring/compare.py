"""Two strategies on one batch: the swap set, and how many decisions each change would flip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import polars as pl
from polars.exceptions import PolarsError
from pydantic import ValidationError

from workbench.credit.facts import dictionary
from workbench.scoring.difference import Change, with_change
from workbench.scoring.engine import compile_strategy, read_names
from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_tree import listed, tree_of

YES = ("approve", "counter_offer")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two strategies on the same rows. `moved` counts ("refer", "approve") pairs, old to new.

    `swapped_in` and `swapped_out` are the row numbers that the new strategy newly accepts or
    no longer accepts; `mean_pd_in` and `mean_pd_out` their mean PD by the new card. `differs`
    says of every row whether it gets another advice.
    """

    rows: int
    moved: Mapping[tuple[str, str], int]
    swapped_in: tuple[int, ...]
    swapped_out: tuple[int, ...]
    accepted_before: int
    accepted_after: int
    mean_pd_in: float | None
    mean_pd_out: float | None
    differs: pl.Series

    @property
    def flipped(self) -> int:
        """How many rows get another advice."""
        return sum(count for (old, new), count in self.moved.items() if old != new)


def compare(
    old: Strategy, new: Strategy, frame: pl.DataFrame, *, on: date | None = None
) -> Comparison:
    """Assess one fact frame by both strategies, with the rules in force on a day."""
    before = _advice(old, frame, on)
    after = compile_strategy(new, on=on).assess(frame, explain=False).select("advice", "pd_ppm")
    both = pl.DataFrame(
        {"old": before, "new": after["advice"], "pd": after["pd_ppm"] / 1e6}
    ).with_row_index("row")
    counted = both.group_by("old", "new").len().sort("old", "new")
    was, now = pl.col("old").is_in(YES), pl.col("new").is_in(YES)
    came, went = both.filter(~was & now), both.filter(was & ~now)
    return Comparison(
        rows=both.height,
        moved={(row["old"], row["new"]): row["len"] for row in counted.to_dicts()},
        swapped_in=tuple(came["row"].to_list()),
        swapped_out=tuple(went["row"].to_list()),
        accepted_before=both.filter(was).height,
        accepted_after=both.filter(now).height,
        mean_pd_in=_mean(came["pd"]),
        mean_pd_out=_mean(went["pd"]),
        differs=both["old"] != both["new"],
    )


def flips(
    old: Strategy, frame: pl.DataFrame, found: Sequence[Change], *, on: date | None = None
) -> list[pl.Series | None]:
    """For each change, made alone in the old strategy: which rows would get another advice.

    Facts the newer file computes anew stand beside the old ones. None for a change that cannot
    be made alone, as a rule taken away whose fact is computed no more.
    """
    new_facts = [change for change in found if change.path[0] == "derived" and change.was is None]
    before = _advice(old, frame, on)
    tree = reduce(with_change, new_facts, tree_of(old))
    told: list[pl.Series | None] = []
    for change in found:
        if change.is_silent:
            told.append(pl.repeat(value=False, n=frame.height, eager=True))
            continue
        try:
            alone = Strategy.model_validate(listed(with_change(tree, change)))
            known = reads_only_what_is_known(alone)
            told.append(_advice(alone, frame, on) != before if known else None)
        except (ValidationError, PolarsError):
            told.append(None)
    return told


def reads_only_what_is_known(strategy: Strategy) -> bool:
    """Whether every name in card, rules, formulas and limits is a fact or is computed here."""
    formulas = [derived.formula for derived in strategy.derived.values()]
    formulas += [term.formula for term in strategy.limit.terms if term.formula]
    named = {name for formula in formulas for name in read_condition(formula).names}
    named |= set(read_names(strategy, strategy.rules))
    return named <= {*strategy.derived, *(fact.name for fact in dictionary())}


def _advice(strategy: Strategy, frame: pl.DataFrame, on: date | None) -> pl.Series:
    return compile_strategy(strategy, on=on).assess(frame, explain=False)["advice"]


def _mean(values: pl.Series) -> float | None:
    mean = values.mean()
    return float(mean) if isinstance(mean, float) else None
