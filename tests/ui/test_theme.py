"""Colours keep their distance, in both themes, measured from the tokens themselves."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QObject

from workbench.ui import theme

GROUNDS = ("surface", "window", "rail", "select", "hover", "raised")
TEXT = [
    *((ink, ground) for ink in ("text", "text2") for ground in GROUNDS),
    *(("text3", ground) for ground in ("surface", "window", "rail", "sunken")),
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


def _light(token: str) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    colour = theme.colour(token)
    red, green, blue = map(linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


def test_both_themes_name_the_same_tokens():
    first, second = (set(theme._themes()[name]) for name in ("light", "dark"))
    assert first == second


def test_every_token_of_the_style_sheet_exists(qapp):
    theme.apply(qapp, "dark")
    assert "$" not in qapp.styleSheet()


def test_what_is_gone_is_not_kept_for_the_next_switch_of_the_theme():
    before = len(theme._listeners)
    for _n in range(500):
        theme.on_change(owner := QObject(), lambda: None)
        shiboken6.delete(owner)
    assert len(theme._listeners) < before + 300
