"""Letter check: whether a PDF is, byte by byte, a letter of this store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import NotFound
from workbench.files import read_whole
from workbench.i18n import N_, Language, _, current
from workbench.letters.authenticity import is_code_of, marks_of
from workbench.letters.signing import Signed, check_signature, unsigned_parts
from workbench.storage import letters_kept, letters_sent
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
    signed: Signed | None = None
    signed_here: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file, or the code, is that of a letter that this store wrote."""
        return self.word in ("authentic", "code_fits")

    def text(self, language: Language | None = None) -> str:
        """The verdict in a sentence."""
        said = [_(_VERDICTS[self.word], language=language, number=self.number)]
        if self.signed is not None:
            said.append(self._signature(self.signed, language))
        joint = "" if (language or current()) is Language.ZH else " "
        return joint.join(said)

    def _signature(self, signed: Signed, language: Language | None) -> str:
        if not signed.intact:
            return _("Its signature does not fit these bytes.", language=language)
        if not self.signed_here:
            return _(
                "It is signed by {signer}, but not from this store.",
                language=language,
                signer=signed.signer,
            )
        words = {
            None: N_("Signed by {signer}; the signature fits."),
            True: N_("Signed by {signer}; the signature fits and its certificate is vouched for."),
            False: N_(
                "Signed by {signer}; the signature fits, its certificate is not vouched for."
            ),
        }
        return _(words[signed.trusted], language=language, signer=signed.signer)


_VERDICTS = {
    "authentic": N_("Authentic: this is letter {number}, byte by byte as it was written."),
    "altered": N_("Altered: it says that it is letter {number}, but its bytes are not those."),
    "unknown": N_("Unknown: this store wrote no such letter."),
    "code_fits": N_("Authentic: the code belongs to letter {number} as it was written."),
    "code_wrong": N_("Altered or mistyped: letter {number} has another code."),
    "erased": N_("Letter {number} was erased; its code cannot be checked any more."),
}


def verify_letter(desk: Desk, file: Path, authority: bytes = b"") -> LetterVerdict:
    """Whether a PDF, signed or not, is a letter of this store.

    `authority` is the certificate that a signature is checked against. Raises FileNotReadable,
    and SigningNotInstalled for a signed letter.
    """
    content = read_whole(file)
    verdict = _by_sum(desk, content)
    if verdict is not None:
        return verdict
    signed = check_signature(content, authority)
    for part in reversed(unsigned_parts(content)) if signed else ():
        verdict = _by_sum(desk, part)
        if verdict is not None:
            word = "authentic" if signed and signed.intact else "altered"
            here = _signed_here(desk, verdict.number, content)
            return replace(verdict, word=word, signed=signed, signed_here=here)
    claimed = marks_of(content)
    if claimed is None or _numbered(desk, claimed[0]) is None:
        return LetterVerdict("unknown", signed=signed)
    return LetterVerdict("altered", claimed[0], signed)


def _by_sum(desk: Desk, content: bytes) -> LetterVerdict | None:
    try:
        kept = letters_kept.letter_with(desk.store, hashlib.sha256(content).hexdigest())
    except NotFound:
        return None
    return LetterVerdict("authentic", kept.number)


def _signed_here(desk: Desk, number: str, content: bytes) -> bool:
    kept = letters_kept.letter_numbered(desk.store, number)
    return hashlib.sha256(content).hexdigest() in letters_sent.signed_sums(desk.store, kept.id)


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
