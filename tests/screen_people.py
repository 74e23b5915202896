"""The people in the pictures: each with a role, so that the People page and the lock show some."""

from __future__ import annotations

from workbench.workflow.desk import Desk


def some_people(desk: Desk) -> None:
    """An administrator, who then sits here, an officer, a senior and a manager."""
    from workbench.credit.roles import Person, PersonState
    from workbench.workflow import people

    if people.everybody(desk):
        return
    for name, shown, role, title in (
        ("ada", "Ada Brandt", "administrator", ""),
        ("omar", "Omar Haddad", "officer", "Loan officer"),
        ("mei", "Lin Mei", "senior", "Senior loan officer"),
        ("eva", "Eva Novak", "manager", "Head of lending"),
        ("hugo", "Hugo Marin", "auditor", ""),
    ):
        one = Person(0, name, shown, title, role, "North", PersonState.ACTIVE)
        people.add_person(desk, one, password_of(shown))


def password_of(shown_name: str) -> str:
    """The made-up password of one of them."""
    return f"seven lamps above the quay {len(shown_name)}"
