"""The reference's bands: weight of evidence and information value."""

from __future__ import annotations

import pytest

from workbench.scoring.evidence import EMPTY, information_value, strength, weights_of_evidence

GOODS, BADS = (50, 100, 200, 300, 350), (30, 25, 20, 15, 10)


def test_the_weights_of_the_worked_bands() -> None:
    weights = [round(weight, 4) for weight in weights_of_evidence(GOODS, BADS)]
    assert weights == [-1.7918, -0.9163, 0, 0.6931, 1.2528]


def test_the_information_value_of_the_worked_bands() -> None:
    assert round(information_value(GOODS, BADS), 4) == 1.0025


def test_an_empty_cell_counts_as_half_a_case() -> None:
    assert weights_of_evidence((10, 10), (0, 5)) == weights_of_evidence((10, 10), (EMPTY, 5))
    assert weights_of_evidence((0, 10), (5, 5))[0] == pytest.approx(-2.3514, abs=1e-4)


def test_bins_alike_tell_nothing() -> None:
    assert weights_of_evidence((10, 30), (1, 3)) == (0, 0)
    assert information_value((10, 30), (1, 3)) == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0199, "tells next to nothing"),
        (0.02, "tells little"),
        (0.1, "tells something"),
        (0.3, "tells much"),
        (0.5, "tells so much that it may know the outcome"),
    ],
)
def test_a_value_is_said_in_words_from_its_band_on(value: float, said: str) -> None:
    assert strength(value) == said
