from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.money.amounts import (
    capital_chinese,
    from_minor,
    is_whole_minor,
    minor_places,
    round_money,
    to_minor,
)


def test_ten_cents_and_twenty_cents_are_thirty_cents():
    assert Decimal("0.10") + Decimal("0.20") == Decimal("0.30")
    assert to_minor(Decimal("0.10"), "USD") + to_minor(Decimal("0.20"), "USD") == 30
    assert from_minor(10, "USD") + from_minor(20, "USD") == from_minor(30, "USD")


@pytest.mark.parametrize(
    ("currency", "places"), [("USD", 2), ("CNY", 2), ("JPY", 0), ("KWD", 3), ("XYZ", 2)]
)
def test_a_currency_knows_its_minor_places(currency, places):
    assert minor_places(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("2.345", "USD", "2.35"),
        ("2.344999", "USD", "2.34"),
        ("-2.345", "USD", "-2.35"),
        ("0.5", "JPY", "1"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_half_a_cent_rounds_up(amount, currency, rounded):
    assert str(round_money(Decimal(amount), currency)) == rounded


def test_minor_units_of_each_kind_of_currency():
    assert to_minor(Decimal("12.345"), "USD") == 1235
    assert to_minor(Decimal(1500), "JPY") == 1500
    assert to_minor(Decimal("1.5"), "KWD") == 1500
    assert str(from_minor(-1235, "USD")) == "-12.35"
    assert str(from_minor(1500, "JPY")) == "1500"


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "JPY", "KWD"]))
def test_minor_units_go_there_and_back(units, currency):
    assert to_minor(from_minor(units, currency), currency) == units


def test_the_callers_context_does_not_matter():
    with localcontext() as context:
        context.prec = 3
        assert round_money(Decimal("123456.785"), "USD") == Decimal("123456.79")
        assert to_minor(Decimal("123456.785"), "USD") == 12345679
        assert from_minor(12345679, "USD") == Decimal("123456.79")


def test_a_fraction_of_a_cent_cannot_be_paid():
    assert is_whole_minor(Decimal("10.25"), "USD")
    assert not is_whole_minor(Decimal("10.255"), "USD")
    assert not is_whole_minor(Decimal("10.5"), "JPY")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("100000", "壹拾万元整"),
        ("10", "壹拾元整"),
        ("11", "壹拾壹元整"),
        ("10005", "壹万零伍元整"),
        ("10050", "壹万零伍拾元整"),
        ("101000", "壹拾万壹仟元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("1005", "壹仟零伍元整"),
        ("1010", "壹仟零壹拾元整"),
        ("101", "壹佰零壹元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("500.30", "伍佰元叁角"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("0.05", "伍分"),
        ("1.05", "壹元零伍分"),
        ("0.30", "叁角"),
        ("0.35", "叁角伍分"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000010000", "壹万亿零壹万元整"),
        ("20300040050", "贰佰零叁亿零肆万零伍拾元整"),
        ("1234567890123.45", "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        ("-500.30", "负伍佰元叁角"),
        ("-0.001", "零元整"),
    ],
)
def test_capital_figures_as_on_a_chinese_bill(amount, words):
    assert capital_chinese(Decimal(amount)) == words


@given(st.integers(0, 10**14))
def test_capital_figures_have_no_double_and_no_trailing_nought(fen):
    words = capital_chinese(from_minor(fen, "CNY"))
    assert "零零" not in words
    assert "零元" not in words or words == "零元整"
    assert words.endswith(("整", "角", "分"))
