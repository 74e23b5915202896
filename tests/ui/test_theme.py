"""Colours keep their distance, in both themes, measured from the tokens themselves."""

from __future__ import annotations

import itertools
import math

import pytest
from PySide6.QtWidgets import QWidget

from workbench.ui import theme

GROUNDS = ("surface", "window", "rail", "select", "hover", "raised")
TEXT = [
    *((ink, ground) for ink in ("text", "text2") for ground in GROUNDS),
    *(("text3", ground) for ground in (*GROUNDS, "sunken", "neutral_bg")),
    *(("text", f"{s}_bg") for s in ("approve", "refer", "decline")),
    *((s, f"{s}_bg") for s in ("approve", "refer", "decline", "neutral", "override")),
    *((s, "surface") for s in ("approve", "refer", "decline", "override", "accent_text")),
    ("on_accent", "accent"),
    ("accent_text", "accent_tint"),
    ("accent_text", "select"),
]
EDGES = [
    *((ink, "surface") for ink in ("line_input", "gain", "middle", "loss", "base", "accent")),
    ("accent", "window"),
    ("accent", "rail"),
]


_SEEN_BY = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": ((0.109, 0.891, 0), (0.109, 0.891, 0), (0.004, -0.004, 1)),
    "deuteranopes": ((0.293, 0.707, 0), (0.293, 0.707, 0), (-0.022, 0.022, 1)),
    "tritanopes": ((1, 0.145, -0.145), (0, 0.859, 0.141), (0, 0.859, 0.141)),
}
"""Linear red, green and blue as each sees them (Vienot, Brettel and Mollon 1999)."""


def _linear(token: str) -> tuple[float, float, float]:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    colour = theme.colour(token)
    return linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())


def _light(token: str) -> float:
    red, green, blue = _linear(token)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(token: str, eyes: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a token as these eyes see it."""
    red, green, blue = (
        sum(share * part for share, part in zip(line, _linear(token), strict=True))
        for line in _SEEN_BY[eyes]
    )
    x, y, z = (
        max(0.0, part) ** (1 / 3)
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0888,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of WCAG 2.2 between two tokens of the theme shown now."""
    low, high = sorted((_light(ink), _light(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_text_can_be_read_on_its_ground(qapp, name):
    theme.apply(qapp, name)
    assert {p: round(contrast(*p), 2) for p in TEXT if contrast(*p) < 4.5} == {}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_edges_and_charts_can_be_told_from_their_ground(qapp, name):
    theme.apply(qapp, name)
    assert {p: round(contrast(*p), 2) for p in EDGES if contrast(*p) < 3} == {}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("eyes", list(_SEEN_BY))
def test_good_middle_and_bad_look_different_to_everybody(qapp, name, eyes):
    theme.apply(qapp, name)
    for one, other in itertools.combinations(("gain", "middle", "loss"), 2):
        assert math.dist(_lab(one, eyes), _lab(other, eyes)) > 12, (one, other)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_good_middle_and_bad_can_be_told_apart_in_grey(qapp, name):
    theme.apply(qapp, name)
    greys = sorted(_lab(token, "all")[0] for token in ("gain", "middle", "loss"))
    assert greys[1] - greys[0] > 7 and greys[2] - greys[1] > 7


def test_both_themes_name_the_same_tokens():
    first, second = (set(theme._themes()[name]) for name in ("light", "dark"))
    assert first == second


def test_every_token_of_the_style_sheet_exists(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    window.show()
    light = window.styleSheet()
    theme.apply(qapp, "dark")
    assert "$" not in window.styleSheet()
    assert window.styleSheet() != light


@pytest.mark.parametrize(
    ("points", "seen"), [(9.0, 9.75), (11.0, 9.75), (14.0, 14.0), (-1.0, 9.75)]
)
def test_the_desktops_larger_type_is_taken_and_what_holds_words_grows(points, seen):
    theme.follow_type(points)
    assert theme.font().pointSizeF() == pytest.approx(seen)
    assert theme.grown(100) == round(100 * seen / 9.75)
    theme.follow_type(0)
