"""What a column's values look like: whether they fit a fact, and what only one fact looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from workbench.credit.facts import Fact, Kind
from workbench.spreadsheets import calendar_dates, values
from workbench.spreadsheets.choices import choice_words
from workbench.spreadsheets.sheet import CellKind, Sheet, SourceColumn, normal
from workbench.spreadsheets.values import Reading

_LOOKED_AT = 200
_TOO_FEW, _SURE = 3, 0.1
"""So few different values say nothing against a column whose name is known."""
_CODED = {Kind.CHOICE, Kind.YES_NO}
_RESIDENT = re.compile(r"^\d{17}[\dXx]$|^\d{15}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_MOBILE = re.compile(r"^(\+?86[- ]?)?1[3-9]\d{9}$")
_SHAPES = (("id_number", _RESIDENT), ("email", _EMAIL), ("phone", _MOBILE))


def distinct_texts(sheet: Sheet, letter: str, most: int = _LOOKED_AT) -> list[str]:
    """Up to `most` different values of a column's first rows."""
    head = sheet.cells[letter].drop_nulls().head(most * 10)
    return [str(text) for text in head.unique(maintain_order=True).head(most).to_list()]


def fits(fact: Fact, sheet: Sheet, column: SourceColumn, least: float) -> bool:
    """Whether at least this share of the column's different values can be read as the fact."""
    if fact.kind is Kind.TEXT or column.kind is CellKind.BLANK:
        return True
    if column.kind in {CellKind.ERROR, CellKind.NOT_COMPUTED}:
        return True
    texts = [t for t in distinct_texts(sheet, column.letter) if not values.is_missing_word(t)]
    if not texts or (len(texts) < _TOO_FEW and least < _SURE and fact.kind not in _CODED):
        return True
    # 1 and 2 as yes and no would be guessed: half of what is there must be understood
    wanted = max(least, 0.6) if fact.kind is Kind.YES_NO else least
    return sum(_readable(fact, text) for text in texts) >= wanted * len(texts)


def _readable(fact: Fact, text: str) -> bool:
    if fact.kind is Kind.CHOICE:
        return normal(text) in choice_words(fact)
    readers: dict[Kind, Callable[[str], Reading]] = {
        Kind.MONEY: values.amount,
        Kind.NUMBER: values.amount,
        Kind.RATIO: values.ratio,
        Kind.COUNT: partial(values.count, unit=fact.unit),
        Kind.DURATION: partial(values.span, unit=fact.unit),
        Kind.DATE: calendar_dates.date,
        Kind.YES_NO: values.yes_no,
    }
    reading = readers[fact.kind](text)
    return reading.value is not None or reading.fix is not None


def looks_like(sheet: Sheet, column: SourceColumn) -> str | None:
    """The fact that nearly all of a column's values have the shape of, if there is one."""
    texts = distinct_texts(sheet, column.letter)
    for fact, shape in _SHAPES:
        if len(texts) >= 3 and sum(bool(shape.match(t)) for t in texts) >= 0.8 * len(texts):
            return fact
    return None
