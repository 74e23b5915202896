"""Notify: the letters that are due are written, kept under their numbers, and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.i18n import Language
from workbench.letters.pack import Pack
from workbench.storage import applications, letters_kept
from workbench.storage.letters_kept import KeptLetter, LetterDue
from workbench.workflow.desk import Desk, Step, no_step
from workbench.workflow.lender_packs import letter_language, pack_of
from workbench.workflow.letter_files import lay_out, merge_letters
from workbench.workflow.letter_records import (
    case_record,
    decision_record,
    judged,
    letter_kind,
)
from workbench.workflow.letter_writing import Draft, HeldBack, Written, keep_drafts, preview

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What an officer answers for: why letters are late, and that more than four reasons hold."""

    late_reason: str = ""
    more_reasons: bool = False


NOTHING = StandsFor()


@dataclass(frozen=True, slots=True)
class NotifyResult:
    """How many letters were written, and which wait."""

    written: int
    waiting: tuple[HeldBack, ...]


def letters_due(desk: Desk, batch: int | None = None) -> tuple[LetterDue, ...]:
    """Decided cases whose letter is not written yet."""
    return letters_kept.due(desk.store, batch)


def letters_written(desk: Desk, batch: int | None = None) -> tuple[KeptLetter, ...]:
    """The letters that are kept, oldest first."""
    return letters_kept.letters(desk.store, batch=batch)


def letter_file(desk: Desk, letter_id: int) -> bytes:
    """A kept letter, byte by byte as it was made."""
    return letters_kept.letter_bytes(desk.store, letter_id)


def preview_letter(desk: Desk, application: int, language: Language | None = None) -> bytes:
    """The letter as it would be written now, with its next number; nothing is kept.

    Raises LetterHeldBack with the lint's sentences, NotFound without a decision.
    """
    pack = pack_of(desk, applications.application(desk.store, application).product)
    return preview(desk, pack, decided_draft(desk, application, pack, language))


def write_letters(
    desk: Desk,
    *,
    batch: int | None = None,
    only: Sequence[int] | None = None,
    out: Path | None = None,
    language: Language | None = None,
    pattern: str | None = None,
    merged: Path | None = None,
    duplex: bool = False,
    cover: bool = False,
    stands_for: StandsFor = NOTHING,
    step: Step = no_step,
) -> NotifyResult:
    """Write and keep every letter that is due, then lay all of them into `out`.

    `only` names applications, `pattern` the files, `stands_for` what the officer answers for in
    them. A letter that may not be sent waits with its findings; the others go on. Numbers have no
    gaps, and a run that was stopped goes on where it stopped.
    """
    wanted = None if only is None else set(only)
    due = [d for d in letters_due(desk, batch) if wanted is None or d.application_id in wanted]
    done = _write_due(desk, due, language, stands_for, step)
    if out is not None:
        lay_out(desk, out, batch=batch, pattern=pattern, step=step)
    if merged is not None:
        merge_letters(desk, merged, batch=batch, duplex=duplex, cover=cover, step=step)
    step(len(due), len(due))
    return NotifyResult(len(done.kept), done.held)


def _write_due(
    desk: Desk,
    due: Sequence[LetterDue],
    language: Language | None,
    stands_for: StandsFor,
    step: Step,
) -> Written:
    """Write all these letters; each chunk is kept whole before the next begins."""
    kept: list[KeptLetter] = []
    held: list[HeldBack] = []
    for product in dict.fromkeys(one.product for one in due):
        pack = pack_of(desk, product)
        same = [one for one in due if one.product == product]
        for start in range(0, len(same), _CHUNK):
            before = len(kept) + len(held)

            def told(done: int, _total: int, before: int = before) -> None:
                step(before + done, len(due))

            drafts = (
                _stood_for(decided_draft(desk, one.application_id, pack, language), stands_for)
                for one in same[start : start + _CHUNK]
            )
            done = keep_drafts(desk, pack, drafts, told)
            kept += done.kept
            held += done.held
            desk.store.ease()
    return Written(tuple(kept), tuple(held))


def _stood_for(draft: Draft, stands_for: StandsFor) -> Draft:
    """The draft with what the officer answers for; a reason for being late only where it is."""
    if stands_for is NOTHING:
        return draft
    record = draft.record
    late = record.due_on is not None and record.issued_on > record.due_on
    return replace(
        draft,
        record=replace(
            record,
            late_reason=stands_for.late_reason if late else "",
            more_reasons_confirmed=stands_for.more_reasons,
        ),
    )


def decided_draft(
    desk: Desk, application: int | str, pack: Pack, language: Language | None
) -> Draft:
    """The letter of the standing decision on an application. Raises NotFound without one."""
    found = applications.application(desk.store, application)
    case = judged(desk, found)
    base = case_record(
        desk,
        found,
        pack,
        letter_kind(case.decision),
        language=letter_language(desk, pack, language),
    )
    record = decision_record(base, found, case, pack)
    return Draft(found.id, found.number, case.decision.id, record)
