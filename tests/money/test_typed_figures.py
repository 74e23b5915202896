"""What people type as a figure is read exactly, and what cannot be reckoned with is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.typed_figures import typed_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("21,000.50", "21000.50"),
        ("２１０００", "21000"),
        ("−5", "-5"),
        (" 0.6 ", "0.6"),
        ("1 200", "1200"),
        ("9,999,999,999,999", "9999999999999"),
    ],
)
def test_a_figure_is_read_as_it_is_written(text: str, figure: str) -> None:
    assert typed_figure(text) == Decimal(figure)


@pytest.mark.parametrize(
    "text", ["", " ", "NaN", "sNaN", "inf", "-Infinity", "1e999", "1e-400", "9" * 23, "12 x", "5%"]
)
def test_what_is_no_figure_to_reckon_with_is_none(text: str) -> None:
    assert typed_figure(text) is None


@given(st.text(max_size=40) | st.decimals(allow_nan=True, allow_infinity=True).map(str))
def test_whatever_is_typed_is_a_figure_to_reckon_with_or_none(text: str) -> None:
    figure = typed_figure(text)
    assert figure is None or (figure % 1 < 1 and -(10**13) < figure < 10**13)
