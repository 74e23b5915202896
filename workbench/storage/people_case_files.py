"""Sealed case files as the store knows them: which were made, and which came back answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.storage import lanes
from workbench.storage.people_tables import case_file_answers, case_files
from workbench.storage.store import Step, Store


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A case file this store made: its own name, what it is about, and its content's digest."""

    file: str
    application_id: int
    proposal_id: int
    sha256: str
    answered: bool


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


def note_answer(step: Step, made: SealedFile, sha256: str, merged_by: str) -> None:
    """Record inside the caller's transaction that a case file came back; once and for all."""
    said = {"file": made.file, "sha256": sha256, "merged_by": merged_by}
    seq = step.record("case_file_merged", lanes.number(made.application_id), said)
    step.connection.execute(
        sa.insert(case_file_answers),
        {"file": made.file, "sha256": sha256, "merged_at": step.at, "event_seq": seq},
    )


def note_answered_here(
    store: Store, file: str, word: str, sha256: str, *, actor: str, at: datetime
) -> None:
    """Record on the second person's machine what was answered there."""
    with store.writing(actor, at) as step:
        said = {"file": file, "word": word, "sha256": sha256}
        step.record("case_file_answered", f"case file {file}", said)
