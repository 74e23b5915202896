"""Where the price is above the legal cap: less money, a shorter term, or a named decline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.conftest import SMALL, frame_of
from tests.scoring.test_worked_numbers import STRONG, WEAK
from workbench.credit.assessment import LEGAL_CAP, Assessment
from workbench.credit.facts import Value
from workbench.scoring.check import check
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.explain import to_assessment
from workbench.scoring.plan import credit_plan
from workbench.scoring.readable import readable
from workbench.scoring.strategy import parse_strategy
from workbench.workflow.consider_words import offered_less, price_words

AT = datetime(2026, 11, 22, tzinfo=UTC)
TERMS_COUNT = """
[[scorecard.characteristics]]
name = "{name}"
fact = "{fact}"
label = {{ en = "{name}", zh = "{name}" }}
family = "application"
reason = "{reason}"
direction = "falling"
mean_all = 10
mean_near = 10
bins = [{{ below = {edge}, points = 40 }}, {{ from = {edge}, points = 0 }}]
"""
AMOUNT = TERMS_COUNT.format(name="amount", fact="amount_requested", reason="AMTR", edge=8000)
TERM = TERMS_COUNT.format(name="term", fact="term_months", reason="TERM", edge=24)
LONG = WEAK | {"term_months": 24}


def capped(*characteristics: str, cap: str = "0.075", reason: str = 'cap_reason = "PCAP"') -> str:
    """The small strategy with a price by formula and a cap that binds at a score of 600."""
    text = SMALL.replace('method = "grade"', 'method = "formula"')
    text = text.replace("legal_cap = 0.24", f"legal_cap = {cap}\n{reason}")
    text = text.replace("approve = 600, decline = 580", "approve = 540, decline = 530")
    text = text.replace("score_most = 700", "score_most = 800")
    return text.replace("[calibration]", "".join(characteristics) + "[calibration]").strip() + "\n"


def engine_of(*characteristics: str, **changes: str) -> Engine:
    return compile_strategy(parse_strategy(capped(*characteristics, **changes)))


def row_of(engine: Engine, facts: Mapping[str, object]) -> dict[str, object]:
    return engine.assess(frame_of(facts)).row(0, named=True)


def told(engine: Engine, facts: Mapping[str, object]) -> Assessment:
    return to_assessment(engine.strategy, row_of(engine, facts), application_id=1, assessed_at=AT)


ENGINE = engine_of(AMOUNT, TERM)


def test_a_shorter_term_of_the_same_amount_is_offered_where_it_keeps_to_the_cap() -> None:
    row = row_of(engine_of(AMOUNT, TERM), LONG)
    assert (row["score"], row["capped"]) == (580, True)
    assert (row["advice"], row["decided_by"]) == ("counter_offer", "cap")
    assert (row["offered_amount"], row["offered_term_months"]) == (1_000_000, 12)
    assert (row["limit"], row["limit_bound_by"]) == (1_000_000, LEGAL_CAP)


def test_a_smaller_amount_is_offered_where_only_that_keeps_to_the_cap() -> None:
    row = row_of(engine_of(AMOUNT, TERM), WEAK | {"term_months": 12, "amount_requested": 10_000})
    assert row["advice"] == "approve"
    only_amount = row_of(engine_of(AMOUNT), WEAK)
    assert (only_amount["offered_amount"], only_amount["offered_term_months"]) == (750_000, 12)
    assert (only_amount["limit"], only_amount["limit_bound_by"]) == (750_000, LEGAL_CAP)


def test_both_give_way_where_neither_alone_keeps_to_the_cap() -> None:
    row = row_of(engine_of(AMOUNT, TERM, cap="0.0635"), LONG)
    assert (row["advice"], row["decided_by"]) == ("counter_offer", "cap")
    assert (row["offered_amount"], row["offered_term_months"]) == (750_000, 12)


def test_the_longest_term_there_is_is_offered_where_a_longer_one_was_asked_for() -> None:
    until_two_years = TERMS_COUNT.format(name="t", fact="term_months", reason="TERM", edge=25)
    row = row_of(engine_of(AMOUNT, until_two_years), WEAK | {"term_months": 30})
    assert (row["advice"], row["decided_by"]) == ("counter_offer", "cap")
    assert (row["offered_amount"], row["offered_term_months"]) == (1_000_000, 24)


def test_the_offer_has_the_price_of_its_own_terms_and_nothing_else_changes() -> None:
    engine = engine_of(AMOUNT, TERM)
    offered, alone = row_of(engine, LONG), row_of(engine, LONG | {"term_months": 12})
    priced = ("annual_rate_ppm", "expected_loss_ppm", "capital_charge_ppm", "raroc_ppm")
    assert [offered[name] for name in (*priced, "instalment")] == [
        alone[name] for name in (*priced, "instalment")
    ]
    assert alone["advice"] == "approve" and int(str(offered["annual_rate_ppm"])) <= 75_000
    assert (offered["pd_ppm"], offered["requested_term_months"]) != (alone["pd_ppm"], 12)


def test_where_nothing_smaller_passes_it_is_declined_for_the_price_first() -> None:
    row = row_of(engine_of(), WEAK)
    assert (row["score"], row["advice"], row["decided_by"]) == (580, "decline", "cap")
    assert [row[f"reason_{n}"] for n in range(1, 5)] == ["PCAP", "INQ", "UTIL", "EMP"]
    assert row["offered_amount"] is None and row["annual_rate_ppm"] == 75_000


def test_the_price_is_named_alone_where_no_factor_can_lie_below_the_mean() -> None:
    text = capped()
    for mean, least in (("35", "20"), ("38", "15"), ("40", "35"), ("22", "10")):
        assert text.count(f"mean_all = {mean}\n") == 1
        text = text.replace(f"mean_all = {mean}\n", f"mean_all = {least}\n")
    row = row_of(compile_strategy(parse_strategy(text)), WEAK)
    assert [row[f"reason_{n}"] for n in range(1, 5)] == ["PCAP", None, None, None]


def test_the_amount_as_asked_is_not_rounded_and_a_twentieth_of_it_is_the_last_tried() -> None:
    whole = row_of(ENGINE, LONG | {"amount_requested": 10_050})
    assert (whole["offered_amount"], whole["offered_term_months"]) == (1_005_000, 12)
    small = TERMS_COUNT.format(name="amount", fact="amount_requested", reason="AMTR", edge=1010)
    least = row_of(engine_of(small), WEAK | {"amount_requested": 20_000})
    assert (least["advice"], least["offered_amount"]) == ("counter_offer", 100_000)
    more = row_of(engine_of(small), WEAK | {"amount_requested": 21_000})
    assert (more["advice"], more["offered_amount"]) == ("counter_offer", 100_000)


def test_the_least_amount_that_may_be_asked_for_ends_the_search() -> None:
    least = capped(AMOUNT).replace("amount_least = 1000", "amount_least = 7600")
    row = compile_strategy(parse_strategy(least)).assess(frame_of(WEAK)).row(0, named=True)
    assert (row["advice"], row["offered_amount"]) == ("decline", None)
    fits = capped(AMOUNT).replace("amount_least = 1000", "amount_least = 7500")
    row = compile_strategy(parse_strategy(fits)).assess(frame_of(WEAK)).row(0, named=True)
    assert (row["advice"], row["offered_amount"]) == ("counter_offer", 750_000)


def test_a_price_within_the_cap_is_left_alone() -> None:
    row = row_of(engine_of(AMOUNT, TERM), STRONG)
    assert (row["advice"], row["capped"], row["offered_amount"]) == ("approve", False, 1_000_000)


def test_a_knock_out_stays_the_rules_own_however_high_the_price() -> None:
    row = row_of(engine_of(AMOUNT, TERM), LONG | {"income_monthly": 900})
    assert (row["advice"], row["decided_by"], row["reason_1"]) == ("decline", "rule", "INMN")


def test_a_limit_below_the_least_amount_is_named_and_not_the_price() -> None:
    row = row_of(engine_of(), WEAK | {"own_exposure": 35_900})
    assert (row["advice"], row["decided_by"]) == ("decline", "cap")
    assert row["reason_1"] == "INCM" and row["reason_2"] is None


def test_without_a_reason_for_it_a_strategy_refers_as_it_did_before() -> None:
    row = row_of(engine_of(AMOUNT, TERM, reason=""), LONG)
    assert (row["advice"], row["decided_by"], row["annual_rate_ppm"]) == ("refer", "cap", 75_000)
    assert (row["offered_amount"], row["offered_term_months"]) == (1_000_000, 24)
    assert row["reason_1"] == "INQ"


def test_a_request_without_an_amount_or_a_term_is_never_offered_anything() -> None:
    for name in ("amount_requested", "term_months"):
        row = row_of(engine_of(), {k: v for k, v in WEAK.items() if k != name})
        assert row["advice"] in {"decline", "refer"} and row["offered_amount"] is None


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.sampled_from([6, 12, 18, 24]), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_one_row_is_offered_what_it_is_offered_in_any_batch(
    asked: list[tuple[int, int, bool]],
) -> None:
    people = [
        (STRONG if strong else WEAK) | {"amount_requested": thousand * 1000, "term_months": months}
        for thousand, months, strong in asked
    ]
    together = ENGINE.assess(frame_of(*people), explain=False)
    alone = pl.concat([ENGINE.assess(frame_of(one), explain=False) for one in people])
    assert together.equals(alone)


def test_the_reason_the_limit_and_the_words_say_what_the_cap_did() -> None:
    made = told(ENGINE, LONG)
    assert (made.reasons[0].code, made.reasons[0].source) == ("PCAP", LEGAL_CAP)
    assert made.limit.bound_by == LEGAL_CAP and made.limit.terms[LEGAL_CAP] == Decimal(10_000)
    assert offered_less(made) == "Offer a shorter term"
    assert "exceeds the legal cap of 7.50%; the offer keeps to it." in price_words(made)


@pytest.mark.parametrize(
    ("engine", "facts", "said"),
    [
        (engine_of(), WEAK, "no smaller amount or shorter term passes."),
        (engine_of(reason=""), WEAK, "The rate is cut to the legal cap of 7.50%"),
        (ENGINE, STRONG, ""),
        (engine_of(), WEAK | {"own_exposure": 35_900}, ""),
    ],
)
def test_the_words_tell_a_decline_a_referral_and_nothing_apart(
    engine: Engine, facts: Mapping[str, object], said: str
) -> None:
    words = price_words(told(engine, facts))
    assert said in words and bool(said) == bool(words)


def test_what_an_offer_takes_back_is_said_of_the_amount_and_of_both() -> None:
    assert offered_less(told(engine_of(AMOUNT), WEAK)) == "Offer a smaller amount"
    both = told(engine_of(AMOUNT, TERM, cap="0.0635"), LONG)
    assert offered_less(both) == "Offer a smaller amount over a shorter term"


def test_the_credit_plan_holds_the_shorter_term_as_an_offer_that_stands() -> None:
    facts: dict[str, Value] = {
        name: Decimal(str(value)) if isinstance(value, float) else value
        for name, value in LONG.items()
    }  # type: ignore[misc]
    plan = credit_plan(ENGINE, facts)
    [offer] = [offer for offer in plan.offers if offer.kind == "shorter_term"]
    assert (offer.amount, offer.term_months, offer.needs) == (10_000, 12, ("term_months",))
    assert offer.annual_rate <= Decimal("0.075") and plan.bound_by == LEGAL_CAP


def test_an_unknown_reason_is_a_fault_of_its_line_and_a_known_one_is_read_out() -> None:
    faults = check(capped(reason='cap_reason = "NONE"'))
    assert [fault.text() for fault in faults if "NONE" in fault.text()]
    assert "declined for PCAP" in readable(ENGINE.strategy)
    assert "the case is referred" in readable(engine_of(reason="").strategy)
