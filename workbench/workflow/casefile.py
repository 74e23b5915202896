"""Four eyes without a server: a proposal travels as a sealed file and comes back signed.

The file is encrypted to a passphrase that two people agreed on, and signed by who proposes. The
second person opens it in a store of their own, sees all of it, and answers with their own
signature. Merged, it counts as if they had sat here; a changed, foreign or repeated one does not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from workbench.credit.application import Application
from workbench.credit.assessment import Assessment
from workbench.credit.passwords import password_objections, password_rules
from workbench.credit.roles import Person
from workbench.credit.second_person import Proposal, Signer, Word, objections_to_sign
from workbench.errors import CaseFileRefused, DecisionRefused, PasswordRefused, Place
from workbench.files import read_whole, write_whole
from workbench.i18n import _, sentences
from workbench.scoring.explain import to_assessment
from workbench.scoring.strategy import Strategy, read_strategy
from workbench.storage import people_case_files, people_proposals, people_secrets
from workbench.storage.column_types import moment_of, moment_text
from workbench.storage.decision_texts import canonical_text, decision_of, decision_text
from workbench.storage.people_case_files import FORMAT, Answer, SealedFile
from workbench.storage.people_proposals import Signature
from workbench.storage.people_sessions import SignedIn
from workbench.workflow import people
from workbench.workflow.decide import CaseFile, case
from workbench.workflow.desk import Desk, now

ABOUT = "case file"
SUFFIX = ".casefile"
_LARGEST = 64 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a sealed case file holds, for the second person's eyes.

    `sender` is the person of this store whose key signed it.
    """

    file: str
    number: str
    name: str
    facts: dict[str, str]
    proposal: Proposal
    assessment: Assessment
    strategy: Strategy
    sender: Person
    sha256: str


def seal(desk: Desk, application: int | str, passphrase: str, out: Path) -> Path:
    """Write the proposal on a case as a sealed file. Raises DecisionRefused, PasswordRefused."""
    people.refuse_unless_allowed(desk, "case_file_made")
    _refuse_weak(passphrase)
    file, signed = case(desk, application), _signed(desk, out)
    if file.proposal is None or file.assessment is None or file.strategy is None:
        why = _("Nothing waits for a signature here.")
        raise DecisionRefused(number=file.application.number, why=why)
    name = uuid4().hex
    said = canonical_text(
        {
            "format": FORMAT,
            "file": name,
            "number": file.application.number,
            "facts": {fact: str(value) for fact, value in file.application.facts.items()},
            "proposal": _proposal_said(file.proposal),
            "assessment": file.assessment.id,
            "assessed_at": moment_text(file.assessment.assessed_at),
            "detail": file.assessment.detail,
            "strategy": file.strategy.source_text,
            "made_at": moment_text(now()),
        }
    )
    made = SealedFile(name, file.application.id, file.proposal.id, _digest(said), answered=False)
    people_case_files.note_sealed(desk.store, made, actor=desk.officer(), at=now())
    write_whole(out, _locked(said, signed, passphrase))
    return out


def open_file(desk: Desk, file: Path, passphrase: str) -> OpenedFile:
    """What a sealed file holds. Raises CaseFileRefused for a wrong passphrase or any change, and
    FileNotReadable."""
    said, key, _signature = _unlocked(file, passphrase)
    sender = next((one for one in people.everybody(desk) if one.public_key == key), None)
    if sender is None:
        raise CaseFileRefused(
            file=file.name,
            why=_("who signed it is not among your people. Add them with their key first."),
        )
    try:
        return _opened(said, sender)
    except (ValueError, KeyError, TypeError) as fault:
        raise CaseFileRefused(file=file.name, why=_("it is no case file.")) from fault


def is_answer(file: Path, passphrase: str) -> bool:
    """Whether a file is an answer that comes back. Raises CaseFileRefused for any change."""
    said, _key, _signature = _unlocked(file, passphrase)
    return "answers" in json.loads(said)


def as_case(opened: OpenedFile) -> CaseFile:
    """An opened file as the case it tells of, for showing it."""
    application = Application(
        id=opened.proposal.decision.application_id,
        number=opened.number,
        batch_id=0,
        product=opened.strategy.product,
        place=Place(),
        facts=dict(opened.facts),
        cells={},
        received_at=opened.proposal.proposed_at,
    )
    return CaseFile(application, opened.assessment, None, (), (), opened.strategy, 0,
                    opened.proposal)  # fmt: skip


def what_speaks_against(desk: Desk, opened: OpenedFile) -> str:
    """Why who sits here cannot sign this file; empty when they can."""
    if desk.seat.signed is None:
        return _("Sign in first.")
    signed = desk.seat.signed
    signer = Signer(signed.person, signed.session, signed.by_password, frozenset())
    said = objections_to_sign(opened.proposal, signer, opened.assessment, people.matrix(desk))
    return sentences(*said)


def answer(
    desk: Desk, file: Path, passphrase: str, word: Word, out: Path, *, remark: str = ""
) -> Path:
    """Sign or return a sealed case as the second person; writes the file to send back.

    Raises CaseFileRefused, DecisionRefused or NotAllowed.
    """
    opened, signed = open_file(desk, file, passphrase), _signed(desk, file)
    people.refuse_unless_allowed(desk, "proposal_approved")
    against = what_speaks_against(desk, opened)
    if against:
        raise DecisionRefused(number=opened.number, why=against)
    if word is Word.RETURNED and not remark.strip():
        raise DecisionRefused(number=opened.number, why=_("Say why it goes back."))
    said = Answer(
        file=opened.file,
        sha256=opened.sha256,
        proposal=people_proposals.proposal_digest(opened.proposal),
        word=word.value,
        remark=remark.strip(),
        session=signed.session,
        signed_at=moment_text(now()),
    ).text()
    people_case_files.note_answered_here(
        desk.store, opened.file, word.value, _digest(said), actor=desk.officer(), at=now()
    )
    write_whole(out, _locked(said, signed, passphrase))
    return out


def merge(desk: Desk, file: Path, passphrase: str) -> tuple[str, Word]:
    """Take an answered file back: it becomes the second signature, or the return.

    Returns the application's number and what was said. Raises CaseFileRefused for a file that
    was changed, is not this store's, was merged before, or no longer fits; DecisionRefused
    where the signer may not sign.
    """
    people.refuse_unless_allowed(desk, "case_file_merged")
    said, key, signature = _unlocked(file, passphrase)
    answered = _answer_of(said, file)
    made = _known(desk, answered, file)
    signer = next((one for one in people.everybody(desk) if one.public_key == key), None)
    if signer is None:
        raise CaseFileRefused(file=file.name, why=_("who signed it is not among your people."))
    found = case(desk, made.application_id)
    number, proposal = found.application.number, found.proposal
    if proposal is None or proposal.id != made.proposal_id or found.assessment is None:
        raise CaseFileRefused(file=file.name, why=_("what it answers waits no longer."))
    if people_proposals.proposal_digest(proposal) != answered.proposal:
        raise CaseFileRefused(file=file.name, why=_("it answers another content than was sent."))
    seat = Signer(signer, answered.session, by_password=True, were_here=frozenset())
    against = list(objections_to_sign(proposal, seat, found.assessment, people.matrix(desk)))
    if against:
        raise DecisionRefused(number=number, why=sentences(*against))
    word = Word(answered.word)
    signed = Signature(
        person=signer.id,
        shown_name=signer.shown_name,
        session=answered.session,
        word=word,
        remark=answered.remark,
        signed_at=max(now(), moment_of(answered.signed_at)),
        signature=signature,
    )
    by = desk.officer()
    people_proposals.take_answer(
        desk.store,
        proposal,
        signed,
        found.version,
        lambda step: people_case_files.note_answer(step, made, answered, by),
    )
    return number, word


def _known(desk: Desk, answered: Answer, file: Path) -> SealedFile:
    made = people_case_files.sealed_file(desk.store, answered.file)
    if made is None:
        raise CaseFileRefused(file=file.name, why=_("this store sealed no such case file."))
    if made.answered:
        raise CaseFileRefused(file=file.name, why=_("its answer was merged already."))
    if made.sha256 != answered.sha256:
        raise CaseFileRefused(file=file.name, why=_("it answers another content than was sent."))
    return made


def _locked(said: str, signed: SignedIn, passphrase: str) -> bytes:
    key = people_secrets.public_key_of(signed.signing_key)
    sealed = {
        "said": said,
        "key": key,
        "signature": people_secrets.sign(signed.signing_key, said.encode()),
    }
    return people_secrets.lock(canonical_text(sealed).encode(), passphrase, ABOUT).encode()


def _unlocked(file: Path, passphrase: str) -> tuple[str, str, str]:
    """The signed text, the public key that signed it, and the signature, if all is unchanged."""
    whole = read_whole(file, most=_LARGEST)
    try:
        text = people_secrets.unlock(whole.decode("ascii"), passphrase, ABOUT)
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise CaseFileRefused(
            file=file.name, why=_("the passphrase is another, or the file was changed.")
        )
    try:
        sealed = json.loads(text)
        said, key, signature = str(sealed["said"]), str(sealed["key"]), str(sealed["signature"])
    except (ValueError, KeyError, TypeError) as fault:
        raise CaseFileRefused(file=file.name, why=_("it is no case file.")) from fault
    if not people_secrets.is_signed_by(key, said.encode(), signature):
        raise CaseFileRefused(file=file.name, why=_("its signature does not fit its content."))
    return said, key, signature


def _answer_of(said: str, file: Path) -> Answer:
    try:
        told = json.loads(said)
        names = ("answers", "sha256", "proposal", "word", "remark", "session", "signed_at")
        answered = Answer(*(str(told[name]) for name in names))
        Word(answered.word)
        moment_of(answered.signed_at)
        if answered.text() != said:
            raise ValueError(said)
    except (ValueError, KeyError, TypeError) as fault:
        raise CaseFileRefused(file=file.name, why=_("it is no answer to a case file.")) from fault
    return answered


def _opened(said: str, sender: Person) -> OpenedFile:
    told = json.loads(said)
    strategy, faults = read_strategy(told["strategy"])
    if strategy is None:
        raise ValueError(faults)
    proposal = _proposal_of(told["proposal"], sender)
    assessment = to_assessment(
        strategy,
        json.loads(told["detail"]),
        application_id=proposal.decision.application_id,
        assessed_at=moment_of(told["assessed_at"]),
        detail=told["detail"],
    )
    facts = {str(name): str(value) for name, value in told["facts"].items()}
    return OpenedFile(
        file=str(told["file"]),
        number=str(told["number"]),
        name=facts.get("applicant_name", str(told["number"])),
        facts=facts,
        proposal=proposal,
        assessment=replace(assessment, id=int(told["assessment"])),
        strategy=strategy,
        sender=sender,
        sha256=_digest(said),
    )


def _proposal_said(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "role": one.role,
        "session": one.session,
        "exposure": str(one.exposure),
        "currency": one.currency,
        "proposed_at": moment_text(one.proposed_at),
        "decision": decision_text(one.decision),
    }


def _proposal_of(said: dict[str, Any], sender: Person) -> Proposal:
    return Proposal(
        decision=decision_of(said["decision"]),
        person=sender.id,
        role=said["role"],
        session=said["session"],
        exposure=Decimal(said["exposure"]),
        currency=said["currency"],
        proposed_at=moment_of(said["proposed_at"]),
        id=int(said["id"]),
    )


def _refuse_weak(passphrase: str) -> None:
    said = list(password_objections(passphrase, (), password_rules()))
    if said:
        raise PasswordRefused(why=sentences(*said))


def _signed(desk: Desk, file: Path) -> SignedIn:
    if desk.seat.signed is None or not desk.seat.signed.signing_key:
        raise CaseFileRefused(
            file=file.name, why=_("sign in with a password first; it signs the file.")
        )
    return desk.seat.signed


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()
