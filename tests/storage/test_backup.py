from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.conftest import Day
from workbench.errors import FileNotReadable, FileNotWritable, StoreFull, StoreUnreadable
from workbench.storage import history, queue
from workbench.storage.backup import backup, restore
from workbench.storage.store import Store
from workbench.storage.verification import verify


def put_back(day: Day, file: Path, place: Path) -> Path | None:
    return restore(file, place, actor="Lin Mei", key_folder=day.folder / "private")


def test_a_backup_holds_what_the_store_holds(day: Day) -> None:
    day.whole()
    made = backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    with day.store.twin(made.file) as copy:
        assert queue.queue(copy, "all") == queue.queue(day.store, "all")
        assert history.events(copy) == history.events(day.store)
    assert made.events == 25
    assert made.size == made.file.stat().st_size


def test_a_backup_is_encrypted_and_one_file(day: Day) -> None:
    day.whole()
    backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    assert b"Example" not in (day.folder / "copy.db").read_bytes()
    assert sorted(file.name for file in day.folder.glob("*copy*")) == ["copy.db"]


def test_a_forged_store_is_not_backed_up_over_a_good_copy(day: Day) -> None:
    day.whole()
    backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    good = (day.folder / "copy.db").read_bytes()
    day.forge("UPDATE decisions SET officer = 'Somebody' WHERE id = 2")
    with pytest.raises(StoreUnreadable, match="not as it was recorded"):
        backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    assert (day.folder / "copy.db").read_bytes() == good


def test_a_backup_onto_the_store_itself_is_refused(day: Day) -> None:
    with pytest.raises(FileNotWritable, match="store itself"):
        backup(day.store, day.folder / "store.db", actor="Lin Mei")


def test_a_backup_into_a_folder_that_cannot_be_is_refused(day: Day) -> None:
    (day.folder / "file").write_text("")
    with pytest.raises(FileNotWritable):
        backup(day.store, day.folder / "file" / "copy.db", actor="Lin Mei")


def test_a_restore_brings_back_the_backup_and_keeps_what_it_replaced(day: Day) -> None:
    day.add()
    backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    day.assess()
    day.store.close()
    kept = put_back(day, day.folder / "copy.db", day.folder / "store.db")
    assert kept == day.folder / "store.before-restore-1.db"
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as restored:
        assert queue.counts(restored)["not_assessed"] == 12
        assert history.events(restored)[0].event == "store_restored"
        assert verify(restored).ok
    with day.store.twin(kept) as replaced:
        assert queue.counts(replaced)["needs_review"] == 12


def test_after_a_restore_the_witnesses_go_on(day: Day) -> None:
    day.add()
    backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    day.assess()
    day.store.close()
    put_back(day, day.folder / "copy.db", day.folder / "store.db")
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as restored:
        again = Day(restored, day.folder)
        again.assess()
        assert verify(restored).ok
        again.forge("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
        assert not verify(restored).ok


def test_a_backup_is_restored_where_no_store_was(day: Day) -> None:
    day.whole()
    backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    assert put_back(day, day.folder / "copy.db", day.folder / "new.db") is None
    with Store.open(day.folder / "new.db", key_folder=day.folder / "private") as restored:
        assert queue.counts(restored)["letters_written"] == 8


def test_a_cut_off_backup_is_refused_and_the_store_stays(day: Day) -> None:
    day.whole()
    made = backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    day.store.close()
    before = (day.folder / "store.db").read_bytes()
    with made.file.open("r+b") as stream:
        stream.truncate(made.size // 2)
    with pytest.raises(StoreUnreadable):
        put_back(day, made.file, day.folder / "store.db")
    assert (day.folder / "store.db").read_bytes() == before


def test_a_full_disk_is_named_by_the_backup_and_not_by_its_draft(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, file: Path) -> None:
        raise StoreFull(file=str(file))

    monkeypatch.setattr(Store, "copy_to", full)
    with pytest.raises(StoreFull) as refused:
        backup(day.store, day.folder / "copy.db", actor="Lin Mei")
    assert "draft" not in refused.value.text()
    assert not list(day.folder.glob("*.draft"))


def test_a_backup_that_is_not_there_is_named(day: Day) -> None:
    with pytest.raises(FileNotReadable, match=r"none\.db: There is no such file"):
        put_back(day, day.folder / "none.db", day.folder / "new.db")
