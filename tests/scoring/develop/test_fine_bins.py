"""Fine bins: spikes, slivers, codes, rare words and short edges, at their exact bounds."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.fine_bins import (
    Field,
    FieldBins,
    bin_field,
    odd_values,
    short_number,
)

X = Field("x", True)


def column(**rows: int) -> pl.Series:
    """Values v0, v1, ... as often as said."""
    held = [(float(name[1:]), count) for name, count in rows.items()]
    return pl.Series("x", [value for value, count in held for _row in range(count)])


def binned(**rows: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    bins = bin_field(column(**rows), X)
    return bins.edges, bins.spikes


@pytest.mark.parametrize(
    ("field", "manual"),
    [
        (X, False),
        (Field("x", True, breaks=(1.0,)), True),
        (Field("x", False, groups=(("a",),)), True),
    ],
)
def test_breaks_or_groups_of_a_person_are_bins_by_hand(field: Field, manual: bool) -> None:
    assert field.is_manual is manual


def test_every_number_has_its_bin_specials_and_missing_ones_behind() -> None:
    bins = FieldBins(Field("x", True, specials=(-9.0, -8.0)), edges=(0.0, 10.0))
    values = pl.Series([-9.0, -8.0, -1.0, 0.0, 9.5, 10.0, None, float("nan"), float("inf")])
    assert (bins.known, bins.count) == (3, 6)
    assert bins.place(values).tolist() == [3, 4, 0, 1, 1, 2, 5, 5, 5]


def test_a_word_of_no_group_counts_as_missing_and_no_word_is_not_the_word_none() -> None:
    bins = FieldBins(Field("x", False), groups=(("a", "None"), ("c",)))
    assert (bins.known, bins.count) == (2, 3)
    assert bins.place(pl.Series(["a", "None", "c", "d", None])).tolist() == [0, 0, 1, 2, 2]


def test_rows_are_dealt_to_bins_of_fifteen_and_a_thin_rest_joins_the_last() -> None:
    plain = bin_field(pl.Series("x", range(1, 301), dtype=pl.Float64), X)
    rest = bin_field(pl.Series("x", range(1, 308), dtype=pl.Float64), X)
    assert plain.edges == rest.edges == tuple(float(15 * n + 1) for n in range(1, 20))
    assert plain.spikes == rest.spikes == ()


def test_there_are_forty_bins_and_in_a_large_table_at_most_a_hundred() -> None:
    values = pl.Series("x", np.repeat(np.arange(25_600.0), 4))
    assert bin_field(values, X).known == 100  # 102,400 rows: a third of the root would be 106
    assert bin_field(pl.Series("x", np.arange(4_000.0)), X).known == 40


def test_a_value_with_a_hundredth_of_the_rows_is_a_spike() -> None:
    assert binned(v0=1000, v1=19, v2=19, v3=20, v4=942) == ((1.0, 3.0, 4.0), (0, 2, 3))


def test_fifteen_rows_make_a_spike_in_a_small_table() -> None:
    assert binned(v0=80, v1=15, v2=105) == ((1.0, 2.0), (0, 1, 2))
    assert binned(v0=80, v1=14, v2=106) == ((2.0,), (1,))


def test_a_spike_among_more_than_thirty_values_needs_two_hundredths() -> None:
    few = {f"v{n}": 68 for n in range(1, 30)}
    assert binned(v0=25, **few)[1] == tuple(range(30))
    assert binned(v0=25, **few, v30=68)[1] == tuple(range(1, 31))


def test_a_bin_of_fourteen_rows_joins_its_neighbour_and_one_of_fifteen_stays() -> None:
    assert binned(v0=1000, v1=15, v2=985) == ((1.0, 2.0), (0, 2))
    assert binned(v0=1000, v1=14, v2=986) == ((2.0,), (1,))
    assert binned(v0=15, v1=1000, v2=985) == ((1.0, 2.0), (1, 2))
    assert binned(v0=14, v1=1000, v2=986) == ((2.0,), (1,))


def test_a_column_without_a_value_is_one_bin_and_the_missing_one() -> None:
    bins = bin_field(pl.Series("x", [None, None], dtype=pl.Float64), X)
    assert (bins.edges, bins.spikes, bins.count) == ((), (), 2)


def test_special_values_move_no_edge() -> None:
    special = Field("x", True, specials=(-9.0,))
    values = column(v1=50, v2=50)
    both = pl.concat([values, pl.Series("x", [-9.0] * 40)])
    assert bin_field(both, special).edges == bin_field(values, X).edges == (2.0,)


def test_words_seen_five_times_stand_alone_and_rarer_ones_together() -> None:
    words = pl.Series("x", ["b"] * 5 + ["a"] * 5 + ["d"] * 4 + ["c", None])
    assert bin_field(words, Field("x", False)).groups == (("a",), ("b",), ("c", "d"))
    assert bin_field(words.head(10), Field("x", False)).groups == (("a",), ("b",))


@pytest.mark.parametrize(
    ("above", "up_to", "short"),
    [
        (10.0, 10.5, 10.5),
        (900_000.0, 1_100_000.0, 1_000_000.0),
        (5e6, 25e6, 25e6),
        (0.5e-9, 1.2e-9, 1e-9),
        (0.5e-10, 1.2e-10, 1.2e-10),
    ],
)
def test_an_edge_is_rounded_to_between_a_million_and_a_billionth(
    above: float, up_to: float, short: float
) -> None:
    assert short_number(above, up_to) == short


def amounts(code: float, rows: int, *, spread: float = 1.0) -> pl.Series:
    """228 amounts of 28 and one values, nineteen of twenty at most 100 x `spread`, and a code."""
    usual = [*range(1, 29), *([100] * 200)]
    return pl.Series([spread * one for one in usual] + [code] * rows)


def test_a_code_lies_more_than_ten_times_beyond_the_others() -> None:
    assert odd_values(amounts(1_000.0, 5)) == ()
    assert odd_values(amounts(1_001.0, 5)) == (1_001.0,)
    assert odd_values(amounts(1_001.0, 20)) == (1_001.0,)
    assert odd_values(amounts(10.0, 5, spread=0.01)) == ()
    assert odd_values(amounts(10.5, 5, spread=0.01)) == (10.5,)


def test_a_code_is_seen_five_times_and_more_often_among_many_rows() -> None:
    assert odd_values(amounts(1_001.0, 4)) == ()
    many = pl.Series([float(n % 400) for n in range(11_994)] + [99_999.0] * 6)
    assert odd_values(many) == (99_999.0,)  # 0.0005 x 12,000 = 6
    assert odd_values(pl.concat([many[:-1], pl.Series([1.0])])) == ()


def test_codes_are_looked_for_only_among_thirty_values() -> None:
    assert odd_values(amounts(9_999.0, 5)) == (9_999.0,)
    assert odd_values(amounts(9_999.0, 5).replace(1.0, 2.0)) == ()


def test_codes_on_both_sides_are_told_in_their_order() -> None:
    both = pl.concat([amounts(99_999.0, 5), pl.Series([-9_999.0] * 5)])
    assert odd_values(both) == (-9_999.0, 99_999.0)
