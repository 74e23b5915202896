from __future__ import annotations

import polars as pl
import pytest

from workbench.portfolio.override_monitoring import DOWN, SCHEMA, UP, override_figures


def decided(count: int, advice: str, direction: str = "", **more: str) -> pl.DataFrame:
    row = dict.fromkeys(SCHEMA, "") | {"advice": advice, "direction": direction} | more
    return pl.DataFrame([row] * count, schema=SCHEMA)


def a_thousand() -> pl.DataFrame:
    """150 that the system would decline, 25 of them approved; 850 it would approve, 8 declined."""
    return pl.concat(
        [
            decided(125, "decline", officer="Lin"),
            decided(25, "decline", UP, officer="Lin", reason="SAVINGS"),
            decided(842, "approve", officer="Eva"),
            decided(8, "approve", DOWN, officer="Eva", reason="PURPOSE"),
        ]
    )


def test_each_direction_has_its_own_base() -> None:
    (found,) = override_figures(a_thousand())
    assert (found.approve_over_decline.count, found.approve_over_decline.base) == (25, 150)
    assert found.approve_over_decline.rate == pytest.approx(0.1667, abs=1e-4)
    assert found.decline_over_approve.rate == pytest.approx(0.00941, abs=1e-5)
    assert found.total.rate == 0.033


def test_amber_and_red_come_from_the_limits() -> None:
    (found,) = override_figures(a_thousand())
    assert found.approve_over_decline.colour == "red"
    assert found.decline_over_approve.colour == ""
    amber = pl.concat([decided(96, "decline"), decided(4, "decline", UP)])
    assert override_figures(amber)[0].approve_over_decline.colour == "amber"


def test_at_the_limit_it_is_coloured_and_with_too_few_it_is_not() -> None:
    at = pl.concat([decided(97, "decline"), decided(3, "decline", UP)])
    assert override_figures(at)[0].approve_over_decline.colour == "amber"
    few = pl.concat([decided(9, "decline"), decided(10, "decline", UP)])
    assert override_figures(few)[0].approve_over_decline.colour == ""


def test_groups_have_their_own_bases_but_reasons_share_them() -> None:
    by_officer = override_figures(a_thousand(), "officer")
    assert [(one.group, one.total.count, one.total.base) for one in by_officer] == [
        ("Lin", 25, 150),
        ("Eva", 8, 850),
    ]
    by_reason = override_figures(a_thousand(), "reason")
    assert [(one.group, one.total.base) for one in by_reason] == [
        ("SAVINGS", 1000),
        ("PURPOSE", 1000),
    ]


def test_of_nothing_there_is_no_rate() -> None:
    (found,) = override_figures(pl.DataFrame(schema=SCHEMA))
    assert found.total.rate is None
    assert found.total.colour == ""


def test_another_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        override_figures(a_thousand(), "applicant")
