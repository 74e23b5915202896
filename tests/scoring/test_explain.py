"""An assessment explains itself: points, rules, price, limit, reasons and where they came from."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.scoring.conftest import frame_of
from tests.scoring.test_worked_numbers import STRONG
from workbench import i18n
from workbench.credit.assessment import Assessment, Verdict
from workbench.credit.status import Component, Outcome
from workbench.scoring import engine as engine_file
from workbench.scoring.engine import Engine
from workbench.scoring.explain import canonical, details, to_assessment
from workbench.scoring.readable import readable
from workbench.scoring.score_files import score_parquet, score_table
from workbench.scoring.strategy import (
    Strategy,
    load_strategy,
    parse_strategy,
    shipped_strategy,
    strategy_text,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def explained(engine: Engine, facts: dict[str, object]) -> Assessment:
    detail = details(engine.assess(frame_of(facts)))[0]
    row = json.loads(detail)
    return to_assessment(engine.strategy, row, application_id=7, assessed_at=NOW, detail=detail)


def test_the_stored_detail_is_canonical(engine: Engine, good: dict[str, object]) -> None:
    detail = details(engine.assess(frame_of(good)))[0]
    row = json.loads(detail)
    assert canonical(row) == detail
    assert list(row) == sorted(row)
    assert not any(isinstance(value, float) for value in row.values())


def test_points_add_up_to_the_score_and_say_what_was_read(
    engine: Engine, good: dict[str, object]
) -> None:
    made = explained(engine, good)
    assert made.score == made.base_points + sum(points.points for points in made.points)
    use = next(p for p in made.points if p.characteristic == "revolving_utilisation")
    assert use.value == "0.18" and use.family == "credit_record" and use.reason == "UTIL"
    assert use.points <= use.maximum and use.attribute["zh"]
    purpose = next(p for p in made.points if p.characteristic == "purpose")
    assert purpose.attribute == {"en": "Credit card", "zh": "信用卡还款"} or purpose.value


def test_a_failed_rule_shows_the_value_and_the_threshold(
    engine: Engine, good: dict[str, object]
) -> None:
    made = explained(engine, good | {"inquiries_6m": 7})
    rule = next(rule for rule in made.rules if rule.rule == "recent_inquiries")
    assert rule.verdict is Verdict.FAILED
    assert dict(rule.read) == {"inquiries_6m": "7"}
    assert rule.condition == "NOT (inquiries_6m > 5)"
    [reason] = made.reasons
    assert (reason.code, reason.component, reason.source) == (
        "INQ",
        Component.RULE,
        "recent_inquiries",
    )


def test_a_missing_fact_is_named_as_the_source_of_the_reference(
    engine: Engine, good: dict[str, object]
) -> None:
    made = explained(engine, good | {"tax_liens": None})
    assert made.advice is Outcome.REFER and made.decided_by is Component.DATA
    assert made.reasons[0].code == "INC" and made.reasons[0].source == "tax_liens"
    rule = next(rule for rule in made.rules if rule.rule == "tax_liens")
    assert rule.verdict is Verdict.NOT_EVALUATED and rule.read == {"tax_liens": None}


def test_money_and_ratios_come_back_in_units(engine: Engine, good: dict[str, object]) -> None:
    made = explained(engine, good)
    room = made.affordability
    assert room.income == Decimal(6000) and room.existing == Decimal(540)
    assert room.verdict is Verdict.PASSED and room.instalment is not None
    ratio = (room.existing + room.instalment) / room.income
    assert abs(Decimal(str(room.debt_service_ratio)) - ratio) < Decimal("0.00001")
    assert made.limit.terms["product"] == Decimal(40_000)
    assert made.limit.amount == made.offered_amount == made.requested_amount == Decimal(6000)
    assert made.price.annual_rate is not None and made.price.raroc is not None
    assert made.price.raroc >= Decimal("0.15")


def test_a_declining_score_names_the_factors_furthest_below(
    engine: Engine, personal_loan: Strategy
) -> None:
    weak = next(e for e in personal_loan.examples if e.name == "weak_factors")
    made = explained(engine, dict(weak.facts))
    below = {p.characteristic: p.mean_near - p.points for p in made.points}
    sources = [reason.source for reason in made.reasons]
    assert all(reason.component is Component.SCORE for reason in made.reasons)
    assert below[sources[0]] == max(below.values())
    assert [below[name] for name in sources] == sorted((below[n] for n in sources), reverse=True)


def test_the_score_table_has_the_columns_of_the_command(
    personal_loan: Strategy, good: dict[str, object]
) -> None:
    table = score_table(
        personal_loan, frame_of(good, good | {"inquiries_6m": 7, "tax_liens": None})
    )
    assert table.columns[:9] == [
        "score",
        "pd",
        "grade",
        "advice",
        "decided_by",
        "limit",
        "annual_rate",
        "instalment",
        "reason_1",
    ]
    first, second = table.to_dicts()
    assert first["limit"] == 6000.0 and 0 < first["pd"] < 1 and first["rule_failed"] == ""
    assert (second["rule_failed"], second["rule_not_evaluated"]) == (
        "recent_inquiries",
        "tax_liens",
    )
    assert sum(1 for name in table.columns if name.startswith("points_")) == len(
        personal_loan.scorecard.characteristics
    )


def test_a_score_table_is_in_currency_units(small: str) -> None:
    table = score_table(parse_strategy(small), frame_of(STRONG))
    row = table.row(0, named=True)
    assert (row["limit"], row["annual_rate"], row["instalment"]) == (10_000.0, 0.144, 899.75)
    assert row["pd"] == pytest.approx(
        1 / (1 + 2.718281828 ** ((700 - 487.1229) / 28.8539)), abs=1e-6
    )


def test_a_parquet_file_is_scored_like_the_frame(
    personal_loan: Strategy,
    good: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_file, "CHUNK", 8)
    frame = pl.concat([frame_of(good, good | {"inquiries_6m": 7})] * 50)
    frame.write_parquet(tmp_path / "in.parquet", row_group_size=16)
    assert score_parquet(personal_loan, tmp_path / "in.parquet", tmp_path / "out.parquet") == 100
    assert pl.read_parquet(tmp_path / "out.parquet").equals(score_table(personal_loan, frame))


@pytest.mark.parametrize("product", ["personal-loan", "branch-loan"])
def test_a_strategy_is_shown_in_words_in_both_languages(product: str) -> None:
    strategy = shipped_strategy(product)
    for language in i18n.Language:
        shown = readable(strategy, language)
        assert strategy.sha256 in shown and "{" not in shown
        for rule in strategy.rules:
            assert rule.label.both()[language] in shown and rule.condition in shown
        for characteristic in strategy.scorecard.characteristics:
            assert f"### {characteristic.label.both()[language]}" in shown


def test_a_strategy_is_found_by_its_folder(personal_loan: Strategy, tmp_path: Path) -> None:
    (tmp_path / "strategy.toml").write_text(personal_loan.source_text, encoding="utf-8")
    assert load_strategy(tmp_path).sha256 == personal_loan.sha256
    crlf = personal_loan.source_text.replace("\n", "\r\n")
    (tmp_path / "strategy.toml").write_bytes(crlf.encode())
    assert load_strategy(tmp_path / "strategy.toml").sha256 == personal_loan.sha256
    assert "Demonstration" in strategy_text(personal_loan.text)
