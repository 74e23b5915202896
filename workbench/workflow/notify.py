"""Notify: the letters that are due are written, kept under their numbers, and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import LetterHeldBack, NotFound, StoreLocked
from workbench.files import write_whole
from workbench.i18n import Language, _
from workbench.letters.authenticity import canonical
from workbench.letters.finding import Finding
from workbench.letters.merge import merge
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import LetterRecord
from workbench.letters.typeset import Typeset, typeset_many, write
from workbench.storage import applications, assessments, decisions, letters_kept
from workbench.storage.letters_kept import KeptLetter, LetterDue, LetterMade
from workbench.workflow import decide
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.intake import strategy_of
from workbench.workflow.letter_key import letter_key
from workbench.workflow.letter_records import letter_record

_CHUNK = 1_000
_PAGE = b"/Type/Page/"
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
    record = _record(desk, application, pack, language, _next(desk, pack, 1)[0])
    letter = write(record, pack, letter_key(desk))
    if letter.data is None:
        said = " ".join(finding.text() for finding in letter.findings)
        raise LetterHeldBack(number=record.application, findings=said)
    return letter.data


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
    done = _Tally(desk, language, step, len(due))
    for product in dict.fromkeys(d.product for d in due):
        done.write(pack_of(desk, product), [d for d in due if d.product == product])
    if out is not None:
        lay_out(desk, out, batch=batch, step=step)
    if merged is not None:
        merge_letters(desk, merged, batch=batch)
    step(len(due), len(due))
    return NotifyResult(done.written, tuple(done.held))


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
        raise NotFound(kind=_("letter"), name="")
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


class _Tally:
    """Writes letters chunk by chunk and remembers what was written and what was held back."""

    def __init__(self, desk: Desk, language: Language | None, step: Step, total: int) -> None:
        self.written = 0
        self.held: list[HeldBack] = []
        self._desk, self._language, self._step, self._total = desk, language, step, total

    def write(self, pack: Pack, due: Sequence[LetterDue]) -> None:
        """Write all these letters; each chunk is kept whole before the next begins."""
        for start in range(0, len(due), _CHUNK):
            pending = list(due[start : start + _CHUNK])
            tries = 0
            while pending:
                left = self._write_some(pack, pending)
                tries = tries + 1 if len(left) == len(pending) else 0
                if tries == _TRIES:
                    raise StoreLocked(file=self._desk.store.label)
                pending = left

    def _write_some(self, pack: Pack, due: Sequence[LetterDue]) -> list[LetterDue]:
        """Keep the letters up to the first that is held back; returns those still to write."""
        records = _records(self._desk, due, pack, self._language)
        letters: list[Typeset] = []
        for letter in typeset_many(records, pack, key=letter_key(self._desk)):
            self._step(self.written + len(self.held) + len(letters), self._total)
            letters.append(letter)
        faulty = [n for n, letter in enumerate(letters) if letter.data is None]
        sound = faulty[0] if faulty else len(letters)
        try:
            _keep(self._desk, pack, list(zip(due, records, letters, strict=True))[:sound])
        except StoreLocked:
            return list(due)
        self.written += sound
        self.held += [_held(due[n], letters[n].findings) for n in faulty]
        return [one for n, one in enumerate(due) if n > sound and n not in faulty]


def _records(
    desk: Desk, due: Sequence[LetterDue], pack: Pack, language: Language | None
) -> list[LetterRecord]:
    numbers = _next(desk, pack, len(due))
    pairs = zip(due, numbers, strict=True)
    return [_record(desk, one.application_id, pack, language, number) for one, number in pairs]


def _keep(
    desk: Desk, pack: Pack, written: Sequence[tuple[LetterDue, LetterRecord, Typeset]]
) -> None:
    made = [
        LetterMade(
            number=record.number,
            application_id=due.application_id,
            decision_id=due.decision_id,
            kind=record.kind.value,
            language=record.language.value,
            pages=(letter.data or b"").count(_PAGE),
            content=letter.data or b"",
            record=canonical(record).decode(),
        )
        for due, record, letter in written
    ]
    moment = now()
    letters_kept.add_letters(
        desk.store, pack.id.upper(), moment.year, made, actor=desk.officer(), at=moment
    )


def _record(
    desk: Desk, application: int, pack: Pack, language: Language | None, number: str
) -> LetterRecord:
    found = applications.application(desk.store, application)
    kept = assessments.latest_assessment(desk.store, application)
    decision = decisions.standing_decision(desk.store, application)
    if kept is None or decision is None:
        raise NotFound(kind=_("decision"), name=found.number)
    strategy = decide.strategy_by_sha(desk, kept.strategy_sha256)
    return letter_record(
        found,
        decide.as_assessment(strategy, kept),
        decision,
        strategy,
        pack,
        number=number,
        language=letter_language(desk, pack, language),
        issued_at=now(),
    )


def _next(desk: Desk, pack: Pack, count: int) -> tuple[str, ...]:
    return letters_kept.next_numbers(desk.store, pack.id.upper(), now().year, count)


def _held(due: LetterDue, findings: Sequence[Finding]) -> HeldBack:
    return HeldBack(due.number, due.application_id, tuple(findings))
