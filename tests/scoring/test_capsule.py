"""A decision proves itself from one file; two strategies are compared on one batch."""

from __future__ import annotations

import json
from datetime import date

from tests.scoring.conftest import frame_of
from workbench.credit.facts import dictionary
from workbench.scoring.capsule import Proof, first_difference, prove, seal
from workbench.scoring.compare import compare
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.explain import details
from workbench.scoring.frames import to_json
from workbench.scoring.strategy import Strategy, parse_strategy


def sealed(engine: Engine, good: dict[str, object]) -> str:
    frame = frame_of(good)
    facts = to_json(frame, [fact.name for fact in dictionary()])[0]
    detail = details(engine.assess(frame))[0]
    return seal(facts=facts, strategy_text=engine.strategy.source_text, detail=detail)


def test_a_capsule_proves_itself(engine: Engine, good: dict[str, object]) -> None:
    capsule = sealed(engine, good)
    assert prove(capsule).identical
    assert sealed(engine, good) == capsule


def test_a_capsule_keeps_the_rules_of_its_day(small: str, good: dict[str, object]) -> None:
    text = small.replace(
        "effective_from = 2026-01-01\n\n[aff", "effective_from = 2026-03-01\n\n[aff"
    )
    frame = frame_of(good)
    facts = to_json(frame, [fact.name for fact in dictionary()])[0]
    detail = details(compile_strategy(parse_strategy(text), on=date(2026, 3, 1)).assess(frame))[0]
    told = {"facts": facts, "strategy_text": text, "detail": detail}
    assert prove(seal(**told, assessed_on=date(2026, 3, 1))).identical
    assert prove(seal(**told)).difference.startswith("rule_adult_income: ")


def test_a_changed_byte_is_found(engine: Engine, good: dict[str, object]) -> None:
    capsule = sealed(engine, good)
    for text in (capsule.replace("600000", "600001", 1), "no capsule", "[1]", "{}"):
        assert prove(text) == Proof(identical=False, difference="digest")
    assert json.loads(capsule)["capsule"] == 1


def test_a_detail_that_does_not_follow_from_the_facts_is_named(
    engine: Engine, good: dict[str, object]
) -> None:
    held = json.loads(sealed(engine, good))
    detail = json.loads(held["detail"])
    forged = seal(
        facts=held["facts"],
        strategy_text=held["strategy"],
        detail=json.dumps(detail | {"score": 999}, separators=(",", ":")),
    )
    assert prove(forged) == Proof(identical=False, difference=f"score: 999 / {detail['score']}")


def test_the_first_difference_is_the_first_by_name() -> None:
    assert first_difference('{"a":1,"b":2}', '{"a":1,"b":3}').difference == "b: 2 / 3"
    assert first_difference('{"a":1}', '{"a":1,"b":null}').difference == "b: None / None"
    assert first_difference('{"a":1}', '{"a": 1}') == Proof(identical=False, difference="form")
    assert first_difference('{"a":1}', '{"a":1}') == Proof(identical=True)


def test_a_swap_set_names_who_comes_in_and_who_goes_out(
    personal_loan: Strategy, good: dict[str, object]
) -> None:
    looser = personal_loan.source_text.replace("threshold = 12000", "threshold = 1000")
    stricter = looser.replace("threshold = 20000", "threshold = 5000")
    new = parse_strategy(stricter)
    poor = good | {"income_annual": 11_000, "amount_requested": 2_000, "debt_to_income": 0.02}
    unverified = good | {"income_verified": "not_verified", "amount_requested": 5_500}
    found = compare(personal_loan, new, frame_of(good, poor, unverified))
    assert found.swapped_out == (2,)
    assert found.moved[("approve", "refer")] == 1
    assert found.accepted_before == 2 and found.rows == 3
    assert found.flipped >= 1
