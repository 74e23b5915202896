from datetime import date

import polars as pl

from workbench.portfolio.vintages import bucket_of, told_vintages, vintages


def _months(*rows):
    return pl.DataFrame(
        [dict(zip(("account", "booked", "month", "dpd"), row, strict=True)) for row in rows],
        schema={"account": pl.Int64, "booked": pl.Date, "month": pl.Date, "dpd": pl.Int64},
    )


def test_a_vintage_grows_worse_by_months_on_book_and_never_better():
    jan = date(2026, 1, 10)
    months = [
        (account, jan, date(2026, month, 1), dpd)
        for account, dpds in enumerate([(0, 0, 0), (0, 65, 0)])
        for month, dpd in zip((1, 2, 3), dpds, strict=True)
    ]
    (found,) = vintages(_months(*months))
    assert (found.booked, found.accounts, found.ever_bad) == ("2026-01", 2, (0.0, 0.5, 0.5))


def test_a_vintage_is_told_only_as_far_as_all_its_accounts_have_come():
    rows = [
        (1, date(2026, 1, 5), date(2026, 1, 1), 0), (1, date(2026, 1, 5), date(2026, 3, 1), 90),
        (2, date(2026, 1, 9), date(2026, 2, 1), 0),
    ]  # fmt: skip
    assert len(vintages(_months(*rows))[0].ever_bad) == 2


def test_vintages_stand_in_the_order_of_their_months_and_none_without_accounts():
    rows = [(1, date(2026, 2, 5), date(2026, 2, 1), 0), (2, date(2025, 12, 5), date(2026, 1, 1), 0)]
    assert [one.booked for one in vintages(_months(*rows))] == ["2025-12", "2026-02"]
    assert vintages(_months()) == ()


def test_days_past_due_fall_into_their_buckets():
    days = (0, 1, 30, 31, 60, 61, 90, 91)
    assert [bucket_of(day) for day in days] == [
        "current", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "90+",
    ]  # fmt: skip


def test_vintages_are_told_in_the_finest_span_that_has_enough_accounts():
    rows = [
        (at, date(2025 + at % 2, 1 + at % 3, 5), date(2025 + at % 2, 1 + at % 3, 1), 0)
        for at in range(12)
    ]
    months = _months(*rows)
    assert [one.booked for one in told_vintages(months, 2)] == [
        "2025-01", "2025-02", "2025-03", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    assert [one.booked for one in told_vintages(months, 6)] == ["2025 Q1", "2026 Q1"]
    assert told_vintages(months, 7) == ()


def test_an_account_whose_first_months_are_not_known_is_left_out():
    rows = [(1, date(2025, 1, 5), date(2026, 6, 1), 0), (2, date(2026, 5, 5), date(2026, 6, 1), 0)]
    assert [one.booked for one in vintages(_months(*rows))] == ["2026-05"]
