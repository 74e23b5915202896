from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import polars as pl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.account_builders import LOAN, open_one
from workbench.accounts.account import ActionKind, EventKind
from workbench.accounts.habits import card_points
from workbench.errors import NotFound
from workbench.i18n import Language
from workbench.workflow import (
    account_actions,
    account_care,
    account_entries,
    account_relief,
    customer_sheet_pdf,
)
from workbench.workflow.account_months import close_month
from workbench.workflow.desk import Desk

ON = date(2026, 5, 20)


def line_in_use(desk: Desk) -> int:
    """A line of 10,000 of which 6,000 are owed and the minimum of April was missed."""
    one = open_one(desk)
    account_entries.record(desk, one, EventKind.DRAWING, Decimal(6_000), date(2026, 3, 5))
    close_month(desk, date(2026, 4, 1))
    return one


def figures(text: object) -> list[str]:
    return re.findall(r"\d[\d,.]*%?", str(text))


def test_the_sheet_carries_the_customer_s_own_numbers_in_both_languages(desk: Desk) -> None:
    sheets = account_care.customer_sheets(desk, line_in_use(desk), ON)
    english, chinese = sheets[Language.EN], sheets[Language.ZH]
    assert ("Owed in all", "¥6,063.00") in english.lines[0].figures
    assert ("欠款总额", "¥6,063.00") in chinese.lines[0].figures
    for one, other in zip(english.lines, chinese.lines, strict=True):
        assert len(one.figures) == len(other.figures)
        assert not re.search(r"[A-Za-z]{3,}", " ".join(other.paragraphs))


def test_the_printed_sheet_is_one_page_with_both_languages_beside_each_figure(desk: Desk) -> None:
    with pypdfium2.PdfDocument(customer_sheet_pdf.sheet_pdf(desk, line_in_use(desk))) as printed:
        (page,) = printed
        words = page.get_textpage().get_text_range()
    assert re.search(r"欠款总额\s*Owed in all\s*¥[\d,.]+\s", words)
    assert "Your credit with us, in your own numbers" in words


def test_the_same_page_carries_the_same_numbers_in_both_languages(desk: Desk) -> None:
    sheets = account_care.customer_sheets(desk, line_in_use(desk), ON)
    told = [
        [figures([value for _label, value in part.figures if "20" not in value])
         for part in sheet.lines]
        for sheet in sheets.values()
    ]  # fmt: skip
    assert told[0] == told[1]


def test_every_question_has_an_answer_in_both_languages(desk: Desk) -> None:
    one = line_in_use(desk)
    for code, _question in account_care.QUESTIONS:
        for language in Language:
            found = account_care.answer(desk, one, code, language, on=ON)
            assert found.question
            assert found.paragraphs


def test_a_question_there_is_none_of_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="one_day_late"):
        account_care.answer(desk, open_one(desk), "weather")


def test_one_late_day_costs_what_the_rate_says(desk: Desk) -> None:
    found = account_care.answer(desk, line_in_use(desk), "one_day_late", on=ON)
    assert found.figures[0][1] == "¥3.00"  # 6,000 at 0.05 %


def test_who_was_suspended_is_told_why_and_what_brings_it_back(desk: Desk) -> None:
    one = line_in_use(desk)
    account_actions.propose(desk, one, ActionKind.SUSPENSION, reasons=("PDUE",))
    found = account_care.answer(desk, one, "limit_cut")
    assert "past due" in found.paragraphs[0]
    assert "three statements" in found.paragraphs[1]


def test_settling_a_loan_today_saves_the_interest_to_come(desk: Desk) -> None:
    one = open_one(desk, LOAN)
    plan = account_entries.draw_loan(
        desk, one, Decimal(6_000), 6, method="equal_payment", on=date(2026, 3, 2)
    )
    found = account_care.answer(desk, one, "settle_early", on=date(2026, 3, 12))
    assert found.figures == (("Settled today", "¥6,024.00"),)  # ten days at 0.04 %
    assert f"{plan.total_of_payments:,}" in found.paragraphs[0]


def test_a_certificate_is_made_out_only_when_nothing_is_owed(desk: Desk) -> None:
    clean, owing = open_one(desk, reference="HB-2"), line_in_use(desk)
    assert "certify" in account_care.answer(desk, clean, "settlement_certificate").paragraphs[0]
    assert "Not yet" in account_care.answer(desk, owing, "settlement_certificate").paragraphs[0]


def test_the_settlement_certificate_is_handed_out_on_the_letterhead(desk: Desk) -> None:
    for one, headed in ((open_one(desk, reference="HB-2"), True), (line_in_use(desk), False)):
        pdf = customer_sheet_pdf.answer_pdf(desk, one, "settlement_certificate", Language.ZH)
        with pypdfium2.PdfDocument(pdf) as printed:
            lines = printed[0].get_textpage().get_text_range().splitlines()
        assert ("结清证明" in lines) is headed


def test_repayment_help_is_offered_beside_what_the_minimum_costs(desk: Desk) -> None:
    plan = account_relief.relief_options(
        desk, line_in_use(desk), account_relief.Wish((Decimal(700),)), on=ON
    )
    assert plan.cheapest is not None
    assert plan.original.total_interest > plan.cheapest.schedule.total_interest


amounts = st.floats(0, 60_000, allow_nan=False).map(lambda value: round(value, 2))


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(300, 80_000), st.floats(0, 20_000)),
    st.lists(st.tuples(st.integers(-2, 6), amounts, amounts), min_size=6, max_size=6),
)
def test_paying_more_never_has_fewer_points_than_paying_less(
    terms: tuple[int, float], told: list[tuple[int, float, float]]
) -> None:
    limit, minimum = terms
    inputs = {"account_id": 1, "credit_limit": float(limit)}
    for back, row in enumerate(told, start=1):
        named = zip(("status", "balance", "payment"), row, strict=True)
        inputs |= {f"{name}_{back}": float(value) for name, value in named}
    now = pl.DataFrame(inputs).select("account_id", "credit_limit", *_columns())
    rows = account_care.next_statements(now, minimum)
    _present, full, least, late = card_points(rows, Decimal("4.5"))["score"].to_list()
    assert full >= least >= late


def _columns() -> list[str]:
    names = ("status", "balance", "payment")
    return [f"{name}_{back}" for name in names for back in range(1, 7)]
