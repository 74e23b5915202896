"""The officer's desk: the store that is open, the settings, and who sits here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from workbench import paths
from workbench.credit.facts import use_own
from workbench.settings import Settings
from workbench.storage import own_facts
from workbench.storage.people_sessions import SignedIn
from workbench.storage.store import Store

Step = Callable[[int, int], None]
"""Told how much is done of how much; raises Cancelled when the user stops."""


def no_step(done: int, total: int) -> None:
    """For work whose progress nobody watches."""
    del done, total


@dataclass(slots=True)
class Seat:
    """Who sits at the desk now: changes when the user is switched; the session stays.

    `signed` is None while nobody signed in: then one works alone, or the store lets nothing be
    changed because it knows people.
    """

    signed: SignedIn | None = None
    session: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every verb of the day's work needs: pass it on, keep nothing else."""

    store: Store
    settings: Settings
    person: str = ""
    seat: Seat = field(default_factory=Seat)

    @classmethod
    def open(
        cls, place: str | Path | None = None, *, settings: Settings | None = None, person: str = ""
    ) -> Desk:
        """The desk over a store (a path or a database URL; the user's own without one).

        Raises StoreUnreadable, StoreTooNew, StoreLocked or StoreOnSharedFolder.
        """
        chosen = place or paths.default_store()
        store = Store.open(chosen)
        use_own(own_facts.own_facts(store))
        return cls(store, settings or Settings(), person)

    def officer(self) -> str:
        """Who decides here: who signed in, or else who is named for this desk or in settings."""
        if self.seat.signed:
            return self.seat.signed.person.shown_name
        return self.person or self.settings.officer()

    def officer_title(self) -> str:
        """The officer's title, as letters print it."""
        if self.seat.signed:
            return self.seat.signed.person.title
        return self.settings.text("officer_title")

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def now() -> datetime:
    """This moment in UTC, to the second, as records keep it."""
    return datetime.now(UTC).replace(microsecond=0)
