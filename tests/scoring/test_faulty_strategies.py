"""A fault sown in a strategy is found, whatever the strategy; without one nothing is found."""

from __future__ import annotations

import random

import pytest

from tests.faulty_strategies import is_found, trial
from tests.sown_faults import FAULTS, made_up
from workbench.scoring.check import check
from workbench.scoring.strategy_tree import to_text


@pytest.mark.parametrize("kind", range(len(FAULTS)), ids=[fault.name for fault in FAULTS])
def test_every_sown_fault_is_told_in_its_own_words(kind: int) -> None:
    for number in range(kind, 4 * len(FAULTS), len(FAULTS)):
        fault, said = trial(number)
        assert is_found(fault, said), (number, said)


def test_a_strategy_without_a_fault_is_told_none() -> None:
    for number in range(40):
        assert check(to_text(made_up(random.Random(number)))) == ()
