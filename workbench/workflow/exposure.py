"""Exposure: all that a person and the people connected with them owe us or were granted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbench.credit.application import Application
from workbench.credit.authority import GRANTS
from workbench.errors import DecisionRefused
from workbench.i18n import _
from workbench.storage import applications, decisions, lanes, people_casework
from workbench.workflow import people
from workbench.workflow.account_keys import living_exposure
from workbench.workflow.desk import Desk, now

SAME_PERSON = "same_person"
KINDS = (SAME_PERSON, "spouse", "guarantor", "household", "company")


@dataclass(frozen=True, slots=True)
class Owed:
    """One part of the total: whose application it is, and how much."""

    number: str
    name: str
    amount: Decimal


def total_exposure(desk: Desk, application: Application) -> Decimal:
    """What is owed before the new loan: the person's own, and that of everybody connected.

    Raises DecisionRefused when a connected application is in another currency: its share is
    then not known, and not knowing never approves.
    """
    return sum((part.amount for part in parts(desk, application)), Decimal(0))


def parts(desk: Desk, application: Application) -> tuple[Owed, ...]:
    """The parts of the total, the application's own debts to us first; parts of nought left out."""
    found = [_own(application)]
    connected = people_casework.connected(desk.store, application.id)
    living = living_exposure(desk, application, {application.id, *connected})
    found += [Owed(*one) for one in living]
    for other in sorted(connected):
        known = applications.application(desk.store, other)
        if known.currency != application.currency:
            raise DecisionRefused(
                number=application.number,
                why=_(
                    "{other} is connected and in {currency}; give its amount as a fact of this "
                    "application instead.",
                    other=known.number,
                    currency=known.currency,
                ),
            )
        found.append(_granted(desk, known))
        if not _is_same_person(desk, application.id, other):
            found.append(_own(known))
    return tuple(part for part in found if part.amount)


def connect(desk: Desk, application: int | str, other: int | str, kind: str) -> None:
    """Record that two applications are of one person, or of people who are connected."""
    people.refuse_unless_allowed(desk, "connected")
    one, two = (applications.application(desk.store, each) for each in (application, other))
    if one.id == two.id or kind not in KINDS:
        why = _("name another application, and one of: {kinds}.", kinds=", ".join(KINDS))
        raise DecisionRefused(number=one.number, why=why)
    people_casework.connect(desk.store, one.id, two.id, kind, actor=desk.officer(), at=now())


def _own(application: Application) -> Owed:
    owed = application.facts.get("own_exposure")
    amount = owed if isinstance(owed, Decimal) else Decimal(0)
    return Owed(application.number, application.name(), amount)


def _granted(desk: Desk, application: Application) -> Owed:
    """What a connected application was granted here and stands."""
    made = decisions.standing_decision(desk.store, application.id)
    granted = made is not None and made.outcome in GRANTS and made.terms is not None
    amount = made.terms.amount if granted and made and made.terms else Decimal(0)
    return Owed(lanes.number(application.id), application.name(), amount)


def _is_same_person(desk: Desk, one: int, other: int) -> bool:
    return other in people_casework.connected(desk.store, one, kind=SAME_PERSON)
