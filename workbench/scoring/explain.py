"""From the engine's row of whole numbers to an assessment that people and letters can read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import polars as pl

from workbench.credit.assessment import (
    LEGAL_CAP,
    Affordability,
    Assessment,
    Limit,
    Points,
    Price,
    Reason,
    RuleClass,
    RuleFinding,
    Verdict,
)
from workbench.credit.facts import Kind, dictionary
from workbench.credit.status import Component, Outcome
from workbench.scoring.affordability import AFFORDABLE, REQUESTED
from workbench.scoring.engine import ENGINE_VERSION, rule_names
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Bin, Characteristic, Rule

Row = Mapping[str, int | str | bool | None]
MILLION = Decimal(1_000_000)
CENTS = Decimal(100)
_VERDICTS = {1: Verdict.PASSED, 0: Verdict.FAILED, None: Verdict.NOT_EVALUATED}


def details(frame: pl.DataFrame) -> pl.Series:
    """Each row of the engine's output as canonical JSON: names in order, nothing left out.

    The application's id is not part of it: the same facts and strategy give the same bytes.
    """
    names = sorted(name for name in frame.columns if name != "application_id")
    return frame.select(pl.struct(names).struct.json_encode().alias("detail")).to_series()


def to_assessment(
    strategy: Strategy,
    row: Row,
    *,
    application_id: int,
    assessed_at: datetime,
    engine_version: str = ENGINE_VERSION,
    detail: str = "",
) -> Assessment:
    """The assessment of one row of `Engine.assess` (or of its stored detail, read as JSON)."""
    component = Component(str(row["decided_by"]))
    return Assessment(
        application_id=application_id,
        strategy=strategy.id,
        strategy_version=strategy.version,
        strategy_sha256=strategy.sha256,
        engine_version=engine_version,
        assessed_at=assessed_at,
        score=_whole(row["score"]),
        score_range=(strategy.scorecard.score_least, strategy.scorecard.score_most),
        base_points=strategy.scorecard.base_points,
        pd=_ratio(row["pd_ppm"]),
        grade=str(row["grade"] or ""),
        cut_off_approve=strategy.cut_off.approve,
        cut_off_decline=strategy.cut_off.decline,
        advice=Outcome(str(row["advice"])),
        decided_by=component,
        score_advice=Outcome(str(row["score_advice"])),
        policy_advice=Outcome(str(row["policy_advice"])),
        affordability_advice=Outcome(str(row["affordability_advice"])),
        points=_points(strategy, row),
        rules=_rules(strategy, row),
        affordability=_affordability(strategy, row),
        price=_price(strategy, row),
        limit=_limit(strategy, row),
        requested_amount=_money(row["requested_amount"]),
        requested_term_months=_whole(row["requested_term_months"]),
        offered_amount=_money(row["offered_amount"]),
        offered_term_months=_whole(row["offered_term_months"]),
        repayment_method=strategy.request.repayment_method,
        reasons=_reasons(strategy, row, component),
        detail=detail or canonical(row),
        reason_method=strategy.reasons.method,
    )


def canonical(row: Row) -> str:
    """A row as the same JSON text that `details` writes."""
    held = {name: row[name] for name in sorted(row) if name != "application_id"}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def bin_text(bin_: Bin, characteristic: Characteristic) -> dict[str, str]:
    """What a bin holds, in both languages: "20,000 to below 30,000", "rent, other", "not given"."""
    if bin_.label is not None:
        return bin_.label.both()
    if bin_.missing:
        return {"en": "not given", "zh": "未提供"}
    if bin_.values is not None:
        return {
            language: mark.join(
                _word(value, characteristic.fact, language) for value in bin_.values
            )
            for language, mark in (("en", ", "), ("zh", "、"))
        }
    return _interval_text(bin_.least, bin_.below)


def _interval_text(least: Decimal | None, below: Decimal | None) -> dict[str, str]:
    if least is None and below is None:
        return {"en": "any value", "zh": "任意值"}
    if least is None and below is not None:
        return {"en": f"below {_plain(below)}", "zh": f"低于 {_plain(below)}"}
    if below is None and least is not None:
        return {"en": f"{_plain(least)} or more", "zh": f"{_plain(least)} 及以上"}
    assert least is not None and below is not None
    return {
        "en": f"{_plain(least)} to below {_plain(below)}",
        "zh": f"{_plain(least)} 至 {_plain(below)}（不含）",
    }


def _word(value: str | bool | Decimal, fact: str, language: str) -> str:
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "zh": ("否", "是")}[language][value]
    if isinstance(value, Decimal):
        return _plain(value)
    known = dictionary()
    choice = known[fact].choice(value) if fact in known else None
    return value if choice is None else choice.label[language]


def _plain(number: Decimal) -> str:
    return format(number.normalize(), ",f")


def _points(strategy: Strategy, row: Row) -> tuple[Points, ...]:
    return tuple(
        _characteristic_points(characteristic, row, number)
        for characteristic in strategy.scorecard.characteristics
        if (number := _whole(row[f"bin_{characteristic.name}"])) is not None
    )


def _characteristic_points(characteristic: Characteristic, row: Row, number: int) -> Points:
    points = _whole(row[f"points_{characteristic.name}"])
    assert points is not None
    return Points(
        characteristic=characteristic.name,
        label=characteristic.label.both(),
        family=characteristic.family.value,
        fact=characteristic.fact,
        value=_reading(row[f"read_{characteristic.fact}"]),
        attribute=bin_text(characteristic.bins[number], characteristic),
        points=points,
        maximum=characteristic.maximum,
        mean_all=characteristic.mean_all,
        mean_near=characteristic.mean_near,
        reason=characteristic.reason,
    )


def _rules(strategy: Strategy, row: Row) -> tuple[RuleFinding, ...]:
    return tuple(_finding(rule, row) for rule in strategy.rules if f"rule_{rule.id}" in row)


def _finding(rule: Rule, row: Row) -> RuleFinding:
    verdict = row[f"rule_{rule.id}"]
    return RuleFinding(
        rule=rule.id,
        label=rule.label.both(),
        rule_class=rule.rule_class,
        verdict=_VERDICTS[None if verdict is None else int(verdict)],
        read={name: _reading(row[f"read_{name}"]) for name in rule_names(rule)},
        condition=rule.condition,
        source=rule.source,
        reason=rule.reason,
    )


def _affordability(strategy: Strategy, row: Row) -> Affordability:
    rule = strategy.affordability
    verdict = row["affordability"]
    return Affordability(
        verdict=_VERDICTS[None if verdict is None else int(verdict)],
        income=_read_money(row[f"read_{rule.income}"]),
        existing=_read_money(row[f"read_{rule.existing}"]),
        instalment=_money(row["requested_instalment"]),
        debt_service_ratio=_ratio(row["dsr_ppm"]),
        debt_service_ratio_stressed=_ratio(row["dsr_stressed_ppm"]),
        residual_income=_money(row["residual_income"]),
        cap=rule.cap,
        cap_stressed=rule.stress.cap,
        largest_instalment=_money(row["largest_instalment"]),
        largest_loan=_money(row["largest_loan"]),
        reason=rule.reason,
    )


def _price(strategy: Strategy, row: Row) -> Price:
    price = strategy.price
    return Price(
        annual_rate=_ratio(row["annual_rate_ppm"]),
        rate_basis="nominal, monthly rest",
        funding=price.funding,
        expected_loss=_ratio(row["expected_loss_ppm"]),
        cost=price.cost,
        capital_charge=_ratio(row["capital_charge_ppm"]),
        legal_cap=price.legal_cap,
        legal_cap_basis=price.legal_cap_basis,
        capped=bool(row["capped"]),
        raroc=_ratio(row["raroc_ppm"]),
    )


def _limit(strategy: Strategy, row: Row) -> Limit:
    names = [*(term.name for term in strategy.limit.terms), AFFORDABLE, REQUESTED]
    terms = {name: _money(row[f"limit_{name}"]) for name in names}
    bound_by = str(row["limit_bound_by"] or "")
    if bound_by == LEGAL_CAP:
        terms[LEGAL_CAP] = _money(row["limit"])
    return Limit(amount=_money(row["limit"]), bound_by=bound_by, terms=terms)


def _reasons(strategy: Strategy, row: Row, component: Component) -> tuple[Reason, ...]:
    codes = [row.get(f"reason_{place + 1}") for place in range(strategy.reasons.most)]
    return tuple(
        Reason(str(code), component, rank, _source(strategy, row, component, str(code)))
        for rank, code in enumerate(codes, start=1)
        if code is not None
    )


def _source(strategy: Strategy, row: Row, component: Component, code: str) -> str:
    """The rule, characteristic or limit term a reason came from."""
    if component is Component.RULE:
        return _failed_rule(strategy.rules, row, code)
    if component is Component.AFFORDABILITY:
        return "affordability"
    if component is Component.CAP and code == strategy.price.cap_reason:
        return LEGAL_CAP
    if component is Component.CAP and not row["capped"]:
        return next((term.name for term in strategy.limit.terms if term.reason == code), "limit")
    if component is Component.DATA:
        return _what_is_unknown(strategy, row)
    return _furthest_below(strategy, row, code)


def _failed_rule(rules: Sequence[Rule], row: Row, code: str) -> str:
    order = [RuleClass.HARD, RuleClass.SOFT, RuleClass.REFER, RuleClass.WARN]
    failed = [rule for rule in rules if rule.reason == code and row.get(f"rule_{rule.id}") == 0]
    return min(failed, key=lambda rule: order.index(rule.rule_class)).id if failed else ""


def _what_is_unknown(strategy: Strategy, row: Row) -> str:
    """The values not known that kept a rule, the score or the affordability from being told."""
    room = strategy.affordability
    asked = [
        name
        for rule in strategy.rules
        if f"rule_{rule.id}" in row and row[f"rule_{rule.id}"] is None
        for name in rule_names(rule)
    ]
    asked += [c.fact for c in strategy.scorecard.characteristics if row[f"points_{c.name}"] is None]
    if row["affordability"] is None:
        asked += [name for name in (room.income, room.existing, room.living_costs) if name]
    missing = {name for name in asked if row.get(f"read_{name}") is None}
    return ", ".join(sorted(missing)) or strategy.id


def _furthest_below(strategy: Strategy, row: Row, code: str) -> str:
    near = strategy.reasons.method == "below_near"

    def below(characteristic: Characteristic) -> Decimal:
        mean = characteristic.mean_near if near else characteristic.mean_all
        return mean - (_whole(row[f"points_{characteristic.name}"]) or 0)

    named = [c for c in strategy.scorecard.characteristics if c.reason == code]
    return max(named, key=below).name if named else ""


def _whole(value: int | str | bool | None) -> int | None:
    return None if value is None else int(value)


def _ratio(value: int | str | bool | None) -> Decimal | None:
    return None if value is None else Decimal(int(value)) / MILLION


def _money(value: int | str | bool | None) -> Decimal | None:
    return None if value is None else Decimal(int(value)) / CENTS


def _read_money(value: int | str | bool | None) -> Decimal | None:
    return None if value is None else (Decimal(int(value)) / MILLION).quantize(Decimal("0.01"))


def _reading(value: int | str | bool | None) -> str | None:
    """A value read, as text: numbers without needless places, words as they are stored."""
    if value is None or isinstance(value, str):
        return value
    return format((Decimal(int(value)) / MILLION).normalize(), "f")


def kind_of(strategy: Strategy, name: str) -> Kind:
    """The kind of a fact or derived fact. Raises KeyError for a name that is neither."""
    if name in strategy.derived:
        return strategy.derived[name].kind
    return dictionary()[name].kind
