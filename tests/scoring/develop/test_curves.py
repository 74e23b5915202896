"""The weights of one field: which bins share them, what holds them, which break a direction."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.scoring.develop.curves import Curve, curves_of, pairs_against
from workbench.scoring.develop.fine_bins import Field, FieldBins, Integers

NONE = [-1, -1]


def numbers(edges: int, direction: str = "any", *, spikes: tuple[int, ...] = ()) -> FieldBins:
    return FieldBins(Field("x", True, direction), tuple(map(float, range(edges))), spikes=spikes)


def rows(*counts: int) -> Integers:
    """As many rows in each bin as said."""
    return np.repeat(np.arange(len(counts)), counts)


def curve(bins: FieldBins, *counts: int) -> Curve:
    (one,) = curves_of([bins], [rows(*counts)])
    return one


def kinds(one: Curve) -> list[str]:
    return [part.kind for part in one.parts]


def test_three_bins_are_held_by_their_two_steps() -> None:
    one = curve(numbers(2), 5, 6, 7, 0)
    (part,) = one.parts
    assert (part.kind, part.start, part.count, part.unit) == ("curve", 1, 3, 3.0)
    assert [held.tolist() for held in part.penalties] == [[[1, -1, 0], [-1, 2, -1], [0, -1, 1]]]
    assert one.loadings.tolist() == [[1, -1], [2, -1], [3, -1], NONE]
    assert one.mass.tolist() == [5, 6, 7, 0]


def test_from_four_bins_on_changes_of_step_are_held_too() -> None:
    (part,) = curve(numbers(3), 5, 5, 5, 5).parts
    assert part.penalties[0].tolist()[1] == [-1, 2, -1, 0]
    bends = [[1, -2, 1, 0], [-2, 5, -4, 1], [1, -4, 5, -2], [0, 1, -2, 1]]
    assert part.penalties[1].tolist() == bends


def test_every_row_names_its_weight_and_a_missing_one_none() -> None:
    (part,) = curve(numbers(1), 2, 1, 3).parts
    assert part.place.tolist() == [1, 1, 2, -1, -1, -1]


def test_missing_values_have_a_weight_from_twenty_rows_on() -> None:
    assert kinds(curve(numbers(1), 9, 9, 19)) == ["curve"]
    seen = curve(numbers(1), 9, 9, 20)
    assert kinds(seen) == ["curve", "apart"]
    assert seen.loadings.tolist() == [[1, -1], [2, -1], [3, -1]]


def test_special_values_stand_apart_however_few() -> None:
    special = FieldBins(Field("x", True, specials=(-9.0, -8.0)), edges=(1.0,))
    one = curve(special, 9, 9, 1, 1, 0)
    assert one.loadings.tolist() == [[1, -1], [2, -1], [3, -1], [4, -1], NONE]
    apart = one.parts[1]
    assert (apart.kind, apart.start, apart.unit) == ("apart", 3, 1.0)
    assert [held.tolist() for held in apart.penalties] == [[[1, 0], [0, 1]]]


def test_spikes_may_leave_a_curve_of_four_bins_where_nothing_is_declared() -> None:
    one = curve(numbers(3, spikes=(0, 2)), 5, 5, 5, 5)
    assert kinds(one) == ["curve", "spikes"]
    assert one.loadings.tolist() == [[1, 5], [2, -1], [3, 6], [4, -1], NONE]
    assert [held.tolist() for held in one.parts[1].penalties] == [[[1, 0], [0, 1]]]
    assert kinds(curve(numbers(2, spikes=(0, 2)), 5, 5, 5)) == ["curve"]
    assert kinds(curve(numbers(3, "rising", spikes=(0, 2)), 5, 5, 5, 5)) == ["curve"]


def test_one_bin_alone_has_no_curve_and_words_have_a_weight_each() -> None:
    assert curve(numbers(0), 9, 9).parts == ()
    (part,) = curve(FieldBins(Field("x", False), groups=(("a",), ("b",))), 9, 9).parts
    assert (part.kind, part.unit, part.penalties[0].tolist()) == ("words", 1.0, [[1, 0], [0, 1]])


def test_weights_are_numbered_through_all_fields() -> None:
    first, second = curves_of([numbers(2), numbers(1)], [rows(5, 5, 5, 30), rows(9, 9)])
    assert [(part.start, part.count) for part in first.parts] == [(1, 3), (4, 1)]
    assert [(part.start, part.count) for part in second.parts] == [(5, 2)]


def test_an_effect_is_the_sum_of_a_bins_weights() -> None:
    one = curve(numbers(3, spikes=(2,)), 5, 5, 5, 5, 0)
    found = one.effects(np.array([-2.0, 1.0, 2.0, 3.0, 4.0, 0.5]))
    assert found.tolist() == [1.0, 2.0, 3.5, 4.0, 0.0]


@pytest.mark.parametrize(
    ("direction", "pairs"), [("rising", {(1, 2)}), ("falling", {(2, 3)}), ("any", set())]
)
def test_neighbours_whose_odds_of_bad_go_the_wrong_way_are_named(
    direction: str, pairs: set[tuple[int, int]]
) -> None:
    one = curve(numbers(3, direction), 5, 5, 5, 5)
    weights = np.array([9.0, 0.0, 0.5, 0.2, 0.2005])
    assert pairs_against(one, weights) == pairs
