"""Columns that keep money exact and time unambiguous."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_STORED = 27


class MinorUnits(TypeDecorator[int]):
    """Money as whole minor units: 12.34 USD is 1234. Anything but an int is refused."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> int | None:
        """Refuse floats, Decimals and booleans: money arrives here already whole."""
        if value is None or type(value) is int:
            return value
        raise TypeError(f"Money is stored in whole minor units, not as {type(value).__name__}.")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, stored as text that sorts: 2026-11-22T05:30:00.000000Z."""

    impl = sa.String(_STORED)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """The stored text. Raises ValueError for a moment without a time zone."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """The moment back, in UTC."""
        return None if value is None else moment_of(value)


@lru_cache(maxsize=64)
def moment_text(value: datetime) -> str:
    """The stored text of a moment. Raises ValueError when it carries no time zone."""
    if value.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be stored.")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The moment that a stored text names. Raises ValueError for any other text."""
    if len(text) != _STORED or not text.endswith("Z"):
        raise ValueError(f"{text!r} is not a moment as it is stored.")
    return datetime.fromisoformat(text)  # strptime takes ten times as long, and a page has 600
