from __future__ import annotations

import pytest

from tests.storage.conftest import NOW, STRATEGY, Day
from workbench.errors import NotFound
from workbench.storage import assessments, history, open_cases, queue


def test_assessed_cases_come_up_for_review(day: Day) -> None:
    day.add()
    assert day.assess() == 12
    row = queue.queue(day.store, "needs_review", sort="number", descending=False).rows[0]
    assert (row.advice, row.score, str(row.dsr), row.version) == ("approve", 507, "0.100001", 2)


def test_an_assessment_is_kept_as_the_engine_gave_it(day: Day) -> None:
    day.add()
    day.assess()
    kept = assessments.latest_assessment(day.store, 2)
    assert kept
    assert (kept.detail, kept.advice, kept.engine_version) == ('{"score":514}', "decline", "1")
    assert kept.assessed_at == NOW
    assert assessments.assessment(day.store, kept.id) == kept


def test_the_strategy_that_assessed_is_kept_once(day: Day) -> None:
    day.add()
    day.assess()
    day.assess()
    assert assessments.strategy_source(day.store, STRATEGY.sha256) == STRATEGY.source_text
    told = [event.event for event in history.events(day.store)]
    assert told == ["assessed", "assessed", "strategy_kept", "batch_added", "store_made"]


def test_a_later_assessment_stands_beside_the_earlier_one(day: Day) -> None:
    day.add()
    day.assess()
    day.assess()
    assert len(assessments.assessments_of(day.store, 2)) == 2
    latest = assessments.latest_assessment(day.store, 2)
    assert latest
    assert latest.id == 14


def test_a_decided_case_is_not_reopened_by_an_assessment(day: Day) -> None:
    day.add()
    day.assess()
    day.decide(1)
    day.assess()
    assert queue.counts(day.store)["approved"] == 1
    assert queue.version(day.store, 1) == 3


def test_assessments_are_read_in_pieces(day: Day) -> None:
    day.add()
    day.assess()
    first = assessments.assessments_of(day.store, size=5)
    rest = assessments.assessments_of(day.store, after=first[-1].id)
    assert [kept.id for kept in first + rest] == list(range(1, 13))


def test_open_cases_name_the_version_a_decision_must_have_seen(day: Day) -> None:
    day.add()
    day.assess()
    day.decide(1)
    found = open_cases.open_cases(day.store, after=2, size=2)
    assert [(one.assessment.application_id, one.version) for one in found] == [(3, 2), (4, 2)]
    assert open_cases.count_open(day.store) == 11


def test_nothing_to_assess_records_nothing(day: Day) -> None:
    day.add()
    assert day.assess(count=0) == 0
    assert assessments.latest_assessment(day.store, 1) is None


def test_what_is_not_on_record_is_named(day: Day) -> None:
    with pytest.raises(NotFound, match="assessment “5”"):
        assessments.assessment(day.store, 5)
    with pytest.raises(NotFound, match="strategy “abc”"):
        assessments.strategy_source(day.store, "abc")
