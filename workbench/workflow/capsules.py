"""Capsules: one decision with all it stands on in one file, proved again anywhere."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import FileNotReadable, NotFound
from workbench.files import read_whole, write_whole
from workbench.i18n import _
from workbench.scoring.capsule import Proof, prove, seal
from workbench.storage import applications, assessments, decisions, lanes, letters_kept
from workbench.workflow.decide import strategy_by_sha
from workbench.workflow.desk import Desk


def write_capsule(desk: Desk, application: int | str, out: Path) -> None:
    """Write an application's latest assessment with facts, strategy, override and letter digest.

    Raises NotFound when it was never assessed, FileNotWritable.
    """
    found = applications.application(desk.store, application)
    kept = assessments.latest_assessment(desk.store, found.id)
    if kept is None:
        raise NotFound(kind=_("assessment"), name=lanes.number(found.id))
    decision = decisions.standing_decision(desk.store, found.id)
    override = decision.override if decision else None
    written = letters_kept.letters(desk.store, application_id=found.id)
    strategy = strategy_by_sha(desk, kept.strategy_sha256)
    capsule = seal(
        facts=applications.facts_text(desk.store, found.id),
        strategy_text=strategy.source_text,
        detail=kept.detail,
        override={"direction": override.direction.value, "reason": override.reason_code}
        if override
        else None,
        letter_sha256=written[-1].sha256 if written else "",
        engine_version=kept.engine_version,
        assessed_on=kept.assessed_at.date(),
        reason_method=strategy.reasons.method,
    )
    write_whole(out, capsule.encode())


def proof_words(proof: Proof) -> str:
    """What checking a capsule found, in a sentence."""
    if proof.identical:
        return _("The capsule proves itself: the same facts and strategy give the same bytes.")
    return _("The capsule does not prove itself. First difference: {at}", at=proof.difference)


def prove_capsule(file: Path) -> Proof:
    """Whether a capsule proves itself on this computer. Raises FileNotReadable."""
    try:
        return prove(read_whole(file).decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise FileNotReadable(
            file=file.name, why=_("it is no proof. Choose the file that “Save the proof” wrote.")
        ) from fault
