"""A whole import is undone while none of its cases is decided."""

from __future__ import annotations

import pytest

from workbench.errors import DecisionRefused
from workbench.workflow import assess, decide, intake, prove
from workbench.workflow.taking_back import take_back


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
