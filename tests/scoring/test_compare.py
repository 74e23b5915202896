"""Two strategies on the same rows: who moves, and which change alone moves whom."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import SMALL, frame_of
from tests.scoring.test_worked_numbers import STRONG, WEAK
from workbench.scoring.compare import compare, flips, reads_only_what_is_known
from workbench.scoring.difference import changes
from workbench.scoring.strategy import Strategy, parse_strategy

BASE = parse_strategy(SMALL)
POOR = {"income_monthly": 900, "existing_instalments_monthly": 0, "own_exposure": 0}
ROWS = frame_of(STRONG, WEAK, STRONG | POOR | {"amount_requested": 1_000})
LOWER = ("approve = 600, decline = 580", "approve = 570, decline = 560")


def changed(*pairs: tuple[str, str]) -> Strategy:
    text = SMALL
    for was, now in pairs:
        assert text.count(was) == 1
        text = text.replace(was, now)
    return parse_strategy(text)


def test_who_comes_in_and_who_goes_out_with_their_mean_pd() -> None:
    found = compare(BASE, changed(LOWER), ROWS)
    assert (found.rows, found.accepted_before, found.accepted_after) == (3, 1, 2)
    assert (found.swapped_in, found.swapped_out, found.flipped) == ((1,), (), 1)
    assert found.moved[("refer", "approve")] == 1
    assert found.mean_pd_in == pytest.approx(0.0385, abs=5e-4)  # 580 points
    assert found.mean_pd_out is None
    assert found.differs.to_list() == [False, True, False]
    back = compare(changed(LOWER), BASE, ROWS)
    assert (back.swapped_in, back.swapped_out, back.mean_pd_in) == ((), (1,), None)


def test_each_change_is_tried_alone_and_words_move_nobody() -> None:
    lower, source = ("threshold = 1000", "threshold = 800"), ('"Policy 1"', '"Policy 9"')
    found = changes(BASE, changed(LOWER, lower, source))
    moved = [held.to_list() if held is not None else None for held in flips(BASE, ROWS, found)]
    assert list(zip([one.path[-1] for one in found], moved, strict=True)) == [
        ("approve", [False, True, False]),
        ("decline", [False, False, False]),
        ("threshold", [False, False, True]),
        ("source", [False, False, False]),
    ]


def test_a_change_that_cannot_stand_alone_is_told_as_none() -> None:
    label = 'label = { en = "Half", zh = "半" }'
    half = f'[derived.half]\nkind = "money"\nis = "income / 2"\n{label}\n\n[scorecard]'
    new = changed(("[scorecard]", half), ('"income >= threshold"', '"half >= threshold"'))
    assert reads_only_what_is_known(new)
    [fact, rule] = changes(BASE, new)
    assert fact.path == ("derived", "half")
    alone = flips(BASE, ROWS, [fact, rule])
    assert [held is not None and held.to_list() for held in alone] == [[False] * 3, [False] * 3]
    gone = changes(new, BASE)
    assert [held is None for held in flips(new, ROWS, gone)] == [True, False]
