"""Accounts in the portfolio's figures: exposure, days late, vintages."""

from __future__ import annotations

import pytest

from tests.made_up_accounts import accounts_book, some_actions
from workbench.workflow.portfolio import read_book
from workbench.workflow.portfolio_accounts import account_figures, read_accounts


@pytest.fixture
def found(desk, tmp_path):
    accounts_book(desk, tmp_path, count=40, months=5)
    some_actions(desk)
    return account_figures(*read_accounts(desk), read_book(desk))


def test_every_account_stands_in_one_bucket_with_what_it_owes(found):
    assert found.accounts == 40
    assert sum(bucket.accounts for bucket in found.buckets) == 40
    assert sum(bucket.balance for bucket in found.buckets) == pytest.approx(found.drawn["CNY"])


def test_nothing_can_be_drawn_where_drawing_is_stopped(desk, found):
    accounts, _months = read_accounts(desk)
    limits = accounts["credit_limit"].sum() / 100
    stopped = accounts.filter(accounts["state"] != "active")
    assert found.stopped == stopped.height == 1
    assert found.undrawn["CNY"] < limits - found.drawn["CNY"] + 1


def test_vintages_only_grow_worse(found):
    for one in found.vintages:
        assert one.accounts >= 30
        assert list(one.ever_bad) == sorted(one.ever_bad)


def test_accounts_kept_elsewhere_have_no_grade_to_be_told_by(found):
    assert found.grades == ()


def test_a_product_without_accounts_and_an_empty_store_have_figures_too(desk, found):
    book, kept = read_book(desk), read_accounts(desk)
    assert account_figures(*kept, book, "cash-loan").accounts == 0
    empty = account_figures(kept[0].clear(), kept[1].clear(), book)
    assert (empty.accounts, empty.vintages, empty.drawn) == (0, (), {})
