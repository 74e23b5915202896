"""How far a role reaches, tried by SQL: points, rules, amount on total exposure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.workflow.people_at_work import Office
from tests.workflow.test_second_signature import EASY, LARGE, OVERRIDE, WEAK, asked
from tests.workflow.test_walked_around import DECISION, LIN, OMAR, SIGNATURE, refused
from workbench.workflow import decide, exposure
from workbench.workflow.desk import Desk, now

TERMS = '{"amount":"10000.00","currency":"USD"}'
DETAILS = (
    "INSERT INTO decision_details (id, application_id, decision_id, person, session, "
    "second_person, exposure, event_seq, leaf) SELECT max(id) + 9, max(application_id), max(id), "
    ":person, :session, '', :owed, max(event_seq), (SELECT leaf FROM people WHERE id = 1) "
    "FROM decisions"
)
CLOSE = (
    "UPDATE cases SET state = 'decided', decision_id = (SELECT max(id) FROM decisions) "
    "WHERE application_id = :case"
)
LESS = "exposure named is less than what is owed"


@pytest.fixture
def omar(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("omar") as desk:
        yield desk


def tried(
    desk: Desk, case: int, person: int, owed: int | None, *more: str, session: str = ""
) -> None:
    """A plain approval by SQL, with its details as the attacker likes them."""
    values = {"case": case, "officer": desk.officer(), "terms": TERMS, "direction": None}
    with desk.store.writing(desk.officer(), now()) as step:
        step.record("noted", "x", {})
        step.connection.execute(sa.text(DECISION), values)
        if person:
            sat = {"person": person, "session": session or desk.seat.session}
            step.connection.execute(sa.text(DETAILS), {**sat, "owed": owed})
        for statement in more:
            step.connection.execute(sa.text(statement), {"case": case})


def test_an_honest_decision_by_sql_passes(omar: Desk) -> None:
    tried(omar, EASY, OMAR, 1_000_000, CLOSE)


def test_a_decision_in_a_session_where_its_maker_never_sat_is_refused(
    open_cases: Office, omar: Desk
) -> None:
    with open_cases.desk("lin") as lin:
        elsewhere = lin.seat.session
    for session in ("f" * 32, elsewhere):
        with pytest.raises(sa.exc.DBAPIError, match="who decides is signed in"):
            tried(omar, EASY, OMAR, 1_000_000, CLOSE, session=session)


@pytest.mark.parametrize(
    ("case", "person", "owed", "why"),
    [
        (EASY, OMAR, 999_900, LESS),
        (LARGE, OMAR, 1_000_000, LESS),
        (LARGE, OMAR, 5_500_000, "needs a second person"),
        (EASY, LIN, 1_000_000, "who decided is not who this says|who decides is signed in"),
        (EASY, 0, None, "says who made it and what is then owed"),
        (EASY, OMAR, None, "says who made it and what is then owed"),
    ],
)
def test_amount_counts_on_total_exposure_in_the_database_too(
    omar: Desk, case: int, person: int, owed: int | None, why: str
) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=why):
        tried(omar, case, person, owed, CLOSE)


def test_what_a_connected_case_was_granted_is_seen_by_the_database(
    open_cases: Office, omar: Desk
) -> None:
    exposure.connect(omar, EASY, LARGE, "spouse")
    with open_cases.desk("eva") as eva:
        asked(eva, EASY)
        with pytest.raises(sa.exc.DBAPIError, match=LESS):
            tried(eva, LARGE, 4, 5_500_000, CLOSE)
        tried(eva, LARGE, 4, 6_500_000, CLOSE)


def test_a_signature_beyond_the_signers_points_is_refused(open_cases: Office, omar: Desk) -> None:
    asked(omar, WEAK, OVERRIDE)
    with open_cases.desk("lin") as lin:
        why = "beyond the authority of who signs"
        session = lin.seat.session
        refused(lin, why, SIGNATURE, case=WEAK, person=LIN, session=session, word="approved")


def test_a_proposal_that_hides_what_is_owed_is_refused(omar: Desk) -> None:
    asked(omar, LARGE)
    forged = (
        "INSERT INTO proposals SELECT 99, application_id, assessment_id, person, role, session, "
        "outcome, 1000000, currency, said, proposed_at, event_seq, salt, leaf FROM proposals"
    )
    refused(omar, LESS, forged)


def test_a_rule_beyond_the_role_is_not_set_aside_by_sql(omar: Desk) -> None:
    """As if a soft rule had failed on the case, and the advice were to approve all the same."""
    rule = (
        "INSERT INTO softer_rules SELECT strategy_sha256, 'made_up', 'soft' FROM assessments "
        "WHERE application_id = 1"
    )
    anew = (
        "INSERT INTO assessments SELECT 99, application_id, strategy_sha256, engine_version, "
        "assessed_at, actor, advice, decided_by, score, pd_ppm, grade, dsr_ppm, offered_amount, "
        "offered_term_months, annual_rate_ppm, instalment, "
        "replace(detail, '{', '{\"rule_made_up\":null,'), event_seq, salt, leaf "
        "FROM assessments WHERE application_id = 1"
    )
    with omar.store.writing("Omar") as step:
        step.record("noted", "x", {})
        step.connection.exec_driver_sql(rule)
        step.connection.exec_driver_sql(anew)
    with pytest.raises(sa.exc.DBAPIError, match="this needs a second person"):
        tried(omar, EASY, OMAR, 1_000_000, CLOSE)


def test_accepting_advice_leaves_the_exposure_beside_each_decision(omar: Desk) -> None:
    assert decide.accept_advice(omar) == 3
    with omar.store.reading() as connection:
        query = "SELECT exposure FROM decision_details ORDER BY application_id"
        assert 1_000_000 in list(connection.execute(sa.text(query)).scalars())


@pytest.mark.parametrize("table", ["role_limits", "strategy_cut_offs", "softer_rules"])
def test_limits_stay_as_they_were_adopted(omar: Desk, table: str) -> None:
    refused(omar, f"{table} is insert-only", f"DELETE FROM {table}")
