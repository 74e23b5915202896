"""Four eyes: what one person proposes, another signs; never one's own, never in one session.

A proposal is a whole decision that lacks only authority. Whoever signs must be entitled to it
by role, must have signed in with a password, and in a session in which the proposer never was:
switching the user at one screen makes no second person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from workbench.credit.assessment import Assessment
from workbench.credit.authority import Act, Authority, CoDecision, Matrix, lacking_alone
from workbench.credit.decision import Decision
from workbench.credit.roles import Person, Right
from workbench.i18n import _


class Word(StrEnum):
    """What the second person says of a proposal, or its proposer in the end."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that waits for a second person.

    `decision` is the record it will become; `person`, `role` and `session` are the proposer's;
    `exposure` is all that the person and connected people would owe us.
    """

    decision: Decision
    person: int
    role: str
    session: str
    exposure: Decimal
    currency: str
    proposed_at: datetime
    id: int = 0

    @property
    def act(self) -> Act:
        """What it does that needs authority."""
        override = self.decision.override
        direction = override.direction if override else None
        return Act(self.decision.outcome, direction, self.exposure, self.currency)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who would sign, and what is known of the session they sit in.

    `were_here` are the people who were signed in at any time of this session.
    """

    person: Person
    session: str
    by_password: bool
    were_here: frozenset[int]


def objections_to_sign(
    proposal: Proposal, signer: Signer, assessment: Assessment, matrix: Matrix
) -> Iterator[str]:
    """Every sentence that speaks against this person's signature; none when it may be given."""
    person = signer.person
    if not person.is_active:
        yield _("{name} may no longer sign in.", name=person.shown_name)
        return
    who = _who(proposal, assessment, matrix)
    if person.id == proposal.person or person.shown_name == proposal.decision.officer:
        yield _("You proposed this yourself; a second person signs it. Who could: {who}.", who=who)
        return
    if signer.session == proposal.session or proposal.person in signer.were_here:
        yield _(
            "{name} was signed in during this session. The second person signs in a session of "
            "their own: close the program and sign in anew.",
            name=proposal.decision.officer,
        )
    if not signer.by_password:
        yield _("A second signature needs a sign-in with a password. Set one, then sign in.")
    if assessment.id != proposal.decision.assessment_id:
        yield _("The case was assessed anew since it was proposed. Return it.")
    yield from _authority(proposal, person, assessment, matrix)


def may_sign(act: Act, proposed_as: str, role: str, assessment: Assessment, matrix: Matrix) -> bool:
    """Whether somebody of this role is entitled to sign what another role proposes."""
    held = matrix.roles[role]
    if Right.SIGN not in held.rights:
        return False
    return not tuple(_short_of(act, proposed_as, held, assessment, matrix))


def _authority(
    proposal: Proposal, person: Person, assessment: Assessment, matrix: Matrix
) -> Iterator[str]:
    held = matrix.roles[person.role]
    if Right.SIGN not in held.rights:
        yield _(
            "{role} may not sign as the second person. Who could: {who}.",
            role=held.text(),
            who=_who(proposal, assessment, matrix),
        )
        return
    yield from _short_of(proposal.act, proposal.role, held, assessment, matrix)


def _short_of(
    act: Act, proposed_as: str, held: Authority, assessment: Assessment, matrix: Matrix
) -> Iterator[str]:
    """Where the signer falls short; an additive amount counts the proposer's share first."""
    own = matrix.roles[proposed_as].amount_most
    if matrix.co_decision is CoDecision.ADDITIVE and own is not None:
        rest = max(act.exposure - own, Decimal())
        act = Act(act.outcome, act.direction, rest, act.currency)
    yield from lacking_alone(assessment, act, role=held.role, matrix=matrix)


def _who(proposal: Proposal, assessment: Assessment, matrix: Matrix) -> str:
    act, proposed_as = proposal.act, proposal.role
    return matrix.who(lambda one: may_sign(act, proposed_as, one.role, assessment, matrix))
