from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.storage.conftest import Day
from workbench.credit.decision import Settlement
from workbench.credit.terms import Terms
from workbench.errors import ChangedMeanwhile, DecisionRefused, NotFound
from workbench.storage import decisions, history, queue

TERMS = Terms(
    amount=Decimal("5000.00"),
    currency="USD",
    term_months=36,
    annual_rate=Decimal("0.119"),
    rate_basis="nominal_monthly",
    repayment_method="equal_payment",
    instalment=Decimal("165.82"),
    last_instalment=Decimal("165.77"),
    fee=Decimal("0.00"),
    total_interest=Decimal("969.47"),
    total_of_payments=Decimal("5969.47"),
    amount_financed=Decimal("5000.00"),
    finance_charge=Decimal("969.47"),
    apr=Decimal("0.119"),
    apr_basis="regulation_z",
    annual_cost_compound=Decimal("0.12572"),
    first_due_on=date(2026, 12, 22),
    valid_until=date(2026, 12, 22),
)


@pytest.fixture(autouse=True)
def _assessed(day: Day) -> None:
    day.add()
    day.assess()


def test_a_decision_comes_back_as_it_was_made(day: Day) -> None:
    made = decisions.add_decision(day.store, replace(day.decision(1), terms=TERMS, note="Ok"), 2)
    assert made.id == 1
    assert decisions.decisions_of(day.store, 1) == (made,)
    assert decisions.standing_decision(day.store, 1) == made
    assert decisions.decision(day.store, 1) == made


def test_an_override_keeps_its_direction_and_its_reason(day: Day) -> None:
    made = day.decide(2, "approve")
    assert decisions.standing_decision(day.store, 2) == made
    assert made.override
    assert made.override.direction == "approve_over_decline"
    row = queue.queue(day.store, "overridden").rows[0]
    assert (row.number, row.advice, row.outcome) == ("A-000002", "decline", "approve")


def test_why_a_referred_case_was_settled_is_kept(day: Day) -> None:
    settled = replace(
        day.decision(3, "approve"), settlement=Settlement("SET1", "Both payslips were seen today.")
    )
    made = decisions.add_decision(day.store, settled, 2)
    assert decisions.standing_decision(day.store, 3) == made
    assert queue.counts(day.store)["overridden"] == 0


def test_a_case_that_moved_on_is_not_decided_by_what_was_seen_before(day: Day) -> None:
    day.decide(1)
    with pytest.raises(ChangedMeanwhile, match="A-000001 was changed by Lin Mei"):
        day.decide(1, seen=2)
    assert len(decisions.decisions_of(day.store, 1)) == 1


def test_many_decisions_are_recorded_all_or_none(day: Day) -> None:
    made = [(day.decision(n), 2) for n in (1, 2, 4, 5)]
    with pytest.raises(ChangedMeanwhile, match="A-000005"):
        decisions.add_decisions(day.store, [*made[:3], (made[3][0], 1)])
    assert queue.counts(day.store)["decided"] == 0
    assert [one.id for one in decisions.add_decisions(day.store, made)] == [1, 2, 3, 4]
    assert queue.counts(day.store)["decided"] == 4


def test_each_decision_is_a_journal_entry_of_codes_only(day: Day) -> None:
    day.decide(2, "approve")
    told = history.history(day.store, 2)
    assert [event.event for event in told] == ["batch_added", "assessed", "decided"]
    assert told[-1].payload["direction"] == "approve_over_decline"
    assert "payslips" not in str(told[-1].payload)


def test_a_referred_case_waits_for_somebody_else(day: Day) -> None:
    day.decide(3)
    assert queue.queue(day.store, "referred").rows[0].state == "referred"
    assert decisions.standing_decision(day.store, 3) is None
    assert day.decide(3, "decline", seen=3).id == 2


def test_an_undone_decision_stays_on_record_and_the_case_comes_back(day: Day) -> None:
    made = day.decide(1)
    decisions.undo_decision(day.store, made.id, actor="Lin Mei")
    row = queue.queue(day.store, "needs_review", search="A-000001").rows[0]
    assert (row.outcome, row.overridden, row.version) == (None, False, 4)
    assert decisions.decisions_of(day.store, 1) == (made,)
    assert decisions.standing_decision(day.store, 1) is None
    assert history.history(day.store, 1)[-1].event == "decision_undone"


def test_a_decision_is_not_undone_twice(day: Day) -> None:
    made = day.decide(1)
    decisions.undo_decision(day.store, made.id, actor="Lin Mei")
    with pytest.raises(DecisionRefused, match="no longer stands"):
        decisions.undo_decision(day.store, made.id, actor="Lin Mei")


def test_a_decision_whose_letter_exists_is_not_undone(day: Day) -> None:
    made = day.decide(1)
    day.notify()
    with pytest.raises(DecisionRefused, match="letter is written already"):
        decisions.undo_decision(day.store, made.id, actor="Lin Mei")


def test_a_decision_on_nothing_is_refused(day: Day) -> None:
    with pytest.raises(NotFound, match="A-000099"):
        decisions.add_decision(day.store, replace(day.decision(1), application_id=99), 2)
    with pytest.raises(NotFound, match="decision “9”"):
        decisions.undo_decision(day.store, 9, actor="Lin Mei")


@pytest.mark.parametrize(("application", "outcome"), [(2, "approve"), (1, "decline")])
def test_the_store_itself_refuses_a_silent_override(
    day: Day, application: int, outcome: str
) -> None:
    silent = replace(day.decision(application, outcome), override=None)
    with pytest.raises(sa.exc.IntegrityError, match="direction and a justification"):
        decisions.add_decision(day.store, silent, 2)
    assert decisions.decisions_of(day.store, application) == ()


def test_the_store_itself_refuses_an_override_without_a_justification(day: Day) -> None:
    made = day.decision(2, "approve")
    assert made.override
    bare = replace(made, override=replace(made.override, justification="because"))
    with pytest.raises(sa.exc.IntegrityError, match="direction and a justification"):
        decisions.add_decision(day.store, bare, 2)


def test_terms_keep_every_digit() -> None:
    assert decisions.terms_of(decisions.terms_text(TERMS)) == TERMS
