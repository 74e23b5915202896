"""A store's key goes into the keyring and back, and something opens the store at any moment."""

from __future__ import annotations

import itertools
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from tests.made_up_keyring import MadeUpKeyring, begin_anew, put_in_place
from tests.storage.conftest import Day
from tests.workflow.conftest import cheap_passwords
from workbench.errors import KeyNotMoved, KeyringSilent, StoreUnreadable
from workbench.storage import first_look, key_moves, keys, system_keyring
from workbench.storage.keys import KeyHome
from workbench.storage.store import Store
from workbench.storage.verification import verify


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MadeUpKeyring:
    cheap_passwords(monkeypatch)
    return put_in_place(monkeypatch, MadeUpKeyring())


@pytest.fixture
def anew(day: Day, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Store]:
    """Open the day's store (or a copy of it) as a program does that has just begun."""

    def open_(name: str = "store.db") -> Store:
        day.store.close()
        begin_anew(monkeypatch)
        return Store.open(day.folder / name, create=False, key_folder=day.folder / "private")

    return open_


def into_keyring(day: Day) -> str:
    return key_moves.into_keyring(day.store, actor="Lin Mei")


def kept_files(day: Day) -> list[str]:
    return sorted({file.suffix for file in (day.folder / "private" / "keys").iterdir()})


def test_from_the_file_into_the_keyring_and_back_the_store_opens(day, ring, anew) -> None:
    into_keyring(day)
    assert kept_files(day) == [".keyring"]
    with anew() as store:
        assert store.key_home() is KeyHome.KEYRING
        assert key_moves.into_file(store, actor="Lin Mei") == ""
    assert (kept_files(day), ring.entries) == ([".key"], {})
    with anew() as store:
        assert (store.key_home(), verify(store).ok) == (KeyHome.FILE, True)


def test_what_a_killed_program_left_half_written_is_cleared_away(day, ring) -> None:
    folder = day.folder / "private" / "keys"
    (folder / "0.1f.draft").write_text(day.store.open_key().key.hex())
    (folder / ".draft-99999999-a.keyring").write_text("{")
    into_keyring(day)
    assert kept_files(day) == [".keyring"]
    assert len(list(folder.iterdir())) == 1


def test_each_move_is_on_record(day, ring) -> None:
    into_keyring(day)
    key_moves.new_code(day.store, actor="Lin Mei")
    key_moves.into_file(day.store, actor="Lin Mei")
    with day.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT payload FROM journal WHERE event = 'key_changed'")
        assert [row[0] for row in told] == [
            '{"kept":"keyring"}', '{"kept":"recovery_code"}', '{"kept":"file"}',
        ]  # fmt: skip


def test_an_entry_tells_nothing_of_the_store_and_fits_the_smallest_keyring(day, ring) -> None:
    into_keyring(day)
    ((service, user), secret) = next(iter(ring.entries.items()))
    assert (len(secret), len(ring.entries)) == (64, 1)
    marker = next((day.folder / "private" / "keys").iterdir())
    for said in (service, user, marker.name, marker.read_text("ascii")):
        assert not any(part in said for part in (secret, "store.db", "Lin", day.folder.name))


def test_the_marker_is_for_its_user_alone(day, ring) -> None:
    into_keyring(day)
    marker = next((day.folder / "private" / "keys").iterdir())
    assert os.name == "nt" or stat.S_IMODE(marker.stat().st_mode) == 0o600


@pytest.mark.parametrize("nothing", [NoKeyring, NullKeyring, ChainerBackend])
def test_where_there_is_no_keyring_nothing_is_moved(nothing, day, monkeypatch, anew) -> None:
    monkeypatch.setattr(ChainerBackend, "backends", [], raising=False)
    put_in_place(monkeypatch, nothing())
    with pytest.raises(KeyNotMoved, match="lies where it lay: no keyring that keeps secrets safe"):
        into_keyring(day)
    assert kept_files(day) == [".key"]
    anew().close()


def test_a_keyring_that_keeps_its_secrets_in_a_plain_file_is_none(day, monkeypatch) -> None:
    plain = type("PlaintextKeyring", (MadeUpKeyring,), {"__module__": "keyrings.alt.file"})
    weak = type("WeakKeyring", (MadeUpKeyring,), {"priority": 0.5})
    for made in (plain, weak):
        ring = put_in_place(monkeypatch, made())
        with pytest.raises(KeyNotMoved, match="keeps secrets safe"):
            into_keyring(day)
        assert (kept_files(day), ring.entries) == ([".key"], {})


def test_of_several_keyrings_the_first_safe_one_is_taken(day, monkeypatch, anew) -> None:
    class SeveralKeyrings(ChainerBackend):
        priority = 10
        backends = (NullKeyring(), MadeUpKeyring(), MadeUpKeyring())

    put_in_place(monkeypatch, SeveralKeyrings())
    into_keyring(day)
    assert [len(one.entries) for one in SeveralKeyrings.backends[1:]] == [1, 0]
    anew().close()


def test_a_keyring_that_loses_what_it_took_gets_no_key(day, ring, anew) -> None:
    ring.loses = True
    with pytest.raises(KeyNotMoved, match="did not give back what was put in"):
        into_keyring(day)
    assert kept_files(day) == [".key"]
    anew().close()


def test_a_locked_keyring_is_told_before_anything_is_written(day, ring) -> None:
    ring.locked = True
    with pytest.raises(KeyNotMoved, match="locked"):
        into_keyring(day)
    assert kept_files(day) == [".key"]


@pytest.mark.parametrize(
    ("module", "kind"),
    [("builtins", "OSError"), ("jeepney.wrappers", "DBusErrorResponse")],
)
def test_what_a_keyring_is_made_of_may_break_too(module, kind, day, ring, monkeypatch) -> None:
    fault = getattr(pytest.importorskip(module), kind)
    said = SimpleNamespace(header=SimpleNamespace(fields={4: "gone"}), body=())

    def broken(*_given: str) -> None:
        raise fault(said)

    monkeypatch.setattr(ring, "set_password", broken)
    with pytest.raises(KeyNotMoved, match="locked, or it was not allowed"):
        into_keyring(day)
    assert kept_files(day) == [".key"]


def test_without_the_library_the_store_opens_and_the_key_stays(day, monkeypatch, anew) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with anew() as store, pytest.raises(KeyNotMoved, match=r"pip install credit-workbench\[key"):
        key_moves.into_keyring(store, actor="Lin Mei")
    assert kept_files(day) == [".key"]


def test_a_setting_that_names_a_keyring_that_is_not_there_is_told(day, monkeypatch) -> None:
    put_in_place(monkeypatch, None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_room.Keyring")
    with pytest.raises(KeyNotMoved, match="no keyring"):
        into_keyring(day)


@pytest.mark.parametrize("how", ["locked", "lost", "garbled", "not installed"])
def test_a_keyring_that_withholds_the_key_is_told_with_the_way_back(
    how, day, ring, monkeypatch, anew
) -> None:
    into_keyring(day)
    ring.locked = how == "locked"
    if how in ("lost", "garbled"):
        ring.entries = {entry: "zz" for entry in ring.entries if how == "garbled"}
    if how == "not installed":
        monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(KeyringSilent, match="workbench key --to file") as told:
        anew()
    assert isinstance(told.value, StoreUnreadable)
    assert "{" not in told.value.text("zh")


def test_the_recovery_code_opens_a_store_whose_keyring_is_lost(day, ring, anew) -> None:
    code = into_keyring(day)
    ring.entries.clear()
    with pytest.raises(KeyringSilent):
        anew()
    keys_folder = day.folder / "private" / "keys"
    with pytest.raises(KeyringSilent, match="not the one"):
        key_moves.open_with_code(day.folder / "store.db", keys_folder, "AAAAA-BBBBB")
    key_moves.open_with_code(day.folder / "store.db", keys_folder, code.lower())
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as store:
        assert key_moves.into_file(store, actor="Lin Mei") == ""
    anew().close()


def test_of_two_recovery_codes_the_newer_one_opens(day, ring, anew) -> None:
    older, newer = into_keyring(day), key_moves.new_code(day.store, actor="Lin Mei")
    place = day.folder / "store.db", day.folder / "private" / "keys"
    with pytest.raises(KeyringSilent):
        key_moves.open_with_code(*place, older)
    key_moves.open_with_code(*place, newer)
    anew().close()


def test_a_lost_keyring_keeps_nobody_from_the_file(day, ring) -> None:
    into_keyring(day)
    ring.locked = True
    entry = next(iter(ring.entries))[0]
    assert key_moves.into_file(day.store, actor="Lin Mei") == entry
    assert kept_files(day) == [".key"]


def test_backups_and_moved_stores_open_by_the_keyring_too(day, ring, anew) -> None:
    into_keyring(day)
    day.store.copy_to(day.folder / "moved.db")
    with anew("moved.db") as store:
        assert store.key_home() is KeyHome.KEYRING
        assert len(key_moves.new_code(store, actor="Lin Mei")) == 47
        assert len(ring.entries) == 2
        key_moves.into_file(store, actor="Lin Mei")
    assert (kept_files(day), ring.entries) == ([".key"], {})
    anew().close()


def test_a_new_store_in_the_place_of_one_in_the_keyring_takes_its_key(day, ring, anew) -> None:
    into_keyring(day)
    key = day.store.open_key().key
    place = day.folder / "store.db", day.folder / "private" / "keys"
    assert keys.key_for_new_store(*place) == key
    ring.locked = True
    keys._given.clear()
    assert keys.key_for_new_store(*place) != key
    ring.locked = False
    assert key in keys.keys_to_try(*place)


def test_a_key_of_another_store_of_the_same_place_is_kept(day, ring, tmp_path) -> None:
    """The file of the place holds another key than the store that was brought there."""
    file = keys.key_file(day.folder / "store.db", day.folder / "private" / "keys")
    file.write_text("ab" * 32)
    into_keyring(day)
    tried = list(keys.keys_to_try(day.folder / "store.db", file.parent))
    assert bytes.fromhex("ab" * 32) in tried


def test_the_first_look_asks_no_keyring(day, ring) -> None:
    into_keyring(day)
    ring.locked = True
    day.store.close()
    assert first_look.first_look(day.folder / "store.db", key_folder=day.folder / "private") is None


def test_the_library_is_not_loaded_while_keys_lie_in_files(day, monkeypatch, anew) -> None:
    monkeypatch.setattr(system_keyring, "_rings", None)
    with anew() as store:
        assert store.key_home() is KeyHome.FILE
        store.copy_to(day.folder / "backup.db")
    anew("backup.db").close()


class Killed(BaseException):
    """The program is gone at this point."""


_STEPS: tuple[tuple[Any, str], ...] = (
    (keys, "write_once"),
    (keys, "holds"),
    (key_moves, "write_whole"),
    (system_keyring, "get"),
    (system_keyring, "put"),
    (system_keyring, "remove"),
    (Store, "writing"),
    (Path, "unlink"),
)


def killed_at(count: int, when: str, patched: pytest.MonkeyPatch) -> None:
    """Be killed before, or just after, the step of this number."""
    left = [count]

    def dying(honest: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            fatal = left[0] == 0
            if fatal and when == "before":
                raise Killed
            done = honest(*given, **named)
            if fatal:
                raise Killed
            return done

        return step

    for place, name in _STEPS:
        patched.setattr(place, name, dying(getattr(place, name)))


@pytest.mark.usefixtures("ring")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("move", [key_moves.into_keyring, key_moves.into_file])
def test_killed_at_any_step_of_a_move_the_store_opens(move, when, day, anew, monkeypatch) -> None:
    for count in itertools.count(1):
        key_moves.into_file(day.store, actor="Lin Mei")
        if move is key_moves.into_file:
            into_keyring(day)
        try:
            with monkeypatch.context() as patched:
                killed_at(count, when, patched)
                move(day.store, actor="Lin Mei")
        except Killed:
            day.store = anew()
        else:
            break
    assert count > 7
    assert verify(day.store).ok
    day.store.close()
