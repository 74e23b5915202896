"""Notify: the letters that are due are written, kept under their numbers, and laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import LetterHeldBack, NotFound, StoreLocked
from workbench.files import write_whole
from workbench.i18n import Language
from workbench.letters.compose import compose
from workbench.letters.lint import Finding, lint
from workbench.letters.merge import merge
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import LetterRecord
from workbench.letters.typeset import Typeset, typeset, typeset_many
from workbench.storage import letters_kept
from workbench.storage.letters_kept import KeptLetter, LetterDue, LetterMade
from workbench.workflow import decide
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.intake import strategy_of
from workbench.workflow.letter_records import letter_record

_CHUNK = 400
_TRIES = 5


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A letter that waits for a person, and the sentences why."""

    number: str
    application_id: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NotifyResult:
    """How many letters were written, and which wait."""

    written: int
    waiting: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    due: LetterDue
    record: LetterRecord


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
    pack = pack_of(desk, decide.case(desk, application).application.product)
    draft = _record(desk, application, pack, language, _next(desk, pack, 1)[0])
    findings = lint(compose(draft, pack), draft, pack)
    if findings:
        said = " ".join(finding.text() for finding in findings)
        raise LetterHeldBack(number=draft.application, findings=said)
    return typeset(compose(draft, pack), pack)


def write_letters(
    desk: Desk,
    *,
    batch: int | None = None,
    only: Sequence[int] | None = None,
    out: Path | None = None,
    language: Language | None = None,
    merged: Path | None = None,
    step: Step = no_step,
) -> NotifyResult:
    """Write and keep every letter that is due, then lay all of them into `out`.

    `only` names applications. A letter that may not be sent waits with its findings; the
    others go on. Numbers have no gaps, and a run that was stopped goes on where it stopped.
    """
    due = [d for d in letters_due(desk, batch) if only is None or d.application_id in only]
    held: list[HeldBack] = []
    written = 0
    for product in dict.fromkeys(d.product for d in due):
        pack = pack_of(desk, product)
        for some in _chunks([d for d in due if d.product == product], _CHUNK):
            step(written + len(held), len(due))
            kept, waiting = _write_chunk(desk, pack, some, language)
            written += kept
            held.extend(waiting)
    if out is not None:
        lay_out(desk, out, batch=batch, step=step)
    if merged is not None:
        merge_letters(desk, merged, batch=batch)
    step(len(due), len(due))
    return NotifyResult(written, tuple(held))


def lay_out(desk: Desk, out: Path, *, batch: int | None = None, step: Step = no_step) -> int:
    """Put the kept letters' very bytes into a folder; those that lie there are left alone.

    Files are named by the letters' numbers, never by a person. Returns how many there are.
    """
    out.mkdir(parents=True, exist_ok=True)
    kept = letters_written(desk, batch)
    for done, letter in enumerate(kept):
        step(done, len(kept))
        file = out / f"{letter.number}.pdf"
        if not file.exists():
            write_whole(file, letter_file(desk, letter.id))
    step(len(kept), len(kept))
    return len(kept)


def merge_letters(
    desk: Desk,
    file: Path,
    *,
    batch: int | None = None,
    letters: Sequence[int] | None = None,
    duplex: bool = False,
) -> int:
    """One file for the printer with a bookmark per letter; returns how many are in it."""
    kept = [k for k in letters_written(desk, batch) if letters is None or k.id in letters]
    if not kept:
        raise NotFound(kind="letter", name="")
    parts = ((k.number, letter_file(desk, k.id)) for k in kept)
    write_whole(file, merge(parts, duplex=duplex))
    return len(kept)


def pack_of(desk: Desk, product: str) -> Pack:
    """The letter pack of a product, unless the settings name another."""
    chosen = desk.settings.text("letter_pack")
    return load_pack(strategy_of(product).pack if chosen == "strategy" else chosen)


def letter_language(desk: Desk, pack: Pack, asked: Language | None) -> Language:
    """The language of a letter: as asked, or as set, or the pack's own."""
    chosen = desk.settings.text("letter_language")
    if asked is not None or chosen != "pack":
        return asked or Language(chosen)
    return Language.ZH if pack.id == "cn" else Language.EN


def _write_chunk(
    desk: Desk, pack: Pack, due: Sequence[LetterDue], language: Language | None
) -> tuple[int, list[HeldBack]]:
    """Number, typeset and keep some letters; numbered anew when others took the numbers."""
    drafts, held = _sound_drafts(desk, pack, due, language)
    for _try in range(_TRIES):
        numbers = _next(desk, pack, len(drafts))
        records = [replace(d.record, number=n) for d, n in zip(drafts, numbers, strict=True)]
        results = list(typeset_many(records, pack))
        faulty = {n for n, result in enumerate(results) if result.findings}
        if faulty:
            held += [_held(drafts[n].due, results[n].findings) for n in sorted(faulty)]
            drafts = [draft for n, draft in enumerate(drafts) if n not in faulty]
            continue
        try:
            _keep(desk, pack, [_made(*pair) for pair in zip(drafts, results, strict=True)])
        except StoreLocked:
            continue
        return len(drafts), held
    raise StoreLocked(file=desk.store.label)


def _sound_drafts(
    desk: Desk, pack: Pack, due: Sequence[LetterDue], language: Language | None
) -> tuple[list[_Draft], list[HeldBack]]:
    """The letters that may be sent, and those that wait with their findings."""
    sound: list[_Draft] = []
    held: list[HeldBack] = []
    number = _next(desk, pack, 1)[0]
    for one in due:
        record = _record(desk, one.application_id, pack, language, number)
        findings = lint(compose(record, pack), record, pack)
        if findings:
            held.append(_held(one, findings))
        else:
            sound.append(_Draft(one, record))
    return sound, held


def _record(
    desk: Desk, application: int, pack: Pack, language: Language | None, number: str
) -> LetterRecord:
    file = decide.case(desk, application)
    if file.decision is None or file.assessment is None or file.strategy is None:
        raise NotFound(kind="decision", name=file.application.number)
    return letter_record(
        file.application,
        file.assessment,
        file.decision,
        file.strategy,
        pack,
        number=number,
        language=letter_language(desk, pack, language),
        issued_at=now(),
    )


def _next(desk: Desk, pack: Pack, count: int) -> tuple[str, ...]:
    return letters_kept.next_numbers(desk.store, pack.id.upper(), now().year, count)


def _held(due: LetterDue, findings: Sequence[Finding]) -> HeldBack:
    return HeldBack(due.number, due.application_id, tuple(findings))


def _chunks(all_due: Sequence[LetterDue], size: int) -> Iterator[Sequence[LetterDue]]:
    for start in range(0, len(all_due), size):
        yield all_due[start : start + size]
