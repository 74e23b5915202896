"""Text as people type it into a search, as a condition of the store."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

_OF_A_PATTERN = re.compile(r"([%_/])")


def holds(column: sa.ColumnElement[Any], text: str, *, is_file: bool) -> sa.ColumnElement[bool]:
    """Whether the text stands anywhere in a column, small letters as good as capitals.

    SQLite's LIKE takes small letters for capitals by itself, and only so uses an index.
    """
    part = "%" + _OF_A_PATTERN.sub(r"/\1", text) + "%"
    return column.like(part, escape="/") if is_file else column.ilike(part, escape="/")
