"""Papers: files attached to a case as evidence of a compensating factor."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import FileNotReadable
from workbench.files import write_whole
from workbench.i18n import _
from workbench.storage import applications, people_evidence
from workbench.storage.people_evidence import Evidence
from workbench.workflow import people
from workbench.workflow.desk import Desk, now

LARGEST = 20 * 1024 * 1024  # bytes


def attach(desk: Desk, application: int | str, file: Path) -> Evidence:
    """Keep a file with a case. Raises FileNotReadable for one that is empty or too large."""
    people.refuse_unless_allowed(desk, "evidence_kept")
    known = applications.application(desk.store, application)
    try:
        size = file.stat().st_size
        content = file.read_bytes() if 0 < size <= LARGEST else b""
    except OSError as fault:
        raise FileNotReadable(file=file.name, why=_("it cannot be opened.")) from fault
    if not content:
        why = _("a paper has at least one byte and at most {most} MB.", most=LARGEST >> 20)
        raise FileNotReadable(file=file.name, why=why)
    return people_evidence.keep_evidence(
        desk.store, known.id, file.name, content, actor=desk.officer(), at=now()
    )


def papers(desk: Desk, application_id: int) -> tuple[Evidence, ...]:
    """Every paper kept with a case, oldest first."""
    return people_evidence.evidence_of(desk.store, application_id)


def write_paper(desk: Desk, paper: int, out: Path) -> None:
    """Write a kept paper to a file. Raises NotFound or FileNotWritable."""
    write_whole(out, people_evidence.content_of(desk.store, paper))
