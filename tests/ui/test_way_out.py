"""A store that does not open: what is wrong is said, and there are ways on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up_keyring import MadeUpKeyring, begin_anew, put_in_place
from tests.workflow.conftest import cheap_passwords
from workbench import app
from workbench.errors import KeyringSilent, StoreUnreadable
from workbench.storage.keys import KeyHome
from workbench.ui import way_out
from workbench.ui.way_out import WayOut, place_beside
from workbench.workflow import keep, key_keeping
from workbench.workflow.desk import Desk

DAMAGED = StoreUnreadable(file="day.db", why="it is damaged.")


@pytest.fixture
def asked(qtbot) -> WayOut:
    """The way out of a damaged store."""
    made = WayOut(DAMAGED)
    qtbot.addWidget(made)
    return made


def test_the_way_out_says_what_is_wrong(asked: WayOut) -> None:
    assert asked.said.text() == DAMAGED.text()
    asked.again.click()
    assert asked.answer == ("again", "")


def test_closing_the_way_out_opens_nothing(asked: WayOut) -> None:
    asked.reject()
    assert asked.answer == ("", "")


def test_a_backup_is_put_beside_the_store_that_does_not_open(day, tmp_path, monkeypatch) -> None:
    backup = tmp_path / "kept.backup"
    keep.backup(day, backup)
    store = tmp_path / "torn.db"
    store.write_bytes(b"\0" * 4096)
    monkeypatch.setattr(way_out, "ask_way_out", lambda _fault: ("restore", str(backup)))
    opened = app._another(str(store), DAMAGED)
    assert Path(opened).name == "torn-restored.db"
    assert Path(opened).stat().st_size > 4096
    assert store.read_bytes() == b"\0" * 4096


def test_a_second_backup_does_not_replace_the_first(tmp_path: Path) -> None:
    (tmp_path / "day-restored.db").touch()
    assert place_beside(tmp_path / "day.db").name == "day-restored-2.db"


def test_without_a_way_out_the_fault_is_told(monkeypatch) -> None:
    monkeypatch.setattr(way_out, "ask_way_out", lambda _fault: ("", ""))
    with pytest.raises(StoreUnreadable):
        app._another("day.db", DAMAGED)


def test_a_recovery_code_is_asked_only_where_the_keyring_withheld_the_key(asked, qtbot) -> None:
    silent = WayOut(KeyringSilent(file="day.db", why="it is locked."))
    qtbot.addWidget(silent)
    assert (asked.code.isHidden(), silent.code.isHidden()) == (True, False)


def test_the_recovery_code_brings_the_key_back_and_a_wrong_one_is_asked_again(
    day, monkeypatch
) -> None:
    cheap_passwords(monkeypatch)
    ring = put_in_place(monkeypatch, MadeUpKeyring())
    code = key_keeping.move_key(day, KeyHome.KEYRING).recovery_code
    ring.entries.clear()
    begin_anew(monkeypatch)
    answers, faults = [("recover", "not this one"), ("recover", code)], []
    monkeypatch.setattr(
        way_out, "ask_way_out", lambda fault: faults.append(fault.text()) or answers.pop(0)
    )
    assert app._another(day.store.label, DAMAGED) == day.store.label
    assert "not the one that was printed last" in faults[1]
    Desk.open(day.store.label).close()
