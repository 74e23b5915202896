from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.made_up_keyring import MadeUpKeyring, begin_anew, put_in_place
from tests.workflow.people_at_work import PASSWORDS, Office, a_person
from workbench import cli, paths
from workbench.errors import KeyNotMoved, KeyringSilent, NotAllowed, StoreSealed
from workbench.storage import keys
from workbench.storage.keys import KeyHome
from workbench.storage.store import Store
from workbench.workflow import key_keeping, people, prove
from workbench.workflow.desk import Desk

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MadeUpKeyring:
    return put_in_place(monkeypatch, MadeUpKeyring())


def lying_keys() -> list[str]:
    return sorted(file.suffix for file in (paths.settings_folder() / "keys").iterdir())


def test_a_first_password_takes_the_key_out_of_the_keyring(
    desk: Desk, ring: MadeUpKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_keeping.move_key(desk, KeyHome.KEYRING)
    _made, code = people.add_person(desk, a_person("ada", "administrator"), PASSWORDS["ada"])
    assert (len(code), ring.entries, lying_keys()) == (47, {}, [".locks"])
    begin_anew(monkeypatch)
    with pytest.raises(StoreSealed):
        Store.open(tmp_path / "store.db")


def test_nobody_is_added_while_the_keyring_does_not_let_go(desk: Desk, ring: MadeUpKeyring) -> None:
    key_keeping.move_key(desk, KeyHome.KEYRING)
    ring.locked = True
    with pytest.raises(KeyNotMoved, match="locked"):
        people.add_person(desk, a_person("ada", "administrator"), PASSWORDS["ada"])
    assert people.everybody(desk) == ()


def test_a_first_password_guards_a_store_that_was_moved_too(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of where it lay before would open it for anybody."""
    desk.close()
    moved = (tmp_path / "store.db").replace(tmp_path / "moved.db")
    with Desk.open(moved) as one:
        _made, code = people.add_person(one, a_person("ada", "administrator"), PASSWORDS["ada"])
        assert (len(code), one.store.is_guarded()) == (47, True)
    begin_anew(monkeypatch)
    with pytest.raises(StoreSealed):
        Store.open(moved)


def test_under_passwords_the_key_is_not_moved(office: Office, ring: MadeUpKeyring) -> None:
    with office.desk("ada") as ada, pytest.raises(KeyNotMoved, match="safer than either"):
        key_keeping.move_key(ada, KeyHome.KEYRING)
    with office.desk("omar") as omar, pytest.raises(NotAllowed):
        key_keeping.move_key(omar, KeyHome.FILE)
    assert ring.entries == {}


def test_a_key_that_lies_there_already_is_left_alone(desk: Desk, ring: MadeUpKeyring) -> None:
    events = prove.verify(desk).events
    assert key_keeping.move_key(desk, KeyHome.FILE) == key_keeping.KeptKey(KeyHome.FILE)
    assert prove.verify(desk).events == events
    key_keeping.move_key(desk, KeyHome.KEYRING)
    assert key_keeping.move_key(desk, KeyHome.KEYRING).recovery_code == ""
    assert len(ring.entries) == 1


def test_a_fresh_recovery_code_replaces_the_one_of_the_keyring(
    desk: Desk, ring: MadeUpKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = key_keeping.move_key(desk, KeyHome.KEYRING).recovery_code
    newer = people.new_recovery_code(desk)
    ring.entries.clear()
    begin_anew(monkeypatch)
    with pytest.raises(KeyringSilent):
        key_keeping.recover(tmp_path / "store.db", older)
    assert key_keeping.recover(tmp_path / "store.db", newer).home is KeyHome.FILE


def test_the_command_moves_the_key_and_tells_where_it_lies(
    ring: MadeUpKeyring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for words in ([], ["--to", "keyring"], ["--to", "file"]):
        assert cli.main(["key", *words, "--store", str(tmp_path / "a.db"), "--json"]) == 0
        said = capsys.readouterr()
        told.append((json.loads(said.out)["key"], said.err.split("lies in ")[1].split()[1]))
    assert told == [("file", "file"), ("keyring", "keyring"), ("file", "file")]


def test_the_command_brings_the_key_back_by_the_recovery_code(
    desk: Desk,
    ring: MadeUpKeyring,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = key_keeping.move_key(desk, KeyHome.KEYRING).recovery_code
    words = ["key", "--to", "file", "--store", desk.store.label]
    ring.locked = True
    begin_anew(monkeypatch)
    assert cli.main(words) == 3
    assert "The recovery code opens it" in capsys.readouterr().err
    monkeypatch.setenv("WORKBENCH_RECOVERY_CODE", code)
    assert cli.main(words) == 0
    assert "Delete the entry “credit-workbench " in capsys.readouterr().err
    begin_anew(monkeypatch)
    assert cli.main(["key", "--store", desk.store.label]) == 0


def test_the_keyring_is_loaded_by_no_command_while_keys_lie_in_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr(keys, "_given", {})
    assert cli.main(["queue", "--store", desk.store.label]) == 0
    assert cli.main(["key", "--to", "keyring", "--store", desk.store.label]) == 3
