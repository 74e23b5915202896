"""Numbers and clocks, as each pack says."""

from __future__ import annotations

from datetime import date

from workbench.letters.pack import Pack
from workbench.letters.record import Kind
from workbench.letters.register import (
    keep_until,
    lapse_notice_due,
    letter_number,
    notice_due,
)


def test_each_lender_numbers_in_its_own_way(packs: dict[str, Pack]) -> None:
    assert letter_number(packs["us"], Kind.DECLINE, 2026, 7) == "AA-2026-000007"
    assert letter_number(packs["cn"], Kind.DECLINE, 2026, 30218) == "示消金审〔2026〕30218号"


def test_the_clocks_run_as_the_law_says(packs: dict[str, Pack]) -> None:
    us = packs["us"]
    assert notice_due(us, date(2026, 10, 30)) == date(2026, 11, 29)
    assert lapse_notice_due(us, date(2026, 11, 21)) == date(2027, 2, 19)
    assert keep_until(us, date(2026, 1, 31)) == date(2028, 2, 29)
    assert keep_until(packs["cn"], date(2026, 11, 21)) == date(2031, 11, 21)
