"""Yearly cost from monthly cash flows: the internal rate of return, simple and compound."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from workbench.money.amounts import exact
from workbench.money.solving import root_of_falling

MONTHS = 12
_GUESS = Decimal("0.01")


@exact
def irr_monthly(flows: Sequence[Decimal]) -> Decimal:
    """The monthly rate at which the flows of months 0, 1, 2, ... are worth nothing today.

    What the borrower receives has one sign and what is paid the other; which one, is all the
    same. [12000, then twelve times -1072] -> 0.0108618... Raises NoRate without both signs.
    """
    first = next((flow for flow in flows if flow), Decimal(0))
    paid = [-flow if first > 0 else flow for flow in flows]
    return root_of_falling(lambda rate: present_value(paid, rate), _GUESS)


def present_value(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """The worth at time 0 of flows at times 0, 1, 2, ... at `rate` per period."""
    worth, factor = Decimal(0), 1 / (1 + rate)
    for flow in reversed(flows):
        worth = worth * factor + flow
    return worth


def annual_simple(monthly: Decimal) -> Decimal:
    """Monthly rate x 12 (单利): 0.0108618 -> 13.0342 %."""
    return monthly * MONTHS


@exact
def annual_compound(monthly: Decimal) -> Decimal:
    """(1 + monthly rate)^12 - 1 (IRR, 复利): 0.0108618 -> 13.8418 %."""
    return (1 + monthly) ** MONTHS - 1
