from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workbench.accounts.account import NOTICE_LETTERS, TIGHTENING, ActionKind
from workbench.accounts.product import ProductKind, product_named, products
from workbench.credit.reasons import reason_list
from workbench.errors import NotFound
from workbench.letters.record import Kind
from workbench.money.revolving import paying_only_the_minimum


def test_the_two_products_ship_with_source_and_first_day() -> None:
    found = products()
    assert {name: one.kind for name, one in found.items()} == {
        "cash-loan": ProductKind.LOAN,
        "purchase-line": ProductKind.LINE,
    }
    assert all(one.source and one.effective_from for one in found.values())


def test_a_product_is_not_in_force_before_its_first_day() -> None:
    assert products(date(2025, 12, 31)) == {}
    assert set(products(date(2026, 1, 1))) == {"cash-loan", "purchase-line"}


def test_an_unknown_product_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="purchase-line"):
        product_named("gold-card")


def test_statement_on_the_first_and_due_on_the_tenth_leave_forty_days_and_ten() -> None:
    cycle = product_named("purchase-line").cycle
    assert cycle.interest_free_days(date(2026, 1, 1)) == 40
    assert cycle.interest_free_days(date(2026, 1, 31)) == 10


@pytest.mark.parametrize(
    ("days", "word"),
    [(0, "current"), (1, "M1"), (30, "M1"), (31, "M2"), (60, "M2"), (61, "M3"), (91, "M3+")],
)
def test_days_past_due_fall_into_their_bucket(days: int, word: str) -> None:
    assert product_named("cash-loan").bucket(days).word == word


@pytest.mark.parametrize(
    ("months", "weight"), [(0, "0"), (3, "0"), (4, "0.25"), (18, "1"), (90, "1")]
)
def test_behaviour_counts_from_nothing_to_all_in_eighteen_months(months: int, weight: str) -> None:
    assert product_named("purchase-line").behaviour_weight(months) == Decimal(weight)


def test_the_penalty_rate_is_half_above_the_contract_rate() -> None:
    assert product_named("cash-loan").late_rate(Decimal("0.0004")) == Decimal("0.0006")


def test_ten_thousand_paid_by_the_minimum_take_thirty_three_months() -> None:
    rule = product_named("purchase-line").minimum
    assert rule.part(Decimal(10_000), Decimal(150)) == 1_150
    paid = paying_only_the_minimum(Decimal(10_000), Decimal("0.015"), rule)
    assert paid is not None
    assert paid.months > 30


@pytest.mark.parametrize("product", list(products().values()), ids=lambda one: one.id)
def test_every_rule_reads_and_what_tightens_names_a_reason_a_letter_may_give(product) -> None:
    for rule in product.policy.rules:
        assert rule.read().names
        assert rule.source
        if rule.kind in TIGHTENING:
            assert rule.reason in reason_list()


def test_every_notice_is_a_kind_of_letter() -> None:
    assert {Kind(word) for word in NOTICE_LETTERS.values()} <= set(Kind)
    assert ActionKind.HOLD not in NOTICE_LETTERS
