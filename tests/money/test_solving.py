from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.irr import present_value
from workbench.money.solving import NoRate, root_of_falling

GUESS = Decimal("0.01")


@given(st.integers(-9899, 10**6).map(lambda points: Decimal(points) / 10000))
def test_a_straight_line_has_its_root(root):
    assert abs(root_of_falling(lambda rate: root - rate, GUESS) - root) < Decimal("1e-15")


@pytest.mark.parametrize("root", ["0", "0.01", "-0.99", "-0.1", "900000"])
def test_a_root_on_the_edge_is_found(root):
    assert root_of_falling(lambda rate: Decimal(root) - rate, GUESS) == Decimal(root)


def test_no_root_above_or_below_is_said():
    with pytest.raises(NoRate, match="Less is paid back"):
        root_of_falling(lambda _: Decimal(-1), GUESS)
    with pytest.raises(NoRate, match="More is paid back"):
        root_of_falling(lambda _: Decimal(1), GUESS)


def test_an_ordinary_loan_takes_few_steps():
    asked = []

    def balance(rate):
        asked.append(rate)
        return present_value([Decimal(-11760), *[Decimal(398)] * 36], rate)

    assert round(root_of_falling(balance, GUESS), 6) == Decimal("0.011092")
    assert len(asked) <= 14


def test_a_steep_curve_is_closed_from_both_sides():
    asked = []

    def balance(rate):
        asked.append(rate)
        return present_value([Decimal(-1), *[Decimal(1)] * 60], rate)

    found = root_of_falling(balance, GUESS)
    assert abs(balance(found)) < Decimal("1e-14")
    assert len(asked) <= 26
