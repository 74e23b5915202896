"""Strategies tried on applicants, from the store and from a file; nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import NobodyToTry
from workbench.scoring.strategy import shipped
from workbench.storage import history
from workbench.workflow import intake, strategy_trials
from workbench.workflow.desk import Desk

PERSONAL = shipped()["personal-loan"]


def _with_cut_off(approve: int):
    cut = PERSONAL.cut_off.model_copy(update={"approve": approve})
    return PERSONAL.model_copy(update={"cut_off": cut, "sha256": str(approve)})


@pytest.fixture
def _a_day(desk: Desk, sheet: Callable[..., Path]) -> None:
    """Four applicants: one approved, one declined for what is past due, two between."""
    people = ({}, {"Accounts past due": "2"}, {"Purpose": "small business"}, {"Amount": "9,000"})
    named = ({"Name": f"Applicant {at}"} | person for at, person in enumerate(people))
    intake.import_file(desk, sheet(*named), product="personal-loan")


@pytest.mark.usefixtures("_a_day")
def test_a_trial_counts_every_applicant_once(desk: Desk) -> None:
    facts = strategy_trials.applicants(desk, "personal-loan")
    found = strategy_trials.try_on(PERSONAL, facts)
    assert sum(found.advice.values()) == found.rows == facts.height
    assert sum(found.decided_by.values()) == found.rows


@pytest.mark.usefixtures("_a_day")
def test_a_trial_records_nothing(desk: Desk) -> None:
    before = history.events(desk.store, size=1)[0].seq
    strategy_trials.try_on(PERSONAL, strategy_trials.applicants(desk, "personal-loan"))
    assert history.events(desk.store, size=1)[0].seq == before


@pytest.mark.usefixtures("_a_day")
def test_a_higher_cut_off_only_takes_away(desk: Desk) -> None:
    facts = strategy_trials.applicants(desk, "personal-loan")
    swap = strategy_trials.swapped(PERSONAL, _with_cut_off(600), facts)
    assert not swap.comparison.swapped_in
    assert swap.after.accepted == swap.before.accepted - len(swap.comparison.swapped_out)
    assert all(one.application_id for one in swap.moved)


def test_a_spreadsheet_can_be_tried_without_being_imported() -> None:
    file = Path("resources/samples/applicants_en.xlsx")
    facts = strategy_trials.applicants_in(file, PERSONAL)
    found = strategy_trials.try_on(PERSONAL, facts)
    assert found.rows == facts.height > 200
    assert any(failed for failed, _unknown in found.rules.values())


def test_without_applications_it_is_said(desk: Desk) -> None:
    with pytest.raises(NobodyToTry, match="Import some"):
        strategy_trials.applicants(desk, "personal-loan")
