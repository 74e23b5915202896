"""Letter check: whether a PDF is, byte by byte, a letter of this store."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import FileNotReadable, NotFound
from workbench.i18n import N_, Language, _
from workbench.storage import letters_kept
from workbench.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class LetterVerdict:
    """Whether a letter is one of ours: "authentic", "altered" or "unknown", and its number."""

    word: str
    number: str = ""

    @property
    def ok(self) -> bool:
        """Whether the file is byte by byte a letter that this store wrote."""
        return self.word == "authentic"

    def text(self, language: Language | None = None) -> str:
        """The verdict in a sentence."""
        return _(_VERDICTS[self.word], language=language, number=self.number)


_NUMBER = re.compile(rb"[A-Z]{2}-\d{4}-\d{6}")
_VERDICTS = {
    "authentic": N_("Authentic: this is letter {number}, byte by byte as it was written."),
    "altered": N_("Altered: it says that it is letter {number}, but its bytes are not those."),
    "unknown": N_("Unknown: this store wrote no such letter."),
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
    for number in dict.fromkeys(_NUMBER.findall(content)):
        try:
            return LetterVerdict(
                "altered", letters_kept.letter_numbered(desk.store, number.decode()).number
            )
        except NotFound:
            continue
    return LetterVerdict("unknown")
