"""The population a card was made from: how its scores and bins were spread, to compare with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import tomli_w

from workbench.scoring.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Population:
    """Cases by score, and by characteristic the cases in each of its bins.

    `of` says what it is: the development sample, or an earlier time of the own book.
    """

    strategy: str
    version: str
    rows: int
    of: Mapping[str, str]
    scores: Mapping[int, float]
    bins: Mapping[str, tuple[float, ...]]


def population_of(scored: pl.DataFrame, strategy: Strategy, of: Mapping[str, str]) -> Population:
    """The population of a frame with `score` and, where they are there, `bin_<characteristic>`."""
    counted = scored["score"].drop_nulls().value_counts(sort=False)
    scores = dict(sorted(zip(counted["score"], map(float, counted["count"]), strict=True)))
    bins = {
        one.name: _in_bins(scored[f"bin_{one.name}"], len(one.bins))
        for one in strategy.scorecard.characteristics
        if f"bin_{one.name}" in scored.columns
    }
    return Population(strategy.id, strategy.version, scored.height, of, scores, bins)


def _in_bins(numbers: pl.Series, count: int) -> tuple[float, ...]:
    counted = numbers.drop_nulls().value_counts()
    found = dict(zip(counted[numbers.name], counted["count"], strict=True))
    return tuple(float(found.get(at, 0)) for at in range(count))


def population_text(population: Population) -> str:
    """The population as the text of its file."""
    return tomli_w.dumps(
        {
            "strategy": population.strategy,
            "version": population.version,
            "rows": population.rows,
            "of": dict(population.of),
            "scores": {str(score): int(n) for score, n in population.scores.items()},
            "bins": {name: [int(n) for n in counts] for name, counts in population.bins.items()},
        }
    )


def read_population(text: str) -> Population:
    """A population back from the text of its file."""
    told = tomllib.loads(text)
    return Population(
        strategy=told["strategy"],
        version=told["version"],
        rows=told["rows"],
        of=told["of"],
        scores={int(score): float(n) for score, n in told["scores"].items()},
        bins={name: tuple(map(float, counts)) for name, counts in told["bins"].items()},
    )
