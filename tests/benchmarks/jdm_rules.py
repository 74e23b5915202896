"""The scorecard, rules and affordability of a strategy as a JDM graph, for GoRules ZEN."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from workbench.scoring.rule_language import read_condition
from workbench.scoring.score_tables import grade_of, score_rows
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Bin, Characteristic

Node = dict[str, object]


def jdm_of(strategy: Strategy) -> str:
    """One graph: computed facts, a table per characteristic, the score's table, rules, advice."""
    nodes = [{"id": "in", "type": "inputNode", "name": "in"}, *_nodes(strategy)]
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for n, (a, b) in enumerate(pairwise(nodes))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _nodes(strategy: Strategy) -> Iterator[Node]:
    yield _expressions("facts", [(n, d.formula) for n, d in strategy.derived.items()])
    for c in strategy.scorecard.characteristics:
        yield _table(f"card_{c.name}", c.fact, f"points_{c.name}", _rows(c))
    card = strategy.scorecard
    names = [f"points_{c.name}" for c in card.characteristics]
    yield _expressions("score", [("score", " + ".join([str(card.base_points), *names]))])
    rows = score_rows(strategy)
    grades = [
        (f">= {grade.score}", rows[max(grade.score, card.score_least) - card.score_least])
        for grade in sorted(strategy.grades, key=lambda grade: -grade.score)
    ]
    for name in ("annual_rate_ppm", "pd_ppm", "expected_loss_ppm"):
        told = [(test, str(getattr(row, name))) for test, row in grades]
        yield _table(f"of_{name}", "score", name, told)
    limits = [(t, str(grade_of(strategy.grades, row.score).limit or 0)) for t, row in grades]
    yield _table("of_limit", "score", "grade_limit", limits)
    yield _expressions("room", _room(strategy))
    rules = [(f"rule_{r.id}", _said(r.condition)) for r in strategy.rules]
    yield _expressions("rules", rules)
    failed = " and ".join(name for name, _condition in rules)
    cut = strategy.cut_off
    advice = (
        f"not({failed}) ? 'decline' : score < {cut.decline} ? 'decline' : "
        f"score < {cut.approve} ? 'refer' : dsr > {strategy.affordability.cap} ? 'decline' : "
        "limit < amount_requested ? 'counter_offer' : 'approve'"
    )
    yield _expressions("advice", [("advice", advice)])


def _room(strategy: Strategy) -> list[tuple[str, str]]:
    room = strategy.affordability
    return [
        ("rate", "annual_rate_ppm / 12000000"),
        ("annuity", "(1 - (1 + rate) ^ (0 - term_months)) / rate"),
        ("instalment", "amount_requested / annuity"),
        ("dsr", f"({room.existing} + instalment) / {room.income}"),
        ("free", f"{room.income} * {room.cap} - {room.existing}"),
        ("largest_loan", "free * annuity"),
        ("limit", f"min([grade_limit, largest_loan, {room.income} * 6, amount_requested])"),
    ]


def _expressions(name: str, pairs: list[tuple[str, str]]) -> Node:
    told = [{"id": f"{name}.{key}", "key": key, "value": _as_zen(text)} for key, text in pairs]
    # Later expressions of a node read earlier ones as $.name; facts stay plain names.
    keys = [key for key, _text in pairs]
    for at, one in enumerate(told):
        for key in keys[:at]:
            one["value"] = _renamed(one["value"], key)
    content = {"expressions": told, "passThrough": True}
    return {"id": name, "name": name, "type": "expressionNode", "content": content}


def _table(name: str, field: str, gives: str, rows: list[tuple[str, str]]) -> Node:
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": "i", "name": field, "field": field}],
        "outputs": [{"id": "o", "name": gives, "field": gives}],
        "rules": [{"_id": f"{name}{n}", "i": test, "o": out} for n, (test, out) in enumerate(rows)],
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def _rows(characteristic: Characteristic) -> list[tuple[str, str]]:
    ordered = sorted(characteristic.bins, key=lambda bin_: not bin_.missing)
    return [(_test(bin_), str(bin_.points)) for bin_ in ordered]


def _test(bin_: Bin) -> str:
    if bin_.missing:
        return "null"
    if bin_.values is not None:
        return ", ".join(f"'{value}'" for value in bin_.values)
    if bin_.least is None:
        return f"< {bin_.below}"
    return f">= {bin_.least}" if bin_.below is None else f"[{bin_.least}..{bin_.below})"


def _said(condition: str) -> str:
    text = condition.replace("NOT (", "not (").replace(" = ", " == ").replace(" AND ", " and ")
    text = text.replace(" IS NULL", " == null").replace(" OR ", " or ")
    return text.replace("term_months BETWEEN 12 and 60", "term_months in [12..60]")


def _as_zen(text: str) -> str:
    names = read_condition(text).names if text.startswith("coalesce(") else ()
    if names:  # ZEN writes the first that is known as a ?? b
        first, _comma, second = text.removeprefix("coalesce(").removesuffix(")").partition(", ")
        return f"{first} ?? ({second})"
    return text


def _renamed(text: str, key: str) -> str:
    return re.sub(rf"(?<![\w.'])({key})\b", r"$.\1", text)
