"""The register of letters: numbers, the clocks that run, and the list that goes with a batch."""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.letters.pack import Pack
from workbench.letters.record import Kind


def letter_number(pack: Pack, kind: Kind, year: int, serial: int) -> str:
    """The lender's own number of a letter: "AA-2026-000007", "示消金审〔2026〕7号"."""
    prefix = pack.numbers.prefixes[kind]
    return pack.numbers.pattern.format(prefix=prefix, year=year, serial=serial)


def notice_due(pack: Pack, received_on: date) -> date:
    """The last day to tell the applicant, in calendar days (US: 30, 12 CFR 1002.9(a)(1)(i))."""
    return received_on + timedelta(days=pack.timing.notice_days)


def lapse_notice_due(pack: Pack, offered_on: date) -> date:
    """The last day to tell of a counter-offer that was not taken up (US: 90 days)."""
    return offered_on + timedelta(days=pack.timing.counter_offer_lapse_days)


def keep_until(pack: Pack, issued_on: date) -> date:
    """The day until which a letter is kept; 25 months after 2026-01-31 is 2028-02-29."""
    months = issued_on.month - 1 + pack.timing.retention_months
    year, month = issued_on.year + months // 12, months % 12 + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One letter of a batch that goes to the post."""

    number: str
    postcode: str
    pages: int
    sha256: str
    due_on: date | None


def postal_order(lines: Iterable[BatchLine]) -> list[BatchLine]:
    """By postcode, then by number: as the post and the envelopes want it."""
    return sorted(lines, key=lambda line: (line.postcode, line.number))


def manifest(lines: Iterable[BatchLine], *, duplex: bool = False) -> str:
    """The list that goes with a batch, as CSV in postal order; it names no person."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("number", "pages", "sheets", "sha256", "due_on"))
    for line in postal_order(lines):
        sheets = -(-line.pages // 2) if duplex else line.pages
        due = line.due_on.isoformat() if line.due_on else ""
        writer.writerow((line.number, line.pages, sheets, line.sha256, due))
    return out.getvalue()
