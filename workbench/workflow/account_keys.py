"""Who an account belongs to: keys by which one person's and one household's accounts are found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from workbench.credit.facts import Value
from workbench.workflow.desk import Desk


def person_key(desk: Desk, facts: Mapping[str, Value]) -> str:
    """The key of a person: by identity number, or else by name with phone or birth date.

    Empty when neither is known: then nothing is taken for the same person.
    """
    number = _plain(facts.get("id_number"))
    if number:
        return _hashed(desk, "id", number)
    name = _plain(facts.get("applicant_name"))
    other = _plain(facts.get("phone")) or _plain(facts.get("birth_date"))
    return _hashed(desk, "name", name, other) if name and other else ""


def household_key(desk: Desk, facts: Mapping[str, Value]) -> str:
    """The key of people who share an address or, where none is known, a phone; may be empty."""
    address = _plain(facts.get("address"))
    if address:
        return _hashed(desk, "address", address, _plain(facts.get("city")))
    phone = _plain(facts.get("phone"))
    return _hashed(desk, "phone", phone) if phone else ""


def _plain(value: Value) -> str:
    return "" if value is None else "".join(str(value).casefold().split())


def _hashed(desk: Desk, *parts: str) -> str:
    """Hashed with the store's own name, so that keys of two stores never match."""
    return hashlib.sha256("\n".join((desk.store.uuid, *parts)).encode()).hexdigest()[:32]
