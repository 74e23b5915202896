from __future__ import annotations

import pytest

from tests.workflow.people_at_work import Office
from tests.workflow.test_second_signature import EASY, OVERRIDE, WEAK, asked
from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.storage import people_overrides
from workbench.workflow import decide, overrides, second_signature


@pytest.fixture
def overridden(open_cases: Office) -> Office:
    """One approved as advised, one approved over a decline with a manager's signature."""
    with open_cases.desk("omar") as omar:
        asked(omar, EASY)
        asked(omar, WEAK, OVERRIDE)
    with open_cases.desk("eva") as eva:
        second_signature.approve(eva, WEAK)
    return open_cases


def test_the_report_counts_each_direction_on_its_base_and_lists_exceptions(
    overridden: Office,
) -> None:
    with overridden.desk("eva") as eva:
        found = overrides.report(eva, "officer")
    assert (found.all.total.count, found.all.total.base) == (1, 2)
    assert (found.all.approve_over_decline.count, found.all.approve_over_decline.base) == (1, 1)
    assert [one.group for one in found.groups] == ["Omar"]
    (row,) = found.exceptions
    assert (row.number, row.second_person, row.exposure) == ("A-000003", "Eva", 10_000)


@pytest.mark.parametrize("by", ["branch", "direction", "reason", "product", "month"])
def test_it_is_told_by_every_group(overridden: Office, by: str) -> None:
    with overridden.desk("eva") as eva:
        groups = overrides.report(eva, by).groups
    assert sum(one.total.count for one in groups) == 1


def test_a_reopened_decision_no_longer_counts(overridden: Office) -> None:
    with overridden.desk("eva") as eva:
        second_signature.reopen(eva, WEAK, "The statement was withdrawn.")
        assert overrides.report(eva).all.total.count == 0


def test_ones_own_rate_is_counted_as_the_report_counts_it(overridden: Office) -> None:
    with overridden.desk("omar") as omar:
        rows = [row for row in people_overrides.decided_rows(omar.store) if row.stands]
        for officer in {row.officer for row in rows}:
            own = [row for row in rows if row.officer == officer]
            counted = people_overrides.standing_counts(omar.store, officer)
            assert counted == (sum(bool(row.direction) for row in own), len(own))
        assert people_overrides.standing_counts(omar.store, "Nobody") == (0, 0)


def test_the_mirror_shows_like_ones_and_ones_own_rate(overridden: Office) -> None:
    with overridden.desk("omar") as omar:
        file = decide.case(omar, 4)
        seen = overrides.mirror(omar, file, Choice(Outcome.APPROVE, reason_code="SAVINGS"))
        assert seen is not None
        assert [one.number for one in seen.similar] == ["A-000003"]
        assert (seen.overrides, seen.decided) == (1, 2)
        assert overrides.mirror(omar, file, Choice(Outcome.DECLINE)) is None
