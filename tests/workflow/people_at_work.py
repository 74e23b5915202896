"""People at a store: three of them with passwords, each in a session of their own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.credit.roles import Person, PersonState
from workbench.settings import Settings
from workbench.workflow import people
from workbench.workflow.desk import Desk

PASSWORDS = {
    "ada": "rivers carry loam in May",
    "omar": "seven lamps in the harbour",
    "lin": "eleven boats leave at dawn",
    "eva": "the ferry waits for nobody",
    "ria": "four herons stand in reeds",
}


def a_person(name: str, role: str, shown_name: str = "") -> Person:
    """Somebody about to be added."""
    return Person(0, name, shown_name or name.title(), "", role, "North", PersonState.ACTIVE)


@dataclass
class Office:
    """A store with people; `desk("omar")` is Omar in a session of his own."""

    folder: Path

    def desk(self, name: str) -> Desk:
        place = self.folder / "store.db"
        opened = people.open_desk(place, name, lambda: PASSWORDS[name])
        return Desk(
            opened.store, Settings(self.folder / "settings.toml"), opened.person, opened.seat
        )


def staff(first: Desk) -> None:
    """Add an administrator, an officer, a senior and a manager to a store."""
    people.add_person(first, a_person("ada", "administrator"), PASSWORDS["ada"])
    for name, role in (("omar", "officer"), ("lin", "senior"), ("eva", "manager")):
        people.add_person(first, a_person(name, role), PASSWORDS[name])


def copied(office: Path, to: Path, patched: pytest.MonkeyPatch) -> Office:
    """A copy of an office's store, with the keys that lie beside it."""
    copy = to / "office"
    shutil.copytree(office, copy)
    patched.setenv("XDG_CONFIG_HOME", str(copy))
    return Office(copy)
