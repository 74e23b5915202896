"""Sealed case files as the store knows them: which were made, and which came back answered."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.storage import lanes, tables
from workbench.storage.decision_texts import canonical_text
from workbench.storage.people_tables import case_file_answers, case_files
from workbench.storage.store import Step, Store

FORMAT = 1
UNPROVABLE = ("", "", "")
"""In the place of a file whose answer was merged by a program that did not keep its date."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A case file this store made: its own name, what it is about, and its content's digest."""

    file: str
    application_id: int
    proposal_id: int
    sha256: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a second person says elsewhere of a sealed case file.

    `sha256` is the content's they saw, `proposal` the digest of the proposal in it, `signed_at`
    the stored text of when.
    """

    file: str
    sha256: str
    proposal: str
    word: str
    remark: str
    session: str
    signed_at: str

    def text(self) -> str:
        """The text that their signature is over."""
        said = {
            "answers" if name == "file" else name: value for name, value in asdict(self).items()
        }
        return canonical_text({"format": FORMAT, **said})


def note_sealed(store: Store, made: SealedFile, *, actor: str, at: datetime) -> None:
    """Record that a case file was made, before it leaves the house."""
    with store.writing(actor, at) as step:
        said = {"file": made.file, "proposal": made.proposal_id, "sha256": made.sha256}
        seq = step.record("case_file_made", lanes.number(made.application_id), said)
        step.connection.execute(
            sa.insert(case_files),
            {
                "file": made.file,
                "application_id": made.application_id,
                "proposal_id": made.proposal_id,
                "sha256": made.sha256,
                "made_at": step.at,
                "event_seq": seq,
            },
        )


def sealed_file(store: Store, file: str) -> SealedFile | None:
    """A case file this store made; None for one it did not."""
    answered = sa.exists().where(case_file_answers.c.file == case_files.c.file)
    query = sa.select(case_files, answered.label("answered")).where(case_files.c.file == file)
    with store.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    return SealedFile(row.file, row.application_id, row.proposal_id, row.sha256, bool(row.answered))


def note_answer(step: Step, made: SealedFile, came: Answer, merged_by: str) -> None:
    """Record inside the caller's transaction that a case file came back; once and for all."""
    sha256 = hashlib.sha256(came.text().encode()).hexdigest()
    said = {
        "file": made.file,
        "sha256": sha256,
        "merged_by": merged_by,
        "signed_at": came.signed_at,
    }
    seq = step.record("case_file_merged", lanes.number(made.application_id), said)
    step.connection.execute(
        sa.insert(case_file_answers),
        {"file": made.file, "sha256": sha256, "merged_at": step.at, "event_seq": seq},
    )


def answered_files(connection: Connection) -> dict[int, tuple[str, str, str]]:
    """Each proposal that was answered elsewhere: the file, what it held, and when it was signed."""
    journal = tables.journal
    query = (
        sa.select(
            case_files.c.proposal_id, case_files.c.file, case_files.c.sha256, journal.c.payload
        )
        .join(case_file_answers, case_file_answers.c.file == case_files.c.file)
        .join(journal, journal.c.seq == case_file_answers.c.event_seq)
    )
    found: dict[int, tuple[str, str, str]] = {}
    for row in connection.execute(query):
        found[row.proposal_id] = UNPROVABLE
        with suppress(ValueError, KeyError, TypeError):
            signed_at = str(json.loads(row.payload)["signed_at"])
            found[row.proposal_id] = (row.file, row.sha256, signed_at)
    return found


def note_answered_here(
    store: Store, file: str, word: str, sha256: str, *, actor: str, at: datetime
) -> None:
    """Record on the second person's machine what was answered there."""
    with store.writing(actor, at) as step:
        said = {"file": file, "word": word, "sha256": sha256}
        step.record("case_file_answered", f"case file {file}", said)
