"""A lender's own strategies: proposed by one person, published by another, kept for good.

The text is kept once, under its digest; who proposed and who published it is in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from workbench.storage import tables
from workbench.storage.assessments import keep_strategy
from workbench.storage.journal import Event, event_of
from workbench.storage.store import Store

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy

PROPOSED, PUBLISHED = "strategy_proposed", "strategy_published"


@dataclass(frozen=True, slots=True)
class LenderStrategy:
    """One version of a lender's strategy. Without `published_at` it is still a proposal.

    `source` is its whole text; `seq` the journal entry that last concerned it.
    """

    sha256: str
    product: str
    version: str
    source: str
    proposed_by: str
    proposed_at: datetime
    seq: int
    published_by: str = ""
    published_at: datetime | None = None


def propose(store: Store, strategy: Strategy, *, actor: str, at: datetime) -> None:
    """Keep a strategy's text as a proposal of `actor`."""
    with store.writing(actor, at) as step:
        keep_strategy(step, strategy)
        step.record(
            PROPOSED, strategy.product, {"sha256": strategy.sha256, "version": strategy.version}
        )


def publish(store: Store, strategy: Strategy, *, actor: str, proposer: str, at: datetime) -> None:
    """Record that a proposal is in force from its first day on; `actor` is who approved it."""
    with store.writing(actor, at) as step:
        said = {"sha256": strategy.sha256, "version": strategy.version, "proposed_by": proposer}
        step.record(PUBLISHED, strategy.product, said)


def lender_strategies(store: Store, product: str | None = None) -> tuple[LenderStrategy, ...]:
    """Every own strategy of the lender, of one product or of all, the oldest proposal first."""
    told, kept = tables.journal, tables.strategies
    query = sa.select(told).where(told.c.event.in_((PROPOSED, PUBLISHED))).order_by(told.c.seq)
    if product is not None:
        query = query.where(told.c.subject == product)
    with store.reading() as connection:
        events = [event_of(row) for row in connection.execute(query)]
        wanted = sa.select(kept.c.sha256, kept.c.source).where(
            kept.c.sha256.in_({str(event.payload["sha256"]) for event in events})
        )
        sources = {row.sha256: row.source for row in connection.execute(wanted)}
    return tuple(_as_told(events, sources))


def _as_told(events: Iterable[Event], sources: dict[str, str]) -> Iterable[LenderStrategy]:
    found: dict[str, LenderStrategy] = {}
    for event in events:
        sha256 = str(event.payload["sha256"])
        if event.event == PROPOSED:
            found[sha256] = LenderStrategy(
                sha256=sha256,
                product=event.subject,
                version=str(event.payload["version"]),
                source=sources[sha256],
                proposed_by=event.actor,
                proposed_at=event.at,
                seq=event.seq,
            )
        else:
            found[sha256] = replace(
                found[sha256], published_by=event.actor, published_at=event.at, seq=event.seq
            )
    return found.values()


@dataclass(frozen=True, slots=True)
class PastCase:
    """An application that was assessed; `decided` when a person's decision stands."""

    application_id: int
    decided: bool


def past_cases(store: Store, product: str) -> tuple[PastCase, ...]:
    """Every assessed application of a product whose facts are still on record."""
    cases, facts = tables.cases, tables.applications
    query = (
        sa.select(cases.c.application_id, cases.c.decision_id)
        .join(facts, facts.c.id == cases.c.application_id)
        .where(
            cases.c.product == product,
            cases.c.assessment_id.is_not(None),
            facts.c.facts.is_not(None),
        )
        .order_by(cases.c.application_id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(PastCase(row.application_id, row.decision_id is not None) for row in rows)
