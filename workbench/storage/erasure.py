"""Erasure of a person's data, while the record that something was decided still proves itself.

What goes: facts, the engine's detail, justifications and notes, letters, names, and the salts
of their hashes, without which those hashes say nothing; from the accounts booked from an
application, whose they were and every word about them. What stays: numbers, codes, dates, and
the journal, whose chain and roots still hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from workbench.errors import ErasureRefused, NotFound
from workbench.i18n import _
from workbench.storage import (
    account_erasure,
    erased_proof,
    holder_proof,
    known_names,
    lanes,
    retention,
    tables,
    waiting_proof,
)
from workbench.storage.account_book import number as account_number
from workbench.storage.store import Step, Store


def erase(
    store: Store,
    application_ids: Sequence[int],
    *,
    basis: str,
    actor: str,
    at: datetime | None = None,
) -> int:
    """Erase what is personal in these applications, for good; returns how many were erased.

    `basis` is a code ("request", "retention_ended"). Their cases leave the queue. Those erased
    before are passed over. Backups made earlier still hold the data until they are thinned.
    Raises NotFound, or ErasureRefused where a legal hold is in force or an account is not closed
    yet, and then erases none.
    """
    held = retention.holds(store)
    for application_id in application_ids:
        if application_id in held:
            why = _("a legal hold is in force: {basis}", basis=held[application_id])
            raise ErasureRefused(number=lanes.number(application_id), why=why)
    with store.writing(actor, at) as step:
        wanted = _not_yet_erased(step, application_ids)
        for application_id, account in account_erasure.still_open(step.connection, wanted).items():
            why = _("account {account} is still open; erase once it is closed", account=account)
            raise ErasureRefused(number=lanes.number(application_id), why=why)
        for application_id in wanted:
            _erase_one(step, application_id, basis)
    if wanted:
        known_names.forget(store)
        store.compact()
    return len(wanted)


def erased(store: Store) -> frozenset[int]:
    """The applications whose personal data is gone."""
    with store.reading() as connection:
        return frozenset(connection.execute(sa.select(tables.erasures.c.application_id)).scalars())


def _not_yet_erased(step: Step, application_ids: Sequence[int]) -> list[int]:
    gone = set(step.connection.execute(sa.select(tables.erasures.c.application_id)).scalars())
    wanted = [one for one in dict.fromkeys(application_ids) if one not in gone]
    for application_id in wanted:
        known = step.connection.execute(
            sa.select(tables.applications.c.id).where(tables.applications.c.id == application_id)
        ).scalar()
        if known is None:
            raise NotFound(kind=_("application"), name=lanes.number(application_id))
    return wanted


def _erase_one(step: Step, application_id: int, basis: str) -> None:
    held = tables.waiting_rows.c.application_id == application_id
    gone = waiting_proof.saying(waiting_proof.hashes_gone(step.connection, held))
    booked = account_erasure.accounts_of(step.connection, application_id)
    if booked:
        gone |= {account_erasure.REACHED: [account_number(one) for one in booked]}
        gone |= holder_proof.left_of(step.connection, booked)
    gone |= erased_proof.said_of(step.connection, application_id)
    seq = step.record("erased", lanes.number(application_id), {"basis": basis, **gone})
    step.connection.execute(
        sa.insert(tables.erasures),
        {
            "application_id": application_id,
            "basis": basis,
            "actor": step.actor,
            "erased_at": step.at,
            "event_seq": seq,
        },
    )
    for table, columns in tables.ERASABLE.items():
        subject = table.c.id if table is tables.applications else table.c.application_id
        step.connection.execute(
            sa.update(table).where(subject == application_id).values(dict.fromkeys(columns))
        )
    for account in booked:
        account_erasure.let_go(step, account)
    for table in (tables.waiting_rows, tables.cases):
        step.connection.execute(sa.delete(table).where(table.c.application_id == application_id))
