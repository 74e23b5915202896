from decimal import Decimal, localcontext

import pytest

from workbench.money.coverage import (
    CycleDays,
    cash_for_debt_service,
    debt_capacity,
    debt_service_ratio,
    dscr,
    first_breach,
    largest_instalment,
    largest_loan,
    llcr,
    new_working_capital_loan,
    plcr,
    residual_income,
    sculpted_debt_service,
    working_capital_need,
    worth_today,
)

EIGHT = Decimal("0.08")
LOAN_LIFE = [Decimal(flow) for flow in (130, 140, 150)]
SERVICE = [Decimal(100)] * 3


def test_the_debt_service_ratio_of_a_new_loan():
    ratio = debt_service_ratio(Decimal(12000), Decimal(2500), Decimal("899.75"))
    assert round(100 * ratio, 2) == Decimal("28.33")


def test_a_share_of_revolving_balances_counts_as_service():
    ratio = debt_service_ratio(
        Decimal(10000), Decimal(1000), Decimal(500),
        revolving_balance=Decimal(20000), revolving_share=Decimal("0.05"),
    )  # fmt: skip
    assert ratio == Decimal("0.25")


@pytest.mark.parametrize(("income", "existing"), [(None, 1), (1, None), (0, 1), (-5, 1)])
def test_without_income_or_known_debts_there_is_no_ratio(income, existing):
    given = [None if value is None else Decimal(value) for value in (income, existing)]
    assert debt_service_ratio(*given, Decimal(100)) is None


def test_what_is_left_to_live_on():
    left = residual_income(Decimal(5000), Decimal(1000), Decimal(500), Decimal(2000))
    assert left == 1500
    assert residual_income(Decimal(100), Decimal(90), Decimal(20), Decimal(5)) == -15
    assert residual_income(None, Decimal(90), Decimal(20), Decimal(5)) is None
    assert residual_income(Decimal(90), None, Decimal(20), Decimal(5)) is None


def test_the_largest_instalment_is_the_room_under_the_cap():
    half = Decimal("0.50")
    assert largest_instalment(Decimal(12000), Decimal(2500), half) == 3500
    assert largest_instalment(Decimal(1000), Decimal(2500), half) == 0
    assert largest_instalment(None, Decimal(2500), half) is None
    assert largest_instalment(Decimal(1000), None, half) is None


def test_the_largest_loan_that_the_room_repays():
    room, yearly = Decimal(3500), Decimal("0.144")
    assert largest_loan(room, yearly, 12) == Decimal("38899.51")
    assert largest_loan(room, yearly, 6) == Decimal("20145.48")
    assert largest_loan(Decimal(100), Decimal(0), 12) == 1200


def test_coverage_year_by_year():
    covered = [dscr(flow, service) for flow, service in zip(LOAN_LIFE, SERVICE, strict=True)]
    assert covered == [Decimal("1.3"), Decimal("1.4"), Decimal("1.5")]
    assert dscr(None, Decimal(1)) is None
    assert dscr(Decimal(1), None) is None
    assert dscr(Decimal(1), Decimal(0)) is None


def test_an_enterprise_pays_tax_and_upkeep_before_its_debt():
    assert cash_for_debt_service(Decimal(500), Decimal(80), Decimal(70)) == 350


def test_coverage_over_the_life_of_loan_and_project():
    debt = worth_today(SERVICE, EIGHT)
    assert round(debt, 2) == Decimal("257.71")
    assert round(llcr(LOAN_LIFE, debt, EIGHT), 4) == Decimal("1.3949")
    two_more = [*LOAN_LIFE, Decimal(150), Decimal(150)]
    assert round(plcr(two_more, debt, EIGHT), 4) == Decimal("2.2188")
    assert llcr(LOAN_LIFE, Decimal(0), EIGHT) is None


def test_debt_service_shaped_to_the_cash():
    service = sculpted_debt_service(LOAN_LIFE, Decimal("1.30"))
    assert [round(each, 2) for each in service] == [
        Decimal("100.00"), Decimal("107.69"), Decimal("115.38"),
    ]  # fmt: skip
    assert round(debt_capacity(service, EIGHT), 2) == Decimal("276.52")


def test_the_first_year_under_the_covenant_is_named():
    assert first_breach(LOAN_LIFE, SERVICE, Decimal("1.30")) is None
    assert first_breach(LOAN_LIFE[::-1], SERVICE, Decimal("1.40")) == 3
    assert first_breach(LOAN_LIFE, [Decimal(0), *SERVICE[1:]], Decimal("1.45")) == 2


def test_working_capital_need_by_turnover():
    cycle = CycleDays(*(Decimal(days) for days in (60, 75, 10, 45, 5)))
    need = working_capital_need(cycle, Decimal(50_000_000), Decimal("0.10"), Decimal("0.08"))
    assert cycle.total() == 95
    assert need == 12_825_000
    million = Decimal(1_000_000)
    assert new_working_capital_loan(need, 6 * million, 3 * million, million) == 2_825_000
    assert new_working_capital_loan(million, million, million, million) == 0


def test_the_smallest_amounts_still_have_a_ratio():
    half = Decimal("0.5")
    assert debt_service_ratio(half, Decimal(0), half) == 1
    assert dscr(Decimal(1), half) == 2
    assert llcr([Decimal(1)], half, Decimal(0)) == 2
    one_day = CycleDays(Decimal(1), *[Decimal(0)] * 4)
    assert working_capital_need(one_day, Decimal(360), Decimal(0), Decimal(0)) == 1


def test_the_callers_context_does_not_matter():
    def everything():
        cycle = CycleDays(*(Decimal(days) for days in (60, 75, 10, 45, 5)))
        odd = Decimal("12345.67")
        return [
            debt_service_ratio(odd, odd, odd),
            largest_instalment(odd, Decimal("0.01"), Decimal("0.333")),
            largest_loan(odd, Decimal("0.144"), 12),
            dscr(odd, Decimal(7)),
            cash_for_debt_service(odd, Decimal("0.01"), Decimal("0.02")),
            worth_today(LOAN_LIFE, EIGHT),
            llcr(LOAN_LIFE, odd, EIGHT),
            sculpted_debt_service(LOAN_LIFE, Decimal("1.31")),
            working_capital_need(cycle, odd, Decimal("0.1"), EIGHT),
        ]

    usual = everything()
    with localcontext() as context:
        context.prec = 3
        assert everything() == usual


def test_an_enterprise_paid_before_it_pays_needs_nothing():
    cycle = CycleDays(*(Decimal(days) for days in (10, 10, 0, 45, 5)))
    assert working_capital_need(cycle, Decimal(100), Decimal(0), Decimal(0)) is None
    even = CycleDays(*(Decimal(days) for days in (10, 10, 0, 15, 5)))
    assert working_capital_need(even, Decimal(100), Decimal(0), Decimal(0)) is None
