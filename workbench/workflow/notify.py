"""Notify: the letters that are due are written, kept, and laid into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.credit.facts import dictionary
from workbench.errors import LetterHeldBack
from workbench.i18n import Language
from workbench.letters.compose import compose
from workbench.letters.lint import Finding, lint
from workbench.letters.merge import merge
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import LetterRecord
from workbench.letters.typeset import typeset, typeset_many
from workbench.spreadsheets.atomic import atomic_write
from workbench.storage import letters_kept
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.letter_records import letter_record

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A letter that waits, and the sentences why."""

    number: str
    application_id: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NotifyResult:
    """How many letters were written, and which wait for a person."""

    written: int
    waiting: tuple[HeldBack, ...]
