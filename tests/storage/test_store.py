from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage.conftest import Day
from workbench.errors import NotFound, StoreTooNew, StoreUnreadable
from workbench.storage import history, queue
from workbench.storage.migrating import KNOWN
from workbench.storage.store import Store


def test_a_new_store_says_when_it_was_made(day: Day) -> None:
    assert [event.event for event in history.events(day.store)] == ["store_made"]


def test_what_was_kept_is_there_after_reopening(day: Day) -> None:
    day.whole()
    day.store.close()
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as again:
        assert again.uuid == day.store.uuid
        assert queue.counts(again)["letters_written"] == 8


def test_the_file_shows_nothing_of_what_it_holds(day: Day) -> None:
    day.whole()
    day.store.close()
    content = (day.folder / "store.db").read_bytes()
    assert b"Example" not in content
    assert not content.startswith(b"SQLite")


def test_a_closed_store_is_one_file(day: Day) -> None:
    day.add()
    day.store.close()
    assert [file.name for file in day.folder.glob("store*")] == ["store.db"]


def test_only_its_user_can_read_store_and_key(day: Day) -> None:
    files = [day.folder / "store.db", *(day.folder / "private" / "keys").iterdir()]
    assert [file.stat().st_mode & 0o077 for file in files] == [0, 0]


def test_a_moved_store_still_opens(day: Day) -> None:
    day.add()
    day.store.close()
    moved = (day.folder / "store.db").rename(day.folder / "elsewhere.db")
    with Store.open(moved, key_folder=day.folder / "private") as again:
        assert queue.counts(again)["all"] == 12


def test_a_store_without_its_key_is_refused_in_words(day: Day) -> None:
    day.store.close()
    with pytest.raises(StoreUnreadable, match="its key is not here"):
        Store.open(day.folder / "store.db", key_folder=day.folder / "other")


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Ms Example, " * 400)
    with pytest.raises(StoreUnreadable, match="not a store of this program"):
        Store.open(letter, key_folder=tmp_path / "private")
    assert letter.read_text() == "Dear Ms Example, " * 400


def test_a_missing_store_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.db"):
        Store.open(tmp_path / "none.db", create=False, key_folder=tmp_path)
    assert not (tmp_path / "none.db").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreadable, match="folder cannot be written"):
        Store.open(tmp_path / "file" / "store.db", key_folder=tmp_path)


def test_a_store_whose_key_cannot_be_kept_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreadable, match="its key cannot be kept"):
        Store.open(tmp_path / "store.db", key_folder=tmp_path / "file")


def test_a_store_of_a_newer_program_is_refused_and_unchanged(day: Day) -> None:
    with day.store.writing("Lin Mei") as step:
        step.record("future", "store", {})
        step.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9001'"))
    day.store.close()
    with pytest.raises(StoreTooNew, match=f"store version 9001; this program knows {KNOWN}"):
        Store.open(day.folder / "store.db", key_folder=day.folder / "private")


def test_a_step_that_records_nothing_changes_nothing(day: Day) -> None:
    with day.store.writing("Lin Mei") as step:
        step.connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    with day.store.reading() as connection:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    assert found == KNOWN


def test_a_step_that_breaks_off_changes_nothing(day: Day) -> None:
    with pytest.raises(ZeroDivisionError), day.store.writing("Lin Mei") as step:
        step.record("half", "store", {})
        step.connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
        raise ZeroDivisionError
    assert [event.event for event in history.events(day.store)] == ["store_made"]


def test_reading_cannot_write(day: Day) -> None:
    with pytest.raises(StoreUnreadable, match="write-protected"), day.store.reading() as connection:
        connection.execute(sa.text("DELETE FROM cases"))


def test_threads_take_turns(day: Day) -> None:
    """Eight threads, five steps each: none is lost and none is in another's way."""

    def work() -> None:
        for n in range(5):
            with day.store.writing("Lin Mei") as step:
                step.record("turn", f"turn {n}", {})

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.events(day.store)) == 41


def test_every_connection_is_set_as_meant(day: Day) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    with day.store.reading() as reader:
        read = {name: reader.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert reader.exec_driver_sql("PRAGMA query_only").scalar() == 1
    with day.store.writing("Lin Mei") as step:
        written = {
            name: step.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted
        }
    assert read == written == wanted
