"""Signing in: whose password it is, who sat in which session, and the wait after wrong ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.credit.passwords import password_rules
from workbench.credit.roles import Person
from workbench.errors import SignInRefused
from workbench.i18n import _
from workbench.storage import people_secrets, sealing
from workbench.storage.key_locks import WRONG, wait_words
from workbench.storage.people_kept import everybody, keep_person
from workbench.storage.people_tables import passwords, sign_in_delays, sign_ins
from workbench.storage.store import SYSTEM, Step, Store


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who signed in: their session, and the key their signature is made with."""

    person: Person
    session: str
    by_password: bool
    signing_key: bytes = b""


def has_password(store: Store, person_id: int) -> bool:
    """Whether a person has set a password here."""
    query = sa.select(sa.func.count()).where(passwords.c.person == person_id)
    with store.reading() as connection:
        return bool(connection.execute(query).scalar_one())


def set_password(
    store: Store, person: Person, password: str, *, actor: str, at: datetime
) -> tuple[Person, str]:
    """Give a person a password and a new signing key; returns them as they are now, and the
    recovery code when it is the store's first password ("" later).
    """
    key, public = people_secrets.new_signing_key()
    changed = replace(person, public_key=public)
    with store.writing(actor, at) as step:
        keep_password(step, changed, people_secrets.lock(key, password, _about(person.id)))
    return changed, store.guard(person.name, password)


def keep_password(step: Step, person: Person, locked: str) -> None:
    """Keep a person's signing key, locked by their password, and the public half they have."""
    row = {
        "id": step.next_id(passwords),
        "person": person.id,
        "signing_key": locked,
        "set_at": step.at,
    }
    kept = {sealing.ROW: sealing.row_hash(row, "signing_key")}
    said = {"person": person.id, "public_key": person.public_key, **kept}
    row["event_seq"] = step.record("password_set", f"person {person.id}", said)
    step.connection.execute(sa.insert(passwords), row)
    keep_person(step, person, "person_signed_key")
    step.connection.execute(sa.delete(sign_in_delays).where(sign_in_delays.c.person == person.id))


def changed_passwords(old: Store, new: Store) -> tuple[tuple[Person, str], ...]:
    """Active people of an older store whose password is another one in a newer store, with the
    public key and the locked signing key of there."""
    then, since = _locked_keys(old), _locked_keys(new)
    found = []
    for one in everybody(old):
        locked, public = since.get((one.id, one.name), ("", ""))
        if one.is_active and locked and locked != then.get((one.id, one.name), ("", ""))[0]:
            found.append((replace(one, public_key=public), locked))
    return tuple(found)


def _locked_keys(store: Store) -> dict[tuple[int, str], tuple[str, str]]:
    """By number and name of a person: the locked signing key, and its public half."""
    query = sa.select(passwords.c.person, passwords.c.signing_key).order_by(passwords.c.id)
    with store.reading() as connection:
        newest = {row.person: row.signing_key for row in connection.execute(query)}
    return {
        (one.id, one.name): (newest[one.id], one.public_key)
        for one in everybody(store)
        if one.id in newest
    }


def check_password(store: Store, person: Person, password: str, at: datetime) -> bytes:
    """The person's signing key, when the password is theirs. Raises SignInRefused.

    Wrong ones are counted in the store, and until the wait is over the right one is refused too.
    """
    with store.reading() as connection:
        _refuse_too_soon(connection, person.id)
    key = own_key(store, person, password)
    if key is None:
        _note_failure(store, person.id, at)
        raise SignInRefused(why=_(WRONG))
    return key


def own_key(store: Store, person: Person, password: str) -> bytes | None:
    """The person's signing key; None when the password is not theirs, or opens a key that was
    put in the place of theirs. Nothing is written."""
    query = (
        sa.select(passwords.c.signing_key)
        .where(passwords.c.person == person.id)
        .order_by(passwords.c.id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        locked = connection.execute(query).scalar()
    key = people_secrets.unlock(locked, password, _about(person.id)) if locked else None
    own = key is not None and people_secrets.public_key_of(key) == person.public_key
    return key if own else None


def sign_in(
    store: Store, person: Person, session: str, *, signing_key: bytes, at: datetime
) -> SignedIn:
    """Record that a person sits in a session; an empty key means without a password."""
    by_password = bool(signing_key)
    with store.writing(person.shown_name, at) as step:
        keep_sign_in(step, person, session, by_password=by_password)
    return SignedIn(person, session, by_password, signing_key)


def keep_sign_in(step: Step, person: Person, session: str, *, by_password: bool) -> None:
    """Keep that a person sits in a session, inside the caller's transaction."""
    said = {"person": person.id, "session": session, "by_password": by_password}
    seq = step.record("signed_in", f"person {person.id}", said)
    step.connection.execute(
        sa.insert(sign_ins),
        {
            "id": step.next_id(sign_ins),
            "person": person.id,
            "session": session,
            "by_password": by_password,
            "at": step.at,
            "event_seq": seq,
        },
    )
    step.connection.execute(sa.delete(sign_in_delays).where(sign_in_delays.c.person == person.id))


def sign_out(store: Store, signed: SignedIn, at: datetime) -> None:
    """Record that a person left a session, under the name they have by now; who was disabled
    meanwhile writes nothing any more."""
    known = (one for one in everybody(store) if one.id == signed.person.id)
    person = next(known, signed.person)
    if not person.is_active:
        return
    with store.writing(person.shown_name, at) as step:
        said = {"person": person.id, "session": signed.session}
        step.record("signed_out", f"person {person.id}", said)


def were_here(store: Store, session: str) -> frozenset[int]:
    """Everybody who was signed in at any time of a session."""
    query = sa.select(sign_ins.c.person).where(sign_ins.c.session == session)
    with store.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def _about(person_id: int) -> str:
    return f"signing key of {person_id}"


def _refuse_too_soon(connection: Connection, person_id: int) -> None:
    until = connection.execute(
        sa.select(sign_in_delays.c.not_before).where(sign_in_delays.c.person == person_id)
    ).scalar()
    if until is not None and until > datetime.now(UTC):
        raise SignInRefused(why=wait_words(until))


def _note_failure(store: Store, person_id: int, at: datetime) -> None:
    delays = sign_in_delays
    with store.writing(SYSTEM, at) as step:
        row = step.connection.execute(sa.select(delays).where(delays.c.person == person_id)).first()
        count = (row.failures if row else 0) + 1
        step.record("sign_in_refused", f"person {person_id}", {"in_a_row": count})
        until = datetime.now(UTC) + timedelta(seconds=password_rules().wait_after(count))
        _keep_delay(step, row.version if row else None, (person_id, count, until))


def _keep_delay(step: Step, seen: int | None, kept: tuple[int, int, datetime]) -> None:
    person_id, count, until = kept
    values = {"failures": count, "not_before": until, "version": (seen or 0) + 1}
    if seen is None:
        step.connection.execute(sa.insert(sign_in_delays), {"person": person_id, **values})
        return
    step.connection.execute(
        sa.update(sign_in_delays)
        .where(sign_in_delays.c.person == person_id, sign_in_delays.c.version == seen)
        .values(values)
    )
