"""Strategies and facts for the engine's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
import pytest

from workbench.credit.facts import dictionary
from workbench.scoring.check import example_frame
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.strategy import Strategy, shipped_strategy

Facts = Mapping[str, object]
Frame = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def personal_loan() -> Strategy:
    return shipped_strategy("personal-loan")


@pytest.fixture(scope="session")
def branch_loan() -> Strategy:
    return shipped_strategy("branch-loan")


@pytest.fixture(scope="session")
def engine(personal_loan: Strategy) -> Engine:
    return compile_strategy(personal_loan)


@pytest.fixture(scope="session")
def branch_engine(branch_loan: Strategy) -> Engine:
    return compile_strategy(branch_loan)


@pytest.fixture(scope="session")
def good(personal_loan: Strategy) -> dict[str, object]:
    """The facts of the shipped example that is approved."""
    return dict(personal_loan.examples[0].facts)


def frame_of(*rows: Facts) -> pl.DataFrame:
    """Rows of facts in currency units as a fact frame."""
    return example_frame({str(number): row for number, row in enumerate(rows)}, dictionary())
