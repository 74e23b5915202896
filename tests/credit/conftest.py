"""One assessment, changed in one point; the choices a person makes on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings

from workbench.credit.assessment import (
    Affordability,
    Assessment,
    Limit,
    Price,
    Reason,
    RuleClass,
    RuleFinding,
    Verdict,
)
from workbench.credit.deciding import Ground, decide
from workbench.credit.decision import Choice, CompensatingFactor, Decision
from workbench.credit.offer import make_terms
from workbench.credit.reasons import reason_list
from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
A_FACTOR = CompensatingFactor("Savings", "14,000")
BECAUSE = "Three pay slips and the account statements show the income in full."


def a_rule(rule_class: RuleClass, verdict: Verdict, rule: str = "age") -> RuleFinding:
    """A rule that found so."""
    return RuleFinding(
        rule=rule,
        label={"en": f"The rule on {rule}", "zh": f"关于 {rule} 的规则"},
        rule_class=rule_class,
        verdict=verdict,
        read={rule: "17"},
        condition=f"{rule} >= 18",
        source="Credit policy 4.1",
        reason="CAP",
    )


def a_reason(code: str, component: Component = Component.SCORE, rank: int = 1) -> Reason:
    """A principal reason of the engine."""
    return Reason(code=code, component=component, rank=rank, source="")


def an_assessment(**changes: Any) -> Assessment:
    """An advised approval of 10,000 over 36 months with 640 points, changed as named."""
    plain = Assessment(
        application_id=7,
        strategy="personal-loan",
        strategy_version="1",
        strategy_sha256="0" * 64,
        engine_version="1",
        assessed_at=NOW,
        score=640,
        score_range=(300, 850),
        base_points=500,
        pd=Decimal("0.03"),
        grade="B",
        cut_off_approve=600,
        cut_off_decline=560,
        advice=Outcome.APPROVE,
        decided_by=Component.SCORE,
        score_advice=Outcome.APPROVE,
        policy_advice=Outcome.APPROVE,
        affordability_advice=Outcome.APPROVE,
        points=(),
        rules=(),
        affordability=AFFORDABLE,
        price=PRICE,
        limit=Limit(amount=Decimal(20000), bound_by="product", terms={}),
        requested_amount=Decimal(10000),
        requested_term_months=36,
        offered_amount=Decimal(10000),
        offered_term_months=36,
        repayment_method="equal_payment",
        reasons=(),
        detail="{}",
        id=70,
    )
    return replace(plain, **changes)


AFFORDABLE = Affordability(
    verdict=Verdict.PASSED,
    income=Decimal(5000),
    existing=Decimal(500),
    instalment=Decimal("331.68"),
    debt_service_ratio=Decimal("0.166"),
    debt_service_ratio_stressed=Decimal("0.21"),
    residual_income=Decimal(4168),
    cap=Decimal("0.5"),
    cap_stressed=Decimal("0.6"),
    largest_instalment=Decimal(2000),
    largest_loan=Decimal(60000),
    reason="",
)
PRICE = Price(
    annual_rate=Decimal("0.119"),
    rate_basis="nominal_monthly",
    funding=Decimal("0.04"),
    expected_loss=Decimal("0.02"),
    cost=Decimal("0.02"),
    capital_charge=Decimal("0.01"),
    legal_cap=Decimal("0.36"),
    legal_cap_basis="nominal",
    capped=False,
    raroc=None,
)


def declined(**changes: Any) -> Assessment:
    """An advised decline by the score."""
    return an_assessment(
        **{
            "score": 540,
            "advice": Outcome.DECLINE,
            "score_advice": Outcome.DECLINE,
            "reasons": (a_reason("UTIL", rank=2), a_reason("INQ", rank=1)),
            **changes,
        }
    )


def referred(by: Component = Component.SCORE, **changes: Any) -> Assessment:
    """An advised reference: by the grey area of the score, or by another component."""
    advice = {
        Component.SCORE: {"score": 580, "score_advice": Outcome.REFER},
        Component.AFFORDABILITY: {"affordability_advice": Outcome.REFER},
    }.get(by, {"policy_advice": Outcome.REFER})
    return an_assessment(advice=Outcome.REFER, decided_by=by, **advice | changes)


def some_terms(amount: int = 10000, months: int = 36, rate: str = "0.119") -> Terms:
    """The terms of an offer in US dollars."""
    return make_terms(
        Decimal(amount),
        Decimal(rate),
        months,
        currency="USD",
        method="equal_payment",
        disbursed_on=date(2026, 12, 1),
        valid_days=30,
        apr_basis="regulation_z",
    )


@pytest.fixture
def decided() -> Callable[..., Decision]:
    """What `decide` makes of a choice: decided(assessment, outcome, reason_code=..., role=...)."""

    def made(assessment: Assessment, outcome: Outcome, **given: Any) -> Decision:
        how = {key: given.pop(key) for key in HOW if key in given}
        if "terms" not in how:
            grants = outcome in (Outcome.APPROVE, Outcome.COUNTER_OFFER)
            amount = 6000 if outcome is Outcome.COUNTER_OFFER else 10000
            how["terms"] = some_terms(amount) if grants else None
        if reason_list().wants_factor(given.get("reason_code", "")):
            given.setdefault("factors", (A_FACTOR,))
        return decide(assessment, Choice(outcome, **given), Ground(**(USUAL | how)))

    return made


HOW = ("officer", "officer_title", "terms", "role", "existing_exposure", "matrix", "at_these_terms")
USUAL: dict[str, Any] = {
    "officer": "Lin Mei",
    "officer_title": "Credit officer",
    "decided_at": NOW,
    "number": "A-000007",
    "existing_exposure": Decimal(0),
    "reason_list": reason_list(),
}
