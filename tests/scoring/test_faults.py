"""Where a fault of the form stands, and what it says."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import SMALL
from workbench.scoring.check import check
from workbench.scoring.faults import unreadable, where


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("rules", 2, "reason"), "rules 3, reason"),
        (("scorecard", "characteristics", 0, "bins", 1), "scorecard, characteristics 1, bins 2"),
        ((), "strategy"),
        ((1,), "1"),
    ],
)
def test_a_place_is_told_in_words_counted_from_one(path: tuple[str | int, ...], words: str) -> None:
    assert where(path) == words


def test_a_text_that_is_not_toml_has_the_line_of_its_reader() -> None:
    assert unreadable("Expected '=' (at line 12, column 3)").line == 12
    assert unreadable("Unexpected end").line == 1


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("step = 100", "steps = 100", "limit lacks “step”."),
        ("step = 100", "step = 100\nmore = 1", "limit has “more”, which is not part"),
        ("most = 4", "most = 5", "reasons, most: “most” is 5, which is outside ≤ 4."),
        ("horizon_months = 12", "horizon_months = 0", "is 0, which is outside ≥ 1."),
        ("factor = 28.8539", "factor = 0", "“factor” is 0, which is outside > 0."),
        ('name = "B"', 'name = ""', "grades 2, name: “name” is empty."),
        ('currency = "USD"', 'currency = "XYZ"', "is “XYZ”; it is one of: USD, CNY or EUR."),
        ("threshold = 1000", f'threshold = "{"x" * 70}"', f"is “{'x' * 60}”, which"),
    ],
)
def test_a_fault_of_the_form_says_where_it_is_and_what_may_stand_there(
    was: str, now: str, said: str
) -> None:
    assert SMALL.count(was) == 1
    found = [fault.text() for fault in check(SMALL.replace(was, now))]
    assert [said in line for line in found].count(True) == 1, found
