"""Who an account belongs to: keys by which one person's and one household's accounts are found."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from decimal import Decimal

from workbench.credit.application import Application
from workbench.credit.facts import Value
from workbench.storage import account_book
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


def living_exposure(
    desk: Desk, application: Application, beside: Collection[int]
) -> tuple[tuple[str, str, Decimal], ...]:
    """(number, name, amount) of the living accounts of an applicant and of their household.

    The more of balance and limit counts. Accounts booked from the applications `beside` are
    left out: what those were granted is counted already.
    """
    person = person_key(desk, application.facts)
    household = household_key(desk, application.facts)
    kept = account_book.exposures(desk.store, person=person, household=household)
    return tuple(
        (one.number, one.name, kept[one.id][0])
        for one in account_book.accounts_of(desk.store, person=person, household=household)
        if one.id in kept
        and one.application_id not in beside
        and one.currency == application.currency
    )


def _plain(value: Value) -> str:
    return "" if value is None else "".join(str(value).casefold().split())


def _hashed(desk: Desk, *parts: str) -> str:
    """Hashed with the store's own name, so that keys of two stores never match."""
    return hashlib.sha256("\n".join((desk.store.uuid, *parts)).encode()).hexdigest()[:32]
