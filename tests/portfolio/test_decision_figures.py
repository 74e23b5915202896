import polars as pl
import pytest

from workbench.portfolio import decision_figures as figures
from workbench.portfolio.thresholds import Level


def _book(*rows):
    usual = {"product": "p", "month": "2026-11", "outcome": "approve", "direction": "",
             "currency": "CNY", "reasons": []}  # fmt: skip
    return pl.DataFrame([usual | row for row in rows], schema=figures.SCHEMA)


def _many(count, **values):
    return [values] * count


def test_rates_are_of_the_decided_and_overrides_of_both_directions():
    book = _book(
        *_many(60, outcome="approve"),
        *_many(20, outcome="decline"),
        *_many(15, outcome="approve", direction="approve_over_decline"),
        *_many(5, outcome="decline", direction="decline_over_approve"),
        *_many(7, outcome="refer"),
    )
    found = figures.rates(book)
    assert (found.applications, found.decided, found.approved) == (107, 100, 75)
    assert (found.approval_rate, found.override_rate) == (0.75, 0.20)
    assert found.override_level is Level.RED


def test_too_few_decisions_give_no_rate():
    found = figures.rates(_book(*_many(29, outcome="approve")))
    assert found.approval_rate is None and found.override_level is Level.UNKNOWN


def test_an_empty_book_has_figures_too():
    found = figures.rates(_book())
    assert (found.applications, found.decided, found.approval_rate) == (0, 0, None)
    assert figures.score_bands(_book()) == () and figures.expected_loss(_book()) is None


def test_no_band_between_the_lowest_and_the_highest_is_left_out():
    bands = figures.score_bands(_book({"score": 505}, {"score": 538}))
    assert [(band.least, band.rates.applications) for band in bands] == [
        (500, 1), (510, 0), (520, 0), (530, 1),
    ]  # fmt: skip


def test_reasons_are_counted_in_declines_only_most_frequent_first():
    book = _book(
        {"outcome": "decline", "reasons": ["UTIL", "INQ"]},
        {"outcome": "decline", "reasons": ["INQ"]},
        {"outcome": "approve", "reasons": ["EMP"]},
    )
    assert figures.decline_reasons(book) == (("INQ", 2), ("UTIL", 1))


def test_expected_loss_is_weighed_by_what_was_offered():
    book = _book(
        {"pd": 0.10, "lgd": 0.5, "offered": 3000.0},
        {"pd": 0.02, "lgd": 0.5, "offered": 1000.0},
        {"pd": 0.90, "lgd": 0.5, "offered": 9000.0, "outcome": "decline"},
    )
    assert figures.expected_loss(book) == pytest.approx(0.04)


def test_amounts_of_unlike_money_are_never_added():
    book = _book({"offered": 10.0, "currency": "USD"}, {"offered": 5.0}, {"offered": 6.0})
    assert figures.approved_amounts(book) == {"CNY": 11.0, "USD": 10.0}


def test_rates_by_officer_leave_out_what_nobody_decided():
    found = figures.rates_by(
        _book({"officer": "Lin"}, {"officer": None}, {"officer": "Lin"}), "officer"
    )
    assert [(one.name, one.applications) for one in found] == [("Lin", 2)]
