"""`python -m tests.large_store FILE COUNT`: a store of very many made-up cases, always the same.

The people of the sample batch again and again under other names and amounts, taken in and
assessed by the real engine, some of them decided.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from workbench.scoring.strategy import shipped
from workbench.storage import batches
from workbench.workflow import assess, strategy_trials
from workbench.workflow.desk import Desk

SEED = 20261122
_AT_ONCE = 25_000
_GIVEN = ("Amelia", "Omar", "Priya", "Tom", "Sofia", "Daniel", "Grace", "Hugo", "Elena", "Ruth")
_FAMILY = ("Hart", "Nair", "Becker", "Marin", "Okafor", "Lind", "Martins", "Rossi", "Haddad")
_CHINESE = (
    "刘子墨",
    "郭晓晨",
    "马思敏",
    "李佳怡",
    "周立诚",
    "何俊杰",
    "郑凯文",
    "吴静姝",
    "王思远",
)
_START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def large_store(file: Path, count: int) -> Path:
    """Make the store, in batches of 25,000; returns its file."""
    dice = random.Random(SEED)
    strategy = shipped()["personal-loan"]
    sample = Path(__file__).parent.parent / "resources" / "samples" / "applicants_en.xlsx"
    people = strategy_trials.applicants_in(sample, strategy)
    with Desk.open(file) as desk:
        for first in range(1, count + 1, _AT_ONCE):
            some = min(_AT_ONCE, count + 1 - first)
            _add(desk, _others(people, first, some, dice), first)
        assess.assess_ready(desk)
    return file


def _others(people: pl.DataFrame, first: int, count: int, dice: random.Random) -> pl.DataFrame:
    """`count` applicants after the sample's own, each with a name, a number and an amount."""
    repeats = count // people.height + 1
    numbers = range(first, first + count)
    return (
        pl.concat([people] * repeats)
        .head(count)
        .with_columns(
            pl.Series("applicant_name", [_name(dice) for _n in numbers]),
            pl.Series("application_reference", [f"L{n:08d}" for n in numbers]),
            pl.Series("amount_requested", [dice.randrange(1_000, 40_000) * 100 for _n in numbers]),
            pl.lit("Applicants").alias("sheet"),
            pl.Series("row", [n + 1 for n in numbers]),
        )
    )


def _name(dice: random.Random) -> str:
    if dice.random() < 0.2:
        return dice.choice(_CHINESE)
    return f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)} {dice.randrange(10_000)}"


def _add(desk: Desk, ready: pl.DataFrame, first: int) -> None:
    batches.add_batch(
        desk.store,
        product="personal-loan",
        currency="USD",
        source_name=f"large-{first}.xlsx",
        source_sha256=f"{first:064d}",
        sheet="Applicants",
        matching_json="{}",
        actor="Lin Mei",
        ready=ready,
        waiting=pl.DataFrame(
            schema={"sheet": pl.String, "row": pl.Int64, "raw": pl.String, "problems": pl.String}
        ),
        rows=ready.height,
        at=_START + timedelta(minutes=first // 100),
    )


if __name__ == "__main__":
    large_store(Path(sys.argv[1]), int(sys.argv[2]))
