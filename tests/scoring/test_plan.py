"""Offers and the path to yes of a small strategy, at the exact amounts where they begin."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.scoring.conftest import SMALL
from tests.scoring.test_price_cap import AMOUNT, LONG, TERM, capped
from tests.scoring.test_worked_numbers import STRONG, WEAK
from workbench.credit.facts import Value
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.path_to_yes import Path, path_to_yes
from workbench.scoring.plan import Offer, credit_plan
from workbench.scoring.strategy import parse_strategy

TODAY = date(2026, 11, 22)
COUNTS = ("term_months", "inquiries_6m")


def engine(*changes: tuple[str, str]) -> Engine:
    text = SMALL
    for was, now in changes:
        assert text.count(was) == 1
        text = text.replace(was, now)
    return compile_strategy(parse_strategy(text))


PLAIN = engine()


def person(facts: dict[str, object], **other: float) -> dict[str, Value]:
    return {
        name: int(str(value)) if name in COUNTS else Decimal(str(value))
        for name, value in {**facts, **other}.items()
    }


def offers(facts: dict[str, Value], *, by: Engine = PLAIN) -> tuple[str, tuple[Offer, ...]]:
    plan = credit_plan(by, facts)
    return plan.bound_by, plan.offers


def told(one: Offer) -> tuple[str, Decimal, int, tuple[str, ...]]:
    return one.kind, one.amount, one.term_months, one.needs


def test_what_is_approved_is_offered_as_asked_and_at_the_longer_term() -> None:
    bound, (asked, longer) = offers(person(STRONG))
    assert bound == ""
    assert told(asked) == ("as_asked", 10_000, 12, ())
    assert told(longer) == ("longer_term", 10_000, 24, ("term_months",))
    assert (asked.annual_rate, asked.instalment) == (Decimal("0.144"), Decimal("899.75"))
    assert asked.total_cost == Decimal("797.00")  # 12 x 899.75 - 10,000
    assert asked.debt_service_ratio == Decimal("0.283313")
    assert asked.expected_loss == Decimal("3.75")
    assert longer.total_cost == Decimal("1568.48")


def test_only_terms_longer_than_the_one_asked_for_are_tried() -> None:
    by = engine(("term_most = 24", "term_most = 24, terms = [6, 12, 18, 24]"))
    assert [told(one)[:3] for one in offers(person(STRONG), by=by)[1]] == [
        ("as_asked", 10_000, 12),
        ("longer_term", 10_000, 18),
    ]
    assert [one.kind for one in offers(person(STRONG, term_months=24), by=by)[1]] == ["as_asked"]


def test_what_cannot_be_carried_is_offered_longer_or_smaller() -> None:
    bound, found = offers(person(STRONG, existing_instalments_monthly=5_500))
    assert bound == "affordable"
    assert [told(one) for one in found] == [
        ("longer_term", 10_000, 24, ("term_months",)),
        ("smaller_amount", 5_500, 12, ("amount_requested",)),
    ]


def test_what_the_limit_leaves_is_offered_and_a_decline_leaves_nothing() -> None:
    bound, found = offers(person(STRONG, amount_requested=45_000))
    assert (bound, [told(one) for one in found]) == (
        "income_multiple",
        [("smaller_amount", 28_000, 12, ("amount_requested",))],
    )
    assert offers(person(STRONG, income_monthly=500)) == ("INMN", ())
    assert offers({"amount_requested": None, "term_months": 12}) == ("", ())


def test_the_same_offer_found_from_two_terms_is_one_offer() -> None:
    text = capped(AMOUNT, TERM).replace("term_most = 24", "term_most = 36")
    _bound, found = offers(person(LONG), by=compile_strategy(parse_strategy(text)))
    assert [told(one) for one in found] == [("shorter_term", 10_000, 12, ("term_months",))]


def path(facts: dict[str, Value], *, by: Engine = PLAIN) -> Path:
    return path_to_yes(by, facts, on=TODAY)


def changed(found: Path) -> tuple[str, dict[str, Value]]:
    return found.kind, {step.fact: step.then for step in found.steps}


def test_amounts_are_tried_in_twentieths_down_to_the_last() -> None:
    asked = person(STRONG, amount_requested=45_500)
    assert changed(path(asked)) == ("terms", {"amount_requested": 27_300})  # 60 % of it
    large = {"amount_requested": 60_000}
    found = path(person(STRONG, **large, own_exposure=33_000))
    assert changed(found) == ("terms", {"amount_requested": 3_000})
    assert path(person(STRONG, **large, own_exposure=33_100)).kind == "none"


def test_no_amount_below_the_least_is_tried() -> None:
    small = {"amount_requested": 2_000}
    found = path(person(STRONG, **small, own_exposure=35_000))
    assert changed(found) == ("terms", {"amount_requested": 1_000})
    assert path(person(STRONG, **small, own_exposure=35_100)).kind == "none"


def test_the_term_nearest_to_the_one_asked_for_comes_first() -> None:
    by = engine(("term_most = 24", "term_most = 24, terms = [6, 18, 24]"))
    heavy = person(STRONG, existing_instalments_monthly=5_300)
    assert changed(path(heavy, by=by)) == ("terms", {"term_months": 18})
    assert changed(path(heavy)) == ("terms", {"term_months": 24})


def test_the_amount_as_asked_is_tried_as_it_is() -> None:
    odd = person(STRONG, existing_instalments_monthly=5_500, amount_requested=10_050)
    assert changed(path(odd)) == ("terms", {"term_months": 24})


def test_a_fact_just_at_the_edge_of_a_bin_may_go_below_it() -> None:
    by = engine(("approve = 600", "approve = 640"))
    edge = person(WEAK, debt_to_income=0.1, inquiries_6m=3)
    assert changed(path(edge, by=by)) == ("facts", {"inquiries_6m": 2})


@pytest.mark.parametrize(
    ("approve", "facts"),
    [
        (600, {"debt_to_income": Decimal("0.199")}),
        (620, {"revolving_utilisation": Decimal("0.499")}),
        (640, {"debt_to_income": Decimal("0.199"), "inquiries_6m": 2}),
        (655, {"debt_to_income": Decimal("0.199"), "revolving_utilisation": Decimal("0.499")}),
        (656, {}),
    ],
)
def test_one_fact_is_tried_before_two_and_never_three(
    approve: int, facts: dict[str, Value]
) -> None:
    by = engine(("approve = 600", f"approve = {approve}"))
    kind = "facts" if facts else "none"
    assert changed(path(person(WEAK), by=by)) == (kind, facts)


def test_the_nearest_better_bin_is_tried_first() -> None:
    bins = "bins = [{ below = 3, points = 40 }, { from = 3, points = 15 }]"
    finer = "bins = [{ below = 1, points = 40 }, { from = 1, below = 4, points = 35 }, "
    by = engine((bins, f"{finer}{{ from = 4, points = 15 }}]"), ("approve = 600", "approve = 635"))
    weak = person(WEAK, debt_to_income=0.1, inquiries_6m=6)
    assert changed(path(weak, by=by)) == ("facts", {"inquiries_6m": 3})


def test_inquiries_mend_by_waiting_and_ratios_by_doing() -> None:
    by = engine(("approve = 600", "approve = 640"))
    first, second = path(person(WEAK), by=by).steps
    assert (first.now, first.by) == (Decimal("0.3"), None)
    assert (second.now, second.then, second.by) == (5, 2, date(2027, 5, 24))
