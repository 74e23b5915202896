"""Retention by the letter pack, and erasure that leaves the record whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.errors import ErasureRefused
from workbench.workflow import assess, decide, intake, letting_go, prove
from workbench.workflow.desk import Desk, now

Sheet = Callable[..., Path]


@pytest.fixture
def decided(desk: Desk, sheet: Sheet) -> Desk:
    intake.import_file(desk, sheet({}, {"Name": "Ruth Ellis"}), product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    return desk


def after_months(months: int) -> datetime:
    start = now()
    years, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=month + 1, day=min(start.day + 1, 28))


def test_a_us_case_is_kept_for_25_months_and_not_longer(decided: Desk) -> None:
    assert letting_go.past_their_time(decided) == ()
    assert letting_go.past_their_time(decided, after_months(24)) == ()
    named = letting_go.past_their_time(decided, after_months(26))
    assert [one.number for one in named] == ["A-000001", "A-000002"]


def test_erased_data_is_gone_and_replay_and_verify_still_hold(decided: Desk) -> None:
    assert letting_go.erase(decided, ["A-000001"], "request") == 1
    assert prove.verify(decided).ok
    done = prove.replay(decided)
    assert (done.identical, done.different) == (1, 0)


def test_a_hold_refuses_in_a_sentence_that_names_it(decided: Desk) -> None:
    letting_go.place_hold(decided, "A-000002", "Court file 12/2026")
    with pytest.raises(ErasureRefused) as refused:
        letting_go.erase(decided, ["A-000002"], "request")
    assert "Court file 12/2026" in refused.value.text()
    letting_go.lift_hold(decided, "A-000002", "Case closed")
    assert letting_go.erase(decided, ["A-000002"], "request") == 1


def test_months_are_counted_by_the_calendar() -> None:
    end = datetime(2026, 3, 31, tzinfo=UTC)
    assert letting_go._months_before(end, 25).date().isoformat() == "2024-02-28"
