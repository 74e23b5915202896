"""The proof: past advice comes out again byte by byte, and a changed record is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.workflow import assess, decide, intake, prove, self_check
from workbench.workflow.desk import Desk

Sheet = Callable[..., Path]


def test_replay_of_everything_is_identical(desk: Desk, sheet: Sheet) -> None:
    intake.import_file(
        desk, sheet({}, {"Name": "Ruth Ellis", "DTI": "55%"}), product="personal-loan"
    )
    assess.assess_ready(desk)
    done = prove.replay(desk)
    assert (done.identical, done.different) == (2, 0)
    assert prove.replay(desk, "A-000002").identical == 1


def test_the_record_is_whole_after_a_day(desk: Desk, sheet: Sheet) -> None:
    intake.import_file(desk, sheet({}), product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    found = prove.verify(desk)
    assert found.ok
    assert prove.first_fault(found) == ""


def test_the_self_check_finds_everything_in_place() -> None:
    assert [name for name, _value, good in self_check.selfcheck() if not good] == []
