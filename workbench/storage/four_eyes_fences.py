"""Four eyes in the database beyond decisions: a restore, a strategy in force, more on an account.

Whoever speaks to the store, and with what: nobody is their own second person, and nobody is one
who was signed in where the first one sat.
"""

# ruff: noqa: S608 -- every name and word in these statements is our own
from __future__ import annotations

from collections.abc import Iterable

from workbench.storage.authority_fences import factor
from workbench.storage.fences import Fence
from workbench.storage.people_fences import ANYBODY, MATRIX, now_of

LOOSENING = "('limit_increase', 'reinstatement', 'rate_cut')"


def about_second_persons(dialect: str) -> Iterable[str]:
    """DDL of every refusal of an act that lacks its second person."""
    tables = {
        "journal": _in_the_journal,
        "decision_details": _decided_by,
        "account_actions": _on_accounts,
    }
    for table, refused in tables.items():
        for name, (when, why) in refused(dialect).items():
            yield from Fence(table, why, dialect).refuse(f"{table}_{name}", "INSERT", when)


def _in_the_journal(dialect: str) -> dict[str, tuple[str, str]]:
    restores, publishes = (f"NEW.event = '{e}'" for e in ("store_restored", "strategy_published"))
    sha256 = f"{_said('j.payload', 'sha256', dialect)} = {_said('NEW.payload', 'sha256', dialect)}"
    proposed = f"FROM journal j WHERE j.event = 'strategy_proposed' AND {sha256}"
    published = f"FROM journal j WHERE j.event = 'strategy_published' AND {sha256}"
    own = f"EXISTS (SELECT 1 {proposed} AND lower(j.actor) = lower(NEW.actor))"
    together = f"EXISTS (SELECT 1 {proposed} AND {_sat_together('NEW.actor', 'j.actor')})"
    return {
        "agreed": (
            f"{restores} AND {_somebody_could()} AND NOT {_agreed(dialect)}",
            "a second person agrees to a restore",
        ),
        "proposed": (
            f"{publishes} AND NOT EXISTS (SELECT 1 {proposed} AND j.subject = NEW.subject)",
            "nobody proposed this strategy",
        ),
        "publisher": (
            f"{publishes} AND ({own} OR {together})",
            "a second person publishes a strategy",
        ),
        "published": (
            f"{publishes} AND EXISTS (SELECT 1 {published})",
            "this strategy is published already",
        ),
    }


def _somebody_could() -> str:
    return f"EXISTS (SELECT 1 FROM people p WHERE {_could_agree()})"


def _could_agree() -> str:
    """Row p is of somebody else who may restore and has a password to agree with."""
    event = (
        f"CASE WHEN EXISTS (SELECT 1 FROM role_events n WHERE n.authority = {MATRIX} "
        "AND n.event = 'store_restored') THEN 'store_restored' ELSE '*' END"
    )
    may = (
        f"EXISTS (SELECT 1 FROM role_events r WHERE r.authority = {MATRIX} AND r.role = p.role "
        f"AND r.allowed AND r.event = {event})"
    )
    return (
        f"{now_of('p')} AND p.state = 'active' AND NOT p.elsewhere AND p.shown_name <> NEW.actor "
        f"AND EXISTS (SELECT 1 FROM passwords w WHERE w.person = p.person) AND {may}"
    )


def _agreed(dialect: str) -> str:
    """One of them is named, and gave a password in a session in which the first never was."""
    name, session = (_said("NEW.payload", word, dialect) for word in ("agreed_by", "session"))
    first = (
        "EXISTS (SELECT 1 FROM sign_ins t JOIN people q ON q.person = t.person "
        "WHERE t.session = s.session AND q.shown_name = NEW.actor)"
    )
    return (
        "EXISTS (SELECT 1 FROM people p JOIN sign_ins s ON s.person = p.person "
        f"WHERE p.shown_name = {name} AND s.session = {session} AND s.by_password "
        f"AND NOT {first} AND {_could_agree()})"
    )


def _decided_by(_dialect: str) -> dict[str, tuple[str, str]]:
    """A decision is made in a session of who made it, not in somebody else's name."""
    sat = (
        "EXISTS (SELECT 1 FROM sign_ins s WHERE s.session = NEW.session AND s.person = NEW.person)"
    )
    return {"seated": (f"{ANYBODY} AND NOT {sat}", "who decides is signed in")}


def _on_accounts(_dialect: str) -> dict[str, tuple[str, str]]:
    done = "NEW.state = 'done'"
    actor = "(SELECT actor FROM journal WHERE seq = NEW.event_seq)"
    waits = "o.action = NEW.action AND o.state IN ('proposed', 'awaiting_second')"
    same = " AND ".join(
        f"o.{name} = NEW.{name}" for name in ("account_id", "kind", "new_limit", "proposed_by")
    )
    waited = f"EXISTS (SELECT 1 FROM account_actions o WHERE {waits} AND {same})"
    two = (
        "EXISTS (SELECT 1 FROM account_actions o WHERE o.action = NEW.action "
        "AND o.state = 'awaiting_second')"
    )
    second = (
        f"coalesce(NEW.second, '') = {actor} AND NEW.second <> NEW.proposed_by "
        f"AND NOT {_sat_together('NEW.second', 'NEW.proposed_by')}"
    )
    units = factor("(SELECT a.currency FROM accounts a WHERE a.id = NEW.account_id)")
    within = (
        f"EXISTS (SELECT 1 FROM people p JOIN authority_roles r ON r.role = p.role "
        f"AND r.authority = {MATRIX} WHERE {now_of('p')} AND p.shown_name = {actor} "
        f"AND (r.amount_most IS NULL OR NEW.new_limit <= r.amount_most * {units}))"
    )
    return {
        "waited": (
            f"{done} AND NEW.kind IN {LOOSENING} AND NOT {waited}",
            "what gives more credit waits for a person",
        ),
        "second": (f"{done} AND {two} AND NOT ({second})", "a second person confirms this"),
        "amount": (
            f"{done} AND NEW.kind = 'limit_increase' AND {ANYBODY} AND NOT {within}",
            "this limit is beyond the authority of who confirms it",
        ),
    }


def _sat_together(one: str, other: str) -> str:
    """Where a person signed in last, another one was signed in too."""
    return (
        "EXISTS (SELECT 1 FROM people p JOIN sign_ins s ON s.person = p.person "
        "JOIN sign_ins t ON t.session = s.session JOIN people q ON q.person = t.person "
        f"WHERE p.shown_name = {one} AND q.shown_name = {other} AND p.person <> q.person "
        "AND s.id = (SELECT max(x.id) FROM sign_ins x WHERE x.person = p.person))"
    )


def _said(payload: str, word: str, dialect: str) -> str:
    """A word of a journal entry's payload, as a text; null where it is missing."""
    if dialect == "sqlite":
        return f"json_extract({payload}, '$.{word}')"
    return f"({payload}::json ->> '{word}')"
