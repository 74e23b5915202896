"""Proof of signatures: what people signed is what stands, and each signature is its signer's own.

A proposal's signature covers the whole decision, a day's closing covers the journal up to it.
Whoever rewrites either and makes the chain fit again still lacks the signers' keys.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.decision import Decision
from workbench.credit.second_person import Proposal, Word
from workbench.storage import sealing, tables
from workbench.storage.decision_texts import canonical_text, decision_text
from workbench.storage.decisions import decision_of_row
from workbench.storage.journal import Head
from workbench.storage.people_case_files import UNPROVABLE, Answer, answered_files
from workbench.storage.people_proposals import proposal_digest, proposal_of, signed_text
from workbench.storage.people_secrets import is_signed_by
from workbench.storage.people_tables import decision_details, people, proposals, signatures

SIGNED_SINCE = "0007"
"""The store version from which on closings and answers from elsewhere can be proved."""
Keys = dict[object, list[tuple[int, str]]]
"""The public keys that a person ever had, each with the journal entry it holds from."""


def closing_text(store: str, day: str, actor: str, before: Head) -> bytes:
    """The bytes that who closes a day signs: the journal as it stood just before."""
    said = {"store": store, "day": day, "actor": actor, "seq": before.seq, "hash": before.hash}
    return canonical_text(said).encode()


def forged_signatures(connection: Connection) -> tuple[int, list[int]]:
    """How many words on proposals were checked, and the entries of those that do not hold.

    What was erased cannot be checked any more and is left out.
    """
    keys, decided = _keys(connection, people.c.person), _decided(connection)
    elsewhere = answered_files(connection)
    said = [column.label(f"s_{column.name}") for column in sealing.raw_columns(signatures)]
    columns = [*said, signatures.c.event_seq, *sealing.raw_columns(proposals)]
    query = (
        sa.select(*columns)
        .join(proposals, proposals.c.id == signatures.c.proposal_id)
        .where(proposals.c.said.is_not(None), signatures.c.remark.is_not(None))
        .order_by(signatures.c.id)
    )
    checked, wrong = 0, []
    older = _made_before_signing(connection)
    for row in connection.execute(query):
        if older and elsewhere.get(row.id) == UNPROVABLE:
            continue
        checked += 1
        if not (
            _is_own(row, keys, elsewhere.get(row.id)) and _is_what_stands(row, decided.get(row.id))
        ):
            wrong.append(row.event_seq)
    return checked, wrong


def _is_own(row: Any, keys: Keys, file: tuple[str, str, str] | None) -> bool:
    """Whether a word carries its signer's signature; only a withdrawal may go without.

    `file` is the case file by which it came back, where it was said on another machine.
    """
    if row.s_word == Word.WITHDRAWN and not row.s_signature:
        return True
    key = _key_at(keys, row.s_person, row.event_seq)
    try:
        said = _said(row, proposal_of(row), file)
    except (ValueError, KeyError, TypeError):
        return False
    return is_signed_by(key, said, row.s_signature)


def _said(row: Any, proposal: Proposal, file: tuple[str, str, str] | None) -> bytes:
    if file is None:
        return signed_text(proposal, Word(row.s_word), row.s_remark, row.s_person)
    name, sha256, signed_at = file
    about = proposal_digest(proposal)
    return (
        Answer(name, sha256, about, row.s_word, row.s_remark, row.s_session, signed_at)
        .text()
        .encode()
    )


def _is_what_stands(row: Any, made: Decision | None) -> bool:
    """Whether the decision on record is the one that was signed."""
    if made is None or row.s_word != Word.APPROVED:
        return made is None
    signed = proposal_of(row).decision
    return bool(decision_text(replace(made, decided_at=signed.decided_at)) == row.said)


def _decided(connection: Connection) -> dict[int, Decision]:
    """The decision that came of each proposal; without what was erased, or is so damaged that
    the entry that sealed it tells of it."""
    found: dict[int, Decision] = {}
    details = decision_details.c
    columns = [*sealing.raw_columns(tables.decisions), details.said, details.second_person]
    query = (
        sa.select(*columns, details.proposal_id)
        .join(decision_details, decision_details.c.decision_id == tables.decisions.c.id)
        .where(decision_details.c.proposal_id.is_not(None), decision_details.c.said.is_not(None))
    )
    row: Any
    for row in connection.execute(query):
        with suppress(ValueError, KeyError, TypeError):
            found[row.proposal_id] = decision_of_row(row)
    return found


def forged_closings(connection: Connection) -> Iterator[int]:
    """The closings of days whose signature is not over the journal before them, by who closed.

    Who had no key of their own signed with the key of their computer.
    """
    keys = _keys(connection, people.c.shown_name)
    store = connection.execute(sa.select(tables.identity.c.uuid)).scalar() or ""
    journal = tables.journal
    query = sa.select(journal).where(journal.c.event == "day_closed").order_by(journal.c.seq)
    unsigned = _made_before_signing(connection)
    for row in connection.execute(query):
        try:
            said = json.loads(row.payload)
            unsigned = unsigned and set(said) == {"day", "key"}
            if unsigned:
                continue
            key, day, signature = (str(said[name]) for name in ("key", "day", "signature"))
        except (ValueError, KeyError, TypeError):
            yield row.seq
            continue
        text = closing_text(store, day, row.actor, Head(row.seq - 1, row.previous))
        own = _key_at(keys, row.actor, row.seq)
        if (own and own != key) or not is_signed_by(key, text, signature):
            yield row.seq


def _made_before_signing(connection: Connection) -> bool:
    """Whether an older program made this store: its first closings and answers carry no proof."""
    journal = tables.journal
    query = sa.select(journal.c.payload).where(journal.c.seq == 1)
    with suppress(ValueError, KeyError, TypeError):
        made = json.loads(connection.execute(query).scalar() or "")
        return str(made["version"]) < SIGNED_SINCE
    return False


def _keys(connection: Connection, who: sa.ColumnElement[Any]) -> Keys:
    found: Keys = {}
    query = sa.select(who.label("who"), people.c.event_seq, people.c.public_key)
    for row in connection.execute(query.order_by(people.c.event_seq)):
        found.setdefault(row.who, []).append((row.event_seq, row.public_key))
    return found


def _key_at(keys: Keys, who: object, seq: int) -> str:
    """The key a person had when an entry was written; empty where they had none."""
    had = keys.get(who, [])
    at = bisect.bisect_right(had, (seq, "g"))  # a key is in hex: "g" comes after every one
    return had[at - 1][1] if at else ""
