"""Refusals about people that hold in the database too, whoever speaks to it and with what.

While nobody was added, one person works alone and only the fences around decisions bind.
"""

# ruff: noqa: S608 -- every name and word in these statements is our own
from __future__ import annotations

from collections.abc import Iterable

from workbench.storage.engines import MAY_NOT
from workbench.storage.fences import Fence

ANYBODY = "EXISTS (SELECT 1 FROM people)"
MATRIX = "(SELECT max(id) FROM authorities)"
GRANTS = "('approve', 'counter_offer')"
CLOSED = "('decided', 'notified')"
BY_THE_PROGRAM = "('store_made', 'sign_in_refused', 'backup_made')"


def about_people(dialect: str) -> Iterable[str]:
    """DDL of every refusal about who may do what."""
    yield from _rights(dialect)
    yield from _people(dialect)
    yield from _proposals(dialect)
    yield from _signatures(dialect)
    yield from _decisions(dialect)


def _rights(dialect: str) -> Iterable[str]:
    """What is journalled was done by an active person whose role may do it."""
    event = (
        f"CASE WHEN EXISTS (SELECT 1 FROM role_events n WHERE n.authority = {MATRIX} "
        "AND n.event = NEW.event) THEN NEW.event ELSE '*' END"
    )
    may = (
        f"EXISTS (SELECT 1 FROM role_events r WHERE r.authority = {MATRIX} AND r.role = p.role "
        f"AND r.allowed AND r.event = {event})"
    )
    person = (
        f"EXISTS (SELECT 1 FROM people p WHERE {now_of('p')} AND {named('NEW.actor')} AND {may})"
    )
    program = f"(NEW.actor = 'system' AND NEW.event IN {BY_THE_PROGRAM})"
    fence = Fence("journal", MAY_NOT, dialect)
    yield from fence.refuse(
        "journal_rights", "INSERT", f"{ANYBODY} AND NOT {program} AND NOT {person}"
    )


def _people(dialect: str) -> Iterable[str]:
    same = "p.person <> NEW.person AND (p.name = NEW.name OR p.shown_name = NEW.shown_name)"
    taken = f"EXISTS (SELECT 1 FROM people p WHERE {same})"
    fence = Fence("people", "another person has this name", dialect)
    yield from fence.refuse("people_names", "INSERT", taken)
    before = "(SELECT role FROM people WHERE person = NEW.person ORDER BY id DESC LIMIT 1)"
    actor = "(SELECT actor FROM journal WHERE seq = NEW.event_seq)"
    own = f"{before} <> NEW.role AND {actor} = NEW.shown_name"
    fence = Fence("people", "nobody changes their own role", dialect)
    yield from fence.refuse("people_own_role", "INSERT", own)
    self_ = f"p.person = NEW.person AND {named(actor)}"
    boss = (
        f"{named(actor)} AND EXISTS (SELECT 1 FROM role_events r WHERE r.authority = {MATRIX} "
        "AND r.role = p.role AND r.event = 'person_changed' AND r.allowed)"
    )
    may = f"EXISTS (SELECT 1 FROM people p WHERE {now_of('p')} AND (({self_}) OR ({boss})))"
    fence = Fence("passwords", "only oneself or an administrator sets a password", dialect)
    yield from fence.refuse("passwords_whose", "INSERT", f"NOT {may}")


def _proposals(dialect: str) -> Iterable[str]:
    yield from Fence("proposals", "it was decided already", dialect).refuse(
        "proposals_open", "INSERT", _decided("NEW.application_id")
    )
    fence = Fence("proposals", "who proposes is signed in", dialect)
    yield from fence.refuse("proposals_seated", "INSERT", f"NOT {_sat_here('NEW.person')}")


def _signatures(dialect: str) -> Iterable[str]:
    for name, (when, why) in {**_who_signs(), **_what_is_signed()}.items():
        yield from Fence("signatures", why, dialect).refuse(f"signatures_{name}", "INSERT", when)


PROPOSER = "(SELECT person FROM proposals WHERE id = NEW.proposal_id)"


def _who_signs() -> dict[str, tuple[str, str]]:
    second = "NEW.word <> 'withdrawn'"
    elsewhere = (
        f"(EXISTS (SELECT 1 FROM people p WHERE {now_of('p')} AND p.person = NEW.person "
        "AND p.elsewhere) AND NEW.signature <> '' AND EXISTS "
        "(SELECT 1 FROM case_files f WHERE f.proposal_id = NEW.proposal_id))"
    )
    return {
        "own": (f"{second} AND NEW.person = {PROPOSER}", "nobody signs their own proposal"),
        "session": (
            (
                f"{second} AND (NEW.session = (SELECT session FROM proposals WHERE id = "
                f"NEW.proposal_id) OR {_sat_here(PROPOSER)})"
            ),
            "the second person signs in a session of their own",
        ),
        "password": (
            f"{second} AND NOT {_sat_here('NEW.person', ' AND s.by_password')} AND NOT {elsewhere}",
            "a second signature needs a sign-in with a password",
        ),
        "whose": (
            f"NEW.word = 'withdrawn' AND NEW.person <> {PROPOSER}",
            "only who proposed it withdraws it",
        ),
    }


def _what_is_signed() -> dict[str, tuple[str, str]]:
    return {
        "role": (
            (
                "NEW.word = 'approved' AND NOT EXISTS (SELECT 1 FROM people p "
                f"JOIN authority_roles r ON r.role = p.role AND r.authority = {MATRIX} "
                f"WHERE {now_of('p')} "
                "AND p.person = NEW.person AND p.state = 'active' AND r.signs)"
            ),
            "this role does not sign as the second person",
        ),
        "open": (
            (
                "EXISTS (SELECT 1 FROM signatures WHERE proposal_id = NEW.proposal_id) OR "
                "NEW.proposal_id <> (SELECT max(id) FROM proposals WHERE application_id = "
                "NEW.application_id)"
            ),
            "this proposal is closed",
        ),
    }


def _sat_here(who: str, how: str = "") -> str:
    """Somebody was signed in at any time of the new row's session."""
    return (
        f"EXISTS (SELECT 1 FROM sign_ins s WHERE s.session = NEW.session AND s.person = {who}{how})"
    )


def _decisions(dialect: str) -> Iterable[str]:
    approved = signed("NEW")
    proposed = (
        "EXISTS (SELECT 1 FROM cases c WHERE c.application_id = NEW.application_id "
        "AND c.state = 'proposed')"
    )
    alone = (
        f"EXISTS (SELECT 1 FROM people p JOIN authority_roles r ON r.role = p.role "
        f"AND r.authority = {MATRIX} WHERE {now_of('p')} AND {named('NEW.officer')} "
        f"AND NOT ({_needs_second(dialect)}))"
    )
    refused = {
        "once": (_decided("NEW.application_id"), "it was decided already"),
        "signed": (f"{proposed} AND NOT {approved}", "a proposal waits for its second person"),
        "authority": (
            f"{ANYBODY} AND NOT {alone} AND NOT {approved}",
            "this decision needs a second person",
        ),
        "hard_rules": (
            f"NEW.outcome IN {GRANTS} AND {_hard_rule_failed(dialect)}",
            "a hard rule failed, and nobody can set it aside",
        ),
    }
    for name, (when, why) in refused.items():
        yield from Fence("decisions", why, dialect).refuse(f"decisions_{name}", "INSERT", when)


def signed(row: str) -> str:
    """A second person approved the newest proposal on a new decision's case, and it says this."""
    return (
        "EXISTS (SELECT 1 FROM proposals p JOIN signatures s ON s.proposal_id = p.id "
        f"AND s.word = 'approved' WHERE p.application_id = {row}.application_id "
        f"AND p.assessment_id = {row}.assessment_id AND p.outcome = {row}.outcome AND p.id = "
        f"(SELECT max(id) FROM proposals WHERE application_id = {row}.application_id))"
    )


def _needs_second(dialect: str) -> str:
    """Whether role r may not make the new decision alone: its direction, or this loan alone."""
    amount = (
        "CAST(json_extract(NEW.terms, '$.amount') AS REAL)"
        if dialect == "sqlite"
        else "(NEW.terms::json ->> 'amount')::numeric"
    )
    return (
        "(coalesce(NEW.direction, '') = 'approve_over_decline' AND r.second_up) "
        "OR (coalesce(NEW.direction, '') = 'decline_over_approve' AND r.second_down) "
        f"OR (NEW.outcome IN {GRANTS} AND r.amount_most IS NOT NULL AND NEW.terms IS NOT NULL "
        f"AND {amount} > r.amount_most)"
    )


def _hard_rule_failed(dialect: str) -> str:
    failed = (
        "json_extract(a.detail, '$.rule_' || h.rule) = 0"
        if dialect == "sqlite"
        else "a.detail::json ->> ('rule_' || h.rule) = '0'"
    )
    return (
        "EXISTS (SELECT 1 FROM assessments a JOIN hard_rules h "
        "ON h.strategy_sha256 = a.strategy_sha256 WHERE a.id = NEW.assessment_id "
        f"AND a.detail IS NOT NULL AND {failed})"
    )


def _decided(application: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM cases c WHERE c.application_id = {application} "
        f"AND c.state IN {CLOSED})"
    )


def now_of(table: str) -> str:
    """The row is the newest of its person."""
    return f"{table}.id = (SELECT max(q.id) FROM people q WHERE q.person = {table}.person)"


def named(actor: str) -> str:
    """The row p is of an active person of this name."""
    return f"p.shown_name = {actor} AND p.state = 'active'"
