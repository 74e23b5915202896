"""Strategies through Excel: written as a workbook to be edited, read back as a strategy file."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import StrategyFaulty
from workbench.scoring.strategy import read_strategy
from workbench.scoring.strategy_tree import to_text, tree_of
from workbench.spreadsheets.strategy_workbook import (
    read_strategy_workbook,
    write_strategy_workbook,
)


def write_strategy(text: str, out: Path) -> None:
    """Write a strategy's text as a workbook. Raises StrategyFaulty or FileNotWritable."""
    strategy, faults = read_strategy(text)
    if strategy is None:
        said = "\n".join(fault.text() for fault in faults)
        raise StrategyFaulty(file="strategy", faults=said)
    write_strategy_workbook(tree_of(strategy), out)


def read_strategy_book(file: Path) -> str:
    """The text of the strategy in a workbook; its check tells what is wrong with it.

    Raises FileNotReadable.
    """
    return to_text(read_strategy_workbook(file))
