"""What a pack says of the register of letters: their numbers, and the clocks that run."""

from __future__ import annotations

from calendar import monthrange
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
