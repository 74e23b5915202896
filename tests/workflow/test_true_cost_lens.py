from datetime import date
from decimal import Decimal

import pytest

from workbench.errors import CostUnclear
from workbench.money.settlement import FeesOnSettling
from workbench.workflow.fee_parts import typed_value, value_text
from workbench.workflow.true_cost_lens import look, minimum_only

ON = date(2026, 11, 22)


def _percent(rate):
    return str(round(100 * rate, 2))


def test_the_vector_of_the_reference_comes_out_of_its_sentence():
    found = look("1,000,000 yuan, 0.72% per month for 12 months", on=ON)
    assert (_percent(found.cost.simple), _percent(found.cost.effective)) == ("15.58", "16.74")
    assert found.cost.cost == 86_400 and found.assumed == ()


def test_settling_early_shows_every_regime_unless_one_is_named():
    found = look("0.72% a month, 12 months, settled after month 3", on=ON)
    rates = {one.regime: _percent(one.cost.effective) for one in found.settled}
    assert rates[FeesOnSettling.ALL_DUE] == "43.67"
    named = look("0.72% a month, 12 months, settled after month 3, remaining fees waived", on=ON)
    assert [_percent(one.cost.simple) for one in named.settled] == ["9.42"]


def test_what_the_sentence_leaves_open_is_taken_as_usual_and_named():
    found = look("日息万五", on=ON)
    assert set(found.assumed) == {"amount", "months"}
    assert (found.plan.amount, found.plan.months) == (10_000, 12)


def test_the_ceiling_is_judged_by_its_own_basis_first_and_by_the_other_too():
    binding = [v for v in look("0.06% per day, 12 months", on=ON).verdicts if v.binds]
    assert [(v.basis, v.is_law, v.within) for v in binding] == [
        ("irr_simple", True, True),
        ("irr_compound", False, False),
    ]
    assert all(v.source and v.since <= ON for v in binding)


def test_a_ceiling_not_yet_in_force_is_not_judged_by():
    before = look("0.06% per day", on=date(2024, 1, 1)).verdicts
    assert not [v for v in before if v.binds]


def test_the_same_amount_elsewhere_says_why_a_plan_is_not_offered():
    others = {other.id: other for other in look("0.6% a month, 10 months", on=ON).compared}
    assert others["purchase_line"].cost is None and "3" in others["purchase_line"].why_not
    beside = look("1% a month interest, 12 months", on=ON).compared
    card = next(other for other in beside if other.id == "card_instalments")
    assert _percent(card.cost.simple) == "13.03"


def test_dollars_are_held_against_the_american_ceiling_and_plans():
    found = look("24% a year, 36 months", currency="USD", amount=Decimal(5000), on=ON)
    assert {v.most for v in found.verdicts} == {Decimal("0.36")}
    assert {other.id for other in found.compared} == {"card_us", "bank_loan_us"}


def test_a_corrected_part_goes_before_the_sentence_and_a_part_can_be_taken_away():
    found = look("0.6% a month, 12 months, 20% off fees", corrected={"discount": None}, on=ON)
    assert found.cost.cost == 720
    longer = look("0.6% a month, 12 months", corrected={"months": 24}, on=ON)
    assert longer.plan.months == 24


@pytest.mark.parametrize(
    "sentence",
    [
        "hello",
        "100% upfront fee",
        "12 payments of 10 yuan, amount 10,000 yuan",
        "0 yuan, 1% a month",
    ],
)
def test_a_sentence_without_a_rate_says_what_is_missing(sentence):
    with pytest.raises(CostUnclear) as stopped:
        look(sentence, on=ON)
    assert stopped.value.text()


def test_paying_only_the_minimum_takes_thirty_three_months():
    found = minimum_only(Decimal(10_000))
    assert found.course is not None
    assert (len(found.course), found.interest) == (33, Decimal("1438.76"))
    assert found.course[-1].balance == 0
    assert [way.months for way in found.instead] == [6, 12, 24]
    assert all(way.payment * way.months >= 10_000 for way in found.instead)


def test_a_minimum_below_the_interest_never_ends_the_debt():
    found = minimum_only(Decimal(10_000), share=Decimal("0.001"), floor=Decimal(1))
    assert found.course is None or len(found.course) > 300
    with pytest.raises(CostUnclear):
        minimum_only(Decimal(0))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("fee_per_period", "0.6%", "0.006"),
        ("fee_per_period", "0.6", "0.006"),
        ("fee_per_period", "6‰", "0.006"),
        ("amount", "1.2 万", "12000"),
        ("amount", "¥10,000", "10000"),
        ("months", "12", "12"),
    ],
)
def test_parts_are_typed_as_people_type_them(name, text, value):
    assert typed_value(name, text) == Decimal(value)


def test_an_emptied_field_says_nothing_and_an_odd_one_is_refused():
    assert typed_value("months", " ") is None
    for name, text in (("months", "1.5"), ("discount", "100%"), ("amount", "x"), ("months", "-3")):
        with pytest.raises(CostUnclear):
            typed_value(name, text)


def test_what_is_shown_can_be_typed_back():
    for name, value in (("fee_in_all", Decimal("0.088")), ("amount", Decimal("10000.50"))):
        assert typed_value(name, value_text(name, value)) == value


@pytest.mark.parametrize(
    ("sentence", "paid", "nominal"),
    [
        ("借 10000 元，服务费每期 60 元，12 期", "893.33", "0.1303"),
        ("flat rate 7.2% a year, 12 months, 12000 yuan", "1072.00", "0.1303"),
        ("借 5000 元，到手 4500 元，共还 5000 元，1 个月", "5000.00", "1.3333"),
    ],
)
def test_fees_as_amounts_and_flat_interest_are_reckoned_on_what_was_received(
    sentence, paid, nominal
):
    found = look(sentence)
    assert -found.flows[1] == Decimal(paid)
    assert round(found.cost.simple, 4) == Decimal(nominal)


def test_a_charge_on_settling_early_is_on_the_principal_that_is_left():
    free = look("10000 元，每期手续费 0.6%，12 期，第 6 期提前结清").settled
    charged = look("10000 元，每期手续费 0.6%，12 期，提前还款收取剩余本金 3% 违约金")
    assert charged.assumed == ("settled_after",)
    for one, other in zip(free, charged.settled, strict=True):
        assert other.paid_then - one.paid_then == 150
