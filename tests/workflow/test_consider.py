"""Considering in the officer's words: what would follow, the way to a yes, and the capsule."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.credit.status import Outcome
from workbench.errors import FactUnreadable, NotFound
from workbench.workflow import assess, capsules, consider, decide, intake
from workbench.workflow.decide import CaseFile
from workbench.workflow.desk import Desk

Sheet = Callable[..., Path]


def _case(desk: Desk, file: Path) -> CaseFile:
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    return decide.case(desk, 1)


def test_considering_without_changes_is_the_assessment_itself(desk: Desk, sheet: Sheet) -> None:
    file = _case(desk, sheet({}))
    found = consider.consider(file)
    assert file.assessment is not None
    assert found.assessment.detail == file.assessment.detail
    assert found.path.kind == "already"


def test_a_changed_fact_changes_the_advice_and_nothing_is_recorded(
    desk: Desk, sheet: Sheet
) -> None:
    file = _case(desk, sheet({}))
    found = consider.consider(file, {"income_annual": ""})
    assert found.assessment.advice is Outcome.REFER
    assert decide.case(desk, 1).assessment == file.assessment


def test_every_offer_of_the_plan_is_approved_when_asked_for(desk: Desk, sheet: Sheet) -> None:
    file = _case(desk, sheet({"Amount": "35,000", "DTI": "32%"}))
    for offer in consider.consider(file).plan.offers:
        asked = {"amount_requested": str(offer.amount), "term_months": str(offer.term_months)}
        assert consider.consider(file, asked).assessment.advice is Outcome.APPROVE


def test_a_value_that_cannot_be_read_is_named(desk: Desk, sheet: Sheet) -> None:
    file = _case(desk, sheet({}))
    with pytest.raises(FactUnreadable, match="a lot"):
        consider.consider(file, {"income_annual": "a lot"})
    with pytest.raises(NotFound, match="shoe_size"):
        consider.consider(file, {"shoe_size": "43"})


def test_a_capsule_proves_itself_until_a_letter_of_it_changes(
    desk: Desk, sheet: Sheet, tmp_path: Path
) -> None:
    _case(desk, sheet({}))
    capsules.write_capsule(desk, "A-000001", tmp_path / "one.capsule")
    assert capsules.prove_capsule(tmp_path / "one.capsule").identical
    text = (tmp_path / "one.capsule").read_text(encoding="utf-8")
    (tmp_path / "one.capsule").write_text(text.replace("7200000", "7300000"), encoding="utf-8")
    assert not capsules.prove_capsule(tmp_path / "one.capsule").identical


def test_how_reasons_are_chosen_stands_in_the_capsule_and_in_the_journal(
    desk: Desk, sheet: Sheet, tmp_path: Path
) -> None:
    file = _case(desk, sheet({}))
    capsules.write_capsule(desk, "A-000001", tmp_path / "one.capsule")
    told = json.loads((tmp_path / "one.capsule").read_text(encoding="utf-8"))
    [assessed] = [event for event in file.history if event.event == "assessed"]
    assert file.assessment is not None and file.assessment.reason_method == "below_near"
    assert told["reason_method"] == assessed.payload["reason_method"] == "below_near"
