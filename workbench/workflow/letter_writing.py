"""Writing letters: drafts get the lender's own numbers, are typeset, judged and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from workbench.errors import LetterHeldBack, StoreLocked
from workbench.i18n import sentences
from workbench.letters.authenticity import canonical
from workbench.letters.finding import Finding
from workbench.letters.pack import Pack
from workbench.letters.record import LetterRecord
from workbench.letters.register import keep_until, letter_number
from workbench.letters.typeset import Typeset, typeset_many, write
from workbench.storage import letters_kept
from workbench.storage.letters_kept import KeptLetter, LetterMade
from workbench.workflow.desk import Desk, Step, no_step
from workbench.workflow.lender_packs import remember
from workbench.workflow.letter_key import letter_key

_PAGE = b"/Type/Page/"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that has no number yet: whose, by which decision, and what it is made from.

    `case` is the application's number; `decision_id` is None where no decision called for it.
    """

    application_id: int
    case: str
    decision_id: int | None
    record: LetterRecord


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A letter that waits for a person, and the sentences why."""

    number: str
    application_id: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The letters that were kept, in their numbers' order, and those that wait."""

    kept: tuple[KeptLetter, ...]
    held: tuple[HeldBack, ...]


def preview(desk: Desk, pack: Pack, draft: Draft) -> bytes:
    """The letter as it would be written now, with its next number; nothing is kept.

    Raises LetterHeldBack with the lint's sentences.
    """
    serial = letters_kept.next_serial(desk.store, lender_of(pack), _year(draft))
    letter = write(_numbered(draft, pack, serial), pack, letter_key(desk))
    if letter.data is None:
        raise held_back(HeldBack(draft.case, draft.application_id, letter.findings))
    return letter.data


def held_back(held: HeldBack) -> LetterHeldBack:
    """The error that says why a letter waits."""
    said = sentences(*(finding.text() for finding in held.findings))
    return LetterHeldBack(number=held.number, findings=said)


def keep_drafts(desk: Desk, pack: Pack, drafts: Iterable[Draft], step: Step = no_step) -> Written:
    """Number, write and keep letters of one year; those that may not be sent take no number.

    Drafts are taken as they are needed, so that the first letters are written while the last
    cases are still being read. Raises StoreLocked when others took the numbers five times over.
    """
    source = iter(drafts)
    waiting, tries = list(islice(source, 1)), 0
    if waiting:
        remember(desk, pack)
    kept: list[KeptLetter] = []
    held: list[HeldBack] = []
    while waiting:
        try:
            done, waiting = _keep_sound(desk, pack, (waiting, source), step)
        except StoreLocked:
            tries += 1
            if tries == _TRIES:
                raise
            continue
        kept += done.kept
        held += done.held
        tries = 0
    return Written(tuple(kept), tuple(held))


def lender_of(pack: Pack) -> str:
    """The name under which a pack's letters are counted in the store."""
    return pack.id.upper()


def _keep_sound(
    desk: Desk, pack: Pack, given: tuple[list[Draft], Iterator[Draft]], step: Step
) -> tuple[Written, list[Draft]]:
    """Keep the letters up to the first that is held back; also gives those still to write.

    `given` are the drafts at hand, to which those still to be drafted are added.
    """
    drafts, source = given
    first = letters_kept.next_serial(desk.store, lender_of(pack), _year(drafts[0]))
    records: list[LetterRecord] = []

    def numbered() -> Iterator[LetterRecord]:
        for serial, draft in enumerate(_drawn(drafts, source), first):
            records.append(_numbered(draft, pack, serial))
            yield records[-1]

    letters: list[Typeset] = []
    for letter in typeset_many(numbered(), pack, key=letter_key(desk)):
        step(len(letters), len(records))
        letters.append(letter)
    faulty = [at for at, letter in enumerate(letters) if letter.data is None]
    sound = faulty[0] if faulty else len(letters)
    made = [_made(pack, first + at, drafts[at], records[at], letters[at]) for at in range(sound)]
    kept = letters_kept.add_letters(
        desk.store,
        lender_of(pack),
        _year(drafts[0]),
        made,
        actor=desk.officer(),
        at=drafts[0].record.issued_at,
    )
    held = [
        HeldBack(drafts[at].case, drafts[at].application_id, letters[at].findings) for at in faulty
    ]
    left = [one for at, one in enumerate(drafts) if at > sound and at not in faulty]
    return Written(kept, tuple(held)), left


def _drawn(drafts: list[Draft], source: Iterator[Draft]) -> Iterator[Draft]:
    """The drafts at hand, then those still to be drafted, which are added to them."""
    yield from tuple(drafts)
    for draft in source:
        drafts.append(draft)
        yield draft


def _made(
    pack: Pack, serial: int, draft: Draft, record: LetterRecord, letter: Typeset
) -> LetterMade:
    content = letter.data or b""
    return LetterMade(
        serial=serial,
        number=record.number,
        application_id=draft.application_id,
        decision_id=draft.decision_id,
        kind=record.kind.value,
        language=record.language.value,
        pages=content.count(_PAGE),
        content=content,
        record=canonical(record).decode(),
        pack=pack.sha256,
        due_on=record.due_on,
        keep_until=keep_until(pack, record.issued_on),
        replaces=record.replaces,
    )


def _numbered(draft: Draft, pack: Pack, serial: int) -> LetterRecord:
    number = letter_number(pack, draft.record.kind, _year(draft), serial)
    return replace(draft.record, number=number)


def _year(draft: Draft) -> int:
    return draft.record.issued_at.year
