from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.conftest import NOW, Day
from workbench.errors import ErasureRefused, NotFound
from workbench.storage import retention
from workbench.storage.erasure import erase, erased
from workbench.storage.verification import verify


@pytest.fixture
def day(worked: Day) -> Day:
    return worked


def over(day: Day) -> list[str]:
    later = NOW + timedelta(days=400)
    return [one.number for one in retention.past_their_time(day.store, {"personal-loan": later})]


def test_what_is_younger_than_its_retention_is_not_named(day: Day) -> None:
    before = {"personal-loan": NOW - timedelta(days=1)}
    assert retention.past_their_time(day.store, before) == ()


def test_what_is_past_its_time_is_named_and_other_products_are_not(day: Day) -> None:
    assert len(over(day)) == 12
    assert retention.past_their_time(day.store, {"other": NOW + timedelta(days=400)}) == ()


def test_what_was_erased_is_not_named_again(day: Day) -> None:
    erase(day.store, [1, 2], basis="retention_ended", actor="Lin Mei")
    assert over(day)[0] == "A-000003"


def test_a_held_application_is_named_as_held_and_not_erased(day: Day) -> None:
    retention.place_hold(day.store, 2, basis="Court file 12/2026", actor="Lin Mei")
    later = {"personal-loan": NOW + timedelta(days=400)}
    named = {k.number: k.hold for k in retention.past_their_time(day.store, later)}
    assert named["A-000002"] == "Court file 12/2026"
    with pytest.raises(ErasureRefused, match=r"A-000002.*Court file 12/2026"):
        erase(day.store, [1, 2], basis="request", actor="Lin Mei")
    assert erased(day.store) == frozenset()


def test_a_lifted_hold_lets_it_go(day: Day) -> None:
    retention.place_hold(day.store, 2, basis="Court file 12/2026", actor="Lin Mei")
    retention.lift_hold(day.store, 2, basis="Case closed", actor="Lin Mei")
    assert retention.holds(day.store) == {}
    assert erase(day.store, [2], basis="request", actor="Lin Mei") == 1
    assert verify(day.store).ok


def test_a_hold_that_is_not_there_cannot_be_lifted(day: Day) -> None:
    with pytest.raises(NotFound, match="legal hold"):
        retention.lift_hold(day.store, 2, basis="Case closed", actor="Lin Mei")


def test_the_database_itself_refuses_to_erase_what_is_held(day: Day) -> None:
    retention.place_hold(day.store, 2, basis="Court file 12/2026", actor="Lin Mei")
    with (
        pytest.raises(sa.exc.IntegrityError, match="a legal hold keeps this application"),
        day.store.writing("Lin Mei") as step,
    ):
        seq = step.record("erased", "A-000002", {"basis": "request"})
        step.connection.execute(
            sa.text(
                "INSERT INTO erasures (application_id, basis, actor, erased_at, event_seq) "
                "VALUES (2, 'request', 'Lin Mei', '2026-11-22T06:00:00.000000Z', :seq)"
            ),
            {"seq": seq},
        )
    assert erased(day.store) == frozenset()
