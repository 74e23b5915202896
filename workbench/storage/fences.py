"""Triggers that keep what is recorded from being edited, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
