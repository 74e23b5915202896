"""A card developed at the window: which columns a book offers, and its draft as a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from workbench.workflow import strategies
from workbench.workflow.desk import Desk
from workbench.workflow.develop import Wish, draft_text, labelled_table
from workbench.workflow.product_strategies import in_force
from workbench.workflow.strategies import Listed

FEW_WORDS = 6
"""An outcome has few different values: bad, good, and words for those not known yet."""
_RIVALS = {"ebm": "interpret", "gbm": "sklearn"}
_TIME_SHARE, _TOLD_SHARE = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Offered:
    """What a labelled table offers: its columns, those that may tell bad from good, those of
    dates or years, how many rows it has, the words of columns with few, and the rivals that can
    be fitted here."""

    columns: tuple[str, ...]
    outcomes: tuple[str, ...]
    times: tuple[str, ...]
    rows: int
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


def is_installed() -> bool:
    """Whether the libraries of the extra `develop` are there."""
    return all(find_spec(name) is not None for name in ("scipy", "threadpoolctl"))


def offered(data: Path) -> Offered:
    """Read a labelled table and say what can be chosen. Raises FileNotReadable."""
    table = labelled_table(data)
    few = [n for n in table.columns if 2 <= table[n].drop_nulls().n_unique() <= FEW_WORDS]
    told = [name for name in few if _tells(table[name])]
    return Offered(
        columns=tuple(table.columns),
        outcomes=tuple(reversed(told)),
        times=tuple(name for name in table.columns if _is_time(table[name])),
        rows=table.height,
        words={name: _words_in(table[name]) for name in few},
        rivals=tuple(name for name, library in _RIVALS.items() if find_spec(library)),
    )


def _words_in(column: pl.Series) -> tuple[str, ...]:
    return tuple(sorted(column.drop_nulls().cast(pl.String).unique().to_list()))


def _tells(column: pl.Series) -> bool:
    from workbench.scoring.develop.labelled import NoOutcome, outcome_of

    try:
        told = outcome_of(column).drop_nulls()
    except NoOutcome:
        return False
    return told.n_unique() == 2 and len(told) >= _TOLD_SHARE * len(column)


def _is_time(column: pl.Series) -> bool:
    if column.dtype.is_temporal():
        return True
    words = column.cast(pl.String).drop_nulls()
    if not len(words) or words.n_unique() < 2:
        return False
    looks = words.str.contains(r"^(19|20)\d{2}(-\d{2}|$|\.0$)")
    return int(looks.sum()) >= _TIME_SHARE * len(words)


def propose(desk: Desk, data: Path, wish: Wish) -> Listed:
    """The card as a strategy draft of the next free version, proposed by who sits here.

    Raises NotKnown, FileNotReadable, StrategyFaulty, StrategyRefused.
    """
    policy = in_force(desk, wish.product)
    text = draft_text(data, wish, policy)
    known = [one.strategy for one in strategies.list_all(desk)]
    versions = [one.version_parts for one in known if one.product == wish.product]
    *first, last = max([*versions, policy.version_parts])
    version = ".".join(str(part) for part in (*first, last + 1))
    made = strategies.edited(text, {}, version=version)
    return strategies.draft(desk, made, proposer=desk.officer())
