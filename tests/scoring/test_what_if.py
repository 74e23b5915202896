"""What if, the credit plan, and the path to yes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workbench.credit.facts import PersonalData, Value, dictionary
from workbench.scoring.engine import Engine
from workbench.scoring.path_to_yes import path_to_yes
from workbench.scoring.plan import credit_plan
from workbench.scoring.what_if import what_if

TODAY = date(2026, 11, 22)


@pytest.fixture
def person(engine: Engine) -> dict[str, Value]:
    return {
        name: int(value) if name in ("term_months", "inquiries_6m") else value
        for name, value in engine.strategy.examples[0].facts.items()
    }


def test_changing_a_fact_recomputes_everything(engine: Engine, person: dict[str, Value]) -> None:
    row = what_if(engine, person, {"inquiries_6m": 7})
    assert (row["advice"], row["reason_1"]) == ("decline", "INQ")
    assert what_if(engine, person, {})["advice"] == "approve"


def test_taking_a_fact_away_refers(engine: Engine, person: dict[str, Value]) -> None:
    assert what_if(engine, person, {"debt_to_income": None})["decided_by"] == "data"


def test_an_approved_request_is_the_first_offer_of_its_plan(
    engine: Engine, person: dict[str, Value]
) -> None:
    plan = credit_plan(engine, person)
    assert plan.bound_by == ""
    assert plan.offers[0].kind == "as_asked" and plan.offers[0].needs == ()
    assert plan.offers[0].amount == Decimal(6000)


def test_a_request_above_a_limit_gets_a_smaller_offer_that_passes_everything(
    engine: Engine, person: dict[str, Value]
) -> None:
    wanted = person | {"amount_requested": Decimal(39_000), "income_annual": Decimal(60_000)}
    plan = credit_plan(engine, wanted)
    assert plan.bound_by == "income_multiple"
    offer = next(offer for offer in plan.offers if offer.kind == "smaller_amount")
    assert offer.amount == Decimal(30_000) and "amount_requested" in offer.needs
    asked = {"amount_requested": offer.amount, "term_months": offer.term_months}
    row = what_if(engine, wanted, asked)
    assert (row["advice"], row["offered_amount"]) == ("approve", 3_000_000)
    assert offer.total_cost == offer.instalment * offer.term_months - offer.amount


def test_the_offers_of_a_plan_are_at_most_three_and_none_is_worse_in_all(
    engine: Engine, person: dict[str, Value]
) -> None:
    offers = credit_plan(engine, person).offers
    assert 1 <= len(offers) <= 3
    for offer in offers:
        assert not any(
            other.instalment <= offer.instalment and other.total_cost <= offer.total_cost
            for other in offers
            if other is not offer and other.amount >= offer.amount
        )


def test_a_declined_request_has_no_offer_and_says_why(
    engine: Engine, person: dict[str, Value]
) -> None:
    plan = credit_plan(engine, person | {"accounts_past_due": 1})
    assert plan.offers == () and plan.bound_by == "PDUE"


def test_terms_are_tried_before_the_persons_facts(engine: Engine, person: dict[str, Value]) -> None:
    wanted = person | {"amount_requested": Decimal(39_000), "income_annual": Decimal(60_000)}
    path = path_to_yes(engine, wanted, on=TODAY)
    assert path.kind == "terms"
    assert {step.fact for step in path.steps} <= {"amount_requested", "term_months"}
    assert what_if(engine, wanted, {s.fact: s.then for s in path.steps})["advice"] == "approve"


def test_inquiries_drop_out_on_a_day(engine: Engine, person: dict[str, Value]) -> None:
    path = path_to_yes(engine, person | {"inquiries_6m": 6}, on=TODAY)
    [step] = path.steps
    assert (path.kind, step.fact, step.now) == ("facts", "inquiries_6m", 6)
    assert isinstance(step.then, int) and step.then < 6
    assert step.by == date(2027, 5, 24)


def test_none_is_an_answer(engine: Engine, person: dict[str, Value]) -> None:
    assert path_to_yes(engine, person | {"accounts_past_due": 1}, on=TODAY).kind == "none"
    assert path_to_yes(engine, person, on=TODAY).kind == "already"


def test_what_is_past_or_protected_is_never_offered_as_a_change(
    engine: Engine, person: dict[str, Value]
) -> None:
    weak = person | {"revolving_utilisation": Decimal("0.97"), "inquiries_6m": 5}
    weak |= {"term_months": 60, "purpose": "other", "delinquencies_24m": 2}
    path = path_to_yes(engine, weak, on=TODAY)
    assert not any(dictionary()[step.fact].locked for step in path.steps)


def test_every_protected_fact_is_locked() -> None:
    protected = [fact for fact in dictionary() if fact.personal is PersonalData.PROTECTED]
    assert protected and all(fact.locked for fact in protected)
