"""The proof: past advice comes out again byte by byte, and a changed record is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.storage.verification import LOST, Fault, Verification
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
    assert prove.first_faults(found) == ""


def test_the_self_check_finds_everything_in_place() -> None:
    assert [name for name, _value, good in self_check.selfcheck() if not good] == []


def test_the_first_things_that_are_off_are_said_and_the_rest_counted() -> None:
    lost = tuple(Fault(LOST, number=f"A-00000{n}") for n in range(5))
    told = prove.first_faults(Verification(ok=False, events=9, first_bad=None, faults=lost))
    assert told.split("\n")[2:] == [
        "Case A-000002 does not stand where its own record leaves it.",
        "2 more do not hold.",
    ]
