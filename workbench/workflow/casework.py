"""Work on the queue: take, release and assign cases, note what is missing, watch the clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.credit.clocks import CaseMoments, Clock, clock_rules, running_clocks
from workbench.credit.roles import Right
from workbench.credit.status import CaseState, Outcome
from workbench.errors import DecisionRefused, NotFound
from workbench.i18n import _
from workbench.storage import lanes, people_casework
from workbench.storage.people_casework import KINDS, CaseNote, Standing
from workbench.storage.queue import QueueRow
from workbench.workflow import people
from workbench.workflow.desk import Desk, now

__all__ = ["CaseNote", "CaseWork"]


@dataclass(frozen=True, slots=True)
class CaseWork:
    """What a list and a case show of the work on it.

    `version` and `changed_by` tell that a colleague changed it; `clocks` are the running ones,
    the most urgent first.
    """

    application_id: int
    version: int
    state: str
    changed_by: str
    held_by: str
    held_since: datetime | None
    mine: bool
    notes: int
    papers_missing: int
    clocks: tuple[Clock, ...]

    @property
    def due(self) -> Clock | None:
        """The most urgent clock; None when none runs."""
        return self.clocks[0] if self.clocks else None

    @property
    def held_by_other(self) -> str:
        """The colleague who works on it; empty when nobody or I do."""
        return "" if self.mine else self.held_by


def work_of(desk: Desk, rows: Sequence[QueueRow]) -> Mapping[int, CaseWork]:
    """The work on each case of a page of the queue, by application id."""
    found = people_casework.standings(desk.store, [row.application_id for row in rows])
    return {number: _work(desk, one) for number, one in found.items()}


def standing(desk: Desk, application_id: int) -> CaseWork:
    """Where one case stands now: ask again every few seconds while it is shown.

    Raises NotFound once it left the queue.
    """
    found = people_casework.standings(desk.store, [application_id])
    if application_id not in found:
        raise NotFound(kind=_("application"), name=lanes.number(application_id))
    return _work(desk, found[application_id])


def take(desk: Desk, application_id: int) -> None:
    """Work on a case. Raises DecisionRefused when a colleague holds it."""
    people.refuse_unless_allowed(desk, "case_taken")
    work = standing(desk, application_id)
    if work.mine:
        return
    if work.held_by:
        raise _held(work)
    _hold(desk, work, desk.officer())


def release(desk: Desk, application_id: int) -> None:
    """Let a case go; one's own, or anybody's with the right to assign."""
    people.refuse_unless_allowed(desk, "case_released")
    work = standing(desk, application_id)
    if work.held_by and not work.mine and not _may_assign(desk):
        raise _held(work)
    if work.held_by:
        _hold(desk, work, "")


def assign(desk: Desk, application_id: int, person: str) -> None:
    """Give a case to a colleague, named as in `colleagues`. Raises NotAllowed, NotFound."""
    people.refuse_unless_allowed(desk, "case_assigned")
    if person not in colleagues(desk):
        raise NotFound(kind=_("person"), name=person)
    _hold(desk, standing(desk, application_id), person)


def colleagues(desk: Desk) -> tuple[str, ...]:
    """Those who decide cases here, by the names decisions show; none while nobody was added."""
    rules = people.matrix(desk)
    return tuple(
        one.shown_name
        for one in people.everybody(desk)
        if one.is_active and Right.DECIDE in rules.roles[one.role].rights
    )


def add_note(desk: Desk, application_id: int, text: str, *, kind: str = "note") -> None:
    """Note something with a case; `kind` is "note", "paper" (missing) or "condition"."""
    people.refuse_unless_allowed(desk, "noted")
    if kind not in KINDS:
        raise NotFound(kind=_("kind of note"), name=kind)
    words = text.strip()
    if not words:
        raise DecisionRefused(number=lanes.number(application_id), why=_("Write the note first."))
    people_casework.add_note(
        desk.store, application_id, kind, words, actor=desk.officer(), at=now()
    )


def settle(desk: Desk, note_id: int) -> None:
    """A missing paper came in, or a condition is met."""
    people.refuse_unless_allowed(desk, "note_settled")
    people_casework.settle_note(desk.store, note_id, actor=desk.officer(), at=now())


def notes(desk: Desk, application_id: int) -> tuple[CaseNote, ...]:
    """Every note of a case, oldest first."""
    return people_casework.notes_of(desk.store, application_id)


def _hold(desk: Desk, work: CaseWork, person: str) -> None:
    people_casework.hold(
        desk.store,
        work.application_id,
        person,
        actor=desk.officer(),
        at=now(),
        seen=work.held_by,
    )


def _held(work: CaseWork) -> DecisionRefused:
    why = _("{name} works on it. Ask them, or somebody who may assign cases.", name=work.held_by)
    return DecisionRefused(number=lanes.number(work.application_id), why=why)


def _may_assign(desk: Desk) -> bool:
    return people.matrix(desk).grants(people.role(desk), "case_assigned")


def _work(desk: Desk, one: Standing) -> CaseWork:
    decided = one.decided_at.date() if one.decided_at else None
    moments = CaseMoments(
        product=one.product,
        state=CaseState(one.state),
        received_on=one.received_at.date(),
        outcome=Outcome(one.outcome) if one.outcome else None,
        decided_on=decided,
    )
    return CaseWork(
        application_id=one.application_id,
        version=one.version,
        state=one.state,
        changed_by=one.changed_by,
        held_by=one.held_by,
        held_since=one.held_since,
        mine=bool(one.held_by) and one.held_by == desk.officer(),
        notes=one.notes,
        papers_missing=one.papers_missing,
        clocks=running_clocks(moments, now().date(), clock_rules()),
    )
