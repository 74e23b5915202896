from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from workbench.storage.column_types import MinorUnits, moment_of, moment_text

DIALECT = sa.create_mock_engine("sqlite://", lambda *_: None).dialect


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_is_the_same_moment_after_storing(moment: datetime) -> None:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return
    if utc.year >= 1000:
        assert moment_of(moment_text(moment)) == utc


def test_stored_moments_sort_as_they_happened() -> None:
    east = timezone(timedelta(hours=8))
    earlier, later = datetime(2026, 11, 22, 7, tzinfo=east), datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert moment_text(earlier) < moment_text(later)
    assert moment_text(later) == "2026-11-22T01:00:00.000000Z"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 11, 22))  # noqa: DTZ001 -- that is the point


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-22", "2026-11-22T01:00:00.000000", "2026-11-22T01:00:00.0000000", "Z" * 27],
)
def test_a_text_that_is_no_stored_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a moment|Invalid isoformat"):
        moment_of(text)


@pytest.mark.parametrize("value", [0.1, Decimal("12.34"), "1234", True])
def test_money_that_is_not_whole_minor_units_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="whole minor units"):
        MinorUnits().process_bind_param(value, DIALECT)  # type: ignore[arg-type]


def test_ten_and_twenty_cents_are_thirty_cents() -> None:
    bound = [MinorUnits().process_bind_param(value, DIALECT) for value in (10, 20, None)]
    assert bound == [10, 20, None]
    assert sum(value or 0 for value in bound) == 30
