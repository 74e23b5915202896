"""Triggers that keep what is recorded from being edited, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


def insert_only(
    table: str, columns: Sequence[str], erasable: Sequence[str], dialect: str
) -> Iterable[str]:
    """DDL that refuses DELETE, and UPDATE except the erasure of a subject's content.

    `erasable` columns may be set to null, all of them at once, while every other column stays
    as it was and `erasures` holds the application.
    """
    why = f"{table} is insert-only"
    fence = Fence(table, why, dialect)
    yield from fence.refuse(f"{table}_keep", "DELETE")
    kept = f"NOT ({_is_erasure(columns, erasable, dialect)})" if erasable else ""
    yield from fence.refuse(f"{table}_fixed", "UPDATE", kept)


def insert_only_with_accounts(
    table: str, columns: Sequence[str], blank: Mapping[str, str], dialect: str
) -> Iterable[str]:
    """DDL that refuses UPDATE of what happened on an account, except that its words (`blank`:
    the column, and what it holds without any) go with their salt once the application that the
    account was booked from is erased.
    """
    same = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    kept = [f"NEW.{name} {same} OLD.{name}" for name in columns if name not in (*blank, "salt")]
    gone = ["NEW.salt IS NULL", *(f"NEW.{name} = '{empty}'" for name, empty in blank.items())]
    told = (
        "EXISTS (SELECT 1 FROM erasures e JOIN accounts a ON a.application_id = e.application_id "
        "WHERE a.id = OLD.account_id AND (a.state = 'closed' OR a.source = 'imported'))"
    )
    fence = Fence(table, f"{table} is insert-only", dialect)
    yield from fence.refuse(
        f"{table}_fixed", "UPDATE", f"NOT ({' AND '.join([*kept, *gone, told])})"
    )


def without_gaps(table: str, number: str, within: Sequence[str], dialect: str) -> Iterable[str]:
    """DDL that refuses an insert whose number is not the last one plus one (per group)."""
    same = " AND ".join(f"{name} = NEW.{name}" for name in within)
    where = f" WHERE {same}" if same else ""
    last = f"(SELECT coalesce(max({number}), 0) + 1 FROM {table}{where})"  # noqa: S608 -- our own names
    condition = f"NEW.{number} <> {last}"
    why = f"{table} has no gaps"
    yield from Fence(table, why, dialect).refuse(f"{table}_no_gaps", "INSERT", condition)


def _is_erasure(columns: Sequence[str], erasable: Sequence[str], dialect: str) -> str:
    same = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    kept = [f"NEW.{name} {same} OLD.{name}" for name in columns if name not in erasable]
    gone = [f"NEW.{name} IS NULL" for name in erasable]
    subject = "id" if "application_id" not in columns else "application_id"
    told = f"EXISTS (SELECT 1 FROM erasures WHERE application_id = OLD.{subject})"  # noqa: S608 -- our own names
    return " AND ".join([*kept, *gone, told])


def overrides_are_explained(dialect: str) -> Iterable[str]:
    """DDL that refuses a decision against the advice without direction and justification."""
    advice = "(SELECT advice FROM assessments WHERE id = NEW.assessment_id)"
    wrong = " OR ".join(
        f"(NEW.outcome IN ({outcomes}) AND {advice} IN ({advised}) "
        f"AND coalesce(NEW.direction, '') <> '{direction}')"
        for outcomes, advised, direction in (
            ("'approve', 'counter_offer'", "'decline'", "approve_over_decline"),
            ("'decline'", "'approve', 'counter_offer'", "decline_over_approve"),
        )
    )
    bare = "(NEW.direction IS NOT NULL AND length(coalesce(NEW.justification, '')) < 15)"
    why = "an override needs its direction and a justification"
    fence = Fence("decisions", why, dialect)
    yield from fence.refuse("decisions_explained", "INSERT", f"{wrong} OR {bare}")


def held_is_not_erased(dialect: str) -> Iterable[str]:
    """DDL that refuses the erasure of an application under a legal hold."""
    last = "(SELECT max(id) FROM legal_holds WHERE application_id = NEW.application_id)"
    held = f"EXISTS (SELECT 1 FROM legal_holds WHERE id = {last} AND held)"  # noqa: S608 -- our own names
    fence = Fence("erasures", "a legal hold keeps this application", dialect)
    yield from fence.refuse("erasures_not_held", "INSERT", held)


def running_credit_is_not_erased(dialect: str) -> Iterable[str]:
    """DDL that refuses the erasure of an application whose account, kept here, is not closed."""
    running = (
        "EXISTS (SELECT 1 FROM accounts WHERE application_id = NEW.application_id "
        "AND state <> 'closed' AND source <> 'imported')"
    )
    fence = Fence("erasures", "an account of this application is not closed", dialect)
    yield from fence.refuse("erasures_not_running", "INSERT", running)


@dataclass(frozen=True, slots=True)
class Fence:
    """Refusals on one table, in the words of one dialect."""

    table: str
    why: str
    dialect: str

    def refuse(self, name: str, event: str, when: str = "") -> Iterable[str]:
        """DDL of a trigger that refuses the event where the condition holds (or always).

        PostgreSQL's WHEN takes no sub-query, so there the condition stands in the function.
        """
        if self.dialect == "sqlite":
            clause = f" WHEN {when}" if when else ""
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {self.table}{clause} "
                f"BEGIN SELECT RAISE(ABORT, '{self.why}'); END"
            )
            return
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when or 'true'} THEN RAISE EXCEPTION '{self.why}'; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    def lift(self, name: str) -> Iterable[str]:
        """DDL that takes a trigger away, so that a later version can put up another."""
        if self.dialect == "sqlite":
            yield f"DROP TRIGGER {name}"
            return
        yield f"DROP TRIGGER {name} ON {self.table}"
        yield f"DROP FUNCTION {name}()"
