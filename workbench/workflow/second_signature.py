"""Four eyes: propose a decision, and let a second person approve or return it."""

from __future__ import annotations

from dataclasses import replace

from workbench.credit import deciding as rules
from workbench.credit.assessment import Assessment
from workbench.credit.authority import Act
from workbench.credit.decision import Choice, Decision
from workbench.credit.roles import Person
from workbench.credit.second_person import (
    Proposal,
    Signer,
    Word,
    may_sign,
    objections_to_sign,
)
from workbench.errors import DecisionRefused, SignInRefused
from workbench.i18n import _, sentences
from workbench.storage import decisions, people_proposals, people_secrets, people_sessions
from workbench.storage.people_proposals import Signature
from workbench.storage.people_sessions import SignedIn
from workbench.workflow import people
from workbench.workflow.decide import CaseFile, case, ground_of, within
from workbench.workflow.desk import Desk, now

REASON_AT_LEAST = 8


def needs_second_person(desk: Desk, file: CaseFile, choice: Choice) -> bool:
    """Whether the choice is complete and lacks only authority: then it can be proposed."""
    if file.assessment is None or not people.everybody(desk):
        return False
    try:
        ground = ground_of(desk, file, choice)
    except DecisionRefused:
        return False
    return rules.only_authority_lacks(file.assessment, choice, ground)


def decide_or_propose(
    desk: Desk, application: int | str, choice: Choice, *, seen_version: int
) -> Decision | Proposal:
    """Record the decision, or propose it where it lacks only authority.

    Raises DecisionRefused, ChangedMeanwhile, NotAllowed or SignInRefused.
    """
    people.refuse_unless_allowed(desk, "decided")
    file = case(desk, application)
    if needs_second_person(desk, file, choice):
        return propose(desk, application, choice, seen_version=seen_version)
    assessment, ground = _assessment(file), ground_of(desk, file, choice)
    made = _following(desk, file, rules.decide(assessment, choice, ground))
    return decisions.add_decision(desk.store, made, seen_version, within(desk, ground))


def propose(desk: Desk, application: int | str, choice: Choice, *, seen_version: int) -> Proposal:
    """Put a decision before a second person. Raises DecisionRefused with what is missing."""
    people.refuse_unless_allowed(desk, "proposed")
    file, signed = case(desk, application), _signed(desk)
    assessment, ground = _assessment(file), ground_of(desk, file, choice)
    made = _following(desk, file, rules.propose(assessment, choice, ground))
    act = rules.act_of(assessment, choice, ground)
    proposal = Proposal(
        decision=made,
        person=signed.person.id,
        role=signed.person.role,
        session=signed.session,
        exposure=act.exposure,
        currency=act.currency or file.application.currency,
        proposed_at=ground.decided_at,
    )
    if not _signers(desk, act, signed.person, assessment):
        raise DecisionRefused(
            number=ground.number, why=_("Nobody in this store may sign it as the second person.")
        )
    return people_proposals.add_proposal(desk.store, proposal, seen_version)


def who_could(desk: Desk, file: CaseFile, choice: Choice) -> tuple[Person, ...]:
    """The people of this store who could sign this choice as the second person."""
    signed = desk.seat.signed
    if file.assessment is None or signed is None:
        return ()
    try:
        ground = ground_of(desk, file, choice)
    except DecisionRefused:
        return ()
    act = rules.act_of(file.assessment, choice, ground)
    return _signers(desk, act, signed.person, file.assessment)


def waiting_for(desk: Desk, file: CaseFile) -> tuple[Person, ...]:
    """The people who could sign the proposal on this case."""
    proposal, assessment = file.proposal, file.assessment
    if proposal is None or assessment is None:
        return ()
    proposer = next(one for one in people.everybody(desk) if one.id == proposal.person)
    return _signers(desk, proposal.act, replace(proposer, role=proposal.role), assessment)


def what_speaks_against(desk: Desk, file: CaseFile) -> str:
    """Why who sits here cannot sign the proposal, in full sentences; empty when they can."""
    if file.proposal is None:
        return _("Nothing waits for a signature here.")
    if people.nobody_sits_here(desk) or desk.seat.signed is None:
        return _("Sign in first.")
    signer = _signer(desk, desk.seat.signed)
    said = objections_to_sign(file.proposal, signer, _assessment(file), people.matrix(desk))
    return sentences(*said)


def approve(
    desk: Desk, application: int | str, *, remark: str = "", seen_version: int | None = None
) -> Decision:
    """Sign a proposal as the second person: it becomes the decision.

    Raises DecisionRefused with every sentence that speaks against it, ChangedMeanwhile,
    NotAllowed or SignInRefused.
    """
    people.refuse_unless_allowed(desk, "proposal_approved")
    file = case(desk, application)
    against = what_speaks_against(desk, file)
    if against or file.proposal is None:
        raise DecisionRefused(number=file.application.number, why=against)
    signed = sign_words(_signed(desk), file.proposal, Word.APPROVED, remark)
    seen = file.version if seen_version is None else seen_version
    return people_proposals.approve(desk.store, file.proposal, signed, seen)


def send_back(
    desk: Desk, application: int | str, *, remark: str, seen_version: int | None = None
) -> None:
    """Return a proposal to who made it, with the reason. Raises DecisionRefused."""
    people.refuse_unless_allowed(desk, "proposal_returned")
    file = case(desk, application)
    proposal, number = file.proposal, file.application.number
    if proposal is None:
        raise DecisionRefused(number=number, why=_("Nothing waits for a signature here."))
    if proposal.person == _signed(desk).person.id:
        why = _("You proposed this yourself; withdraw it instead.")
        raise DecisionRefused(number=number, why=why)
    if not remark.strip():
        raise DecisionRefused(number=number, why=_("Say why it goes back."))
    if not _may_return(desk, file, proposal):
        raise DecisionRefused(number=number, why=what_speaks_against(desk, file))
    signed = sign_words(_signed(desk), proposal, Word.RETURNED, remark.strip())
    seen = file.version if seen_version is None else seen_version
    people_proposals.close(desk.store, proposal, signed, seen)


def withdraw(desk: Desk, application: int | str) -> None:
    """Take one's own proposal back. Raises DecisionRefused."""
    people.refuse_unless_allowed(desk, "proposal_withdrawn")
    file, signed = case(desk, application), _signed(desk)
    proposal = file.proposal
    if proposal is None or proposal.person != signed.person.id:
        why = _("Only who proposed it withdraws it.")
        raise DecisionRefused(number=file.application.number, why=why)
    said = sign_words(signed, proposal, Word.WITHDRAWN, "")
    people_proposals.close(desk.store, proposal, said, file.version)


def reopen(desk: Desk, application: int | str, reason: str) -> None:
    """Put a decided case before a person again, with the reason; the decision stays on record.

    Raises DecisionRefused or NotAllowed.
    """
    people.refuse_unless_allowed(desk, "case_reopened")
    file = case(desk, application)
    if file.decision is None:
        raise DecisionRefused(number=file.application.number, why=_("it is not decided."))
    if len(reason.strip()) < REASON_AT_LEAST:
        why = _("Say in at least {least} characters why it is reopened.", least=REASON_AT_LEAST)
        raise DecisionRefused(number=file.application.number, why=why)
    people_proposals.reopen(
        desk.store, file.decision, reason.strip(), actor=desk.officer(), at=now()
    )


def sign_words(signed: SignedIn, proposal: Proposal, word: Word, remark: str) -> Signature:
    """What this person says of a proposal, signed with their own key."""
    text = people_proposals.signed_text(proposal, word, remark, signed.person.id)
    mark = people_secrets.sign(signed.signing_key, text) if signed.signing_key else ""
    return Signature(
        person=signed.person.id,
        shown_name=signed.person.shown_name,
        session=signed.session,
        word=word,
        remark=remark,
        signed_at=now(),
        signature=mark,
    )


def _may_return(desk: Desk, file: CaseFile, proposal: Proposal) -> bool:
    """Whoever could sign may return it; what was assessed anew since, whoever may sign at all."""
    stale = _assessment(file).id != proposal.decision.assessment_id
    return stale or not what_speaks_against(desk, file)


def _signed(desk: Desk) -> SignedIn:
    if desk.seat.signed is None:
        raise SignInRefused(why=_("a second signature needs people. Add them first, then sign in."))
    return desk.seat.signed


def _signer(desk: Desk, signed: SignedIn) -> Signer:
    were = people_sessions.were_here(desk.store, signed.session)
    return Signer(signed.person, signed.session, signed.by_password, were)


def _assessment(file: CaseFile) -> Assessment:
    if file.assessment is None:
        raise DecisionRefused(
            number=file.application.number, why=_("It has not been assessed. Assess it first.")
        )
    return file.assessment


def _following(desk: Desk, file: CaseFile, made: Decision) -> Decision:
    return replace(
        made, replaces=people_proposals.reopened_decision(desk.store, file.application.id)
    )


def _signers(desk: Desk, act: Act, proposer: Person, assessment: Assessment) -> tuple[Person, ...]:
    matrix = people.matrix(desk)
    return tuple(
        one
        for one in people.everybody(desk)
        if one.is_active
        and one.id != proposer.id
        and may_sign(act, proposer.role, one.role, assessment, matrix)
    )
