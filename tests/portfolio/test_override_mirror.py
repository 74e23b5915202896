from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.portfolio.override_mirror import Mirror, PastOverride, most_similar

AT = datetime(2026, 11, 22, tzinfo=UTC)
THIS = PastOverride("A-9", "loan", "up", "SAVINGS", "Lin", 520, 10_000.0, 0.30, AT, "")


def past(number: str, **changes: object) -> PastOverride:
    return replace(THIS, number=number, ended="stands", **changes)


def test_the_nearest_come_first() -> None:
    rows = [
        past("A-1", score=560),
        past("A-2", score=525),
        past("A-3", amount=20_000.0),
        past("A-4", reason="OUR_CUSTOMER", score=520),
    ]
    assert [one.number for one in most_similar(THIS, rows)] == ["A-2", "A-3", "A-4", "A-1"]


def test_other_products_directions_and_the_case_itself_are_left_out() -> None:
    rows = [past("A-1", product="car"), past("A-2", direction="down"), past("A-9")]
    assert most_similar(THIS, rows) == ()


def test_at_most_so_many_are_shown() -> None:
    assert len(most_similar(THIS, [past(f"A-{n}") for n in range(20, 40)])) == 10


def test_what_is_not_known_counts_as_a_step_apart() -> None:
    near, unknown = past("A-1", score=530), past("A-2", score=None)
    assert most_similar(THIS, [unknown, near]) == (near, unknown)


def test_ones_own_rate_without_and_with_this_one() -> None:
    seen = Mirror((), overrides=2, decided=40)
    assert seen.rate == 0.05
    assert seen.rate_with_it == pytest.approx(3 / 41)
    assert Mirror((), 0, 0).rate is None
    assert Mirror((), 0, 0).rate_with_it == 1.0
