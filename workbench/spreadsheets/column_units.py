"""In which unit a column's numbers are: yuan or ten thousand yuan, shares or percent points."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.credit.facts import Fact, Kind
from workbench.spreadsheets.sheet import Sheet

MONEY_SCALES = {
    "": 1,
    "thousand": 1_000,
    "ten_thousand": 10_000,
    "million": 1_000_000,
    "hundred_million": 100_000_000,
}
"""How many currency units one of a column's unit is."""

_MONEY_MARKS = (
    ("hundred_million", re.compile(r"亿")),
    ("million", re.compile(r"百万|\bmillions?\b|\bmln\b", re.IGNORECASE)),
    (
        "ten_thousand",
        re.compile(r"[(（\[/_ ：:]?万(元|美元|人民币|$|[)）\]])|\bwan\b", re.IGNORECASE),
    ),
    (
        "thousand",
        re.compile(
            r"千元|\bthousands?\b|['’]000|000s|\bin k\b|\(k[$€£]?\)|\bk(usd|cny|eur)\b",
            re.IGNORECASE,
        ),
    ),
)
_STATED = re.compile(
    r"单位\s*[:：]\s*(\S+)|\b(?:in|unit[s]?:?)\s+(thousands?|millions?)", re.IGNORECASE
)
_YEARS = re.compile(r"年|\byears?\b|\byrs?\b|\(y\)", re.IGNORECASE)
_MONTHS = re.compile(r"月|期|\bmonths?\b|\bmths?\b|\bmos?\b|\(m\)", re.IGNORECASE)
_BRACKETED = re.compile(r"[(（\[]([^)）\]]*)[)）\]]")


def unit_of(header: str, fact: Fact, sheet: Sheet, letter: str) -> str:
    """The unit of a column that holds this fact: a word of `ColumnMatch.unit`, or ""."""
    if fact.kind is Kind.MONEY:
        return _money_mark(header) or _stated(sheet.titles)
    if fact.kind is Kind.RATIO:
        return "percent_points" if _are_points(header, fact, sheet, letter) else ""
    if fact.unit in {"months", "years"}:
        return _span_unit(header, fact.unit)
    return ""


def in_ten_thousands(sheet: Sheet, letters: Mapping[str, str]) -> set[str]:
    """The facts whose amounts are in ten thousands though nothing says so.

    Nobody asks for a loan of 5 beside a monthly income of 8,000, or earns 12 a year and asks for
    50,000: the amount is told by its ratio to the others. Only for sheets with Chinese headers.
    """
    if not any(_HANZI.search(column.header) for column in sheet.columns):
        return set()
    middles = {fact: _middle(sheet, letter) for fact, letter in letters.items()}
    known = {fact: middle for fact, middle in middles.items() if middle}
    asked = known.get("amount_requested", 0.0)
    monthly = known.get("income_monthly") or known.get("income_annual", 0.0) / 12
    found: set[str] = set()
    if 0 < asked < _SMALL and monthly >= _USUAL:
        found = {f for f in _LARGE_FACTS if 0 < known.get(f, 0.0) < _SMALL}
    if asked >= _USUAL and 0 < known.get("income_annual", 0.0) < _SMALL:
        found.add("income_annual")
    return found


_HANZI = re.compile("[\u4e00-\u9fff]")
_SMALL, _USUAL = 500.0, 1_000.0
_LARGE_FACTS = (
    "amount_requested",
    "goods_price",
    "down_payment",
    "collateral_value",
    "total_assets",
    "total_debts",
)


def _middle(sheet: Sheet, letter: str) -> float:
    if letter in sheet.numbers.columns:
        numbers = sheet.numbers[letter]
    else:
        numbers = sheet.cells[letter].str.replace_all(",", "").cast(float, strict=False)
    positive = numbers.drop_nulls().filter(numbers.drop_nulls() > 0)
    return float(positive.median() or 0.0)  # type: ignore[arg-type]


def _money_mark(text: str) -> str:
    return next((unit for unit, mark in _MONEY_MARKS if mark.search(text)), "")


def _stated(titles: str) -> str:
    """The unit said above the table: "单位：万元", "in thousands"."""
    match = _STATED.search(titles)
    if match is None:
        return ""
    said = match[1] or match[2]
    return _money_mark(said) or _money_mark(f"({said})")


def _are_points(header: str, fact: Fact, sheet: Sheet, letter: str) -> bool:
    """Whether 18 means 18 %: shares lie about 0.2, percent points about 20.

    The middle of the non-zero values decides; a sign in the header lowers the bar.
    """
    if letter not in sheet.numbers.columns:
        numbers = sheet.cells[letter].cast(float, strict=False).drop_nulls()
    else:
        numbers = sheet.numbers[letter].drop_nulls()
    sizes = numbers.abs()
    sizes = sizes.filter(sizes > 0)
    if sizes.is_empty():
        return False
    middle, high = float(sizes.median() or 0), float(sizes.quantile(0.9) or 0)  # type: ignore[arg-type]
    signed = "%" in header or "％" in header or "percent" in header.lower()
    typical = float(fact.most or 1)
    return middle > (1.0 if signed else min(1.5, typical)) or (signed and high > 1.5)


def _span_unit(header: str, own: str) -> str:
    """The unit a header states in brackets or at its end, when it is not the fact's own."""
    inside = _BRACKETED.search(header)
    said = inside[1] if inside else header
    years, months = bool(_YEARS.search(said)), bool(_MONTHS.search(said))
    if years == months:
        return ""
    found = "years" if years else "months"
    return "" if found == own or not inside else found
