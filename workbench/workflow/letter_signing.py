"""Signing kept letters with the lender's key; their sums go into the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import LetterHeldBack
from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.letters.conformance import faults_of
from workbench.letters.signing import Key
from workbench.storage import letters_kept, letters_sent
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.letter_files import file_name

_REASON = N_("Decision letter issued")


def sign_letters(
    desk: Desk, letter_ids: Sequence[int], key: Key, out: Path, step: Step = no_step
) -> list[Path]:
    """Write signed copies of kept letters into a folder, "…-signed.pdf"; gives the files.

    The kept letters stay as they are. Raises LetterHeldBack where a signed file would break
    a clause of the standards, FileNotWritable, NotFound.
    """
    files: list[Path] = []
    pattern = desk.settings.text("letter_file_name")
    for done, letter_id in enumerate(letter_ids):
        step(done, len(letter_ids))
        kept = letters_kept.letter(desk.store, letter_id)
        signed = key.sign(letters_kept.letter_bytes(desk.store, letter_id), _(_REASON))
        broken = faults_of(signed, signed=True)
        if broken:
            why = _("The signed file breaks clause {clause}.", clause=broken[0].clause)
            raise LetterHeldBack(number=kept.number, findings=why)
        file = out / f"{file_name(kept, pattern)}-signed.pdf"
        write_whole(file, signed)
        letters_sent.mark_signed(
            desk.store,
            letter_id,
            hashlib.sha256(signed).hexdigest(),
            key.name,
            actor=desk.officer(),
            at=now(),
        )
        files.append(file)
    step(len(letter_ids), len(letter_ids))
    return files
