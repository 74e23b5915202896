"""People: add them, give them roles and passwords, sign them in, switch and lock.

While nobody was added, whoever sits at the computer works alone and nothing is asked. From the
first person on the store lets only people it knows change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench import paths
from workbench.credit.authority import Matrix, authority_matrix
from workbench.credit.passwords import password_objections, password_rules
from workbench.credit.people_rules import objections_to_adding, objections_to_change
from workbench.credit.roles import Person, PersonState
from workbench.errors import (
    NotAllowed,
    NotFound,
    PasswordRefused,
    PersonRefused,
    RestoreRefused,
    SignInRefused,
)
from workbench.i18n import Language, _, current, pick, sentences
from workbench.settings import Settings
from workbench.storage import key_locks, key_moves, people_kept, people_sessions
from workbench.storage.keys import KeyHome
from workbench.storage.people_sessions import SignedIn
from workbench.storage.store import Store, opens_signed_in
from workbench.workflow.desk import Desk, now

Asked = tuple[str, Callable[[], str]]
"""A name, and who is asked for the password that goes with it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """How the store is kept from strangers, as the window says it."""

    people: int
    guarded: bool
    is_file: bool
    in_keyring: bool = False


def open_desk(place: str | Path | None, name: str, ask: Callable[[], str]) -> Desk:
    """The desk over a store with this person signed in; `ask` is called when a password is due.

    While nobody was added, `name` is simply who works alone. Raises SignInRefused, StoreSealed,
    and what opening a store raises.
    """
    password = ""
    if name and is_sealed(place):
        password = ask()
        key_locks.open_with_password(Path(place or paths.default_store()), _keys(), name, password)
    desk = Desk.open(place, person=name)
    try:
        if everybody(desk):
            if not name:
                raise SignInRefused(why=_("this store knows its people. Name yourself: --as NAME."))
            sign_in(desk, name, password or ask())
    except BaseException:
        desk.close()
        raise
    return desk


def is_sealed(place: str | Path | None) -> bool:
    """Whether a store opens only with a password."""
    if str(place or "").startswith("postgresql"):
        return False
    return opens_signed_in(Path(place or paths.default_store()), _keys())


def who_restores(
    place: str | Path | None, file: Path, first: Asked, second: Asked = ("", str)
) -> tuple[str, str]:
    """Who may bring a backup back over the store at this place, and who agreed to it.

    Where no store is any more, the people of the backup count. Raises NotAllowed, SignInRefused
    or RestoreRefused where people are known, and what opening a store raises.
    """
    target = Path(place or paths.default_store())
    name, ask = first
    if target.exists() and target.stat().st_size:
        with open_desk(target, name, ask) as desk:
            refuse_unless_allowed(desk, "store_restored")
            return desk.officer(), who_agrees(desk, second[0], second[1]() if second[0] else "")
    return _who_restores_anew(target, file, first, second)


def _who_restores_anew(target: Path, file: Path, first: Asked, second: Asked) -> tuple[str, str]:
    """Nothing is written into the backup: the passwords are only tried."""
    name, ask = first
    password = ""
    if name and (is_sealed(target) or is_sealed(file)):
        password = ask()
        key_locks.open_with_password(target, _keys(), name, password)
    if not file.exists():
        return name, ""
    with Desk(Store.open(file, create=False), Settings(), name) as desk:
        if not everybody(desk):
            return name, ""
        if not name:
            raise SignInRefused(why=_("this store knows its people. Name yourself: --as NAME."))
        person, key = _own(desk, name, password or ask())
        desk.seat.signed = SignedIn(person, desk.seat.session, by_password=True, signing_key=key)
        refuse_unless_allowed(desk, "store_restored")
        could = restorers(desk)
        agrees = _one_of(could, second[0]) if could else None
        if agrees is None:
            return person.shown_name, ""
        return person.shown_name, _own(desk, agrees.name, second[1]())[0].shown_name


def _own(desk: Desk, name: str, password: str) -> tuple[Person, bytes]:
    """Who has this name and password, with their signing key. Raises SignInRefused."""
    found = [one for one in everybody(desk) if name in (one.name, one.shown_name)]
    key = people_sessions.own_key(desk.store, found[0], password) if found else None
    if key is None or not found[0].is_active:
        raise SignInRefused(why=_(key_locks.WRONG))
    return found[0], key


def in_this_session(desk: Desk, shown_name: str) -> str:
    """Why whoever sits here is no second person beside this one: they were signed in here too;
    empty when they were not."""
    were = people_sessions.were_here(desk.store, desk.seat.session)
    if not any(one.id in were and one.shown_name == shown_name for one in everybody(desk)):
        return ""
    return _(
        "{name} was signed in during this session. The second person signs in a session of "
        "their own: close the program and sign in anew.",
        name=shown_name,
    )


def restorers(desk: Desk) -> tuple[Person, ...]:
    """The colleagues who may agree that a backup is brought back."""
    return people_kept.who_agrees_to_restore(desk.store, desk.officer())


def who_agrees(desk: Desk, name: str, password: str) -> str:
    """Who agrees that a backup is brought back, by their own password, as the journal names them.

    A restore takes back what was done since; so a second person agrees wherever there is one who
    may; "" where there is none. Raises RestoreRefused or SignInRefused.
    """
    could = restorers(desk)
    if not could:
        return ""
    chosen = _one_of(could, name)
    people_sessions.check_password(desk.store, chosen, password, now())
    return chosen.shown_name


def _one_of(could: Sequence[Person], name: str) -> Person:
    for one in could:
        if name in (one.name, one.shown_name):
            return one
    who = _listed(one.shown_name for one in could)
    why = _("a second person agrees to it with a password. Who could: {who}.", who=who)
    raise RestoreRefused(why=why)


def recover(place: str | Path | None, code: str, name: str, password: str) -> tuple[Desk, str]:
    """Open a store by its recovery code and give one person a new password.

    Returns the desk with that person signed in, and a fresh recovery code: the used one is
    spent. Raises SignInRefused or PasswordRefused.
    """
    chosen = Path(place or paths.default_store())
    key_locks.open_with_password(chosen, _keys(), key_locks.RECOVERY, code)
    desk = Desk.open(chosen)
    found = people_kept.person(desk.store, name)
    _refuse_password(password, found)
    changed, _code = people_sessions.set_password(
        desk.store, found, password, actor=found.shown_name, at=now()
    )
    _seat(desk, changed, people_sessions.check_password(desk.store, changed, password, now()))
    return desk, desk.store.new_recovery_code()


def guard(desk: Desk) -> Guard:
    """How this store is guarded now."""
    return Guard(
        people=len(everybody(desk)),
        guarded=desk.store.is_guarded(),
        is_file=desk.store.is_file,
        in_keyring=desk.store.key_home() is KeyHome.KEYRING,
    )


def everybody(desk: Desk) -> tuple[Person, ...]:
    """Everybody the store knows."""
    return people_kept.everybody(desk.store)


def named(desk: Desk, name: str) -> Person:
    """The person who signs in with this name, or is shown by it. Raises NotFound."""
    return people_kept.person(desk.store, name)


def matrix(desk: Desk) -> Matrix:
    """The matrix of authority in force: the one the store adopted, or else the shipped one."""
    return people_kept.matrix_adopted(desk.store) or authority_matrix()


def role(desk: Desk) -> str:
    """The role of who sits here now; that of one who works alone while nobody was added."""
    signed = desk.seat.signed
    return signed.person.role if signed else matrix(desk).alone


def nobody_sits_here(desk: Desk) -> bool:
    """Whether the store knows its people and none of them is signed in at this desk."""
    return desk.seat.signed is None and bool(everybody(desk))


def refuse_unless_allowed(desk: Desk, event: str) -> None:
    """Raise NotAllowed when the role of who sits here does not cover this journal event."""
    rules, held = matrix(desk), role(desk)
    if nobody_sits_here(desk):
        raise SignInRefused(why=_("this store knows its people. Name yourself and sign in."))
    if rules.grants(held, event):
        return
    covering = rules.covering(event)
    what = _listed(pick(dict(rules.rights[one][0])) for one in sorted(covering))
    who = _listed(
        one.text()
        for one in rules.roles.values()
        if one.rights & covering and one.role != rules.alone
    )
    raise NotAllowed(role=rules.roles[held].text(), what=what, who=who)


def add_person(desk: Desk, new: Person, password: str = "") -> tuple[Person, str]:
    """Add a person, with a first password where one is given.

    Returns them, and the store's recovery code when this was its first password. Raises
    NotAllowed, PersonRefused, PasswordRefused or KeyNotMoved; then nobody was added.
    """
    known = everybody(desk)
    refuse_unless_allowed(desk, "person_added")
    rules = matrix(desk)
    _refuse(new.name, objections_to_adding(new, known, rules))
    if password or not known:
        _refuse_password(password, new)
        key_moves.out_of_keyring(desk.store)
    made = people_kept.add_person(
        desk.store, new, actor=desk.officer(), at=now(), matrix=None if known else rules
    )
    if not password:
        return made, ""
    actor = desk.officer() if known else made.shown_name
    made, code = people_sessions.set_password(desk.store, made, password, actor=actor, at=now())
    if not known:
        _seat(desk, made, people_sessions.check_password(desk.store, made, password, now()))
    return made, code


def change_person(desk: Desk, name: str, **changes: str) -> Person:
    """Change role, title, branch, shown_name or state of a person.

    Raises NotAllowed, NotFound or PersonRefused.
    """
    refuse_unless_allowed(desk, "person_changed")
    before = people_kept.person(desk.store, name)
    state = PersonState(changes.pop("state", before.state.value))
    after = replace(before, state=state, **changes)  # type: ignore[arg-type]
    known = everybody(desk)
    _refuse(name, objections_to_change(before, after, known, desk.officer(), matrix(desk)))
    people_kept.change_person(desk.store, after, actor=desk.officer(), at=now())
    if desk.seat.signed is not None and desk.seat.signed.person.id == after.id:
        desk.seat.signed = replace(desk.seat.signed, person=after)
    if not after.is_active:
        desk.store.unguard(after.name)
    return after


def set_password(desk: Desk, name: str, password: str, *, old: str = "") -> str:
    """Set one's own password (the `old` one is asked), or, with the right to, somebody else's.

    Returns the recovery code when it is the store's first password. Raises NotAllowed,
    PasswordRefused, or KeyNotMoved where the keyring does not let go of the key.
    """
    person = people_kept.person(desk.store, name)
    signed = desk.seat.signed
    if signed is not None and signed.person.id == person.id:
        try:
            people_sessions.check_password(desk.store, person, old, now())
        except SignInRefused as fault:  # whoever asks is signed in, and stays it
            raise PasswordRefused(why=fault.values["why"]) from fault
    else:
        refuse_unless_allowed(desk, "person_changed")
    _refuse_password(password, person)
    key_moves.out_of_keyring(desk.store)
    _changed, code = people_sessions.set_password(
        desk.store, person, password, actor=desk.officer(), at=now()
    )
    if signed is not None and signed.person.id == person.id:
        sign_in(desk, name, password)
    return code


def new_recovery_code(desk: Desk) -> str:
    """A fresh recovery code for the safe; the one before opens the store no longer."""
    refuse_unless_allowed(desk, "key_changed")
    return key_moves.new_code(desk.store, actor=desk.officer(), at=now())


def sign_in(desk: Desk, name: str, password: str) -> SignedIn:
    """Seat a person at this desk, whoever sat here before. Raises SignInRefused."""
    try:
        person = people_kept.person(desk.store, name)
    except NotFound:
        raise SignInRefused(why=_(key_locks.WRONG)) from None
    key = people_sessions.check_password(desk.store, person, password, now())
    if not person.is_active:
        raise SignInRefused(why=_("{name} may no longer sign in.", name=person.shown_name))
    if desk.seat.signed is not None:
        people_sessions.sign_out(desk.store, desk.seat.signed, now())
    return _seat(desk, person, key)


def sign_out(desk: Desk) -> None:
    """Let nobody sit here until somebody signs in."""
    if desk.seat.signed is not None:
        people_sessions.sign_out(desk.store, desk.seat.signed, now())
        desk.seat.signed = None


def is_still_me(desk: Desk, password: str) -> None:
    """Unlock the screen for who sat here. Raises SignInRefused."""
    signed = desk.seat.signed
    if signed is not None:
        known = people_kept.person(desk.store, signed.person.name)
        people_sessions.check_password(desk.store, known, password, now())


def adopt_matrix(desk: Desk, rules: Matrix | None = None) -> Matrix:
    """Go by the shipped matrix (or another) from now on. Raises NotAllowed."""
    refuse_unless_allowed(desk, "authority_adopted")
    chosen = rules or authority_matrix()
    people_kept.adopt_matrix(desk.store, chosen, actor=desk.officer(), at=now())
    return chosen


def _seat(desk: Desk, person: Person, key: bytes) -> SignedIn:
    signed = people_sessions.sign_in(
        desk.store, person, desk.seat.session, signing_key=key, at=now()
    )
    desk.seat.signed = signed
    return signed


def _refuse(name: str, objections: Iterable[str]) -> None:
    said = list(objections)
    if said:
        raise PersonRefused(name=name, why=sentences(*said))


def _refuse_password(password: str, person: Person) -> None:
    names = (person.name, person.shown_name)
    said = list(password_objections(password, names, password_rules()))
    if said:
        raise PasswordRefused(why=sentences(*said))


def _listed(words: Iterable[str]) -> str:
    return ("、" if current() is Language.ZH else ", ").join(words)


def _keys() -> Path:
    return paths.settings_folder() / "keys"
