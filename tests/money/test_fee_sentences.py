from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.money.fee_sentences import read_sentence


def _said(text):
    return {name: str(value) for name, value in read_sentence(text).values().items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("月手续费 0.6%，分 12 期", {"fee_per_period": "0.006", "months": "12"}),
        ("千分之六每期，十二期", {"fee_per_period": "0.006", "months": "12"}),
        ("0.05% per day", {"interest_daily": "0.0005"}),
        ("日息万五，12 个月", {"interest_daily": "0.0005", "months": "12"}),
        ("借一万一天利息 5 元", {"interest_daily": "0.0005"}),
        ("月息 1 分，半年", {"interest_monthly": "0.01", "months": "6"}),
        ("年化利率 7.2%，三年", {"interest_yearly": "0.072", "months": "36"}),
        ("APR 24%", {"interest_yearly": "0.24"}),
        ("1% a month interest over 2 years", {"interest_monthly": "0.01", "months": "24"}),
        ("60 bps per period, 6 periods", {"fee_per_period": "0.006", "months": "6"}),
        ("手续费 2.5%，3 期，八折", {"fee_in_all": "0.025", "months": "3", "discount": "0.2"}),
        ("Upfront fee 3%, 20% off fees", {"fee_up_front": "0.03", "discount": "0.20"}),
        ("放款时扣 3% 服务费", {"fee_up_front": "0.03"}),
        ("handling fee 50 yuan", {"fee_fixed": "50"}),
        ("每期还 900 元，借款 1.2 万", {"instalment": "900", "amount": "12000.0"}),
        ("first 3 months interest-free", {"free_months": "3"}),
        ("先息后本", {"method": "interest_first"}),
    ],
)
def test_a_sentence_is_read_into_its_parts(text, said):
    found = {name: Decimal(v) if v[0].isdigit() else v for name, v in _said(text).items()}
    assert found == {n: Decimal(v) if v[0].isdigit() else v for n, v in said.items()}


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        ("第 3 期后提前结清，剩余手续费照收", "all_due"),
        ("settled after month 3, remaining fees waived", "waived"),
        ("3 个月后提前还清，按实际使用期数收取", "pro_rata"),
    ],
)
def test_settling_early_is_read_with_what_becomes_of_the_fees(text, regime):
    said = _said(text)
    assert (said["settled_after"], said["settling"]) == ("3", regime)


def test_every_part_names_the_words_it_was_read_from():
    parts = read_sentence("借 1 万元，月手续费 0.6%，分 12 期").parts
    assert [part.words for part in parts] == ["借 1 万元", "月手续费 0.6%", "分 12 期"]


def test_a_number_that_is_not_understood_is_handed_back():
    found = read_sentence("0.6% per period, 12 months, with 7 gifts")
    assert found.not_understood == ("with 7 gifts",)
    assert read_sentence("nothing to pay").not_understood == ()


@settings(max_examples=40)
@given(st.integers(1, 300), st.integers(1, 60))
def test_any_rate_and_term_is_read_alike_in_both_languages(points, months):
    rate = f"{Decimal(points) / 100}%"
    english = read_sentence(f"{rate} fee per month for {months} months").values()
    chinese = read_sentence(f"每月手续费 {rate}，分 {months} 期").values()
    assert english == chinese == {"fee_per_period": Decimal(points) / 10000, "months": months}


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_read(text):
    assert read_sentence(text).text == text
