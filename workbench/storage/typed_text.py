"""Text as people type it into a search, as a condition of the store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from workbench.errors import SearchTooLong
from workbench.i18n import number

MOST_WORDS, LONGEST = 100, 1_000
"""SQLite nests conditions 1,000 deep and takes a pattern of 50,000 bytes (sqlite.org/limits)."""
_OF_A_PATTERN = re.compile(r"([%_/])")


def holds(column: sa.ColumnElement[Any], text: str, *, is_file: bool) -> sa.ColumnElement[bool]:
    """Whether the text stands anywhere in a column, small letters as good as capitals.

    SQLite's LIKE takes small letters for capitals by itself, and only so uses an index.
    Raises SearchTooLong.
    """
    within_limits((text,))
    part = "%" + _OF_A_PATTERN.sub(r"/\1", text) + "%"
    return column.like(part, escape="/") if is_file else column.ilike(part, escape="/")


def within_limits(words: Sequence[str]) -> None:
    """Refuse what no store could look for in one question. Raises SearchTooLong."""
    if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
        raise SearchTooLong(words=number(MOST_WORDS), characters=number(LONGEST))
