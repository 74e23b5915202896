"""Which rules are in force on a day, and how a strategy file is found and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.scoring.conftest import SMALL
from workbench.errors import StrategyFaulty, StrategyUnknown
from workbench.scoring.strategy import load_strategy, parse_strategy, shipped_strategy

UNTIL = 'reason = "INMN"\neffective_from = 2026-03-01\neffective_until = 2026-03-31'
STRATEGY = parse_strategy(SMALL.replace('reason = "INMN"\neffective_from = 2026-01-01', UNTIL))


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (None, False),
        (date(2025, 1, 1), False),
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_its_last(
    day: date | None, *, in_force: bool
) -> None:
    assert bool(STRATEGY.rules_in_force(day)) is in_force


def test_before_its_first_day_a_strategy_has_the_rules_of_that_day() -> None:
    early = parse_strategy(SMALL)
    assert early.rules_in_force(date(2020, 1, 1)) == early.rules_in_force() == early.rules


def test_versions_are_compared_as_numbers() -> None:
    parts = [
        parse_strategy(SMALL.replace('version = "1.0"', f'version = "{text}"')).version_parts
        for text in ("1.9", "1.10", "2")
    ]
    assert parts == [(1, 9), (1, 10), (2,)]


def test_the_text_and_its_digest_are_no_part_of_what_a_strategy_says() -> None:
    assert {"source_text", "sha256"}.isdisjoint(STRATEGY.model_dump())
    assert "adult_income" in repr(STRATEGY) and "[derived.income]" not in repr(STRATEGY)


def test_a_faulty_file_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "strategy.toml"
    file.write_text(SMALL.replace("step = 100", "step = 0"), encoding="utf-8")
    with pytest.raises(StrategyFaulty) as in_folder:
        load_strategy(tmp_path)
    assert "strategy.toml" in str(in_folder.value) and str(tmp_path) not in str(in_folder.value)
    with pytest.raises(StrategyFaulty) as alone:
        load_strategy(file)
    assert str(file) in str(alone.value)


def test_a_strategy_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    for asked in (lambda: load_strategy(tmp_path / "x"), lambda: shipped_strategy("x")):
        with pytest.raises(StrategyUnknown) as fault:
            asked()
        assert "branch-loan, cash-loan, personal-loan, purchase-line" in str(fault.value)
