from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.credit.offer import make_terms, terms_schedule, yearly_cost

FIRST = date(2026, 12, 1)


def an_offer(amount="12000", rate="0.119", months=36, **changed):
    how = {
        "currency": "USD", "method": "equal_payment", "fee": Decimal(240), "disbursed_on": FIRST,
        "valid_days": 30, "apr_basis": "regulation_z",
    }  # fmt: skip
    return make_terms(Decimal(amount), Decimal(rate), months, **(how | changed))


def test_a_us_offer_with_a_prepaid_fee():
    terms = an_offer()
    assert terms.instalment == Decimal("398.00")
    assert terms.amount_financed == Decimal(11760)
    assert terms.finance_charge == terms.total_of_payments - terms.amount_financed
    assert terms.finance_charge == terms.total_interest + terms.fee
    assert round(terms.apr, 4) == Decimal("0.1331")
    assert (terms.first_due_on, terms.valid_until) == (date(2027, 1, 1), date(2026, 12, 31))
    assert (terms.rate_basis, terms.apr_basis) == ("nominal_monthly", "regulation_z")


def test_a_chinese_offer_keeps_both_yearly_costs():
    how = {"currency": "CNY", "fee": Decimal(1000)}
    simple = an_offer("50000", "0.072", 24, apr_basis="irr_simple", **how)
    compound = an_offer("50000", "0.072", 24, apr_basis="irr_compound", **how)
    assert round(simple.apr, 4) == simple.annual_cost_simple.quantize(Decimal("0.0001"))
    assert round(100 * simple.apr, 2) == Decimal("9.20")
    assert round(100 * compound.apr, 2) == Decimal("9.60")
    assert simple.annual_cost_compound == compound.annual_cost_compound == compound.apr
    assert compound.annual_cost_simple == simple.apr


def test_a_bullet_costs_its_yearly_rate_after_a_year():
    terms = an_offer(
        "10000", "0.12", 12, currency="CNY", method="bullet", fee=Decimal(0),
        apr_basis="irr_compound",
    )  # fmt: skip
    assert terms.apr == Decimal("0.12")
    assert terms.first_due_on == date(2027, 12, 1)
    assert terms.instalment == terms.last_instalment == terms.total_of_payments == 11200


def test_a_us_bullet_counts_its_single_period():
    terms = an_offer("1000", "0.088", 6, method="bullet", fee=Decimal(0))
    assert terms.apr == Decimal("0.088")


def test_the_schedule_of_an_offer_is_the_one_it_was_made_from():
    terms = an_offer()
    schedule = terms_schedule(terms, FIRST)
    assert schedule.instalment == terms.instalment
    assert schedule.last_instalment == terms.last_instalment
    assert schedule.total_interest == terms.total_interest
    assert schedule.instalments[0].due_on == terms.first_due_on
    assert sum(row.principal for row in schedule.instalments) == terms.amount


def test_a_legal_cap_is_compared_on_its_own_basis():
    terms = an_offer(currency="CNY", apr_basis="irr_compound")
    assert yearly_cost(terms, "compound") == terms.annual_cost_compound
    assert yearly_cost(terms, "irr_compound") == terms.annual_cost_compound
    assert yearly_cost(terms, "nominal") == terms.annual_cost_simple
    assert yearly_cost(terms, "irr_simple") == terms.annual_cost_simple > terms.annual_rate
    with pytest.raises(ValueError, match="'flat'"):
        yearly_cost(terms, "flat")


def test_rounding_to_cents_never_lifts_an_offer_over_its_cap():
    terms = an_offer("1007", "0.24", 12, fee=Decimal(0))
    assert terms.apr > Decimal("0.24")
    assert yearly_cost(terms, "nominal") == Decimal("0.24")
    assert yearly_cost(terms, "regulation_z") == Decimal("0.24")
    assert round(yearly_cost(terms, "compound"), 6) == Decimal("0.268242")


@pytest.mark.parametrize("fee", ["-1", "12000", "12001"])
def test_a_fee_lies_between_nought_and_the_loan(fee):
    with pytest.raises(ValueError, match="fee"):
        an_offer(fee=Decimal(fee))


def test_an_unknown_basis_is_refused():
    with pytest.raises(ValueError, match="'flat'"):
        an_offer(apr_basis="flat")


@settings(max_examples=40)
@given(
    st.integers(1000, 50000), st.integers(100, 3000), st.integers(6, 60), st.integers(0, 8),
    st.sampled_from(["equal_payment", "equal_principal", "interest_first", "bullet"]),
)  # fmt: skip
def test_simple_never_exceeds_compound_and_a_fee_never_lowers_the_cost(
    amount, points, months, percent, method
):
    rate, fee = Decimal(points) / 10000, Decimal(amount) * percent / 100
    how = {"method": method, "currency": "CNY", "apr_basis": "irr_simple"}
    plain = make_terms(
        Decimal(amount), rate, months, disbursed_on=FIRST, valid_days=1, fee=Decimal(0), **how
    )
    dear = make_terms(
        Decimal(amount), rate, months, disbursed_on=FIRST, valid_days=1, fee=fee, **how
    )
    assert dear.annual_cost_simple <= dear.annual_cost_compound
    assert dear.annual_cost_simple >= plain.annual_cost_simple
    assert dear.total_of_payments == plain.total_of_payments


def test_terms_kept_without_the_simple_cost_are_judged_by_their_apr():
    terms = replace(an_offer(currency="CNY", apr_basis="irr_simple"), annual_cost_simple=None)
    assert yearly_cost(terms, "nominal") == terms.apr


def test_two_instalments_are_counted_in_months():
    terms = an_offer("1000", "0.12", 2, fee=Decimal(0))
    assert round(terms.apr, 4) == Decimal("0.1200")
