"""People who use the store: who they are, what role they hold, and what that role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """One kind of thing a role may do; which journal events it covers is data."""

    DECIDE = "decide"
    SIGN = "sign"
    WORK = "work"
    ASSIGN = "assign"
    PEOPLE = "people"
    KEEP = "keep"
    STRATEGY = "strategy"
    OWN = "own"
    OTHER = "other"


class PersonState(StrEnum):
    """Whether a person may still sign in; nobody is ever deleted."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the store knows them now.

    `name` is what one signs in with; `shown_name` stands on decisions and letters, and both are
    theirs alone. `public_key` (hex, Ed25519) proves what this person signed; empty before the
    first password. `elsewhere`: works on another machine, known here by the key alone.
    """

    id: int
    name: str
    shown_name: str
    title: str
    role: str
    branch: str
    state: PersonState
    public_key: str = ""
    elsewhere: bool = False

    @property
    def is_active(self) -> bool:
        """Whether this person may act."""
        return self.state is PersonState.ACTIVE
