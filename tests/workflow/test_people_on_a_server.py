"""The same refusals on a PostgreSQL server, when WORKBENCH_TEST_POSTGRESQL names one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage.test_postgresql import SERVER, on_server, url_of
from tests.workflow.account_builders import open_one
from tests.workflow.conftest import CASES, write_sheet
from tests.workflow.people_at_work import PASSWORDS, staff
from tests.workflow.test_authority_fences import CLOSE, LESS, tried
from tests.workflow.test_four_eyes_fences import (
    more_credit_takes_two,
    restores_take_two,
    strategies_take_two,
)
from tests.workflow.test_second_signature import EASY, LARGE, OVERRIDE, WEAK, asked
from tests.workflow.test_walked_around import LIN, OMAR, SIGNATURE, refused
from workbench.credit.decision import Decision
from workbench.errors import NobodyMay
from workbench.settings import Settings
from workbench.storage import retention
from workbench.storage.verification import verify
from workbench.workflow import assess, intake, people, second_signature
from workbench.workflow.desk import Desk

pytestmark = pytest.mark.skipif(not SERVER, reason="WORKBENCH_TEST_POSTGRESQL names no server")


@pytest.fixture
def place(tmp_path: Path, quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with people and four open cases."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    name = f"people_{uuid.uuid4().hex[:8]}"
    on_server(f"CREATE DATABASE {name}")
    with Desk.open(url_of(name), settings=Settings(tmp_path / "s.toml")) as first:
        staff(first)
    with signed_in(url_of(name), "omar") as omar:
        intake.import_file(omar, write_sheet(tmp_path / "a.csv", CASES), product="personal-loan")
        assess.assess_ready(omar)
    yield url_of(name)
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


def signed_in(place: str, name: str) -> Desk:
    return people.open_desk(place, name, lambda: PASSWORDS[name])


def test_authority_holds_on_a_server_too(place: str) -> None:
    with signed_in(place, "omar") as omar:
        for case, person, owed, why in (
            (EASY, OMAR, 999_900, LESS),
            (LARGE, OMAR, 5_500_000, "needs a second person"),
            (EASY, LIN, 1_000_000, "who decided is not who this says"),
            (EASY, 0, None, "says who made it and what is then owed"),
        ):
            with pytest.raises(sa.exc.DBAPIError, match=why):
                tried(omar, case, person, owed, CLOSE)
        asked(omar, WEAK, OVERRIDE)
        with signed_in(place, "lin") as lin:
            why, session = "beyond the authority of who signs", lin.seat.session
            refused(lin, why, SIGNATURE, case=WEAK, person=LIN, session=session, word="approved")


def test_four_eyes_work_on_a_server(place: str) -> None:
    with signed_in(place, "omar") as omar:
        assert isinstance(asked(omar, EASY), Decision)
        asked(omar, LARGE)
    with signed_in(place, "eva") as eva:
        assert second_signature.approve(eva, LARGE).second_person == "Eva"
        found = verify(eva.store)
    assert (found.ok, found.signatures) == (True, 1)


def test_second_persons_are_asked_for_on_a_server_too(place: str) -> None:
    def seat(name: str) -> Desk:
        return signed_in(place, name)

    with seat("omar") as omar:
        line = open_one(omar, by="Omar")
    restores_take_two(seat)
    more_credit_takes_two(seat, line)
    strategies_take_two(seat)


def test_what_no_role_may_is_refused_in_words_on_a_server_too(place: str) -> None:
    with signed_in(place, "omar") as omar, pytest.raises(NobodyMay):
        retention.place_hold(omar.store, EASY, basis="x", actor="Omar")
