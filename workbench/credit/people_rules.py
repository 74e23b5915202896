"""What holds when people are added or changed: names of one's own, known roles, no own role,
and always somebody left who may add people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.credit.authority import Matrix
from workbench.credit.roles import Person, Right
from workbench.i18n import _

_NAME = re.compile(r"[\w.@-]{2,80}")


def objections_to_adding(new: Person, people: Sequence[Person], matrix: Matrix) -> Iterator[str]:
    """Every sentence that speaks against adding this person."""
    if not _NAME.fullmatch(new.name):
        yield _(
            "A sign-in name has 2 to 80 letters, digits, dots or hyphens; “{name}” has not.",
            name=new.name,
        )
    if not new.shown_name.strip():
        yield _("Enter the name that decisions and letters show.")
    yield from _role(new, matrix)
    yield from _taken(new, people)
    if not people and Right.PEOPLE not in _rights(new, matrix):
        yield _(
            "The first person must be able to add the others. Choose one of: {roles}.",
            roles=_who_adds(matrix),
        )


def objections_to_change(
    before: Person, after: Person, people: Sequence[Person], actor: str, matrix: Matrix
) -> Iterator[str]:
    """Every sentence that speaks against this change of a person."""
    yield from _role(after, matrix)
    yield from _taken(after, people)
    own = actor == before.shown_name
    if own and (before.role, before.state) != (after.role, after.state):
        yield _("Nobody changes their own role, or disables themselves. Ask a colleague.")
    others = [one for one in people if one.id != before.id]
    if not any(_adds(one, matrix) for one in [*others, after]):
        yield _("Somebody who may add people must remain. Give that role to another first.")


def _role(person: Person, matrix: Matrix) -> Iterator[str]:
    if person.role not in matrix.roles or person.role == matrix.alone:
        yield _(
            "There is no role “{role}”. Known: {known}.",
            role=person.role,
            known=", ".join(name for name in matrix.roles if name != matrix.alone),
        )


def _taken(person: Person, people: Sequence[Person]) -> Iterator[str]:
    mine = {person.name.casefold(), person.shown_name.casefold()}
    for one in people:
        if one.id != person.id and mine & {one.name.casefold(), one.shown_name.casefold()}:
            yield _("“{name}” is another person's name already.", name=one.shown_name)
            return


def _adds(person: Person, matrix: Matrix) -> bool:
    here = person.is_active and not person.elsewhere
    return here and Right.PEOPLE in _rights(person, matrix)


def _rights(person: Person, matrix: Matrix) -> frozenset[Right]:
    held = matrix.roles.get(person.role)
    return held.rights if held else frozenset()


def _who_adds(matrix: Matrix) -> str:
    return ", ".join(
        role.text()
        for role in matrix.roles.values()
        if Right.PEOPLE in role.rights and role.role != matrix.alone
    )
