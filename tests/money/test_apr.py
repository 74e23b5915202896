"""Regulation Z, Appendix J: its own examples, further edge cases, and what must always hold."""

from datetime import date, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.money.apr import Unit, UnitPeriod, apr_regulation_z, unit_period_of
from workbench.money.periods import add_months
from workbench.money.schedules import repayment_schedule
from workbench.money.solving import NoRate


def _monthly(start, count, amount, every=1):
    return [(add_months(start, every * n), Decimal(amount)) for n in range(count)]


def _daily(start, count, amount, every):
    return [(start + timedelta(days=every * n), Decimal(amount)) for n in range(count)]


def _first_and_sixteenth(start, count, amount):
    days = [add_months(start, n // 2, 16 if n % 2 else 1) for n in range(count)]
    return [(day, Decimal(amount)) for day in days]


def _one(year, month, day, amount):
    return [(date(year, month, day), Decimal(amount))]


MONTH, SEMIMONTH, YEAR = UnitPeriod(Unit.MONTH), UnitPeriod(Unit.SEMIMONTH), UnitPeriod(Unit.YEAR)
WEEK = UnitPeriod(Unit.WEEK)
EXAMPLES = {
    "(c)(1)(i) regular": (
        _one(1978, 1, 10, "5000"), _monthly(date(1978, 2, 10), 24, "230"), MONTH, "9.69",
    ),
    "(c)(1)(ii) long first period": (
        _one(1978, 2, 10, "6000"), _monthly(date(1978, 4, 1), 36, "200"), MONTH, "11.82",
    ),
    "(c)(1)(iii) semimonthly, short first": (
        _one(1978, 2, 23, "5000"), _first_and_sixteenth(date(1978, 3, 1), 24, "219.17"),
        SEMIMONTH, "10.34",
    ),
    "(c)(1)(iv) quarterly, long first": (
        _one(1978, 5, 23, "10000"), _monthly(date(1978, 10, 1), 40, "385", 3),
        UnitPeriod(Unit.MONTH, 3), "8.97",
    ),
    "(c)(1)(iv) from 23 June": (
        _one(1978, 6, 23, "10000"), _monthly(date(1978, 10, 1), 40, "385", 3),
        UnitPeriod(Unit.MONTH, 3), "9.15",
    ),
    "(c)(1)(iv) from 23 July": (
        _one(1978, 7, 23, "10000"), _monthly(date(1978, 10, 1), 40, "385", 3),
        UnitPeriod(Unit.MONTH, 3), "9.32",
    ),
    "(c)(1)(v) weekly, long first": (
        _one(1978, 3, 20, "500"), _daily(date(1978, 4, 21), 30, "17.60", 7), WEEK, "14.96",
    ),
    "(c)(2)(i) irregular first payment": (
        _one(1978, 1, 10, "5000"),
        _one(1978, 2, 10, "250") + _monthly(date(1978, 3, 10), 23, "230"), MONTH, "10.08",
    ),
    "(c)(2)(ii) every four weeks": (
        _one(1978, 3, 18, "400"),
        _one(1978, 4, 20, "39.50") + _daily(date(1978, 5, 18), 11, "38.31", 28),
        UnitPeriod(Unit.WEEK, 4), "28.50",
    ),
    "(c)(3)(i) irregular last payment": (
        _one(1978, 1, 10, "5000"),
        _monthly(date(1978, 2, 10), 23, "230") + _one(1980, 1, 10, "280"), MONTH, "10.50",
    ),
    "(c)(3)(ii) every two weeks, short first": (
        _one(1978, 4, 3, "200"),
        _daily(date(1978, 4, 11), 19, "9.50", 14) + _one(1979, 1, 2, "30"),
        UnitPeriod(Unit.WEEK, 2), "12.22",
    ),
    "(c)(4)(i) irregular first and last": (
        _one(1978, 1, 10, "5000"),
        _one(1978, 2, 10, "250") + _monthly(date(1978, 3, 10), 22, "230")
        + _one(1980, 1, 10, "280"),
        MONTH, "10.90",
    ),
    "(c)(4)(ii) every two months": (
        _one(1978, 1, 10, "8000"),
        _one(1978, 3, 1, "449.36") + _monthly(date(1978, 5, 1), 18, "465", 2)
        + _one(1981, 5, 1, "200"),
        UnitPeriod(Unit.MONTH, 2), "7.30",
    ),
    "(c)(5)(i) one payment after 255 days": (
        _one(1978, 1, 3, "1000"), _one(1978, 9, 15, "1080"), UnitPeriod(Unit.DAY, 255), "11.45",
    ),
    "(b)(9) the worked iteration": (
        _one(1978, 1, 1, "1000"), _monthly(date(1978, 2, 1), 36, "33.61"), MONTH, "12.83",
    ),
    "weekly, first period of 33 days": (
        _one(2023, 10, 28, "1000"), _daily(date(2023, 11, 30), 5, "250", 7), WEEK, "176.52",
    ),
    "weekly, regular": (
        _one(2023, 11, 23, "1000"), _daily(date(2023, 11, 30), 5, "250", 7), WEEK, "412.40",
    ),
    "weekly, short first period": (
        _one(2023, 11, 24, "1000"), _daily(date(2023, 11, 30), 5, "250", 7), WEEK, "434.30",
    ),
    "yearly: odd days are counted over 365": (
        _one(2023, 10, 26, "1000"), _monthly(date(2023, 11, 30), 5, "500", 12), YEAR, "78.34",
    ),
    "a note of 12,000 with a prepaid fee of 240": (
        _one(2026, 12, 1, "11760"), _monthly(date(2027, 1, 1), 36, "398"), MONTH, "13.31",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_apr_of_every_worked_example(name):
    advances, payments, unit, percent = EXAMPLES[name]
    assert round(100 * apr_regulation_z(advances, payments, unit), 2) == Decimal(percent)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_unit_period_is_found_from_the_dates(name):
    advances, payments, unit, _percent = EXAMPLES[name]
    assert unit_period_of(advances, payments) == unit


def test_figures_to_more_places():
    regular, note = EXAMPLES["(c)(1)(i) regular"], EXAMPLES["(b)(9) the worked iteration"]
    assert round(100 * apr_regulation_z(*regular[:2]), 5) == Decimal("9.68571")
    assert round(100 * apr_regulation_z(*note[:2]), 5) == Decimal("12.82558")


def test_a_year_is_no_twelve_months_of_thirty_days():
    advances, payments, *_ = EXAMPLES["yearly: odd days are counted over 365"]
    wrong = apr_regulation_z(advances, payments, UnitPeriod(Unit.MONTH, 12))
    assert round(100 * wrong, 2) == Decimal("78.51")


def test_a_disclosure_just_outside_an_eighth_of_a_point():
    exact = apr_regulation_z(
        _one(2026, 1, 1, "10000"), _monthly(date(2026, 2, 1), 36, "322.67"), MONTH
    )
    assert round(100 * exact, 4) == Decimal("9.9996")
    assert Decimal("0.10125") - exact > Decimal("0.00125")


def test_one_payment_after_whole_months_counts_months():
    half_a_year = apr_regulation_z(_one(1978, 7, 15, "1000"), _one(1979, 1, 15, "1044"))
    assert round(half_a_year, 12) == Decimal("0.088")


def test_one_payment_after_more_than_a_year_counts_years():
    two_years = apr_regulation_z(_one(2026, 1, 10, "1000"), _one(2028, 1, 10, "1210"))
    assert round(two_years, 12) == Decimal("0.1")
    year_and_half = unit_period_of(_one(2026, 1, 10, "1000"), _one(2027, 7, 10, "1210"))
    assert year_and_half == YEAR
    assert YEAR.between(date(2026, 1, 10), date(2027, 7, 10)) == (1, Decimal("0.5"))


def test_several_advances_are_each_brought_back_to_the_first():
    advances = _one(2026, 2, 20, "500") + _one(2026, 1, 1, "500")
    monthly = apr_regulation_z(advances, _monthly(date(2026, 3, 1), 12, "100"), MONTH) / 12
    received = 500 + 500 / ((1 + Decimal(19) / 30 * monthly) * (1 + monthly))
    paid = sum(100 / (1 + monthly) ** (2 + n) for n in range(12))
    assert abs(received - paid) < Decimal("1e-9")


def test_several_advances_and_one_payment_run_from_the_first():
    advances = _one(2026, 2, 1, "500") + _one(2026, 1, 1, "500")
    assert unit_period_of(advances, _one(2026, 7, 1, "1050")) == UnitPeriod(Unit.MONTH, 6)


def test_the_callers_context_does_not_matter():
    advances, payments, unit, _percent = EXAMPLES["(c)(1)(i) regular"]
    with localcontext() as context:
        context.prec = 4
        rate = apr_regulation_z(advances, payments, unit)
    assert round(100 * rate, 5) == Decimal("9.68571")


@pytest.mark.parametrize(
    ("first", "second", "unit"),
    [
        ((2026, 2, 16), (2026, 3, 1), SEMIMONTH),
        ((2026, 1, 15), (2026, 2, 1), SEMIMONTH),
        ((2026, 1, 1), (2026, 1, 13), UnitPeriod(Unit.DAY, 12)),
        ((2026, 1, 1), (2026, 1, 19), UnitPeriod(Unit.DAY, 18)),
        ((2026, 1, 1), (2026, 2, 5), UnitPeriod(Unit.WEEK, 5)),
        ((2026, 1, 1), (2026, 2, 15), UnitPeriod(Unit.DAY, 45)),
        ((2026, 1, 1), (2026, 12, 1), UnitPeriod(Unit.MONTH, 11)),
        ((2026, 1, 1), (2027, 1, 1), YEAR),
        ((2026, 1, 1), (2028, 3, 3), UnitPeriod(Unit.DAY, 365)),
    ],
)
def test_every_interval_is_named_by_the_calendar_first(first, second, unit):
    payments = _one(*first, "50") + _one(*second, "60")
    assert unit_period_of(_one(2025, 12, 31, "100"), payments) == unit


@pytest.mark.parametrize(
    ("due", "unit"),
    [
        ((2026, 12, 31), UnitPeriod(Unit.DAY, 364)),
        ((2027, 1, 1), YEAR),
        ((2027, 1, 2), YEAR),
        ((2026, 12, 1), UnitPeriod(Unit.MONTH, 11)),
    ],
)
def test_a_single_payment_counts_its_term_but_at_most_a_year(due, unit):
    assert unit_period_of(_one(2026, 1, 1, "100"), _one(*due, "110")) == unit


def test_daily_payments_count_days_of_a_year_of_365():
    assert UnitPeriod(Unit.DAY).per_year() == 365
    assert UnitPeriod(Unit.WEEK, 2).per_year() == 26
    odd = unit_period_of(_one(2026, 1, 1, "90"), _daily(date(2026, 1, 11), 10, "10", 10))
    assert odd == UnitPeriod(Unit.DAY, 10)


def test_of_two_frequent_intervals_the_shorter_counts():
    start = date(2026, 1, 5)
    dates = [
        start,
        start + timedelta(7),
        start + timedelta(14),
        date(2026, 2, 19),
        date(2026, 3, 19),
    ]
    assert unit_period_of(_one(2026, 1, 1, "1"), [(day, Decimal(1)) for day in dates]) == WEEK


def test_payments_on_month_ends_are_whole_months_apart():
    advances, payments = _one(2026, 12, 31, "1000"), _monthly(date(2027, 1, 31), 6, "175")
    mid_month = apr_regulation_z(_one(2026, 12, 15, "1000"), _monthly(date(2027, 1, 15), 6, "175"))
    assert apr_regulation_z(advances, payments) == mid_month


def test_less_paid_back_than_lent_is_a_negative_rate():
    rate = apr_regulation_z(_one(2026, 1, 1, "1000"), _monthly(date(2026, 2, 1), 9, "100"))
    assert -1 < rate < 0


def test_nothing_paid_back_has_no_rate():
    with pytest.raises(NoRate):
        apr_regulation_z(_one(2026, 1, 1, "1000"), _monthly(date(2026, 2, 1), 2, "0"))


NOTES = st.fixed_dictionaries(
    {
        "principal": st.integers(500, 50_000).map(Decimal),
        "rate": st.integers(50, 3600).map(lambda points: Decimal(points) / 10000),
        "months": st.integers(6, 72),
    }
)


def _apr_of(note, fee):
    start = date(2026, 12, 1)
    schedule = repayment_schedule(
        note["principal"], note["rate"], note["months"], method="equal_payment", disbursed_on=start
    )
    payments = [(row.due_on, row.payment) for row in schedule.instalments]
    return apr_regulation_z([(start, note["principal"] - fee)], payments)


@settings(max_examples=40)
@given(NOTES)
def test_without_a_fee_the_apr_is_the_note_rate(note):
    assert abs(_apr_of(note, Decimal(0)) - note["rate"]) < Decimal("0.0003")


@settings(max_examples=40)
@given(NOTES, st.integers(1, 10), st.integers(1, 10))
def test_a_prepaid_fee_raises_the_apr_and_more_raises_it_more(note, fee, more):
    none, some, much = (
        _apr_of(note, note["principal"] * share / 100) for share in (0, fee, fee + more)
    )
    assert none < some < much
    assert some > note["rate"]
