"""Weights and smoothness: both stand still where the formulas say so."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.scoring.develop.curves import Curve, Part, curves_of
from workbench.scoring.develop.fine_bins import Field, FieldBins, Floats, Integers
from workbench.scoring.develop.penalised import Held, Solved, Tied, solve

RIDGE = 1e-3


def words(name: str, count: int) -> FieldBins:
    return FieldBins(Field(name, False), groups=tuple((str(n),) for n in range(count)))


def numbers(name: str, edges: int) -> FieldBins:
    return FieldBins(Field(name, True), tuple(map(float, range(edges))))


def rows(*bins: tuple[int, int]) -> tuple[Integers, Floats]:
    """Of each bin so many rows and bads: the bin of every row, and 1.0 for bad."""
    place = np.repeat(np.arange(len(bins)), [held for held, _bads in bins])
    bad = np.concatenate([np.repeat([1.0, 0.0], [bads, held - bads]) for held, bads in bins])
    return place, bad


def left(solved: Solved, place: Integers, bad: Floats, *, weight: Floats | None = None) -> Floats:
    """By bin: expected less seen bads, at the intercept and one weight a bin."""
    padded = np.append(solved.weights, 0.0)
    chance = 1 / (1 + np.exp(-padded[0] - padded[1 + place]))
    each = (chance - bad) * (1.0 if weight is None else weight)
    return np.bincount(place, each).astype(np.float64)


def test_without_curves_the_intercept_is_the_log_odds_of_the_weighted_rows() -> None:
    bad = np.array([1.0, 0.0, 0.0, 0.0])
    plain, weighted = (solve([], bad, weight) for weight in (np.ones(4), np.array([9.0, 1, 1, 1])))
    assert plain.weights == pytest.approx([-np.log(3)], abs=1e-3)
    assert weighted.weights == pytest.approx([np.log(3)], abs=1e-3)


def test_words_are_drawn_to_nought_as_strongly_as_held() -> None:
    place, bad = rows((100, 10), (60, 30), (40, 4))
    weight = np.linspace(0.5, 1.5, 200)
    solved = solve(curves_of([words("x", 3)], [place]), bad, weight, held=Held(1.0, 5.0))
    assert solved.strengths == [[5.0]]
    pull = (5.0 + RIDGE) * solved.weights[1:]
    assert left(solved, place, bad, weight=weight) == pytest.approx(-pull, abs=1e-3)
    assert pull.sum() == pytest.approx(0, abs=1e-3) and np.ptp(solved.weights[1:]) > 1.5


def test_a_curves_steps_are_held_and_its_mean_over_the_rows_is_nought() -> None:
    place, bad = rows((100, 10), (60, 30), (40, 4))
    solved = solve(curves_of([numbers("x", 2)], [place]), bad, np.ones(200), held=Held(3.0, 9.0))
    one, two, three = solved.weights[1:]
    assert solved.strengths == [[6.0]]  # 3 on each of the two steps, times two
    pull = 6.0 * np.array([one - two, 2 * two - one - three, three - two]) + RIDGE * np.array(
        [one, two, three]
    )
    assert left(solved, place, bad) == pytest.approx(-pull, abs=0.05)
    assert 100 * one + 60 * two + 40 * three == pytest.approx(0, abs=0.05)


def test_what_is_held_of_curves_words_and_spikes() -> None:
    eye = np.eye(4)
    held = Held(steps=10.0, apart=20.0)
    parts = [
        Part(kind, 1, np.zeros(1, np.int64), (eye, eye)) for kind in ("curve", "words", "spikes")
    ]
    assert [held.strengths(part) for part in parts] == [[30.0, 0.0], [20.0, 0.0], [1e5, 0.0]]


def test_tied_weights_are_one() -> None:
    place, bad = rows((100, 10), (60, 30), (40, 4))
    curves = curves_of([words("x", 3)], [place])
    free = solve(curves, bad, np.ones(200), held=Held(1.0, 1.0))
    for held in (Held(1.0, 1.0), None):
        tied = solve(curves, bad, np.ones(200), Tied(frozenset({(2, 3)}), free), held)
        assert tied.weights[2] == pytest.approx(tied.weights[3], abs=0.01)
        pull = (tied.strengths[0][0] + RIDGE) * tied.weights[2:].sum()
        assert left(tied, place, bad)[1:].sum() == pytest.approx(-pull, abs=0.01)
        assert abs(tied.weights[1] - tied.weights[2]) > 0.5


def renewed(curves: list[Curve], solved: Solved, place: list[Integers], bad: Floats) -> list[float]:
    """The strengths that Fellner and Schall's update gives where the weights stand, for curves
    of one kind with one part and one penalty."""
    count = len(solved.weights)
    matrix = np.eye(count)[0] + sum(np.eye(count)[c.parts[0].place] for c in curves)
    chance = 1 / (1 + np.exp(-matrix @ solved.weights))
    parts = [curve.parts[0] for curve in curves]
    penalty = np.diag([1e-9, *([RIDGE] * (count - 1))])
    for curve, part, (strength,) in zip(curves, parts, solved.strengths, strict=True):
        at = slice(part.start, part.start + part.count)
        share = curve.mass[: part.count] / curve.mass[: part.count].sum()
        centre = 1e5 * np.outer(share, share) * (part.kind == "curve")
        penalty[at, at] += strength * part.penalties[0] + centre
    spread = np.linalg.inv(matrix.T * (chance * (1 - chance)) @ matrix + penalty)
    used, spent = [], []
    for part, (strength,) in zip(parts, solved.strengths, strict=True):
        at = slice(part.start, part.start + part.count)
        trace = np.trace(spread[at, at] @ part.penalties[0])
        used.append(np.linalg.matrix_rank(part.penalties[0]) - strength * trace)
        own = solved.weights[at]
        spent.append(own @ part.penalties[0] @ own * part.unit)
    lent = 10 * sum(spent) / sum(used)
    return [
        part.unit * (one + 10) / (two + lent)
        for part, one, two in zip(parts, used, spent, strict=True)
    ]


@pytest.mark.parametrize("kind", [words, numbers])
def test_smoothness_stands_still_where_variance_is_spread_over_freedom(kind: object) -> None:
    draw = np.random.default_rng(2)
    place = [draw.integers(0, 3, 900), draw.integers(0, 3, 900)]
    odds = np.array([-1.0, 0.0, 1.0])[place[0]] + np.array([0.0, 0.3, 0.1])[place[1]]
    bad = (draw.uniform(size=900) < 1 / (1 + np.exp(-odds))).astype(float)
    bins = [words(n, 3) if kind is words else numbers(n, 2) for n in "xy"]
    curves = curves_of(bins, place)
    solved = solve(curves, bad, np.ones(900))
    found = [strength for (strength,) in solved.strengths]
    assert found == pytest.approx(renewed(curves, solved, place, bad), rel=0.08)
    assert found[0] < found[1]
