"""From curves to whole points: what is joined, what is held, what the PD is made of."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.additive import Additive
from workbench.scoring.develop.fine_bins import Field, FieldBins
from workbench.scoring.develop.made_facts import MadeFact
from workbench.scoring.develop.points_card import (
    CardBins,
    PointsCard,
    Rows,
    Scaling,
    calibrate,
    make_card,
)

ONE_A_UNIT = Scaling(double=float(np.log(2.0)))
"""One point per unit of log odds, so that exact points are exact."""

Points = tuple[float, ...]


def card_of(
    bins: FieldBins,
    points: Points,
    mass: Points,
    *,
    missing: tuple[int, float] = (0, 1.0),
    scale: Scaling | None = None,
) -> PointsCard:
    """A card of one field: exact points and mass of each bin (one row); missing rows, each so
    heavy. The value of bin n is n, then come the special values."""
    known = [float(n) for n in range(bins.known)] + list(bins.field.specials)
    words = [group[0] for group in bins.groups]
    column = pl.Series("x", [*(words or known), *([None] * missing[0])])
    weight = np.array([*mass, *([missing[1]] * missing[0])])
    scale = scale or Scaling()
    effects = {"x": tuple(-one / scale.factor for one in points)}
    rows = Rows(pl.DataFrame({"x": column}), np.full(len(weight), 0.25), weight)
    return make_card(Additive(-2.0, (bins,), effects), rows, scale)


def numbers(count: int, direction: str = "any", *, specials: Points = ()) -> FieldBins:
    field = Field("x", True, direction, specials=specials)
    return FieldBins(field, tuple(map(float, range(1, count))))


def printed(card: PointsCard) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The edges and the points, those of special and missing values last."""
    (one,) = card.characteristics
    return one.bins.edges, one.points


def test_points_are_the_scaled_log_odds_of_good() -> None:
    card = card_of(numbers(3), (14.4, 0, -14.4, 0), (10, 20, 10))
    (one,) = card.characteristics
    assert printed(card) == ((1.0, 2.0), (14, 0, -14, -14))
    assert card.base == 545  # 487.12 + 28.85 x 2
    assert (one.has_missing, one.shares) == (False, (0.25, 0.5, 0.25, 0.0))
    assert one.bad_rates == (0.25, 0.25, 0.25, 0.0)


def test_bins_of_like_points_are_joined_at_the_mean_of_their_rows() -> None:
    assert printed(card_of(numbers(3), (10, 13, 0, 0), (300, 100, 1e5))) == ((2.0,), (11, 0, 0))
    assert printed(card_of(numbers(3), (0, 10, 13, 0), (1e5, 300, 100))) == ((1.0,), (0, 11, 0))


def test_what_joining_costs_is_counted_together() -> None:
    card = card_of(numbers(4), (0, 1, 10, 11, 0), (1, 1, 1, 1), missing=(32, 0.125))
    assert printed(card) == ((2.0, 3.0), (0, 10, 11, 0))  # 0.0625 and 0.125 of 0.1 allowed


def test_joining_may_cost_a_tenth_of_a_point_squared() -> None:
    card = card_of(numbers(2), (0, 1, -5), (2, 2), missing=(24, 0.25), scale=ONE_A_UNIT)
    assert printed(card) == ((), (0, -5))


def test_finer_points_print_finer_bins() -> None:
    points, mass = (0.0, 4.0, 100.0, 0.0), (2, 2, 2)
    assert printed(card_of(numbers(3), points, mass)) == ((2.0,), (2, 100, 2))
    fine = card_of(numbers(3), points, mass, scale=Scaling(double=80.0))
    assert printed(fine) == ((1.0, 2.0), (0, 4, 100, 0))
    assert Scaling(double=40.0).loss == pytest.approx(0.002)


def test_words_of_like_points_are_joined_wherever_they_stand() -> None:
    bins = FieldBins(Field("x", False), groups=(("a",), ("b",), ("c",)))
    (one,) = card_of(bins, (10, 0, 10.2, 0), (100, 100, 100)).characteristics
    assert (one.bins.groups, one.points) == ((("c", "a"), ("b",)), (10, 0, 0))


def test_bins_without_rows_are_joined_to_those_with_some() -> None:
    card = card_of(numbers(4), (90, 70, 10, 50, 0), (0, 0, 10, 10))
    assert printed(card) == ((3.0,), (10, 50, 10))


def test_bins_that_come_out_with_the_same_points_are_one() -> None:
    points, mass = (9.6, 10.4, 0.0, 0.0), (100, 100, 100)
    assert printed(card_of(numbers(3), points, mass)) == ((2.0,), (10, 0, 0))
    manual = FieldBins(Field("x", True, breaks=(1.0, 2.0)), edges=(1.0, 2.0))
    assert printed(card_of(manual, points, mass)) == ((1.0, 2.0), (10, 10, 0, 0))


def test_missing_values_have_their_own_points_from_twenty_rows_on_where_they_are_worse() -> None:
    few = card_of(numbers(2), (20, 0, -30), (50, 50), missing=(19, 1.0))
    seen = card_of(numbers(2), (20, 0, -30), (50, 50), missing=(20, 1.0))
    better = card_of(numbers(2), (20, 0, 30), (50, 50), missing=(20, 1.0))
    assert [one.characteristics[0].points[-1] for one in (few, seen, better)] == [0, -30, 0]
    assert [one.characteristics[0].has_missing for one in (few, seen)] == [False, True]


def test_special_values_keep_their_own_points_and_missing_ones_are_no_better() -> None:
    bins = numbers(3, "rising", specials=(-9.0,))
    card = card_of(bins, (0, 20, 10, -7, 0), (50, 50, 50, 50))
    assert printed(card) == ((1.0,), (0, 15, -7, -7))


@pytest.mark.parametrize(
    ("direction", "points", "mass", "held"),
    [
        ("rising", (10, 4, 20, 0), (1, 1, 1), ((2.0,), (7, 20, 7))),
        ("rising", (0, 10, 5, 20, 0), (1, 3, 1, 1), ((1.0, 3.0), (0, 9, 20, 0))),
        ("rising", (0, 10, 8, 3, 20, 0), (1, 1, 1, 1, 1), ((1.0, 4.0), (0, 7, 20, 0))),
        ("falling", (20, 3, 8, 10, 0, 0), (1, 1, 1, 1, 1), ((1.0, 4.0), (20, 7, 0, 0))),
        ("any", (0, 10, 5, 20, 0), (1, 3, 1, 1), ((1.0, 2.0, 3.0), (0, 10, 5, 20, 0))),
    ],
)
def test_points_against_the_declared_direction_are_pooled(
    direction: str, points: Points, mass: Points, held: object
) -> None:
    assert printed(card_of(numbers(len(mass), direction), points, mass)) == held


def test_rows_weigh_in_shares_and_bad_rates() -> None:
    bins = FieldBins(Field("x", True, breaks=(1.0, 9.0)), edges=(1.0, 9.0))
    frame = pl.DataFrame({"x": [0.0, 0.5, 2.0]})
    rows = Rows(frame, np.array([1.0, 0.0, 0.0]), np.array([1.0, 3.0, 4.0]))
    (one,) = make_card(Additive(0.0, (bins,), {"x": (1.0, 0, 0, 0)}), rows).characteristics
    assert one.shares == (0.5, 0.5, 0.0, 0.0)
    assert one.bad_rates == (0.25, 0.0, 0.0, 0.0)


def test_a_field_that_tells_nothing_and_a_fact_made_for_nothing_leave_the_card() -> None:
    facts = MadeFact("sum", "x", "y"), MadeFact("product", "x", "y")
    names = ("x", "x_sum_y", "x_product_y")
    fields = [FieldBins(Field(name, True), edges=(1.5,)) for name in names]
    effects = {"x": (0.0, 0.1, 0.0), "x_sum_y": (1.0, -1.0, 0), "x_product_y": (0.0, 0, 0)}
    frame = pl.DataFrame({"x": [0.0, 1.0, 2.0, 1.0], "y": [1.0, 0.0, 1.0, 1.0]})
    rows = Rows.of(frame, np.array([0.0, 1.0, 0.0, 1.0]))
    card = make_card(Additive(0.0, tuple(fields), effects, facts), rows)
    assert [c.bins.field.name for c in card.characteristics] == ["x", "x_sum_y"]
    assert card.made == facts[:1]


def handmade() -> PointsCard:
    words = FieldBins(Field("job", False), groups=(("a",), ("b",)))
    first = CardBins(numbers(2), (10, -5, -5), False, (0.5, 0.5, 0.0), (0.1, 0.3, 0.0))
    second = CardBins(words, (3, 0, -2), True, (0.5, 0.4, 0.1), (0.1, 0.3, 0.5))
    return PointsCard(500, (first, second), 400.0, 50.0, Scaling())


def test_a_score_is_the_base_and_the_points_and_the_pd_follows() -> None:
    frame = pl.DataFrame({"x": [0.0, 1.0, None], "job": ["a", "b", "z"]})
    card = handmade()
    assert card.score(frame).tolist() == [513, 495, 493]
    assert card.pd(frame)[0] == pytest.approx(1 / (1 + np.exp(2.26)))  # (513 - 400) / 50
    assert card.means(frame) == {"x": 0.0, "job": pytest.approx(1 / 3)}


def test_the_pd_is_calibrated_on_what_was_seen() -> None:
    score = np.repeat([400.0, 600.0], [100, 100])
    bad = np.repeat([1.0, 0.0, 1.0, 0.0], [50, 50, 10, 90])
    offset, factor = calibrate(score, bad)
    assert offset == pytest.approx(400, abs=0.01)  # even odds
    assert factor == pytest.approx(200 / np.log(9), abs=0.01)  # nine to one 200 points on
    four = np.array([1.0, 0.0, 1.0, 0.0]), np.array([50.0, 50.0, 10.0, 90.0])
    assert calibrate(np.repeat([400.0, 600.0], 2), *four) == pytest.approx((400, factor), abs=0.01)


def test_a_score_that_tells_nothing_or_the_wrong_way_gives_the_bad_rate() -> None:
    bad = np.array([0.0, 1.0, 1.0, 0.0])
    assert calibrate(np.full(4, 500.0), bad) == pytest.approx((500.0, 2.0))
    share = np.array([0.4, 0.4, 0.5, 0.5])
    assert calibrate(np.array([400.0, 400.0, 600.0, 600.0]), share) == (500.0, 1e6)
