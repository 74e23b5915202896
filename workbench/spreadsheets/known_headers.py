"""Which column names the dictionary knows, in any spelling."""

from __future__ import annotations

import re
from functools import cache

from workbench.credit.facts import Dictionary, dictionary
from workbench.i18n import N_, Language, _
from workbench.spreadsheets.sheet import normal

STATUS = N_("Workbench status")
WHAT_TO_DO = N_("What to do")
"""The headers of the two columns that an answer workbook adds."""

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@cache
def _names(version: str) -> dict[str, str]:
    del version
    return names_of(dictionary())


def names_of(facts: Dictionary) -> dict[str, str]:
    """Every normalised spelling of a header, and the fact it names."""
    found: dict[str, str] = {}
    for fact in facts:
        for text in (fact.name, *fact.label.values(), *fact.synonyms):
            found.setdefault(normal(text), fact.name)
    return found


def spellings(header: str) -> tuple[str, ...]:
    """The ways to read a header, most literal first: whole, without brackets, its parts.

    "姓名 / Name" -> ("姓名name", "姓名", "name"); "Income (month)" -> ("incomemonth", "income").
    """
    bare = _BRACKETS.sub(" ", header)
    parts = [part for part in re.split(r"\s*[/|\n]\s*|\s{2,}|\s-\s", bare) if part.strip()]
    inside = [text[1:-1] for text in _BRACKETS.findall(header)]
    ways = [normal(text) for text in (header, bare, *reversed(parts), *inside)]
    return tuple(dict.fromkeys(way for way in ways if way))


def is_known(header: str) -> bool:
    """Whether the shipped dictionary has a fact of this name."""
    names = _names(dictionary().version)
    return any(way in names for way in spellings(header)[:3])


@cache
def _ours() -> frozenset[str]:
    return frozenset(
        normal(_(text, language=language)) for text in (STATUS, WHAT_TO_DO) for language in Language
    )


def is_ours(header: str) -> bool:
    """Whether a column was put there by an answer workbook; it says nothing of the applicant."""
    return normal(header) in _ours()
