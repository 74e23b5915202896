"""The columns of the review queue, and how each is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from workbench.credit.status import OUTCOME_WORDS, CaseState, Outcome
from workbench.i18n import N_, _, day, money, percent
from workbench.ui.chips import OUTCOME_STATUS, paint_chip
from workbench.ui.score_marks import Scale, paint_number, paint_score
from workbench.ui.table import Column
from workbench.ui.waiting_words import waiting_text

if TYPE_CHECKING:
    from workbench.storage.queue import QueueRow
    from workbench.workflow.casework import CaseWork
    from workbench.workflow.decide import CaseFile

DECIDED_WORDS = {
    Outcome.APPROVE: N_("Approved"),
    Outcome.COUNTER_OFFER: N_("Offer made"),
    Outcome.REFER: N_("Referred"),
    Outcome.DECLINE: N_("Declined"),
    Outcome.WITHDRAWN: N_("Withdrawn"),
    Outcome.INCOMPLETE: N_("Incomplete"),
}
"""What a person did, beside OUTCOME_WORDS for what the engine advises."""

ADVICE_WORDS = {**OUTCOME_WORDS, Outcome.COUNTER_OFFER: N_("Counter")}
"""What the engine advises, short enough for a column."""

_LONG_WAIT = timedelta(hours=4)
_HEAVY = Decimal("0.45")
_BEYOND = Decimal(10), "> 999%"
_OPEN = {CaseState.READY, CaseState.ASSESSED, CaseState.REFERRED}

Works = Mapping[int, "CaseWork"]
"""By application: the work on it."""

Scales = Mapping[str, Scale]
"""By product: the scale its scores lie on, without a score."""


def standing(row: QueueRow) -> tuple[str, str]:
    """(status, word) of a row: the decision where one stands, else the advice."""
    if row.state == CaseState.READY:
        return "pending", _("Not scored")
    if row.state == CaseState.REFERRED:
        return "refer", _(DECIDED_WORDS[Outcome.REFER])
    if row.outcome and row.state != CaseState.ASSESSED:
        outcome = Outcome(row.outcome)
        status = "override" if row.overridden else OUTCOME_STATUS[outcome]
        return status, _(DECIDED_WORDS[outcome])
    advice = Outcome(row.advice or "refer")
    return OUTCOME_STATUS[advice], _(ADVICE_WORDS[advice])


def queue_columns(
    scales: Callable[[], Scales], works: Callable[[], Works] = dict
) -> tuple[Column[QueueRow], ...]:
    """The queue's columns; `scales` tells the cut-offs of each product when asked, `works` who
    works on each case and which clock runs."""
    return (
        *_who_and_how_much(),
        *_how_good(scales),
        *_where_it_stands(),
        *_who_works(works),
    )


def _who_works(works: Callable[[], Works]) -> tuple[Column[QueueRow], ...]:
    def held(row: QueueRow) -> str:
        work = works().get(row.application_id)
        return work.held_by if work else ""

    def notes(row: QueueRow) -> str:
        work = works().get(row.application_id)
        return str(work.notes) if work and work.notes else ""

    def due(row: QueueRow) -> str:
        work = works().get(row.application_id)
        return day(work.due.due_on) if work and work.due else ""

    def due_ink(row: QueueRow) -> str:
        work = works().get(row.application_id)
        colour = work.due.colour if work and work.due else ""
        return {"red": "decline", "amber": "refer"}.get(colour, "text2")

    def due_tip(row: QueueRow) -> str:
        work = works().get(row.application_id)
        return "\n".join(clock.text() for clock in work.clocks) if work else ""

    return (
        Column("due", N_("Due"), due, 104, ink=due_ink, spare=5, tip=due_tip),
        Column("held", N_("Held by"), held, 110, ink="text2", spare=6, tip=held),
        Column("notes", N_("Notes"), notes, 60, right=True, ink="text2", spare=7),
    )


def _who_and_how_much() -> tuple[Column[QueueRow], ...]:
    number: Column[QueueRow] = Column(
        "number", N_("Number"), lambda r: r.number, 92, ink="text2", spare=1, sort="number"
    )
    name: Column[QueueRow] = Column(
        "name",
        N_("Applicant"),
        lambda r: r.name or r.reference or r.number,
        104,
        stretch=True,
        strong=True,
        sort="name",
        tip=lambda r: r.name,
    )
    amount: Column[QueueRow] = Column(
        "amount", N_("Amount"), _amount, 82, right=True, spare=2, sort="amount"
    )
    return number, name, amount


def _how_good(scales: Callable[[], Scales]) -> tuple[Column[QueueRow], ...]:
    def paint(painter: QPainter, box: QRectF, row: QueueRow) -> None:
        known = scales().get(row.product)
        if known is None:
            paint_number(painter, box, row.score)
        else:
            paint_score(painter, box, known._replace(score=row.score))

    score: Column[QueueRow] = Column(
        "score", N_("Score"), lambda r: str(r.score or ""), 112, sort="score", paint=paint
    )
    burden: Column[QueueRow] = Column(
        "dsr",
        N_("DSR"),
        _burden,
        70,
        right=True,
        spare=4,
        sort="dsr",
        strong=_is_heavy,
        ink=lambda r: "decline" if _is_heavy(r) else "text2",
    )
    return score, burden


def _where_it_stands() -> tuple[Column[QueueRow], ...]:
    decision: Column[QueueRow] = Column(
        "standing",
        N_("Decision"),
        lambda r: standing(r)[1],
        112,
        paint=lambda p, box, r: paint_chip(p, box, *standing(r)),
    )
    waiting: Column[QueueRow] = Column(
        "waiting",
        N_("Waiting"),
        lambda r: waiting_text(r.waiting_since),
        80,
        right=True,
        spare=3,
        sort="waiting",
        strong=_waits_long,
        ink=lambda r: "refer" if _waits_long(r) else "text2",
    )
    return decision, waiting


def _amount(row: QueueRow) -> str:
    return money(row.amount, places=0)


def _burden(row: QueueRow) -> str:
    most, more = _BEYOND
    return more if row.dsr is not None and row.dsr >= most else percent(row.dsr)


def _is_heavy(row: QueueRow) -> bool:
    return row.dsr is not None and row.dsr > _HEAVY


def _waits_long(row: QueueRow) -> bool:
    return row.state in _OPEN and datetime.now(UTC) - row.waiting_since > _LONG_WAIT


def standing_of(file: CaseFile) -> tuple[str, str]:
    """(status, word) of a case that is open: its decision where one stands, else the advice."""
    if file.decision is not None:
        status = "override" if file.decision.override else OUTCOME_STATUS[file.decision.outcome]
        return status, DECIDED_WORDS[file.decision.outcome]
    if file.assessment is None:
        return "pending", N_("Not scored")
    return OUTCOME_STATUS[file.assessment.advice], OUTCOME_WORDS[file.assessment.advice]
