"""What authority needs to know of a strategy, kept beside it so that the store refuses too:
its hard rules, which nobody may set aside, the softer ones, and its cut-off.
"""

from __future__ import annotations

import tomllib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import people_tables

Rows = list[dict[str, Any]]


def keep_hard_rules(connection: Connection, sha256: str, source: str) -> None:
    """Keep the names of a strategy's hard rules, inside the caller's transaction."""
    _keep(connection, {people_tables.hard_rules: _hard(sha256, source)})


def keep_limits(connection: Connection, sha256: str, source: str) -> None:
    """Keep a strategy's cut-off and its soft and refer rules, inside the caller's transaction."""
    _keep(connection, _limits(sha256, source))


def rows_of(sha256: str, source: str) -> dict[sa.Table, Rows]:
    """What the fences read of a strategy, by table."""
    return {people_tables.hard_rules: _hard(sha256, source), **_limits(sha256, source)}


def is_of(source: str, strategy: str) -> bool:
    """Whether a text is of the strategy with this id; one that is no strategy's names none."""
    return bool(_parsed(source).get("id", strategy) == strategy)


def _keep(connection: Connection, told: dict[sa.Table, Rows]) -> None:
    for table, rows in told.items():
        if rows:
            connection.execute(sa.insert(table), rows)


def _hard(sha256: str, source: str) -> Rows:
    return [{"strategy_sha256": sha256, "rule": name} for name in hard_rules_of(source)]


def _limits(sha256: str, source: str) -> dict[sa.Table, Rows]:
    said = _parsed(source)
    cut_off = said.get("cut_off", {}).get("approve")
    softer = {rule["id"]: rule["class"] for rule in said.get("rules", []) if "class" in rule}
    return {
        people_tables.strategy_cut_offs: [{"strategy_sha256": sha256, "approve": cut_off}]
        if isinstance(cut_off, int)
        else [],
        people_tables.softer_rules: [
            {"strategy_sha256": sha256, "rule": name, "rule_class": kind}
            for name, kind in sorted(softer.items())
            if kind in ("soft", "refer")
        ],
    }


def hard_rules_of(source: str) -> tuple[str, ...]:
    """The names of the hard rules in a strategy's text; none where it is no strategy."""
    rules = _parsed(source).get("rules", [])
    return tuple(sorted({rule["id"] for rule in rules if rule.get("class") == "hard"}))


def _parsed(source: str) -> dict[str, Any]:
    """A strategy's text; empty where it is no strategy."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return {}
