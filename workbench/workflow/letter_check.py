"""Letter check: whether a PDF is, byte by byte, a letter of this store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import FileNotReadable, NotFound
from workbench.i18n import N_, Language, _
from workbench.letters.authenticity import is_code_of, marks_of
from workbench.storage import letters_kept
from workbench.storage.letters_kept import KeptLetter
from workbench.workflow.desk import Desk
from workbench.workflow.letter_key import letter_key


@dataclass(frozen=True, slots=True)
class LetterVerdict:
    """Whether a letter is one of ours: "authentic", "altered", "unknown", and its number.

    A typed code "code_fits" or is "code_wrong"; "erased" is a letter whose data are gone.
    """

    word: str
    number: str = ""

    @property
    def ok(self) -> bool:
        """Whether the file, or the code, is that of a letter that this store wrote."""
        return self.word in ("authentic", "code_fits")

    def text(self, language: Language | None = None) -> str:
        """The verdict in a sentence."""
        return _(_VERDICTS[self.word], language=language, number=self.number)


_VERDICTS = {
    "authentic": N_("Authentic: this is letter {number}, byte by byte as it was written."),
    "altered": N_("Altered: it says that it is letter {number}, but its bytes are not those."),
    "unknown": N_("Unknown: this store wrote no such letter."),
    "code_fits": N_("Authentic: the code belongs to letter {number} as it was written."),
    "code_wrong": N_("Altered or mistyped: letter {number} has another code."),
    "erased": N_("Letter {number} was erased; its code cannot be checked any more."),
}


def verify_letter(desk: Desk, file: Path) -> LetterVerdict:
    """Whether a PDF is a letter of this store. Raises FileNotReadable."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise FileNotReadable(file=file.name, why=_("it cannot be read.")) from fault
    try:
        kept = letters_kept.letter_with(desk.store, hashlib.sha256(content).hexdigest())
        return LetterVerdict("authentic", kept.number)
    except NotFound:
        pass
    claimed = marks_of(content)
    if claimed is None or _numbered(desk, claimed[0]) is None:
        return LetterVerdict("unknown")
    return LetterVerdict("altered", claimed[0])


def verify_code(desk: Desk, number: str, code: str) -> LetterVerdict:
    """Whether the code printed on a letter belongs to the letter of that number."""
    kept = _numbered(desk, number)
    if kept is None:
        return LetterVerdict("unknown")
    record = letters_kept.letter_record(desk.store, kept.id)
    if record and is_code_of(code, record.encode("ascii"), letter_key(desk)):
        return LetterVerdict("code_fits", kept.number)
    return LetterVerdict("code_wrong" if record else "erased", kept.number)


def _numbered(desk: Desk, number: str) -> KeptLetter | None:
    try:
        return letters_kept.letter_numbered(desk.store, number.strip())
    except NotFound:
        return None
