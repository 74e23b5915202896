"""An increase takes two people, and a change of users on one desk makes no second one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.workflow.account_builders import open_one
from tests.workflow.people_at_work import PASSWORDS, Office
from workbench.accounts.account import Action, ActionKind, ActionState
from workbench.errors import AccountRefused
from workbench.workflow import account_actions, people
from workbench.workflow.desk import Desk


@pytest.fixture
def line(desk: Desk) -> int:
    """A purchase line, there before the people came."""
    return open_one(desk)


@pytest.fixture
def omar(line: int, office: Office) -> Iterator[Desk]:
    with office.desk("omar") as at_work:
        yield at_work


@pytest.fixture
def waiting(omar: Desk, line: int) -> Action:
    """A raised limit that waits for a second person."""
    kind = ActionKind.LIMIT_INCREASE
    (made,) = account_actions.propose(omar, line, kind, new_limit=Decimal(40_000))
    assert made.state is ActionState.AWAITING_SECOND
    return made


def test_switching_the_user_makes_no_second_person(omar: Desk, waiting: Action) -> None:
    people.sign_in(omar, "eva", PASSWORDS["eva"])
    with pytest.raises(AccountRefused, match="Omar was signed in during this session"):
        account_actions.confirm(omar, waiting.id, seen_version=waiting.version)


def test_a_colleague_in_a_session_of_their_own_confirms(waiting: Action, office: Office) -> None:
    with office.desk("eva") as eva:
        done = account_actions.confirm(eva, waiting.id, seen_version=waiting.version)
    assert (done.state, done.second) == (ActionState.DONE, "Eva")
