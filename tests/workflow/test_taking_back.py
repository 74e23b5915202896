"""A whole import is undone while none of its cases is decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflow.people_at_work import Office
from tests.workflow.test_second_signature import EASY, asked
from workbench.errors import DecisionRefused
from workbench.workflow import assess, decide, intake, prove, taking_back
from workbench.workflow.taking_back import take_back, take_back_decision


@pytest.fixture
def batch(desk, sheet):
    result, _found = intake.import_file(desk, sheet({}, {"Name": "Ben"}), product="personal-loan")
    assess.assess_ready(desk)
    return result.batch_id


def test_an_import_taken_back_leaves_nothing_to_review_and_stays_in_the_journal(desk, batch):
    assert take_back(desk, batch) == 2
    assert decide.counts(desk)["all"] == 0
    assert prove.verify(desk).ok


def test_the_same_file_can_be_imported_again_after_it_was_taken_back(desk, batch, sheet):
    take_back(desk, batch)
    result, _found = intake.import_file(desk, sheet({}, {"Name": "Ben"}), product="personal-loan")
    assert result.ready == 2


def test_an_import_with_a_decided_case_is_not_taken_back(desk, batch):
    decide.accept_advice(desk, batch=batch)
    with pytest.raises(DecisionRefused):
        take_back(desk, batch)
    assert decide.counts(desk)["all"] == 2


def test_a_decision_is_undone_within_its_seconds_and_stays_on_record(desk, batch):
    decide.accept_advice(desk, batch=batch)
    made = take_back_decision(desk, 1)
    file = decide.case(desk, 1)
    assert (file.decision, file.decisions) == (None, (made,))
    with pytest.raises(DecisionRefused, match="it is not decided"):
        take_back_decision(desk, 1)


def test_after_its_seconds_a_case_is_reopened_instead(desk, batch, monkeypatch):
    decide.accept_advice(desk, batch=batch)
    later = taking_back.now() + timedelta(seconds=11)
    monkeypatch.setattr(taking_back, "now", lambda: later)
    with pytest.raises(DecisionRefused, match="within 10 seconds"):
        take_back_decision(desk, 1)


def test_nobody_takes_a_colleagues_decision_back(open_cases: Office):
    with open_cases.desk("omar") as omar:
        asked(omar, EASY)
    with open_cases.desk("lin") as lin, pytest.raises(DecisionRefused, match="Omar decided it"):
        take_back_decision(lin, EASY)
