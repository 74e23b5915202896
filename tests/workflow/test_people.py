from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflow.forging import rewrite
from tests.workflow.people_at_work import PASSWORDS, Office, a_person
from workbench.app import is_locked_store
from workbench.errors import (
    NobodyMay,
    NotAllowed,
    PasswordRefused,
    PersonRefused,
    RestoreRefused,
    SignInRefused,
    StoreSealed,
)
from workbench.storage import history, keys, people_secrets, profiles
from workbench.storage.store import Store
from workbench.workflow import keep, people, prove
from workbench.workflow.desk import Desk, now

pytestmark = pytest.mark.usefixtures("quick_passwords")


def test_who_works_alone_is_asked_nothing(desk: Desk) -> None:
    assert people.everybody(desk) == ()
    assert people.role(desk) == "sole_officer"
    people.refuse_unless_allowed(desk, "decided")


def test_the_first_person_must_be_able_to_add_the_others(desk: Desk) -> None:
    with pytest.raises(PersonRefused, match="Choose one of: Administrator"):
        people.add_person(desk, a_person("ada", "officer"), PASSWORDS["ada"])
    assert people.everybody(desk) == ()


def test_a_short_password_adds_nobody(desk: Desk) -> None:
    with pytest.raises(PasswordRefused, match="at least 15 characters; this one has 5"):
        people.add_person(desk, a_person("ada", "administrator"), "short")
    assert people.everybody(desk) == ()


def test_the_first_password_takes_the_open_key_away_and_gives_a_recovery_code(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not desk.store.is_guarded()
    _made, code = people.add_person(desk, a_person("ada", "administrator"), PASSWORDS["ada"])
    assert len(code.replace("-", "")) == 40
    assert desk.store.is_guarded()
    monkeypatch.setattr(keys, "_known", [])
    with pytest.raises(StoreSealed):
        Store.open(tmp_path / "store.db")


def test_the_recovery_code_opens_once_and_gives_a_new_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made, code = people.add_person(desk, a_person("ada", "administrator"), PASSWORDS["ada"])
    monkeypatch.setattr(keys, "_known", [])
    place = tmp_path / "store.db"
    opened, fresh = people.recover(place, code.lower(), "ada", PASSWORDS["omar"])
    with opened:
        assert opened.officer() == "Ada"
    assert fresh != code
    with pytest.raises(SignInRefused):
        people.recover(place, code, "ada", PASSWORDS["omar"])


def test_each_role_does_what_its_rights_cover(office: Office) -> None:
    with office.desk("omar") as omar, pytest.raises(NotAllowed) as refusal:
        people.add_person(omar, a_person("zoe", "officer"), PASSWORDS["eva"])
    assert "Officer may not add people" in str(refusal.value)
    assert str(refusal.value).endswith("Who could: Administrator.")


def test_the_store_itself_refuses_whom_it_does_not_know(office: Office) -> None:
    with office.desk("ada") as ada, pytest.raises(NobodyMay):
        profiles.save_profile(
            ada.store, name="x", fingerprint="f" * 64, content="{}", actor="Stranger", at=now()
        )


def test_wrong_passwords_make_the_next_try_wait_also_in_another_program(office: Office) -> None:
    place = office.folder / "store.db"
    for _time in range(3):
        with pytest.raises(SignInRefused, match="the name or the password is not right"):
            people.open_desk(place, "omar", lambda: "quite another password")
    with pytest.raises(SignInRefused, match="wait 60 seconds"):
        people.open_desk(place, "omar", lambda: PASSWORDS["omar"])


def test_wrong_passwords_at_an_open_window_wait_too(office: Office) -> None:
    with office.desk("ada") as ada:
        for _time in range(3):
            with pytest.raises(SignInRefused, match="not right"):
                people.sign_in(ada, "omar", "quite another password")
        with pytest.raises(SignInRefused, match="wait"):
            people.sign_in(ada, "omar", PASSWORDS["omar"])
        assert ada.officer() == "Ada"


def test_switching_the_user_changes_who_decides_and_keeps_the_session(office: Office) -> None:
    with office.desk("omar") as one:
        session = one.seat.session
        people.sign_in(one, "lin", PASSWORDS["lin"])
        assert (one.officer(), one.seat.session) == ("Lin", session)


def test_nobody_changes_their_own_role_and_somebody_who_adds_people_remains(
    office: Office,
) -> None:
    with office.desk("ada") as ada, pytest.raises(PersonRefused) as refusal:
        people.change_person(ada, "ada", role="manager")
    assert "Nobody changes their own role" in str(refusal.value)
    assert "Somebody who may add people must remain" in str(refusal.value)


def test_who_was_disabled_gets_in_no_more(office: Office) -> None:
    with office.desk("ada") as ada:
        people.change_person(ada, "omar", state="disabled")
        with pytest.raises(SignInRefused, match="Omar may no longer sign in"):
            people.sign_in(ada, "omar", PASSWORDS["omar"])
    with pytest.raises(SignInRefused):
        office.desk("omar")


def test_who_changes_their_own_name_goes_on_under_it(office: Office) -> None:
    with office.desk("ada") as ada:
        people.change_person(ada, "ada", shown_name="Ada Brandt")
        assert ada.officer() == "Ada Brandt"
        people.change_person(ada, "omar", title="Loan officer")
        people.sign_in(ada, "omar", PASSWORDS["omar"])
        assert ada.officer() == "Omar"


@pytest.mark.parametrize("change", [{"shown_name": "Omar Haddad"}, {"state": "disabled"}])
def test_who_was_renamed_or_disabled_elsewhere_keeps_nobody_from_signing_in(
    office: Office, change: dict[str, str]
) -> None:
    with office.desk("omar") as desk, office.desk("ada") as ada:
        people.change_person(ada, "omar", **change)
        people.sign_in(desk, "lin", PASSWORDS["lin"])
        assert desk.officer() == "Lin"
        assert prove.verify(desk).ok


def test_one_sets_ones_own_password_with_the_old_one(office: Office) -> None:
    new = "a heron stands in the reeds"
    with office.desk("omar") as omar:
        with pytest.raises(PasswordRefused, match="password is not right"):
            people.set_password(omar, "omar", new, old="quite another password")
        people.set_password(omar, "omar", new, old=PASSWORDS["omar"])
    place = office.folder / "store.db"
    with people.open_desk(place, "omar", lambda: new) as omar:
        assert omar.officer() == "Omar"


def test_an_officer_sets_nobody_elses_password(office: Office) -> None:
    with office.desk("omar") as omar, pytest.raises(NotAllowed):
        people.set_password(omar, "eva", "a heron stands in the reeds")


def test_a_store_with_people_opens_for_nobody_unnamed(
    office: Office, sheet: Callable[..., Path]
) -> None:
    with pytest.raises(SignInRefused, match="Name yourself"):
        people.open_desk(office.folder / "store.db", "", lambda: "")


def asked(name: str) -> tuple[str, Callable[[], str]]:
    return name, lambda: PASSWORDS[name]


def test_only_whose_role_may_brings_a_backup_back(office: Office) -> None:
    place = office.folder / "store.db"
    kept = office.folder / "kept.db"
    ada, eva = asked("ada"), asked("eva")
    assert people.who_restores(place, kept, ada, eva) == ("Ada", "Eva")
    for second in (("", str), ada, ("omar", str), ("eva", ada[1])):
        with pytest.raises((RestoreRefused, SignInRefused)):
            people.who_restores(place, kept, ada, second)
    with pytest.raises(NotAllowed, match="Officer may not close the day, back up and restore"):
        people.who_restores(place, kept, asked("omar"))
    nowhere = office.folder / "new.db"
    assert people.who_restores(nowhere, kept, ("anybody", str)) == ("anybody", "")


def test_a_restore_names_who_agreed_to_it(office: Office, tmp_path: Path) -> None:
    with office.desk("ada") as ada:
        keep.backup(ada, tmp_path / "kept.db")
        keep.restore_onto(ada, tmp_path / "kept.db", ("eva", PASSWORDS["eva"]))
        agreed, told = history.events(ada.store, size=2)[::-1]
        assert prove.verify(ada).ok
    assert (told.event, told.payload["agreed_by"]) == ("store_restored", "Eva")
    assert (agreed.event, agreed.actor) == ("signed_in", "Eva")
    assert agreed.payload["session"] == told.payload["session"]
    with office.desk("omar") as omar, pytest.raises(NotAllowed):
        keep.restore_onto(omar, tmp_path / "kept.db")


def test_who_agrees_was_one_who_could_when_the_backup_was_made(office: Office) -> None:
    kept = office.folder / "kept.db"
    with office.desk("ada") as ada:
        keep.backup(ada, kept)
        people.add_person(ada, a_person("ivo", "manager"), "a heron stands in the reeds")
        before = history.events(ada.store, size=1)
        with pytest.raises(RestoreRefused, match="One of them does: Eva"):
            keep.restore_onto(ada, kept, ("ivo", "a heron stands in the reeds"))
        assert history.events(ada.store, size=1) == before


def test_a_lost_store_is_brought_back_by_two_of_the_backups_people(office: Office) -> None:
    place, kept = office.folder / "store.db", office.folder / "kept.db"
    with office.desk("ada") as ada:
        keep.backup(ada, kept)
    for left in office.folder.glob("store.db*"):
        left.unlink()
    before = kept.read_bytes()
    for second in (("", str), ("omar", asked("omar")[1]), ("eva", asked("ada")[1])):
        with pytest.raises((RestoreRefused, SignInRefused)):
            people.who_restores(place, kept, asked("ada"), second)
    assert kept.read_bytes() == before
    actor, agreed_by = people.who_restores(place, kept, asked("ada"), asked("eva"))
    keep.restore(kept, place, actor=actor, agreed_by=agreed_by)
    with office.desk("ada") as ada:
        assert prove.verify(ada).ok


def test_after_a_restore_people_have_the_passwords_they_had_before_it(office: Office) -> None:
    new = "a heron stands in the reeds"
    with office.desk("ada") as ada:
        keep.backup(ada, office.folder / "kept.db")
        people.set_password(ada, "omar", new)
        keep.restore_onto(ada, office.folder / "kept.db", ("eva", PASSWORDS["eva"]))
    with people.open_desk(office.folder / "store.db", "omar", lambda: new) as omar:
        assert (omar.officer(), prove.verify(omar).ok) == ("Omar", True)


def test_a_new_recovery_code_is_the_administrators(office: Office) -> None:
    with office.desk("ada") as ada:
        assert len(people.new_recovery_code(ada)) == 47
    with office.desk("omar") as omar, pytest.raises(NotAllowed):
        people.new_recovery_code(omar)


def test_another_matrix_is_adopted_by_who_may(office: Office) -> None:
    from workbench.credit.authority import authority_matrix, read_matrix

    stricter = read_matrix(authority_matrix().source.replace("50_000", "5_000"))
    with office.desk("ada") as ada:
        people.adopt_matrix(ada, stricter)
        assert people.matrix(ada).roles["officer"].amount_most == 5_000
    with office.desk("omar") as omar, pytest.raises(NotAllowed):
        people.adopt_matrix(omar)


def test_a_store_that_was_moved_opens_with_the_passwords_it_had(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    moved = office.folder / "elsewhere" / "moved.db"
    moved.parent.mkdir()
    (office.folder / "store.db").replace(moved)
    monkeypatch.setattr(keys, "_known", [])
    assert is_locked_store(str(moved))
    with pytest.raises(StoreSealed):
        people.open_desk(moved, "", str)
    with pytest.raises(SignInRefused):
        people.open_desk(moved, "ada", lambda: "not this one, by far")
    with people.open_desk(moved, "ada", lambda: PASSWORDS["ada"]) as ada:
        assert prove.verify(ada).ok


def test_a_copy_that_no_password_guards_asks_for_none(office: Office, tmp_path: Path) -> None:
    with Store.open(tmp_path / "plain.db") as plain:
        plain.copy_to(tmp_path / "copy.db")
    assert not is_locked_store(str(tmp_path / "copy.db"))


def test_a_key_put_in_the_place_of_somebodys_own_opens_nothing(office: Office, desk: Desk) -> None:
    key, _public = people_secrets.new_signing_key()
    locked = people_secrets.lock(key, "a heron stands in the reeds", "signing key of 4")
    swap = "UPDATE passwords SET signing_key = :locked WHERE person = 4"
    rewrite(desk.store, lambda forger: forger.say(swap, locked=locked))
    with office.desk("ada") as ada, pytest.raises(SignInRefused):
        people.sign_in(ada, "eva", "a heron stands in the reeds")
