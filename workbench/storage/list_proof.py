"""What lists show of a case, held against the sealed records it was taken from.

The queue reads names, amounts, scores and states from `cases`, which change and are not sealed;
each of them follows from the application, its newest assessment and its standing decision.
"""

# ruff: noqa: S608 -- every name and word in these statements is our own
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.status import CaseState, Outcome
from workbench.storage import lanes
from workbench.storage.people_fences import CLOSED

AT_ONCE = 2_000
NAME_LENGTH = 200


def otherwise_shown(connection: Connection) -> Iterator[tuple[str, int]]:
    """Number of the case and entry of the record, wherever a list shows what was not recorded."""
    for row in connection.execute(sa.text(_SHOWN).execution_options(yield_per=AT_ONCE)):
        if row.as_applied and _as_told(row):
            continue
        yield lanes.number(row.application_id), row.event_seq
    for row in connection.execute(sa.text(_ADVISED)):
        yield lanes.number(row.application_id), row.event_seq


def _as_told(row: sa.Row[Any]) -> bool:
    """Whether name, reference and amount are those of the facts, where there are any."""
    try:
        said = json.loads(row.facts or "{}")
        texts = (said.get("applicant_name"), said.get("application_reference"))
        told = [(text or "")[:NAME_LENGTH] for text in texts]
        return bool([row.name, row.reference, row.amount] == [*told, said.get("amount_requested")])
    except (ValueError, TypeError, AttributeError):
        return False


_SHOWN = """
    SELECT c.application_id, c.name, c.reference, c.amount, p.facts, p.event_seq,
    c.batch_id = p.batch_id AND c.product = p.product AND c.currency = p.currency
        AND c.waiting_since = p.received_at AS as_applied
    FROM cases c JOIN applications p ON p.id = c.application_id
    ORDER BY c.application_id
"""
_ADVISED = """
    SELECT c.application_id, coalesce(a.event_seq, p.event_seq) AS event_seq
    FROM cases c JOIN applications p ON p.id = c.application_id
    LEFT JOIN assessments a ON a.id = c.assessment_id
    WHERE coalesce(a.advice, '') <> coalesce(c.advice, '')
    OR coalesce(a.score, -1) <> coalesce(c.score, -1)
    OR coalesce(a.dsr_ppm, -1) <> coalesce(c.dsr_ppm, -1)
    ORDER BY c.application_id
"""


def _standings() -> Iterator[str]:
    """Every state, outcome and lane that go together: "decided approve approved_due"."""
    for state in CaseState:
        outcomes: tuple[Outcome | None, ...] = (None,)
        if state in (CaseState.DECIDED, CaseState.NOTIFIED):
            outcomes = tuple(one for one in Outcome if one is not Outcome.REFER)
        elif state is CaseState.REFERRED:
            outcomes = (Outcome.REFER,)
        for one in outcomes:
            outcome = one.value if one else None
            yield f"{state.value} {outcome or ''} {lanes.lane(state.value, outcome)}"


OUT_OF_STEP = f"""
    c.state || ' ' || coalesce(c.outcome, '') || ' ' || c.lane NOT IN
        ({", ".join(f"'{one}'" for one in _standings())})
    OR (c.state = 'ready') <> (c.assessment_id IS NULL)
    OR (c.state = 'notified') <> (c.letter_id IS NOT NULL)
    OR (c.overridden AND c.state NOT IN {CLOSED})
    OR (c.state = 'proposed') <> EXISTS (
        SELECT 1 FROM proposals o WHERE o.application_id = c.application_id
        AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.proposal_id = o.id))
"""
"""SQL: whether the words that say where a case c stands do not go together."""
