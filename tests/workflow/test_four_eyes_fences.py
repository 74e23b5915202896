"""Second persons beyond decisions, tried by SQL: restores, strategies, limits of accounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.workflow.account_builders import open_one
from tests.workflow.people_at_work import PASSWORDS, Office, a_person
from workbench.accounts.account import ActionKind
from workbench.errors import StrategyRefused
from workbench.workflow import account_actions, people, strategies
from workbench.workflow.desk import Desk, now

Seat = Callable[[str], Desk]
ALONE = "a second person agrees to a restore"
PUBLISHER = "a second person publishes a strategy"
DONE = (
    "INSERT INTO account_actions (id, action, account_id, kind, state, reasons, old_limit, "
    "new_limit, old_rate, new_rate, effective_on, review_on, proposed_by, proposed_at, second, "
    "decided_at, exposure_change, loss_change, scope, note, version, event_seq, leaf) "
    "SELECT id + 9, action + :new, account_id, kind, 'done', reasons, old_limit, "
    "new_limit * :times, old_rate, new_rate, effective_on, review_on, :by, proposed_at, :second, "
    "proposed_at, exposure_change, loss_change, scope, note, version + 1 - :new, "
    "(SELECT max(seq) FROM journal), leaf FROM account_actions ORDER BY id DESC LIMIT 1"
)


def told(desk: Desk, event: str, **payload: object) -> None:
    """What a database tool could write into the journal, its hashes made to fit."""
    with desk.store.writing(desk.officer(), now()) as step:
        step.record(event, "personal-loan", payload)


def refused(desk: Desk, why: str, event: str, **payload: object) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=why):
        told(desk, event, **payload)


def restores_take_two(seat: Seat) -> None:
    """By SQL too, a colleague who may agrees, in a session of their own."""
    sessions = {}
    for name in ("ada", "omar"):
        with seat(name) as one:
            sessions[name] = one.seat.session
    with seat("eva") as eva:
        for agreed_by, session in (
            ("", ""),
            ("Ada", ""),
            ("Ada", "f" * 32),
            ("Ada", eva.seat.session),
            ("Eva", eva.seat.session),
            ("Stranger", sessions["ada"]),
            ("Omar", sessions["omar"]),
        ):
            refused(eva, ALONE, "store_restored", agreed_by=agreed_by, session=session)
        told(eva, "store_restored", agreed_by="Ada", session=sessions["ada"])


def strategies_take_two(seat: Seat) -> None:
    """By SQL too, a strategy was proposed, and is published by somebody else, once."""
    said = {"sha256": "a" * 64, "version": "9.0"}
    with seat("ada") as ada:
        people.add_person(ada, a_person("ria", "risk"), PASSWORDS["ria"])
    with seat("eva") as shared:
        refused(shared, "nobody proposed this strategy", "strategy_published", **said)
        told(shared, "strategy_proposed", **said)
        refused(shared, PUBLISHER, "strategy_published", **said)
        people.sign_in(shared, "ria", PASSWORDS["ria"])
        refused(shared, PUBLISHER, "strategy_published", **said)
    with seat("ria") as ria:
        told(ria, "strategy_published", **said)
        refused(ria, "published already", "strategy_published", **said)


def more_credit_takes_two(seat: Seat, line: int) -> None:
    """By SQL too, a raised limit waits, is confirmed by another person, and as it was proposed."""
    with seat("omar") as omar:
        account_actions.propose(omar, line, ActionKind.LIMIT_INCREASE, new_limit=Decimal(40_000))
        for changed, why in (
            ({"new": 1}, "waits for a person"),
            ({"times": 2}, "waits for a person|beyond the authority|a second person"),
            ({"by": "Lin"}, "waits for a person|a second person"),
            ({}, "a second person confirms"),
            ({"second": "Omar"}, "a second person confirms|two_people"),
            ({"second": "Eva"}, "a second person confirms"),
        ):
            with pytest.raises(sa.exc.DBAPIError, match=why):
                _confirmed(omar, **changed)
        people.sign_in(omar, "eva", PASSWORDS["eva"])
        with pytest.raises(sa.exc.DBAPIError, match="a second person confirms"):
            _confirmed(omar, second="Eva")
    with seat("eva") as eva:
        _confirmed(eva, second="Eva")


def _confirmed(desk: Desk, **changed: object) -> None:
    values = {"new": 0, "times": 1, "by": "Omar", "second": None} | changed
    with desk.store.writing(desk.officer(), now()) as step:
        step.record("account_action", "x", {})
        step.connection.execute(sa.text(DONE), values)


def test_a_restore_by_sql_needs_a_colleague_who_may(office: Office) -> None:
    restores_take_two(office.desk)


def test_a_strategy_by_sql_needs_another_person(office: Office) -> None:
    strategies_take_two(office.desk)


def test_more_credit_by_sql_needs_another_person(office: Office) -> None:
    with office.desk("omar") as omar:
        line = open_one(omar, by="Omar")
    more_credit_takes_two(office.desk, line)


def test_a_limit_by_sql_stays_within_ones_amount(office: Office) -> None:
    with office.desk("omar") as omar:
        line = open_one(omar, by="Omar")
        account_actions.propose(omar, line, ActionKind.LIMIT_INCREASE, new_limit=Decimal(40_000))
    with office.desk("ada") as ada:
        people.add_person(ada, a_person("ria", "risk"), PASSWORDS["ria"])
    with office.desk("ria") as ria, pytest.raises(sa.exc.DBAPIError, match="beyond the authority"):
        _confirmed(ria, second="Ria")


def test_where_nobody_else_may_a_restore_needs_nobody_else(desk: Desk) -> None:
    told(desk, "store_restored")


def test_switching_the_user_publishes_nothing(office: Office) -> None:
    text = strategies.text_of("personal-loan")
    drafted = strategies.edited(text, {}, version="9.0")
    with office.desk("ada") as ada:
        people.add_person(ada, a_person("ria", "risk"), PASSWORDS["ria"])
    with office.desk("eva") as shared:
        made = strategies.draft(shared, drafted, proposer="Eva")
        people.sign_in(shared, "ria", PASSWORDS["ria"])
        with pytest.raises(StrategyRefused, match="Eva was signed in during this session"):
            strategies.publish(shared, made.strategy.sha256, approver="Ria")
