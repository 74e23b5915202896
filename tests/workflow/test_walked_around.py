"""Direct SQL against a store with people: what credit refuses, the store refuses again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.workflow.people_at_work import PASSWORDS, Office
from tests.workflow.test_second_signature import EASY, HARD, LARGE, asked
from workbench.errors import NobodyMay
from workbench.workflow import people, second_signature
from workbench.workflow.desk import Desk, now

JOURNAL = (
    "INSERT INTO journal SELECT seq + 1, at, :actor, :event, 'x', '{}', hash, hash "
    "FROM journal ORDER BY seq DESC LIMIT 1"
)
DECISION = (
    "INSERT INTO decisions (id, application_id, assessment_id, outcome, officer, officer_title, "
    "decided_at, decided_by, reasons, terms, direction, reason_code, justification, note, "
    "event_seq, leaf) SELECT coalesce((SELECT max(id) FROM decisions), 0) + 1, :case, "
    "(SELECT max(id) FROM assessments WHERE application_id = :case), 'approve', :officer, '', "
    "'2026-11-22T09:00:00.000000Z', 'judgement', '[]', :terms, :direction, 'SAVINGS', "
    "'Long enough to be taken for a reason.', '', max(seq), "
    "(SELECT leaf FROM people WHERE id = 1) FROM journal"
)
SIGNATURE = (
    "INSERT INTO signatures (id, proposal_id, application_id, person, session, word, signature, "
    "signed_at, event_seq, leaf) SELECT 1, 1, :case, :person, :session, :word, '', "
    "'2026-11-22T09:00:00.000000Z', max(seq), (SELECT leaf FROM people WHERE id = 1) FROM journal"
)
OMAR, LIN, ADA = 2, 3, 1


@pytest.fixture
def omar(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("omar") as desk:
        yield desk


def attack(desk: Desk, statement: str, **values: object) -> None:
    """What a database tool would do, with the journal entry that a writer must leave."""
    with desk.store.writing(desk.officer(), now()) as step:
        step.record("noted", "x", {})
        step.connection.execute(sa.text(statement), values)


def refused(desk: Desk, why: str, statement: str, **values: object) -> None:
    with pytest.raises((sa.exc.IntegrityError, sa.exc.DBAPIError), match=why):
        attack(desk, statement, **values)


@pytest.mark.parametrize(
    ("actor", "event"),
    [("Stranger", "decided"), ("Ada", "decided"), ("Omar", "person_added"), ("system", "decided")],
)
def test_nobody_journals_what_their_role_may_not_do(omar: Desk, actor: str, event: str) -> None:
    with pytest.raises(NobodyMay):
        attack(omar, JOURNAL, actor=actor, event=event)


def test_a_large_loan_is_not_approved_past_ones_amount(omar: Desk) -> None:
    terms = '{"amount": "60000.00"}'
    refused(
        omar, "needs a second person", DECISION, case=EASY, officer="Omar", terms=terms,
        direction=None,
    )  # fmt: skip


def test_an_override_is_not_recorded_alone(omar: Desk) -> None:
    refused(
        omar, "needs a second person", DECISION, case=3, officer="Omar",
        terms='{"amount": "10"}', direction="approve_over_decline",
    )  # fmt: skip


def test_a_hard_rule_holds_in_the_store(omar: Desk) -> None:
    refused(
        omar, "hard rule failed|second person", DECISION, case=HARD, officer="Eva",
        terms='{"amount": "10"}', direction="approve_over_decline",
    )  # fmt: skip


def test_a_stranger_decides_nothing(omar: Desk) -> None:
    refused(
        omar, "needs a second person", DECISION, case=EASY, officer="Stranger", terms=None,
        direction=None,
    )  # fmt: skip


def test_what_is_decided_is_not_decided_again(omar: Desk) -> None:
    asked(omar, EASY)
    refused(
        omar, "decided already", DECISION, case=EASY, officer="Omar", terms=None, direction=None
    )


def test_what_waits_for_a_signature_is_not_decided_around_it(omar: Desk) -> None:
    asked(omar, LARGE)
    refused(
        omar, "waits for its second person", DECISION, case=LARGE, officer="Omar", terms=None,
        direction=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("person", "why"),
    [(OMAR, "nobody signs their own|does not sign|with a password|beyond the authority"),
     (LIN, "sign-in with a password|session of their own"),
     (ADA, "does not sign|sign-in with a password|beyond the authority")],
)  # fmt: skip
def test_a_signature_is_not_forged(omar: Desk, person: int, why: str) -> None:
    asked(omar, LARGE)
    refused(omar, why, SIGNATURE, case=LARGE, person=person, session="f" * 32, word="approved")


def test_a_signature_of_the_same_session_is_refused(open_cases: Office, omar: Desk) -> None:
    asked(omar, LARGE)
    people.sign_in(omar, "lin", PASSWORDS["lin"])
    session = omar.seat.session
    refused(
        omar, "session of their own", SIGNATURE, case=LARGE, person=LIN, session=session,
        word="approved",
    )  # fmt: skip


def test_a_closed_proposal_is_signed_no_more(open_cases: Office, omar: Desk) -> None:
    asked(omar, LARGE)
    with open_cases.desk("lin") as lin:
        second_signature.send_back(lin, LARGE, remark="Papers missing.")
        refused(
            lin, "proposal is closed", SIGNATURE, case=LARGE, person=LIN,
            session=lin.seat.session, word="approved",
        )  # fmt: skip


def test_nobody_gives_themselves_a_role_or_anothers_name_or_password(omar: Desk) -> None:
    new_state = (
        "INSERT INTO people SELECT (SELECT max(id) FROM people) + 1, {who}, name, shown_name, "
        "title, '{role}', branch, state, public_key, elsewhere, (SELECT max(seq) FROM journal), "
        "salt, leaf FROM people WHERE person = 2 ORDER BY id DESC LIMIT 1"
    )
    refused(omar, "nobody changes their own role", new_state.format(who=2, role="manager"))
    refused(omar, "another person has this name", new_state.format(who=9, role="officer"))
    refused(
        omar,
        "only oneself or an administrator",
        "INSERT INTO passwords SELECT 99, 4, signing_key, set_at, (SELECT max(seq) FROM journal) "
        "FROM passwords WHERE person = 2 LIMIT 1",
    )


@pytest.mark.parametrize("table", ["people", "passwords", "sign_ins", "authority_roles",
                                   "role_events", "proposals"])  # fmt: skip
def test_what_was_said_about_people_stays(omar: Desk, table: str) -> None:
    asked(omar, LARGE)
    refused(omar, f"{table} is insert-only", f"DELETE FROM {table}")
    column = "person" if table not in ("authority_roles", "role_events") else "role"
    refused(omar, f"{table} is insert-only", f"UPDATE {table} SET {column} = {column}")


def test_nobody_proposes_in_anothers_name(omar: Desk) -> None:
    asked(omar, LARGE)
    forged = (
        "INSERT INTO proposals SELECT 99, application_id, assessment_id, 3, role, session, "
        "outcome, exposure, currency, said, proposed_at, event_seq, salt, leaf FROM proposals"
    )
    refused(omar, "who proposes is signed in", forged)
