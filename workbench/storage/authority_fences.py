"""Authority in the database too: points from the cut-off, rules set aside, total exposure.

What a person and those connected with them owe in all is more than a database can add up by
itself. The store therefore keeps the exposure that was reckoned beside each decision, refuses
one that is less than what it can see owed, and holds the amount of the role against it.
"""

# ruff: noqa: S608 -- every name and word in these statements is our own
from __future__ import annotations

from collections.abc import Iterable

from workbench.money.amounts import MINOR_PLACES
from workbench.storage.fences import Fence
from workbench.storage.people_fences import ANYBODY, CLOSED, GRANTS, MATRIX, named, now_of, signed

LESS = "the exposure named is less than what is owed"


def about_authority(dialect: str) -> Iterable[str]:
    """DDL of every refusal about how far a role reaches."""
    sql = _Sql(dialect)
    yield from sql.refuse("decisions", "points", "INSERT", *_decided_within_limits(sql))
    yield from sql.refuse("decision_details", "owed", "INSERT", _owes_more(sql), LESS)
    yield from sql.refuse("decision_details", "amount", "INSERT", *_detailed_within_amount(sql))
    yield from sql.refuse("cases", "detailed", "UPDATE", *_closed_with_details())
    yield from sql.refuse("proposals", "owed", "INSERT", _proposal_owes_more(sql), LESS)
    yield from sql.refuse("signatures", "limits", "INSERT", *_signed_within_limits(sql))


class _Sql:
    """Expressions in the words of one dialect."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect

    def refuse(self, table: str, name: str, event: str, when: str, why: str) -> Iterable[str]:
        """DDL of one refusal."""
        yield from Fence(table, why, self.dialect).refuse(f"{table}_{name}", event, when)

    def text(self, column: str, *path: str) -> str:
        """A value inside a stored JSON text, as a text; null where it is missing."""
        if self.dialect == "sqlite":
            return f"json_extract({column}, '$.{'.'.join(path)}')"
        return f"({column}::json #>> '{{{','.join(path)}}}')"

    def number(self, text: str) -> str:
        """A text as a number."""
        return f"CAST({text} AS {'REAL' if self.dialect == 'sqlite' else 'numeric'})"

    def minor(self, terms: str, *path: str) -> str:
        """An amount of money inside terms in minor units; 0 where there are no terms."""
        amount = self.number(self.text(terms, *path, "amount"))
        return f"coalesce({amount} * {factor(self.text(terms, *path, 'currency'))}, 0)"

    def rule_failed(self) -> str:
        """Whether rule s of assessment a did not pass: it failed, or could not be evaluated."""
        name = "'rule_' || s.rule"
        if self.dialect == "sqlite":
            path = f"'$.' || {name}"
            return (
                f"json_type(a.detail, {path}) IS NOT NULL "
                f"AND coalesce(json_extract(a.detail, {path}), 0) <> 1"
            )
        return f"(a.detail::json -> ({name}))::text IN ('0', 'null')"


def factor(currency: str) -> str:
    """SQL: how many minor units a unit of a currency has."""
    cases = " ".join(f"WHEN '{name}' THEN {10**places}" for name, places in MINOR_PLACES.items())
    return f"(CASE {currency} {cases} ELSE 100 END)"


def _too_far(sql: _Sql, row: str, direction: str) -> str:
    """Whether a decision or proposal lies beyond limits l, by points or by the rules in its way."""
    cut_off = (
        "EXISTS (SELECT 1 FROM assessments a JOIN strategy_cut_offs k "
        f"ON k.strategy_sha256 = a.strategy_sha256 WHERE a.id = {row}.assessment_id AND "
    )
    rules = (
        "EXISTS (SELECT 1 FROM assessments a JOIN softer_rules s "
        f"ON s.strategy_sha256 = a.strategy_sha256 WHERE a.id = {row}.assessment_id "
        f"AND a.detail IS NOT NULL AND {sql.rule_failed()} "
        "AND NOT (CASE s.rule_class WHEN 'soft' THEN l.sets_soft ELSE l.sets_refer END))"
    )
    return (
        f"({row}.outcome IN {GRANTS} AND ({cut_off} k.approve - a.score > l.points_below) "
        f"OR {rules})) OR (coalesce({direction}, '') = 'decline_over_approve' "
        f"AND {cut_off} a.score - k.approve > l.points_above))"
    )


def _decided_within_limits(sql: _Sql) -> tuple[str, str]:
    within = (
        f"EXISTS (SELECT 1 FROM people p JOIN role_limits l ON l.role = p.role AND l.authority "
        f"= {MATRIX} WHERE {now_of('p')} AND {named('NEW.officer')} "
        f"AND NOT ({_too_far(sql, 'NEW', 'NEW.direction')}))"
    )
    return f"{ANYBODY} AND NOT {signed('NEW')} AND NOT {within}", "this needs a second person"


def _owed(sql: _Sql, application: str) -> str:
    """What the store itself can see owed: the person's own, and what stands on cases connected
    directly."""
    own = sql.number(sql.text("a.facts", "own_exposure"))
    return (
        f"coalesce((SELECT {own} FROM applications a WHERE a.id = {application}), 0) "
        f"+ coalesce((SELECT sum({sql.minor('d.terms')}) FROM cases k JOIN decisions d "
        f"ON d.id = k.decision_id WHERE k.state IN {CLOSED} AND d.outcome IN {GRANTS} "
        "AND k.application_id IN "
        f"(SELECT other_id FROM connections WHERE application_id = {application} UNION "
        f"SELECT application_id FROM connections WHERE other_id = {application})), 0)"
    )


def _owes_more(sql: _Sql) -> str:
    granted = (
        f"SELECT 1 FROM decisions g WHERE g.id = NEW.decision_id AND g.outcome IN {GRANTS} "
        f"AND NEW.exposure < {_owed(sql, 'NEW.application_id')} + {sql.minor('g.terms')} - 1"
    )
    return f"NEW.exposure IS NOT NULL AND EXISTS ({granted})"


def _proposal_owes_more(sql: _Sql) -> str:
    amount = sql.minor("NEW.said", "terms")
    return (
        f"NEW.outcome IN {GRANTS} AND NEW.said IS NOT NULL "
        f"AND NEW.exposure < {_owed(sql, 'NEW.application_id')} + {amount} - 1"
    )


def _detailed_within_amount(sql: _Sql) -> tuple[str, str]:
    currency = sql.text("g.terms", "currency")
    mine = (
        "EXISTS (SELECT 1 FROM decisions g JOIN people p ON p.shown_name = g.officer "
        f"JOIN authority_roles r ON r.role = p.role AND r.authority = {MATRIX} "
        f"WHERE g.id = NEW.decision_id AND p.person = NEW.person AND {now_of('p')} "
        f"AND NOT (g.outcome IN {GRANTS} AND r.amount_most IS NOT NULL "
        f"AND coalesce(NEW.exposure, 0) > r.amount_most * {factor(currency)}))"
    )
    approved = (
        "EXISTS (SELECT 1 FROM signatures s WHERE s.proposal_id = NEW.proposal_id "
        "AND s.application_id = NEW.application_id AND s.word = 'approved')"
    )
    return (
        f"{ANYBODY} AND NOT {approved} AND NOT {mine}",
        "who decided is not who this says, or needs a second person",
    )


def _closed_with_details() -> tuple[str, str]:
    told = (
        "EXISTS (SELECT 1 FROM decision_details x JOIN decisions g ON g.id = x.decision_id "
        "WHERE g.id = NEW.decision_id AND g.application_id = NEW.application_id "
        f"AND x.person IS NOT NULL AND (x.exposure IS NOT NULL OR g.outcome NOT IN {GRANTS}))"
    )
    new = "NEW.decision_id IS NOT NULL AND coalesce(OLD.decision_id, 0) <> NEW.decision_id"
    why = "a decision says who made it and what is then owed"
    return f"{new} AND {ANYBODY} AND NOT {told}", why


def _signed_within_limits(sql: _Sql) -> tuple[str, str]:
    direction = sql.text("o.said", "direction")
    share = (
        "CASE WHEN l.additive THEN coalesce((SELECT f.amount_most FROM authority_roles f "
        f"WHERE f.authority = {MATRIX} AND f.role = o.role), 0) ELSE 0 END"
    )
    over = (
        f"o.outcome IN {GRANTS} AND r.amount_most IS NOT NULL "
        f"AND o.exposure > (r.amount_most + {share}) * {factor('o.currency')}"
    )
    within = (
        "EXISTS (SELECT 1 FROM proposals o, people p "
        f"JOIN authority_roles r ON r.role = p.role AND r.authority = {MATRIX} "
        f"JOIN role_limits l ON l.role = p.role AND l.authority = {MATRIX} "
        f"WHERE o.id = NEW.proposal_id AND p.person = NEW.person AND {now_of('p')} "
        f"AND NOT ({over}) AND NOT ({_too_far(sql, 'o', direction)}))"
    )
    return f"NEW.word = 'approved' AND NOT {within}", "this is beyond the authority of who signs"
