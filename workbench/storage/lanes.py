"""Lanes: where a case stands and how it ended, in one stored word that the queue is kept by."""

from __future__ import annotations

from workbench.credit.status import CaseState, Outcome

READY, REVIEW, REFERRED, PROPOSED = "ready", "review", "referred", "proposed"
APPROVED_DUE, APPROVED_SENT = "approved_due", "approved_sent"
DECLINED_DUE, DECLINED_SENT = "declined_due", "declined_sent"
CLOSED = "closed"

ALL = (
    READY, REVIEW, REFERRED, PROPOSED,
    APPROVED_DUE, APPROVED_SENT, DECLINED_DUE, DECLINED_SENT, CLOSED,
)  # fmt: skip
VIEWS: dict[str, tuple[str, ...]] = {
    "not_assessed": (READY,),
    "needs_review": (REVIEW,),
    "referred": (REFERRED,),
    "second_signature": (PROPOSED,),
    "letters_due": (APPROVED_DUE, DECLINED_DUE),
    "letters_written": (APPROVED_SENT, DECLINED_SENT),
    "decided": (APPROVED_DUE, APPROVED_SENT, DECLINED_DUE, DECLINED_SENT, CLOSED),
    "approved": (APPROVED_DUE, APPROVED_SENT),
    "declined": (DECLINED_DUE, DECLINED_SENT),
    "overridden": ALL,
    "all": ALL,
}
"""Every view of the queue and the lanes it shows; "overridden" takes those decided against
the advice, of any lane."""

_UNDECIDED = {
    CaseState.READY: READY,
    CaseState.ASSESSED: REVIEW,
    CaseState.REFERRED: REFERRED,
    CaseState.PROPOSED: PROPOSED,
}
_DECIDED = {
    Outcome.APPROVE: (APPROVED_DUE, APPROVED_SENT),
    Outcome.COUNTER_OFFER: (APPROVED_DUE, APPROVED_SENT),
    Outcome.DECLINE: (DECLINED_DUE, DECLINED_SENT),
}


def lane(state: str, outcome: str | None) -> str:
    """The lane of a case: ("decided", "approve") stands in "approved_due"."""
    stands = CaseState(state)
    if stands in _UNDECIDED:
        return _UNDECIDED[stands]
    due, sent = _DECIDED.get(Outcome(outcome or ""), (CLOSED, CLOSED))
    return sent if stands is CaseState.NOTIFIED else due


def number(application_id: int) -> str:
    """An application's number: 7 is "A-000007"."""
    return f"A-{application_id:06d}"


def application_id(number: int | str) -> int | None:
    """The id behind a number ("A-000007", "a-7" or "7"); None for anything else."""
    if isinstance(number, int):
        return number
    digits = number.strip().upper().removeprefix("A-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None
