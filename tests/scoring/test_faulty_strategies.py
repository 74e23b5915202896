"""A fault sown in a strategy is found, whatever the strategy; without one nothing is found."""

from __future__ import annotations

import random

import pytest

from tests.faulty_strategies import is_found, trial
from tests.scoring.conftest import SMALL
from tests.sown_faults import FAULTS, made_up
from workbench.i18n import Language
from workbench.scoring.check import check, urged
from workbench.scoring.strategy_tree import to_text


@pytest.mark.parametrize("kind", range(len(FAULTS)), ids=[fault.name for fault in FAULTS])
def test_every_sown_fault_is_told_in_its_own_words(kind: int) -> None:
    for number in range(kind, 4 * len(FAULTS), len(FAULTS)):
        fault, said = trial(number)
        assert is_found(fault, said), (number, said)


def test_a_strategy_without_a_fault_is_told_none() -> None:
    for number in range(40):
        text = to_text(made_up(random.Random(number)))
        assert (check(text), urged(text)) == ((), ())


def test_a_legal_cap_without_a_reason_is_urged_with_its_line_and_may_still_be_used() -> None:
    assert check(SMALL) == ()
    (fault,) = urged(SMALL)
    assert SMALL.splitlines()[fault.line - 1].startswith("legal_cap = ")
    assert "a legal cap of 24 % and names no reason for it" in fault.text()
    assert "法定上限 24 %" in fault.text(Language.ZH)
    assert urged("not a strategy") == ()
