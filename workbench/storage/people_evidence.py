"""Evidence: papers kept with a case, held in the journal by their sha256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.errors import NotFound
from workbench.i18n import _
from workbench.storage import lanes
from workbench.storage.people_tables import evidence
from workbench.storage.sealed_rows import keep_row
from workbench.storage.store import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """One paper kept with a case; `name` is empty once the applicant's data was erased."""

    id: int
    application_id: int
    name: str
    sha256: str
    size: int
    actor: str
    kept_at: datetime


def keep_evidence(
    store: Store, application_id: int, name: str, content: bytes, *, actor: str, at: datetime
) -> Evidence:
    """Keep a paper with a case; returns it with its id."""
    digest = hashlib.sha256(content).hexdigest()
    row = {
        "application_id": application_id,
        "name": name[:255],
        "sha256": digest,
        "size": len(content),
        "content": content,
        "actor": actor,
        "kept_at": at,
    }
    with store.writing(actor, at) as step:
        said = {"sha256": digest, "size": len(content)}
        number = lanes.number(application_id)
        kept = keep_row(step, evidence, row, ("evidence_kept", number, said))
    return Evidence(kept, application_id, name[:255], digest, len(content), actor, at)


def evidence_of(store: Store, application_id: int) -> tuple[Evidence, ...]:
    """Every paper kept with a case, oldest first."""
    columns = [column for column in evidence.c if column.name != "content"]
    query = (
        sa.select(*columns)
        .where(evidence.c.application_id == application_id)
        .order_by(evidence.c.id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Evidence(r.id, r.application_id, r.name or "", r.sha256, r.size, r.actor, r.kept_at)
        for r in rows
    )


def content_of(store: Store, evidence_id: int) -> bytes:
    """The bytes of a paper. Raises NotFound, also once it was erased or is not as recorded."""
    query = sa.select(evidence.c.content, evidence.c.sha256).where(evidence.c.id == evidence_id)
    with store.reading() as connection:
        row = connection.execute(query).first()
    content = None if row is None or row.content is None else bytes(row.content)
    if row is None or content is None or hashlib.sha256(content).hexdigest() != row.sha256:
        raise NotFound(kind=_("paper"), name=str(evidence_id))
    return content
