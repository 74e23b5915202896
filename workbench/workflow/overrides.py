"""Overrides watched: the monitoring report, the exceptions above authority, and the mirror."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from workbench.credit.decision import Choice
from workbench.credit.override import override_direction
from workbench.portfolio.override_mirror import Mirror, PastOverride, most_similar
from workbench.portfolio.override_monitoring import SCHEMA, OverrideFigures, override_figures
from workbench.storage import people_overrides
from workbench.storage.people_overrides import DecidedRow
from workbench.workflow import people
from workbench.workflow.decide import CaseFile
from workbench.workflow.desk import Desk, now


@dataclass(frozen=True, slots=True)
class OverrideReport:
    """All decisions' overrides, the same by group, and every decision above one's authority."""

    all: OverrideFigures
    by: str
    groups: tuple[OverrideFigures, ...]
    exceptions: tuple[DecidedRow, ...]


def report(desk: Desk, by: str = "officer") -> OverrideReport:
    """The monitoring report by "officer", "branch", "direction", "reason", "product" or "month".

    Raises KeyError for another group.
    """
    rows = [row for row in people_overrides.decided_rows(desk.store) if row.stands]
    frame = decisions_frame(desk, rows)
    (whole,) = override_figures(frame)
    above = tuple(row for row in rows if row.second_person)
    return OverrideReport(whole, by, override_figures(frame, by), above)


def mirror(desk: Desk, file: CaseFile, choice: Choice) -> Mirror | None:
    """What the officer sees while overriding; None for a choice that is no override."""
    if file.assessment is None:
        return None
    direction = override_direction(file.assessment, choice.outcome)
    if direction is None:
        return None
    product = file.application.product
    alike = people_overrides.decided_rows(desk.store, product=product, direction=direction.value)
    own, decided = people_overrides.standing_counts(desk.store, desk.officer())
    assessment = file.assessment
    ratio = assessment.affordability.debt_service_ratio
    asked = assessment.requested_amount
    this = PastOverride(
        number=file.application.number,
        product=product,
        direction=direction.value,
        reason=choice.reason_code,
        officer=desk.officer(),
        score=assessment.score,
        amount=None if asked is None else float(asked),
        dsr=None if ratio is None else float(ratio),
        decided_at=now(),
        ended="",
    )
    similar = most_similar(this, [_past(row) for row in alike])
    return Mirror(similar=similar, overrides=own, decided=decided)


def decisions_frame(desk: Desk, rows: list[DecidedRow]) -> pl.DataFrame:
    """Decisions as `portfolio.override_monitoring.SCHEMA` has them; the branch is the officer's."""
    branches = {one.shown_name: one.branch for one in people.everybody(desk)}
    return pl.DataFrame(
        [
            {
                "number": row.number,
                "officer": row.officer,
                "branch": branches.get(row.officer, ""),
                "product": row.product,
                "month": row.decided_at.strftime("%Y-%m"),
                "advice": row.advice,
                "outcome": row.outcome,
                "direction": row.direction,
                "reason": row.reason,
                "second_person": row.second_person,
            }
            for row in rows
        ],
        schema=SCHEMA,
    )


def _past(row: DecidedRow) -> PastOverride:
    ended = "reopened" if row.reopened else "late" if row.days_late else "stands"
    return PastOverride(
        number=row.number,
        product=row.product,
        direction=row.direction,
        reason=row.reason,
        officer=row.officer,
        score=row.score,
        amount=None if row.amount is None else float(row.amount),
        dsr=None if row.dsr is None else float(row.dsr),
        decided_at=row.decided_at,
        ended=ended,
    )
