"""Which rules of a strategy nobody may set aside: kept beside it, so that the store refuses too."""

from __future__ import annotations

import tomllib

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


def hard_rules_of(source: str) -> tuple[str, ...]:
    """The names of the hard rules in a strategy's text; none where it is no strategy."""
    try:
        rules = tomllib.loads(source).get("rules", [])
    except tomllib.TOMLDecodeError:
        return ()
    return tuple(sorted({rule["id"] for rule in rules if rule.get("class") == "hard"}))
