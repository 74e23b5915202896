"""What authority needs to know of a strategy, kept beside it so that the store refuses too:
its hard rules, which nobody may set aside, the softer ones, and its cut-off.
"""

from __future__ import annotations

import tomllib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import people_tables


def keep_hard_rules(connection: Connection, sha256: str, source: str) -> None:
    """Keep the names of a strategy's hard rules, inside the caller's transaction."""
    names = hard_rules_of(source)
    if names:
        connection.execute(
            sa.insert(people_tables.hard_rules),
            [{"strategy_sha256": sha256, "rule": name} for name in names],
        )


def keep_limits(connection: Connection, sha256: str, source: str) -> None:
    """Keep a strategy's cut-off and its soft and refer rules, inside the caller's transaction."""
    said = _parsed(source)
    cut_off = said.get("cut_off", {}).get("approve")
    if isinstance(cut_off, int):
        row = {"strategy_sha256": sha256, "approve": cut_off}
        connection.execute(sa.insert(people_tables.strategy_cut_offs), row)
    softer = {rule["id"]: rule["class"] for rule in said.get("rules", []) if "class" in rule}
    rows = [
        {"strategy_sha256": sha256, "rule": name, "rule_class": kind}
        for name, kind in sorted(softer.items())
        if kind in ("soft", "refer")
    ]
    if rows:
        connection.execute(sa.insert(people_tables.softer_rules), rows)


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
