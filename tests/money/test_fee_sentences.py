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
        ("日息万分之五", {"interest_daily": "0.0005"}),
        ("每千元日息 2 毛", {"interest_daily": "0.0002"}),
        ("借 1 万用 1 天利息 3.5 元", {"interest_daily": "0.00035"}),
        ("年化利率（单利）10.8%-18%", {"interest_yearly": "0.18"}),
        ("免息分期，手续费 6% 一次性收取", {"fee_in_all": "0.06", "with_first_instalment": "yes"}),
        ("12 期 0 利息，服务费每期 60 元", {"months": "12", "fee_each": "60"}),
        ("首期免手续费，其余每期 0.75%", {"free_months": "1", "fee_per_period": "0.0075"}),
        ("担保费 3%，年利率 15%", {"fee_in_all": "0.03", "interest_yearly": "0.15"}),
        ("会员费 199 元，借款 10000 元", {"fee_fixed": "199", "amount": "10000"}),
        ("到手 9500 元，分 10 期", {"paid_out": "9500", "months": "10"}),
        ("借 5000，一个月后还 5800", {"amount": "5000", "months": "1", "repaid_in_all": "5800"}),
        ("提前还款收取剩余本金 3% 违约金", {"settling_charge": "0.03"}),
        ("early repayment charge 2% of the balance", {"settling_charge": "0.02"}),
        ("flat rate 6% a year over 24 months", {"fee_per_period": "0.005", "months": "24"}),
        ("add-on interest 6%", {"fee_per_period": "0.005"}),
        ("$15 per $100", {"fee_in_all": "0.15"}),
        ("$5 monthly fee, 10,000", {"fee_each": "5", "amount": "10000"}),
        ("borrow $1,000, repay $1,150", {"amount": "1000", "repaid_in_all": "1150"}),
        ("0% for 6 months, then 1% a month", {"free_months": "6", "fee_per_period": "0.01"}),
        ("29.99% variable APR", {"interest_yearly": "0.2999"}),
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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("逾期按日收取 0.05% 违约金", "逾期按日收取 0.05% 违约金"),
        ("late fee $40", "late fee $40"),
        ("3 期费率 2.5%，6 期 4.5%", "6 期 4.5%"),
        ("取现手续费 1%，最低 10 元", "最低 10 元"),
        ("15% for two weeks", "15% for two weeks"),
    ],
)
def test_what_is_no_cost_of_the_credit_or_is_said_twice_is_handed_back(text, left):
    assert read_sentence(text).not_understood == (left,)


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
