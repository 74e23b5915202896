"""Numbers, clocks and the list that goes with a batch."""

from __future__ import annotations

from datetime import date

from workbench.letters.pack import Pack
from workbench.letters.record import Kind
from workbench.letters.register import (
    BatchLine,
    keep_until,
    lapse_notice_due,
    letter_number,
    manifest,
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


def test_a_manifest_is_in_postal_order_and_counts_sheets() -> None:
    lines = [
        BatchLine("B", "45402", 3, "bb", date(2026, 11, 29)),
        BatchLine("A", "45402", 1, "aa", None),
        BatchLine("C", "10001", 4, "cc", None),
    ]
    rows = manifest(lines, duplex=True).splitlines()
    assert rows[1:] == ["C,4,2,cc,", "A,1,1,aa,", "B,3,2,bb,2026-11-29"]
    assert manifest(lines).splitlines()[1] == "C,4,4,cc,"
